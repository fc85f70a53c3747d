import { cell, concat, select, stack } from '../../../../src/engine';
import { random } from '../../../../src/engine/base/random';
import {
  compiledSequence,
  pathOfStep
} from '../../../../src/engine/compiler/compiledSequence';
import type { SequenceRequest } from '../../../../src/engine/recurrence/sequence';
import { stepThrough } from '../../../../src/engine/recurrence/sequence';
import type { FloatType } from '../../../../src/engine/tensor/operation';
import { gradients } from '../../../../src/engine/tensor/tape';
import { Tensor } from '../../../../src/engine/tensor/tensor';

// The tape itself is compared with PyTorch and with finite differences elsewhere.

type Apply = (a: Tensor, b: Tensor, c: Tensor) => Tensor;

/** Every operation on each number by itself that a step may use. */
const operations: Readonly<Record<string, Apply>> = {
  add: (a, b, c) => a.add(b, c),
  sub: (a, b) => a.sub(b),
  mul: (a, b) => a.mul(b),
  div: (a, b) => a.div(b),
  maximum: (a, b) => a.maximum(b),
  minimum: (a, b) => a.minimum(b),
  'maximum of one': a => a.maximum(0.3),
  select: (a, b, c) => select(a, b, c),
  oneMinus: a => a.oneMinus(),
  neg: a => a.neg(),
  sigmoid: a => a.sigmoid(),
  tanh: a => a.tanh(),
  relu: a => a.relu(),
  exp: a => a.exp(),
  log: a => a.log(),
  sqrt: a => a.sqrt(),
  square: a => a.square(),
  abs: a => a.abs(),
  softplus: a => a.softplus(),
  hardSigmoid: a => a.hardSigmoid(),
  elu: a => a.elu(),
  selu: a => a.selu(),
  swish: a => a.swish(),
  geluTanh: a => a.gelu({ approximate: true }),
  leakyRelu: a => a.leakyRelu(0.1),
  softsign: a => a.softsign(),
  clip: a => a.clip(-0.3, 0.4),
  'clip below': a => a.clip(-Infinity, 0),
  ...Object.fromEntries(
    [1, 2, 3, 8, -1, -2, -8, 0.5].map(exponent => [
      `power ${exponent}`,
      (a: Tensor) => a.pow(exponent)
    ])
  ),
  'detached factor': (a, b) => a.mul(b.detach())
};

/** And those over several numbers of a row, which is `[N, 3]` here. */
const rows: Readonly<Record<string, Apply>> = {
  softmax: a => a.softmax(1),
  logSoftmax: a => a.logSoftmax(1),
  sum: (a, b) => b.add(a.sum(1, { keepDims: true })),
  mean: (a, b) => b.mul(a.mean(1, { keepDims: true })),
  slice: (a, b) => a.slice(1, 2, { axis: 1 }).mul(b),
  concat: (a, b) =>
    concat([b.slice(2, 3, { axis: 1 }), a.slice(0, 2, { axis: 1 })], 1),
  stack: (a, b) => stack([a, b], 1).sum(1),
  reshape: a => a.reshape([a.shape[0], 3, 1]).transpose([0, 2, 1]).sum(1)
};

const ends = { f32: 2 ** -149, f64: 2 ** -1074 };
const least = { f32: 2 ** -126, f64: 2 ** -1022 };

const specials = (dtype: FloatType): readonly number[] =>
  [
    ...[0, least[dtype], ends[dtype], dtype === 'f32' ? 3e38 : 1e308, Infinity],
    ...[0.3, 0.4, 0.5, 1, 2, 3, 1e-8, 10, 19, 88, 104, 710, 746, 1e7, 1e19],
    ...(dtype === 'f32' ? [2.9999998, 3.0000002] : [2.9999999999999996])
  ]
    .flatMap(value => [value, -value])
    .concat(NaN);

const typed = (dtype: FloatType, values: ArrayLike<number>) =>
  dtype === 'f32' ? Float32Array.from(values) : Float64Array.from(values);

const leaf = (dtype: FloatType, values: number[], width: number) =>
  new Tensor(typed(dtype, values), [values.length / width, width], null, true);

/** Values and derivatives of one step by three states, by machine code and by the tape. */
function bothOf(
  step: Apply,
  dtype: FloatType,
  states: readonly (readonly number[])[],
  width: number
): readonly (readonly [string, ArrayLike<number>, ArrayLike<number>])[] {
  const of = cell({
    name: 'own',
    inputSize: 1,
    units: width,
    dtype,
    state: ['y', 'a', 'b', 'c'],
    parameters: ['b'],
    step: ({ a, b, c }) => ({ y: step(a, b, c), a, b, c })
  });
  const [a, b, c] = states.map(values => leaf(dtype, [...values], width));
  const [batch] = a.shape;
  const request: SequenceRequest = {
    cell: of,
    parameters: of.weights.parameters(),
    x: new Tensor(typed(dtype, new Float64Array(batch)), [batch, 1, 1]),
    initial: { y: a.detach(), a, b, c }
  };
  const draw = random(2, 'upstream');
  const upstream = typed(
    dtype,
    Array.from({ length: a.size }, () => 0.5 + draw.uniform())
  );
  const [own, tape] = [compiledSequence, stepThrough].map(run => {
    const result = run(request);
    if (!result) {
      throw new Error(pathOfStep(of).reason);
    }
    const found = result.state.y;
    return [found, ...gradients(found, [a, b, c], upstream)];
  });
  return ['value', 'by a', 'by b', 'by c'].map((what, at) => [
    what,
    own[at].values,
    tape[at].values
  ]);
}

/** Some last digits of a number, or of what it is a difference of. */
const digits = { f32: 3e-6, f64: 1e-13 };

/** Where the two differ by more, in words; `of` says whether it is of the number or of 1. */
function differing(
  both: ReturnType<typeof bothOf>,
  dtype: FloatType,
  of: 'number' | 'one',
  states: readonly (readonly number[])[]
): string[] {
  return both.flatMap(([what, own, tape]) =>
    Array.from(tape).flatMap((wanted, at) => {
      const found = own[at];
      const size = Math.max(Math.abs(wanted), of === 'one' ? 1 : 0);
      const agree =
        Object.is(found, wanted) ||
        found === wanted ||
        // What no longer has all its digits may be nothing.
        (found === 0 && Math.abs(wanted) < least[dtype]) ||
        // The last numbers before 0 have few digits.
        Math.abs(found - wanted) <= digits[dtype] * size + 500 * ends[dtype];
      const given = states.map(values => values[at]).join(', ');
      return agree ? [] : [`${what} at ${given}: ${found}, not ${wanted}`];
    })
  );
}

const precisions = ['f32', 'f64'] as const;

/** Values in pairs, and beside each pair a third: at night in all triples. */
function statesOf(values: readonly number[]): number[][] {
  const isNight = Boolean(process.env.GATESCOPE_NIGHT);
  const pairs = values.flatMap((a, i) =>
    values.flatMap((b, j) => {
      if (isNight) {
        return values.map(c => [a, b, c]);
      }
      // The gate takes every third pair: each value meets each kind of the others.
      return (i + j) % 3 === 0
        ? [[a, b, values[(7 * i + j) % values.length]]]
        : [];
    })
  );
  return [0, 1, 2].map(at => pairs.map(row => row[at]));
}

/** Their slopes, or they, are differences of numbers around 1. */
const fromOne = [
  'tanh',
  'sigmoid',
  'swish',
  'geluTanh',
  'elu',
  'selu',
  'hardSigmoid'
];

describe('at special values machine code is the tape’s, in values and derivatives', () => {
  it.each(
    Object.keys(operations).flatMap(name =>
      precisions.map(dtype => [name, dtype] as const)
    )
  )('%s in %s', (name, dtype) => {
    const states = statesOf(specials(dtype));
    const both = bothOf(operations[name], dtype, states, 1);
    const of = fromOne.includes(name) ? 'one' : 'number';
    expect(differing(both, dtype, of, states)).toEqual([]);
  });

  it.each(
    Object.keys(rows).flatMap(name =>
      precisions.map(dtype => [name, dtype] as const)
    )
  )('%s of a row in %s', (name, dtype) => {
    // The last digits of a sum hang on its order.
    const values = specials(dtype).filter(
      value => !(Math.abs(value) > 20 && Number.isFinite(value))
    );
    const triples = values.flatMap((a, at) =>
      values.flatMap(b => [a, b, values[(at * 7 + 3) % values.length]])
    );
    const states = [triples, [...triples].reverse(), triples];
    const both = bothOf(rows[name], dtype, states, 3);
    expect(differing(both, dtype, 'one', states)).toEqual([]);
  });
});
