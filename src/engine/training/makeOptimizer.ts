import {
  requireInteger,
  requireList,
  requireNumber,
  requireObject
} from '../base/check';
import { described } from '../base/described';
import { number } from '../base/options';
import type { OptimizerSpec } from '../spec/optimizers';
import type { Floats } from '../tensor/operation';
import { allocate } from '../tensor/operation';
import { shapeText } from '../tensor/shape';
import { Tensor } from '../tensor/tensor';
import type { Variable } from '../tensor/variable';
import { clipGradients, normOf, requireClipping } from './clipping';
import type { Optimizer, OptimizerState, UpdateRule } from './optimizer';
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
      const arrays = gradientsFor(`${who}.apply`, variables, gradients);
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
      const kept = requireState(`${who}.restore`, state);
      iterations = state.iterations;
      learningRate = state.learningRate;
      slots = kept.map(arrays => arrays.map(values => values.slice()));
    },
    reset() {
      iterations = 0;
      learningRate = start;
      slots = [];
    }
  };
}

/** The numbers of the gradients. @throws TypeError unless there is one of its size for each variable */
function gradientsFor(
  who: string,
  variables: readonly Variable[],
  gradients: readonly Tensor[]
): Floats[] {
  const known = requireList(who, 'variables', variables);
  const given = requireList(who, 'gradients', gradients);
  if (known.length !== given.length) {
    throw new RangeError(
      `${who}: gradients must be one a variable (${known.length}), got ${given.length}`
    );
  }
  return given.map((gradient: unknown, at) => {
    const { tensor } = known[at] ?? {};
    if (!(tensor instanceof Tensor)) {
      throw new TypeError(
        `${who}: variables[${at}] must be a variable, got ${described(known[at])}`
      );
    }
    if (!(gradient instanceof Tensor) || gradient.size !== tensor.size) {
      throw new TypeError(
        `${who}: gradients[${at}] must be a tensor of shape ${shapeText(tensor.shape)}, got ${gradient instanceof Tensor ? shapeText(gradient.shape) : described(gradient)}`
      );
    }
    return gradient.values;
  });
}

/** The arrays of a state. @throws TypeError unless it is what `state` gives */
function requireState(who: string, state: OptimizerState): readonly Floats[][] {
  requireObject(who, 'state', state);
  requireInteger(who, 'state.iterations', state.iterations, 0);
  requireNumber(who, 'state.learningRate', state.learningRate, { least: 0 });
  return requireList(who, 'state.slots', state.slots).map((arrays, at) =>
    requireList(who, `state.slots[${at}]`, arrays).map((values: unknown) => {
      if (values instanceof Float32Array || values instanceof Float64Array) {
        return values as Floats;
      }
      throw new TypeError(
        `${who}: state.slots[${at}] must hold Float32Arrays or Float64Arrays, got ${described(values)}`
      );
    })
  );
}
