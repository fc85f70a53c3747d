import type { Cell, Tensor, TensorLike } from '../../src/engine';
import { gru, lstm, rnn } from '../../src/engine';
import { fixture } from './fixture';
import { relativeError } from './relativeError';

interface CellCase {
  name: string;
  kind: 'rnn' | 'lstm' | 'gru';
  options: { bias?: boolean; nonlinearity?: 'relu'; proj_size?: number };
  inputSize: number;
  units: number;
  weights: Record<string, TensorLike>;
  x: TensorLike;
  h0: TensorLike;
  c0?: TensorLike;
  upstream: TensorLike;
  upstreamC?: TensorLike;
  loss: number;
  channels: Record<string, TensorLike>;
  stepGradients: Record<string, TensorLike>;
  weightGradients: Record<string, TensorLike>;
  xGradient: TensorLike;
}

function made(of: CellCase, convention: 'keras' | 'pytorch'): Cell {
  const { kind, options, inputSize, units } = of;
  const shared = {
    inputSize,
    units,
    convention,
    useBias: options.bias ?? true,
    seed: 1
  };
  const cell: Cell =
    kind === 'lstm'
      ? lstm({ ...shared, projection: options.proj_size })
      : kind === 'gru'
        ? gru(shared)
        : rnn({ ...shared, activation: options.nonlinearity });
  cell.setWeights(of.weights, { convention: 'pytorch' });
  return cell;
}

function ran(of: CellCase, cell: Cell) {
  return cell.run(of.x, {
    initialState: { h: of.h0, ...(of.c0 && { c: of.c0 }) },
    gradientsOf: ({ h, c }) => {
      const loss = h.mul(of.upstream).sum();
      return of.upstreamC
        ? loss.add(c.at(-1, { axis: 1 }).mul(of.upstreamC).sum())
        : loss;
    }
  });
}

const TOLERANCE = 1e-10;

describe.each(fixture<CellCase>('pytorch/cells.json'))(
  '$name agrees with PyTorch',
  of => {
    const run = ran(of, made(of, 'pytorch'));
    const [layer] = run.layers;

    it('in every gate and state at every step', () => {
      expect(Object.keys(layer.channels).sort()).toEqual(
        Object.keys(of.channels).sort()
      );
      for (const [name, expected] of Object.entries(of.channels)) {
        expect(relativeError(layer.channels[name], expected)).toBeLessThan(
          TOLERANCE
        );
      }
    });

    it('in the loss and the total derivatives by each channel at every step', () => {
      expect(relativeError(run.loss, of.loss)).toBeLessThan(TOLERANCE);
      for (const [name, expected] of Object.entries(of.stepGradients)) {
        expect(relativeError(layer.gradients[name], expected)).toBeLessThan(
          TOLERANCE
        );
      }
    });

    it('in the gradients of the input and of every weight', () => {
      expect(relativeError(run.inputGradient, of.xGradient)).toBeLessThan(
        TOLERANCE
      );
      expect(Object.keys(layer.weightGradients).sort()).toEqual(
        Object.keys(of.weightGradients).sort()
      );
      for (const [name, expected] of Object.entries(of.weightGradients)) {
        expect(
          relativeError(layer.weightGradients[name], expected)
        ).toBeLessThan(TOLERANCE);
      }
    });

    it("in the function after the weights went through Keras's layout", () => {
      const there = made(of, 'pytorch').getWeights({ convention: 'keras' });
      const cell = made(of, 'keras');
      cell.setWeights(there, { convention: 'keras' });
      expect(cell.weights.convention).toBe('keras');
      const again = ran(of, cell);
      expect(relativeError(again.channel('h'), of.channels.h)).toBeLessThan(
        TOLERANCE
      );
      const back = cell.getWeights({ convention: 'pytorch' });
      const both = (list: Readonly<Record<string, TensorLike>>) =>
        of.options.bias === false || of.kind === 'gru'
          ? []
          : [(list.bias_ih as Tensor).add(list.bias_hh)];
      const first = made(of, 'pytorch').getWeights();
      expect(relativeError(back.weight_hh, first.weight_hh)).toBe(0);
      expect(relativeError(both(back), both(first))).toBeLessThan(1e-15);
    });
  }
);
