import type { TensorLike } from '../../src/engine';
import { minGru, minLstm, selectiveStateSpace, sLstm } from '../../src/engine';
import { fixture } from './fixture';
import { relativeError } from './relativeError';

interface GateCase {
  name: 'minGru' | 'minLstm' | 'sLstm' | 'selectiveStateSpace';
  x: TensorLike;
  weights: Record<string, TensorLike>;
  upstream: TensorLike;
  h: TensorLike;
  xGradient: TensorLike;
  weightGradients: Record<string, TensorLike>;
}

const makers = { minGru, minLstm, sLstm, selectiveStateSpace };
const TOLERANCE = 1e-10;

describe.each(fixture<GateCase>('pytorch/gates.json'))(
  '$name agrees with its published formula',
  of => {
    const size = { inputSize: 3, units: 4, seed: 1 };
    const cell =
      of.name === 'selectiveStateSpace'
        ? selectiveStateSpace({ ...size, states: 3 })
        : makers[of.name](size);
    cell.setWeights(of.weights);
    const run = cell.run(of.x, {
      gradientsOf: ({ h }) => h.mul(of.upstream).sum()
    });

    it('in the output at every step', () => {
      expect(relativeError(run.h, of.h)).toBeLessThan(TOLERANCE);
    });

    it('in the gradients of the input and of every weight', () => {
      expect(relativeError(run.inputGradient, of.xGradient)).toBeLessThan(
        TOLERANCE
      );
      const { weightGradients } = run.layers[0];
      expect(Object.keys(weightGradients).sort()).toEqual(
        Object.keys(of.weightGradients).sort()
      );
      // Measured by the largest of all: sLSTM's bias of the input gate has none, for c / n does not
      // change when every i is multiplied by one factor.
      const names = Object.keys(of.weightGradients);
      expect(
        relativeError(
          names.map(name => weightGradients[name].toArray()),
          names.map(name => of.weightGradients[name])
        )
      ).toBeLessThan(TOLERANCE);
    });
  }
);
