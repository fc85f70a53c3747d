import fc from 'fast-check';
import { cell, noGradient } from '../../../../src/engine';
import type { Tensor } from '../../../../src/engine/tensor/tensor';

/** One operation of a random step: its number and which of the values so far it reads. */
export type Choice = readonly [number, number, number];

type Operation = (
  a: Tensor,
  b: Tensor,
  weights: Readonly<Record<string, Tensor>>
) => Tensor;

// Each stays near the origin, so that a few steps of any of them do not leave the numbers of f32.
const operations: readonly Operation[] = [
  (a, b) => a.add(b).mul(0.5),
  (a, b) => a.sub(b).mul(0.5),
  (a, b) => a.tanh().mul(b.tanh()),
  (a, b) => a.tanh().div(b.square().add(1)),
  a => a.sigmoid(),
  a => a.tanh(),
  a => a.softplus().mul(0.5),
  a => a.swish(),
  a => a.elu(),
  a => a.selu().mul(0.5),
  a => a.softsign(),
  a => a.gelu({ approximate: true }),
  a => a.leakyRelu(0.1),
  a => a.hardSigmoid(),
  a => a.tanh().exp().mul(0.3),
  a => a.square().add(0.1).log(),
  a => a.square().add(0.1).sqrt(),
  a => a.oneMinus().neg().tanh(),
  a => a.relu().sub(0.1),
  (a, b) => a.maximum(b),
  (a, b) => a.minimum(b),
  a => a.clip(-0.7, 0.9),
  a => a.softmax(1),
  a => a.logSoftmax(1).mul(0.3),
  a => a.sub(a.mean(1, { keepDims: true })),
  (a, b) => a.tanh().mul(b.tanh().sum(1, { keepDims: true })),
  (a, _, { U }) => a.tanh().matmul(U),
  (a, _, { V }) => a.tanh().matmul(V.transpose()).add(a),
  (a, _, { b }) => a.add(b),
  (a, _, { p }) => a.mul(p),
  a => a.reshape([a.shape[0], 5, 1]).mul([0.5, 0.25]).sum(2),
  a => a.slice(2, 5, { axis: 1 }).sum(1, { keepDims: true }).tanh().add(a),
  (a, b) => noGradient(() => a.tanh().mul(b.tanh())).add(a),
  (a, b) => a.mul(b.tanh().detach())
];

export const choices = fc.array(
  fc.tuple(
    fc.nat(operations.length - 1),
    fc.nat(100),
    fc.nat(100)
  ) as fc.Arbitrary<Choice>,
  { minLength: 2, maxLength: 10 }
);

/** A cell whose step is these operations; `told`: the value of each that has 5 units is a channel. */
export function randomCell(
  chosen: readonly Choice[],
  dtype: 'f64' | 'f32',
  told = false
) {
  return cell({
    name: 'random',
    inputSize: 3,
    units: 5,
    dtype,
    seed: 4,
    state: ['h', 'c'],
    parameters: {
      W: ['inputSize', 'units'],
      U: ['units', 'units'],
      V: ['units', 'units'],
      b: ['units'],
      p: {
        shape: ['units'],
        initializer: () => Float64Array.of(0.3, -0.8, 1.1, 0.4, -0.2)
      }
    },
    step({ x, h, c }, weights) {
      const values = [x.matmul(weights.W), h, c];
      for (const [which, a, b] of chosen) {
        values.push(
          operations[which](
            values[a % values.length],
            values[b % values.length],
            weights
          )
        );
      }
      const wide = values.slice(3).filter(({ shape }) => shape[1] === 5);
      return {
        ...(told &&
          Object.fromEntries(wide.map((each, at) => [`v${at}`, each]))),
        c: values.at(-2)!.add(c.mul(0.5)).tanh(),
        h: values.at(-1)!.tanh()
      };
    }
  });
}
