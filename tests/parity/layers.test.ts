import type { Layer, TensorLike, Tensor } from '../../src/engine';
import { gradients, layers, tensor, variable } from '../../src/engine';
import { concat, stack } from '../../src/engine';
import type { Pass } from '../../src/engine/layers/layer';
import type { RecurrentLayer } from '../../src/engine/layers/recurrent';
import { fixture } from './fixture';
import { relativeError } from './relativeError';

interface LayerCase {
  name: string;
  kind: 'rnn' | 'lstm' | 'gru';
  inputSize: number;
  units: number;
  layers: number;
  bidirectional: boolean;
  lengths: number[] | null;
  weights: Record<string, TensorLike>;
  x: TensorLike;
  output: TensorLike;
  hN: TensorLike;
  cN?: TensorLike;
  upstream: TensorLike;
  upstreamH: TensorLike;
  loss: number;
  weightGradients: Record<string, TensorLike>;
  xGradient: TensorLike;
}

const TOLERANCE = 1e-10;
const pass: Pass = {
  training: false,
  dropoutMask: () => {
    throw new Error('no dropout here');
  }
};

describe.each(fixture<LayerCase>('pytorch/layers.json'))(
  '$name agrees with PyTorch',
  of => {
    const make = {
      rnn: layers.simpleRNN,
      lstm: layers.lstm,
      gru: layers.gru
    }[of.kind];
    const half = (goBackwards: boolean, level: number): RecurrentLayer => {
      const layer = make({
        units: of.units,
        returnSequences: true,
        convention: 'pytorch',
        goBackwards,
        seed: 1
      });
      const features =
        level === 0 ? of.inputSize : of.units * (of.bidirectional ? 2 : 1);
      layer.build([null, features], { seed: 1, dtype: 'f64' });
      const suffix = `_l${level}${goBackwards ? '_reverse' : ''}`;
      layer.cell.setWeights(
        Object.fromEntries(
          ['weight_ih', 'weight_hh', 'bias_ih', 'bias_hh'].map(name => [
            name,
            of.weights[name + suffix]
          ])
        ),
        { convention: 'pytorch' }
      );
      return layer;
    };
    const stackOfLayers = Array.from({ length: of.layers }, (_, level) =>
      (of.bidirectional ? [false, true] : [false]).map(back =>
        half(back, level)
      )
    );
    const x = variable(of.x);
    const mask =
      of.lengths &&
      tensor(
        of.lengths.map(length =>
          Array.from({ length: x.shape[1] }, (_, t) => (t < length ? 1 : 0))
        )
      );
    let values: Tensor = x;
    const last: Record<'h' | 'c', Tensor[]> = { h: [], c: [] };
    for (const directions of stackOfLayers) {
      const results = directions.map(layer =>
        layer.run({ values, ...(mask && { mask }) }, pass)
      );
      values = concat(
        results.map(({ output }) => output),
        -1
      );
      results.forEach(({ state }) => {
        last.h.push(state.h);
        if (state.c) {
          last.c.push(state.c);
        }
      });
    }
    const hN = stack(last.h);
    const loss = values.mul(of.upstream).sum().add(hN.mul(of.upstreamH).sum());

    it('in the outputs and the last states', () => {
      expect(relativeError(values, of.output)).toBeLessThan(TOLERANCE);
      expect(relativeError(hN, of.hN)).toBeLessThan(TOLERANCE);
      if (of.cN) {
        expect(relativeError(stack(last.c), of.cN)).toBeLessThan(TOLERANCE);
      }
    });

    it('in all gradients', () => {
      expect(relativeError(loss, of.loss)).toBeLessThan(TOLERANCE);
      const all = stackOfLayers.flatMap((directions, level) =>
        directions.flatMap((layer, back) =>
          layer.variables.map(({ name, tensor: weight }) => ({
            name: `${name}_l${level}${back === 1 ? '_reverse' : ''}`,
            weight
          }))
        )
      );
      const found = gradients(loss, [x, ...all.map(({ weight }) => weight)]);
      expect(relativeError(found[0], of.xGradient)).toBeLessThan(TOLERANCE);
      all.forEach(({ name }, at) => {
        expect(
          relativeError(found[at + 1], of.weightGradients[name])
        ).toBeLessThan(TOLERANCE);
      });
    });

    if (of.bidirectional && of.layers === 1) {
      it('in the bidirectional layer made of both', () => {
        const layer: Layer = layers.bidirectional({
          layer: make({
            units: of.units,
            returnSequences: true,
            convention: 'pytorch',
            seed: 1
          })
        });
        layer.build([null, of.inputSize], { seed: 1, dtype: 'f64' });
        layer.cells.forEach((cell, at) =>
          cell.setWeights(stackOfLayers[0][at].cell.getWeights(), {
            convention: 'pytorch'
          })
        );
        const output = layer.call(
          { values: x, ...(mask && { mask }) },
          pass
        ).values;
        expect(relativeError(output, of.output)).toBeLessThan(TOLERANCE);
      });
    }
  }
);
