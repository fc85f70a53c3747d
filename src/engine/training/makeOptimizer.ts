import { number } from '../base/options';
import type { OptimizerSpec } from '../spec/optimizers';
import type { Floats } from '../tensor/operation';
import { allocate } from '../tensor/operation';
import { clipGradients, normOf, requireClipping } from './clipping';
import type { Optimizer, UpdateRule } from './optimizer';
import { rounded } from './rounded';

/** The optimiser that a spec describes, by its rule. */
export function optimizer<S extends OptimizerSpec>(
  spec: S,
  ruleOf: (spec: S) => UpdateRule
): Optimizer {
  const who = `optimizers.${spec.kind}`;
  requireClipping(who, spec);
  const { convention, learningRate: given } = spec;
  const rule = ruleOf(spec);
  const schedule = typeof given === 'number' ? null : given;
  const start = typeof given === 'number' ? given : given.at(0);
  let learningRate = start;
  let iterations = 0;
  let slots: Floats[][] = [];
  return {
    name: spec.kind,
    spec,
    rule,
    get iterations() {
      return iterations;
    },
    get learningRate() {
      return learningRate;
    },
    set learningRate(rate) {
      learningRate = number({ least: 0 }).read(who, 'learningRate', rate, {});
    },
    apply(variables, gradients) {
      const arrays = gradients.map(({ values }) => values);
      const gradientNorm = normOf(arrays);
      clipGradients(arrays, spec, convention);
      if (slots.length !== variables.length) {
        slots = variables.map(({ tensor }) =>
          rule.slots.map(value =>
            allocate(tensor.dtype, tensor.size).fill(value)
          )
        );
      }
      const { learningRate: rate, step } = this.advance();
      variables.forEach(({ tensor }, index) => {
        rule.update(tensor.values, arrays[index], slots[index], rate, step);
      });
      return { gradientNorm };
    },
    advance() {
      if (schedule) {
        // Of a schedule of one's own nothing else is known.
        learningRate = number({ least: 0 }).read(
          who,
          `learningRate of schedule '${schedule.name}' at step ${iterations}`,
          convention === 'pytorch'
            ? schedule.at(iterations)
            : schedule.at(iterations, Math.fround),
          {}
        );
      }
      iterations++;
      return {
        learningRate: rounded(learningRate, convention),
        step: iterations
      };
    },
    state: () => ({
      iterations,
      learningRate,
      slots: slots.map(arrays => arrays.map(values => values.slice()))
    }),
    restore(state) {
      iterations = state.iterations;
      learningRate = state.learningRate;
      slots = state.slots.map(arrays => arrays.map(values => values.slice()));
    },
    reset() {
      iterations = 0;
      learningRate = start;
      slots = [];
    }
  };
}
