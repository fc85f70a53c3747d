import fc from 'fast-check';
import { cell } from '../../../../src/engine';
import {
  compiledSequence,
  pathOfStep
} from '../../../../src/engine/compiler/compiledSequence';
import { compileStep } from '../../../../src/engine/compiler/compiledStep';
import {
  differentiate,
  seedOf
} from '../../../../src/engine/compiler/differentiate';
import { interpret } from '../../../../src/engine/compiler/interpret';
import { planOf, planText } from '../../../../src/engine/compiler/plan';
import { traceStep } from '../../../../src/engine/compiler/traceStep';
import { stepThrough } from '../../../../src/engine/recurrence/sequence';
import type { Tensor } from '../../../../src/engine/tensor/tensor';
import { draws } from '../../widgets/draws';
import { furthest, measured, requestOf } from './passes';

/** One operation of a random step: its number and which of the values so far it reads. */
type Choice = readonly [number, number, number];

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
  a => a.slice(2, 5, { axis: 1 }).sum(1, { keepDims: true }).tanh().add(a)
];

const choices = fc.array(
  fc.tuple(
    fc.nat(operations.length - 1),
    fc.nat(100),
    fc.nat(100)
  ) as fc.Arbitrary<Choice>,
  { minLength: 2, maxLength: 10 }
);

function cellOf(chosen: readonly Choice[], dtype: 'f64' | 'f32') {
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
      return {
        c: values.at(-2)!.add(c.mul(0.5)).tanh(),
        h: values.at(-1)!.tanh()
      };
    }
  });
}

describe('a step of random operations', () => {
  it('computes what the tape does, values and derivatives, in both precisions', () => {
    fc.assert(
      fc.property(choices, fc.boolean(), (chosen, reverse) => {
        for (const dtype of ['f64', 'f32'] as const) {
          // Twice as much constant as there is batch: a list of numbers is of f64.
          if (dtype === 'f32' && chosen.some(([which]) => which === 30)) {
            continue;
          }
          const of = cellOf(chosen, dtype);
          const request = requestOf(
            of,
            { batch: 2, steps: 3, dtype },
            { reverse }
          );
          const own = measured(request, compiledSequence);
          expect(pathOfStep(of).path).toMatch(/^compiled/);
          for (const [what, tensor] of Object.entries(
            measured(request, stepThrough)
          )) {
            const apart = furthest(own[what], tensor);
            expect([
              what,
              apart < (dtype === 'f64' ? 1e-10 : 2e-3) || apart
            ]).toEqual([what, true]);
          }
        }
      }),
      draws(60)
    );
  }, 120_000);

  it('is read alike by the interpreter', () => {
    fc.assert(
      fc.property(choices, chosen => {
        const of = cellOf(chosen, 'f64');
        const request = requestOf(of, { batch: 1, steps: 1, dtype: 'f64' });
        const { step } = traceStep(of, {
          parameters: request.parameters,
          dtype: 'f64'
        });
        const both = differentiate(step!.graph);
        const plan = planOf(both, 'f64');
        const compiled = compileStep(plan)!;
        const input = {
          batch: 1,
          steps: 1,
          reverse: false,
          x: request.x.values,
          initial: of.stateNames.map(name => request.initial[name].values),
          matrices: step!.matrices.map(({ values }) => values),
          vectors: step!.vectors.map(({ values }) => values)
        };
        const target = new Float64Array(15);
        compiled.forward(input, 0, target);
        const seed = Float64Array.from({ length: 15 }, (_, at) => Math.cos(at));
        const back = compiled.backward(input, 0, seed);
        const seeds = { h: seed.slice(5, 10), c: seed.slice(10) };
        seeds.h.forEach((_, at) => (seeds.h[at] += seed[at]));
        const values = interpret(
          both.values,
          {
            given: {
              x: input.x,
              h: input.initial[0],
              c: input.initial[1],
              [seedOf('h')]: seeds.h,
              [seedOf('c')]: seeds.c
            },
            vectors: input.vectors,
            matrices: input.matrices,
            shapes: step!.graph.matrices
          },
          'f64'
        );
        const close = (a: ArrayLike<number>, b: ArrayLike<number>) =>
          Array.from(a).forEach((value, at) =>
            expect(value).toBeCloseTo(b[at], 10)
          );
        close(target.slice(0, 5), values[step!.graph.states[0].after]);
        close(target.slice(10), values[step!.graph.states[1].after]);
        if (both.given.x !== undefined) {
          close(back.x, values[both.given.x]);
        }
        both.matrixGradients
          .filter(
            ({ matrix }, _, all) =>
              all.filter(each => each.matrix === matrix).length === 1
          )
          .forEach(({ matrix, left, adjoint }) =>
            close(
              back.matrices[matrix],
              [...values[left]].flatMap(a =>
                [...values[adjoint]].map(d => a * d)
              )
            )
          );
        expect(planText(plan)).toMatch(/^row of \d+ bytes/);
      }),
      draws(40)
    );
  }, 120_000);
});
