import { requireNumber, requireOneOf } from '../base/check';
import type { Floats } from '../tensor/operation';
import { allocate } from '../tensor/operation';
import { clipGradients, normOf, requireClipping } from './clipping';
import type { Optimizer, UpdateRule } from './optimizer';
import type { OptimizerOptions } from './optimizerOptions';
import { requireLearningRate } from './schedules';

/** Names of the options that all optimisers share. */
export const sharedOptions = [
  'learningRate',
  'convention',
  'clipNorm',
  'clipValue',
  'globalClipNorm'
];

/** Keras casts some of its constants to float32 before it uses them, even on float64 weights. */
export function rounded(constant: number, pytorch: boolean): number {
  return pytorch ? constant : Math.fround(constant);
}

export function isPytorch(who: string, options: OptimizerOptions): boolean {
  return (
    requireOneOf(who, 'convention', options.convention ?? 'keras', [
      'keras',
      'pytorch'
    ]) === 'pytorch'
  );
}

export function fraction(who: string, name: string, value: number): number {
  return requireNumber(who, name, value, { least: 0, most: 1 });
}

/** What is kept of a mean at each step: with 1 the mean would never move from 0. */
export function keptShare(who: string, name: string, value: number): number {
  return requireNumber(who, name, value, { least: 0, below: 1 });
}

/** An optimiser that steps by a rule. */
export function optimizer(
  name: string,
  options: OptimizerOptions,
  defaultRate: number,
  rule: UpdateRule
): Optimizer {
  const who = `optimizers.${name}`;
  const given = requireLearningRate(who, options.learningRate ?? defaultRate);
  requireClipping(who, options);
  const convention = options.convention ?? 'keras';
  const schedule = typeof given === 'number' ? null : given;
  const start = typeof given === 'number' ? given : given.at(0);
  let learningRate = start;
  let iterations = 0;
  let slots: Floats[][] = [];
  return {
    name,
    options: { ...options },
    rule: { ...rule, convention },
    get iterations() {
      return iterations;
    },
    get learningRate() {
      return learningRate;
    },
    set learningRate(rate) {
      learningRate = requireNumber(who, 'learningRate', rate, { least: 0 });
    },
    apply(variables, gradients) {
      const arrays = gradients.map(({ values }) => values);
      const gradientNorm = normOf(arrays);
      clipGradients(arrays, options, convention);
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
        learningRate =
          convention === 'pytorch'
            ? schedule.at(iterations)
            : schedule.at(iterations, Math.fround);
      }
      iterations++;
      return {
        learningRate: rounded(learningRate, convention === 'pytorch'),
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
