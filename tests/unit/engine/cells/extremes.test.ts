import fc from 'fast-check';
import type { Cell, FloatType, Tensor } from '../../../../src/engine';
import {
  deltaNet,
  gru,
  linearAttention,
  lstm,
  minGru,
  minLstm,
  mLstm,
  random,
  rnn,
  selectiveStateSpace,
  sLstm,
  tensor
} from '../../../../src/engine';

// What must hold for every cell where its numbers are as large as badly scaled data make them:
// inputs times a thousand, and sums before a gate of plus and minus a thousand.

interface Size {
  inputSize: number;
  units: number;
  seed: number;
  dtype: FloatType;
}

const makers: Record<string, (size: Size) => Cell> = {
  RNN: rnn,
  'RNN with two biases': size => rnn({ ...size, convention: 'pytorch' }),
  LSTM: lstm,
  'LSTM with two biases': size => lstm({ ...size, convention: 'pytorch' }),
  'projected LSTM': size =>
    lstm({ ...size, units: size.units + 1, projection: size.units }),
  GRU: gru,
  'GRU that resets before': size => gru({ ...size, resetAfter: false }),
  minGRU: minGru,
  minLSTM: minLstm,
  sLSTM: sLstm,
  'selective SSM': size => selectiveStateSpace({ ...size, states: 2 }),
  'linear attention': size => linearAttention({ ...size, keyDim: 2 }),
  mLSTM: size => mLstm({ ...size, keyDim: 2 }),
  DeltaNet: size => deltaNet({ ...size, keyDim: 2 }),
  'gated DeltaNet': size =>
    deltaNet({ ...size, keyDim: 2, gated: true, negativeEigenvalues: true })
};

const LARGE = 1e3;
const sizes = fc.record({
  inputSize: fc.integer({ min: 1, max: 3 }),
  units: fc.integer({ min: 1, max: 3 }),
  seed: fc.nat(1_000_000)
});
/** Steps, what they are multiplied by, and whether the first is padding. */
const sequences = fc.record({
  steps: fc.integer({ min: 1, max: 6 }),
  scale: fc.constantFrom(0, 1, LARGE),
  padded: fc.boolean()
});
const FEW = { numRuns: 30 };

/** The cell with each number of its biases, and of its rates of fading A, pushed far to one side, or to none. */
function pushed(make: (size: Size) => Cell, size: Size): Cell {
  const cell = make(size);
  const stream = random(size.seed, 'bias');
  for (const { name, tensor: weight } of cell.variables) {
    if (name.startsWith('b') || name === 'A') {
      for (let at = 0; at < weight.size; at++) {
        weight.values[at] = [-LARGE, 0, LARGE][stream.integer(3)];
      }
    }
  }
  return cell;
}

function inputOf(
  { inputSize, seed }: Omit<Size, 'dtype'>,
  steps: number,
  scale: number,
  dtype: FloatType
): Tensor {
  const stream = random(seed, 'x');
  const values = Float64Array.from(
    { length: steps * inputSize },
    () => scale * stream.normal()
  );
  return tensor(values, { shape: [steps, inputSize], dtype });
}

const finite = (values: ArrayLike<number>) =>
  Array.from(values).every(Number.isFinite);

describe.each(Object.entries(makers))('%s at the edge', (_, make) => {
  it.each(['f64', 'f32'] as const)(
    'keeps every channel and every derivative finite in %s',
    dtype => {
      fc.assert(
        fc.property(sizes, sequences, (size, { steps, scale, padded }) => {
          const cell = pushed(make, { ...size, dtype });
          const run = cell.run(inputOf(size, steps, scale, dtype), {
            gradientsOf: ({ h }) => h.sum(),
            // Without padding none is given: the kernels take over.
            ...(padded && {
              mask: Array.from({ length: steps }, (_, step) => Number(step > 0))
            })
          });
          for (const name of Object.keys(cell.channels)) {
            expect([name, finite(run.channel(name).values)]).toEqual([
              name,
              true
            ]);
          }
          expect(finite(run.inputGradient!.values)).toBe(true);
          const { gradients, weightGradients } = run.layers[0];
          for (const each of [gradients, weightGradients]) {
            for (const [name, { values }] of Object.entries(each)) {
              expect([name, finite(values)]).toEqual([name, true]);
            }
          }
        }),
        FEW
      );
    }
  );

  it('gives in both precisions the same output', () => {
    fc.assert(
      fc.property(sizes, sequences, (size, { steps, scale }) => {
        const [exact, single] = (['f64', 'f32'] as const).map(dtype => {
          const cell = pushed(make, { ...size, dtype });
          return cell.run(inputOf(size, steps, scale, dtype)).channel('h');
        });
        const largest = Math.max(1, ...exact.values.map(Math.abs));
        exact.values.forEach((value, at) =>
          expect(Math.abs(value - single.values[at]) / largest).toBeLessThan(
            1e-2
          )
        );
      }),
      FEW
    );
  });
});

describe('a gate that is shut', () => {
  const one = { inputSize: 1, units: 1, seed: 1 };
  const shut = [[-LARGE]];

  it.each(['f64', 'f32'] as const)(
    'of an sLSTM writes its first input nevertheless, in %s: h = o ⊙ g',
    dtype => {
      const cell = sLstm({ ...one, dtype });
      cell.setWeights({ ...cell.getWeights(), bi: [-110] });
      const run = cell.run([0.5, -0.25]);
      const [o, g, h] = [run.o, run.g, run.h].map(({ values }) => values[0]);
      expect(h).toBeCloseTo(o * g, 6);
      expect(run.m.values[0]).toBe(run.logI.values[0]);
      expect(finite(run.h.values)).toBe(true);
    }
  );

  it.each(['f64', 'f32'] as const)(
    'beside another of a minLSTM leaves both their shares, in %s',
    dtype => {
      const cell = minLstm({ ...one, dtype });
      const [Wf, Wi] = [[[0]], [[0]]];
      const weights = { ...cell.getWeights(), Wf, Wi };
      const sharesOf = (bf: number[], bi: number[]) => {
        cell.setWeights({ ...weights, bf, bi });
        const { keep, write } = cell.run([1]);
        return [keep.item(), write.item()];
      };
      expect(sharesOf(shut[0], shut[0])).toEqual([0.5, 0.5]);
      // e: one gate is e times as open as the other, however little open both are.
      const [keep, write] = sharesOf([1 - LARGE], shut[0]);
      expect(keep / write).toBeCloseTo(Math.E, 4);
    }
  );
});
