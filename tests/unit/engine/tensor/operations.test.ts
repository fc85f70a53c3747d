import fc from 'fast-check';
import type { Tensor } from '../../../../src/engine';
import {
  add,
  clip,
  concat,
  div,
  dot,
  gradients,
  matmul,
  max,
  maximum,
  mean,
  min,
  minimum,
  mul,
  random,
  select,
  stack,
  sub,
  sum,
  tensor,
  variable
} from '../../../../src/engine';
import { apply } from '../../../../src/engine/tensor/tensor';
import { pick } from '../../../../src/engine/tensor/operations/layout';
import { gradientError } from '../finiteDifferences';

const stream = random(11, 'operations');
const normal = (...shape: number[]) =>
  tensor(
    Float64Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () =>
      stream.normal()
    ),
    { shape }
  );
const positive = (...shape: number[]) =>
  normal(...shape)
    .square()
    .add(0.5);
/** Weights that differ, so that a gradient sent to the wrong place shows. */
const weighed = (result: Tensor) =>
  result
    .mul(
      tensor(
        Float64Array.from({ length: result.size }, (_, at) => Math.sin(at + 1)),
        { shape: result.shape }
      )
    )
    .sum();

type Case = [string, (...inputs: Tensor[]) => Tensor, Tensor[]];

const cases: Case[] = [
  ['add', add, [normal(2, 3), normal(2, 3)]],
  ['add of three with a row', add, [normal(2, 3), normal(2, 3), normal(3)]],
  ['add with a column', add, [normal(2, 1), normal(2, 3)]],
  ['sub with a row', sub, [normal(2, 3), normal(3)]],
  ['sub from a number', sub, [normal(), normal(2, 3)]],
  ['mul', mul, [normal(2, 3), normal(2, 3)]],
  ['mul with a column', mul, [normal(2, 3), normal(2, 1)]],
  ['mul of itself', a => mul(a, a), [normal(3)]],
  ['div', div, [normal(2, 3), positive(2, 3)]],
  ['div by a row', div, [normal(2, 3), positive(3)]],
  ['maximum', maximum, [normal(2, 3), normal(2, 3)]],
  ['minimum with a row', minimum, [normal(2, 3), normal(3)]],
  ['oneMinus', a => a.oneMinus(), [normal(3)]],
  ['neg', a => a.neg(), [normal(3)]],
  ['pow', a => a.pow(2.5), [positive(4)]],
  ['clip', a => clip(a, -0.4, 0.6), [normal(9)]],
  ['sigmoid', a => a.sigmoid(), [normal(2, 3)]],
  ['tanh', a => a.tanh(), [normal(2, 3)]],
  ['relu', a => a.relu(), [normal(2, 3)]],
  ['exp', a => a.exp(), [normal(2, 3)]],
  ['log', a => a.log(), [positive(2, 3)]],
  ['sqrt', a => a.sqrt(), [positive(2, 3)]],
  ['square', a => a.square(), [normal(2, 3)]],
  ['abs', a => a.abs(), [normal(2, 3)]],
  ['softplus', a => a.softplus(), [normal(2, 3)]],
  ['hardSigmoid', a => a.mul(3).hardSigmoid(), [normal(2, 3)]],
  ['elu', a => a.elu(), [normal(2, 3)]],
  ['selu', a => a.selu(), [normal(2, 3)]],
  ['swish', a => a.swish(), [normal(2, 3)]],
  ['softsign', a => a.softsign(), [normal(2, 3)]],
  ['gelu', a => a.mul(2).gelu(), [normal(2, 3)]],
  ['gelu by a tanh', a => a.mul(2).gelu({ approximate: true }), [normal(2, 3)]],
  ['leakyRelu', a => a.leakyRelu(0.3), [normal(2, 3)]],
  ['softmax', a => a.softmax(), [normal(2, 3)]],
  ['softmax along the first axis', a => a.softmax(0), [normal(2, 3)]],
  ['logSoftmax', a => a.logSoftmax(), [normal(2, 3)]],
  ['logSoftmax along the middle axis', a => a.logSoftmax(1), [normal(2, 3, 2)]],
  ['sum', a => a.square().sum(), [normal(2, 3)]],
  ['sum along an axis', a => a.sum(0), [normal(2, 3)]],
  ['mean along an axis', a => a.mean(1, { keepDims: true }), [normal(2, 3, 2)]],
  ['max along an axis', a => a.max(1), [normal(3, 4)]],
  ['max of all', a => a.max(), [normal(3, 4)]],
  ['min along an axis', a => a.min(1), [normal(3, 4)]],
  ['min of all', a => a.min(), [normal(3, 4)]],
  ['norm', a => a.norm(), [normal(2, 3)]],
  ['matmul', matmul, [normal(2, 3), normal(3, 4)]],
  ['matmul of a vector', matmul, [normal(3), normal(3, 4)]],
  ['matmul with a vector', matmul, [normal(2, 3), normal(3)]],
  ['matmul over a batch', matmul, [normal(2, 3, 4), normal(4, 2)]],
  ['matmul of two batches', matmul, [normal(2, 3, 4), normal(2, 4, 2)]],
  ['matmul with a broadcast batch', matmul, [normal(3, 4), normal(2, 4, 2)]],
  ['dot of vectors', dot, [normal(4), normal(4)]],
  ['reshape', a => a.reshape([3, -1]), [normal(2, 3)]],
  ['transpose', a => a.transpose(), [normal(2, 3)]],
  ['transpose in an order', a => a.transpose([1, 2, 0]), [normal(2, 3, 4)]],
  ['at', a => a.at(-1, { axis: 1 }), [normal(2, 3, 2)]],
  ['slice', a => a.slice(1, -1, { axis: 1 }), [normal(2, 4)]],
  ['split', a => a.split(2)[1], [normal(2, 4)]],
  ['concat', (a, b) => concat([a, b]), [normal(2, 3), normal(2, 1)]],
  [
    'concat along the first axis',
    (a, b) => concat([a, b], 0),
    [normal(1, 3), normal(2, 3)]
  ],
  ['stack', (a, b) => stack([a, b], 1), [normal(2, 3), normal(2, 3)]],
  [
    'gather with a repeated row',
    a =>
      a.gather([
        [2, 0],
        [2, 2]
      ]),
    [normal(3, 2)]
  ],
  ['select', (a, b) => select([[1], [0]], a, b), [normal(2, 3), normal(3)]],
  ['pick', a => apply(pick, [a], Int32Array.of(2, 0)), [normal(2, 3)]]
];

it.each(cases)(
  '%s has the gradient of central differences',
  (_, of, inputs) => {
    const leaves = inputs.map(variable);
    expect(gradientError(() => weighed(of(...leaves)), leaves)).toBeLessThan(
      1e-8
    );
  }
);

describe('values', () => {
  it('of a mean are those of the sum by the count, of all and along an axis', () => {
    const a = [
      [1, 2, 3],
      [4, 5, 9]
    ];
    expect(mean(a).item()).toBe(4);
    expect(mean(a, 0).toArray()).toEqual([2.5, 3.5, 6]);
    expect(mean(a, 1).toArray()).toEqual([2, 6]);
  });

  it('follows NumPy in broadcasting', () => {
    // column [[1],[2]] + row [10, 20] = [[11, 21], [12, 22]]
    expect(add([[1], [2]], [10, 20]).toArray()).toEqual([
      [11, 21],
      [12, 22]
    ]);
    expect(mul(tensor([[[1]], [[2]]]), [[3], [4]]).shape).toEqual([2, 2, 1]);
  });

  it('keeps sigmoid, softplus and softmax finite far out', () => {
    expect(tensor([-800, 800]).sigmoid().toArray()).toEqual([0, 1]);
    expect(tensor([-800, 800]).softplus().toArray()).toEqual([0, 800]);
    expect(tensor([1000, 1000, -1000]).softmax().toArray()).toEqual([
      0.5, 0.5, 0
    ]);
    expect(tensor([0, -2000]).logSoftmax().toArray()).toEqual([0, -2000]);
  });

  it('passes a NaN on instead of hiding it', () => {
    for (const result of [
      tensor([NaN]).relu(),
      tensor([NaN]).sigmoid(),
      tensor([1, NaN]).max(),
      tensor([1, NaN]).min(),
      tensor([1, NaN]).softmax().sum()
    ]) {
      expect(result.item()).toBeNaN();
    }
  });

  // PyTorch's, but for the last three: there it has 0 · ∞, and these are their limits.
  it.each<[string, Tensor, (x: Tensor) => Tensor, number, number]>([
    ['|NaN|', tensor([NaN]), x => x.abs(), NaN, 0],
    ['√−∞ by a power', tensor([-Infinity]), x => x.pow(0.5), NaN, NaN],
    ['the larger of a NaN', tensor([NaN]), x => maximum(x, 1), NaN, 1],
    [
      'a bound of clip in f32',
      tensor([0.4], { dtype: 'f32' }),
      x => clip(x, -0.3, 0.4),
      Math.fround(0.4),
      1
    ],
    [
      'the larger of two that are equal in f32',
      tensor([0.3], { dtype: 'f32' }),
      x => maximum(x, 0.3),
      Math.fround(0.3),
      0.5
    ],
    [
      'a softmax beside its like, far out',
      tensor([1e19]),
      x =>
        concat([x, tensor([1e19])])
          .logSoftmax()
          .at(0),
      -Math.LN2,
      0.5
    ],
    [
      'geluTanh far out',
      tensor([-1e308]),
      x => x.gelu({ approximate: true }),
      0,
      0
    ],
    ['a fraction of small numbers', tensor([1e-200]), x => div(0, x), 0, 0],
    ['a flat end of a square', tensor([1e200]), x => x.square().tanh(), 1, 0]
  ])('knows value and slope of %s', (_, x, of, value, slope) => {
    const leaf = variable(x);
    const result = of(leaf);
    expect(result.values[0] + 0).toBe(value);
    expect(gradients(result.sum(), [leaf])[0].values[0] + 0).toBe(slope);
  });

  it('answers in f32 when an input is f32 and numbers in the code do not change that', () => {
    const single = tensor([0.1], { dtype: 'f32' });
    expect(single.add(1).dtype).toBe('f32');
    expect(single.add(tensor([0.1])).dtype).toBe('f64');
    expect(tensor(Float32Array.of(1)).dtype).toBe('f32');
  });

  it('multiplies matrices like the definition, whatever the extents', () => {
    fc.assert(
      fc.property(
        fc.tuple(
          fc.integer({ min: 1, max: 6 }),
          fc.integer({ min: 1, max: 6 }),
          fc.integer({ min: 1, max: 6 })
        ),
        ([m, k, n]) => {
          const [a, b] = [normal(m, k), normal(k, n)];
          const product = matmul(a, b);
          for (let i = 0; i < m; i++) {
            for (let j = 0; j < n; j++) {
              let sum = 0;
              for (let l = 0; l < k; l++) {
                sum += a.values[i * k + l] * b.values[l * n + j];
              }
              expect(product.values[i * n + j]).toBeCloseTo(sum, 12);
            }
          }
        }
      ),
      { numRuns: 50 }
    );
  });

  it('leaves its inputs as they were', () => {
    const a = tensor([1, 2]);
    a.add(1).mul(3).tanh();
    expect(a.toArray()).toEqual([1, 2]);
  });
});

it.each([
  ['sum', sum, [[6], [15]]],
  ['mean', mean, [[2], [5]]],
  ['max', max, [[3], [6]]],
  ['min', min, [[1], [4]]]
] as const)('%s keeps an axis that it is asked to keep', (_, of, expected) => {
  const a = [
    [1, 2, 3],
    [4, 5, 6]
  ];
  expect(of(a, 1, { keepDims: true }).toArray()).toEqual(expected);
  expect(of(a, 1).toArray()).toEqual(expected.flat());
  expect(() => of(a, 1, { keepdims: true } as never)).toThrow('keepDims');
});

describe('gradients', () => {
  it('are 0 for a power of 0, also where the number is 0, as in PyTorch', () => {
    const x = variable([0, 2, -3]);
    const [slope] = gradients(x.pow(0).sum(), [x]);
    expect(slope.toArray()).toEqual([0, 0, 0]);
  });

  it('of a hard sigmoid are 0 at its corners and beyond, as PyTorch’s are', () => {
    const x = variable([-4, -3, -2.9, 2.9, 3, 4]);
    const [slope] = gradients(x.hardSigmoid().sum(), [x]);
    expect(slope.toArray()).toEqual([0, 0, 1 / 6, 1 / 6, 0, 0]);
  });

  it('adds up over all uses of a tensor', () => {
    const a = variable([3]);
    // d(a² + 2a)/da = 2a + 2 = 8
    expect(gradients(a.mul(a).add(a.mul(2)).sum(), [a])[0].toArray()).toEqual([
      8
    ]);
  });

  it('gives the total derivative by a value on the way', () => {
    const a = variable([2]);
    const b = a.mul(3);
    const loss = b.square().add(b).sum();
    // d(b² + b)/db = 2b + 1 = 13, and by a three times that
    const [da, db] = gradients(loss, [a, b]);
    expect(db.toArray()).toEqual([13]);
    expect(da.toArray()).toEqual([39]);
  });

  it('is zero for what the loss does not depend on, and for a constant loss', () => {
    const [a, b] = [variable([1]), variable([[1, 2]])];
    expect(gradients(a.sum(), [b])[0].toArray()).toEqual([[0, 0]]);
    expect(gradients(tensor(3), [a])[0].toArray()).toEqual([0]);
  });

  it('stops at a detached tensor', () => {
    const a = variable([2]);
    expect(gradients(a.detach().mul(a).sum(), [a])[0].toArray()).toEqual([2]);
  });

  it('can be taken twice from one tape', () => {
    const a = variable([2]);
    const loss = a.square().sum();
    expect(gradients(loss, [a])[0].item()).toBe(4);
    expect(gradients(loss, [a])[0].item()).toBe(4);
  });

  it('is linear in the upstream gradient', () => {
    fc.assert(
      fc.property(fc.double({ min: -5, max: 5, noNaN: true }), factor => {
        const a = variable(normal(2, 3));
        const y = a.tanh().matmul(normal(3, 2));
        const up = normal(2, 2);
        const once = gradients(y, [a], up.values)[0];
        const scaled = gradients(y, [a], up.mul(factor).values)[0];
        scaled.values.forEach((value, at) =>
          expect(value).toBeCloseTo(factor * once.values[at], 10)
        );
      })
    );
  });

  it('asks for one number', () => {
    expect(() => gradients(variable([1, 2]), [])).toThrow(
      'gradients: the loss has shape [2], not one number (sum or average it)'
    );
  });
});
