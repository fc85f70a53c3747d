import fc from 'fast-check';
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
import { planOf } from '../../../../src/engine/compiler/plan';
import { traceStep } from '../../../../src/engine/compiler/traceStep';
import { stepThrough } from '../../../../src/engine/recurrence/sequence';
import { draws } from '../../widgets/draws';
import { furthest, measured, requestOf } from './passes';
import { choices, randomCell } from './randomCells';

describe('a step of random operations', () => {
  it('computes what the tape does, values and derivatives, in both precisions', () => {
    fc.assert(
      fc.property(choices, fc.boolean(), (chosen, reverse) => {
        for (const dtype of ['f64', 'f32'] as const) {
          // Twice as much constant as there is batch: a list of numbers is of f64.
          if (dtype === 'f32' && chosen.some(([which]) => which === 30)) {
            continue;
          }
          const of = randomCell(chosen, dtype);
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
  });

  it('is read alike by the interpreter', () => {
    fc.assert(
      fc.property(choices, chosen => {
        const of = randomCell(chosen, 'f64');
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
        compiled.forward(input, target);
        const seed = Float64Array.from({ length: 15 }, (_, at) => Math.cos(at));
        const back = compiled.backward(input, seed);
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
      }),
      draws(40)
    );
  });
});
