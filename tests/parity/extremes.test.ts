import type { Cell, FloatType, TensorLike } from '../../src/engine';
import {
  deltaNet,
  gru,
  linearAttention,
  lstm,
  minGru,
  minLstm,
  mLstm,
  rnn,
  selectiveStateSpace,
  sLstm,
  tensor
} from '../../src/engine';
import { fixture } from './fixture';

// Every cell with inputs of thousands, or thousands before its gates, against numbers of 120 digits.

interface Extreme {
  readonly name: keyof typeof makers;
  readonly scale: number;
  readonly pushed: boolean;
  readonly x: TensorLike;
  readonly weights: Readonly<Record<string, TensorLike>>;
  readonly upstream: TensorLike;
  readonly h: TensorLike;
  readonly xGradient: TensorLike;
  readonly weightGradients: Readonly<Record<string, TensorLike>>;
}

const sizes = (dtype: FloatType) => ({
  inputSize: 2,
  units: 2,
  seed: 1,
  dtype
});
const keyed = (dtype: FloatType) => ({ ...sizes(dtype), keyDim: 2 });
const makers = {
  rnn: dtype => rnn(sizes(dtype)),
  lstm: dtype => lstm(sizes(dtype)),
  gru: dtype => gru(sizes(dtype)),
  'gru that resets before': dtype =>
    gru({ ...sizes(dtype), resetAfter: false }),
  minGru: dtype => minGru(sizes(dtype)),
  minLstm: dtype => minLstm(sizes(dtype)),
  sLstm: dtype => sLstm(sizes(dtype)),
  selectiveStateSpace: dtype =>
    selectiveStateSpace({ ...sizes(dtype), states: 2 }),
  linearAttention: dtype => linearAttention(keyed(dtype)),
  mLstm: dtype => mLstm(keyed(dtype)),
  deltaNet: dtype => deltaNet(keyed(dtype)),
  'gated deltaNet': dtype => deltaNet({ ...keyed(dtype), gated: true })
} satisfies Record<string, (dtype: FloatType) => Cell>;

/** The blocks of a stacked weight, in Keras's order. */
const stacked: Partial<Record<keyof typeof makers, readonly string[]>> = {
  rnn: [''],
  lstm: ['i', 'f', 'g', 'o'],
  gru: ['z', 'r', 'n'],
  'gru that resets before': ['z', 'r', 'n']
};

function withWeights({ name, weights }: Extreme, dtype: FloatType): Cell {
  const cell = makers[name](dtype);
  const letters = stacked[name];
  if (!letters) {
    cell.setWeights(weights);
    return cell;
  }
  const joined = (role: string) => {
    const blocks = letters.map(letter => tensor(weights[`${role}${letter}`]));
    const [{ rank, shape }] = blocks;
    const rows = rank === 2 ? shape[0] : 1;
    const all = Array.from({ length: rows }, (_, row) =>
      blocks.flatMap(block => [...(rank === 2 ? block.at(row) : block).values])
    );
    return rank === 2 ? all : all[0];
  };
  const bias = joined('b');
  cell.setWeights([
    joined('W'),
    joined('U'),
    'bhz' in weights ? [bias as number[], joined('bh') as number[]] : bias
  ]);
  return cell;
}

/** The largest difference, of the largest number of all. */
function apart(
  pairs: readonly (readonly [TensorLike, TensorLike])[],
  floor: number
): number {
  let [worst, largest] = [0, floor];
  for (const [found, expected] of pairs) {
    const [got, wanted] = [tensor(found).values, tensor(expected).values];
    expect(got.length).toBe(wanted.length);
    wanted.forEach((value, at) => {
      const difference = Math.abs(got[at] - value);
      worst = Math.max(worst, Number.isNaN(difference) ? Infinity : difference);
      largest = Math.max(largest, Math.abs(value));
    });
  }
  return worst / largest;
}

const cases = fixture<Extreme>('mpmath/extremes.json');

describe.each(cases)(
  '$name, inputs times $scale, gates pushed: $pushed',
  of => {
    // By the kernels where there are any, and on the tape: a mask of ones keeps it there. A sum of
    // thousands that cancel has three digits behind the point in f32.
    it.each([
      ['f64', false, 1e-9],
      ['f64', true, 1e-9],
      ['f32', false, 1e-2],
      ['f32', true, 1e-2]
    ] as const)(
      'is right forward and back in %s, masked: %s',
      (dtype, masked, tolerance) => {
        const run = withWeights(of, dtype).run(of.x, {
          gradientsOf: ({ h }) => h.mul(of.upstream).sum(),
          ...(masked && { mask: [1, 1, 1, 1] })
        });
        expect(apart([[run.channel('h'), of.h]], 1e-3)).toBeLessThan(tolerance);
        const { parameterGradients } = run;
        const names = Object.keys(of.weightGradients);
        expect(Object.keys(parameterGradients).sort()).toEqual(
          [...names].sort()
        );
        expect(apart([[run.inputGradient!, of.xGradient]], 1e-3)).toBeLessThan(
          tolerance
        );
        expect(
          apart(
            names.map(name => [
              parameterGradients[name],
              of.weightGradients[name]
            ]),
            1e-3
          )
        ).toBeLessThan(tolerance);
      }
    );
  }
);

it('are every cell, each in several ways', () => {
  expect(cases.length).toBe(6 * Object.keys(makers).length);
});
