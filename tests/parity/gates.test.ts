import type { Cell, TensorLike } from '../../src/engine';
import {
  deltaNet,
  linearAttention,
  minGru,
  minLstm,
  mLstm,
  selectiveStateSpace,
  sLstm
} from '../../src/engine';
import { fixture } from './fixture';
import { relativeError } from './relativeError';

interface GateCase {
  name: keyof typeof makers;
  x: TensorLike;
  weights: Record<string, TensorLike>;
  upstream: TensorLike;
  h: TensorLike;
  xGradient: TensorLike;
  weightGradients: Record<string, TensorLike>;
}

const size = { inputSize: 3, units: 4, seed: 1 };
const keyed = { ...size, keyDim: 3 };
const negativeEigenvalues = true;
const makers = {
  minGru: () => minGru(size),
  minLstm: () => minLstm(size),
  sLstm: () => sLstm(size),
  selectiveStateSpace: () => selectiveStateSpace({ ...size, states: 3 }),
  linearAttention: () => linearAttention(keyed),
  mLstm: () => mLstm(keyed),
  deltaNet: () => deltaNet(keyed),
  'deltaNet to 2': () => deltaNet({ ...keyed, negativeEigenvalues }),
  'gated deltaNet': () => deltaNet({ ...keyed, gated: true }),
  'gated deltaNet to 2': () =>
    deltaNet({ ...keyed, gated: true, negativeEigenvalues })
} satisfies Record<string, () => Cell>;
const TOLERANCE = 1e-10;

describe.each(fixture<GateCase>('pytorch/gates.json'))(
  '$name agrees with its published formula',
  of => {
    const cell: Cell = makers[of.name]();
    cell.setWeights(of.weights);
    const run = cell.run(of.x, {
      gradientsOf: ({ h }) => h.mul(of.upstream).sum()
    });

    it('in the output at every step', () => {
      expect(relativeError(run.channel('h'), of.h)).toBeLessThan(TOLERANCE);
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
