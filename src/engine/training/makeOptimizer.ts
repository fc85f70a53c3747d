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
import { clipGradients, normOverAll, requireClipping } from './clipping';
import type {
  Optimizer,
  OptimizerState,
  UpdateRule,
  VariableMemory
} from './optimizer';
import { rounded } from './rounded';

/** The optimizer that a spec describes, by its rule. */
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
  let replaced = 0;
  let memories = new WeakMap<Tensor, VariableMemory>();
  /** The variables of the last step. */
  let known: readonly Variable[] = [];
  /** Of a state, until its variables are known. */
  let restored: readonly VariableMemory[] = [];
  let bringBack = (): void => undefined;

  function memory(variables: readonly Variable[]): readonly VariableMemory[] {
    if (restored.length > 0) {
      requireFit(who, rule, variables, restored);
      restored.forEach((each, at) => memories.set(variables[at].tensor, each));
      restored = [];
    }
    known = variables;
    return variables.map(({ tensor }) => {
      const found = memories.get(tensor) ?? {
        slots: rule.slots.map(value =>
          allocate(tensor.dtype, tensor.size).fill(value)
        ),
        steps: 0
      };
      memories.set(tensor, found);
      return found;
    });
  }

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
      if (schedule) {
        throw new TypeError(
          `${who}: learningRate is the schedule's, '${schedule.name}', at every step, and cannot be set; make the optimizer with a number to set it while training`
        );
      }
      learningRate = number({ least: 0 }).read(who, 'learningRate', rate, {});
    },
    apply(variables, gradients) {
      const arrays = gradientsFor(`${who}.apply`, variables, gradients);
      const gradientNorm = normOverAll(arrays);
      clipGradients(arrays, spec, convention);
      const all = memory(variables);
      const { learningRate: rate } = this.advance();
      variables.forEach(({ tensor }, index) => {
        const own = all[index];
        own.steps++;
        rule.update(tensor.values, arrays[index], own.slots, rate, own.steps);
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
    memory,
    remembers: ({ tensor }) => memories.has(tensor),
    get replaced() {
      return replaced;
    },
    stepsElsewhere(back) {
      bringBack = back;
    },
    state() {
      bringBack();
      const all = restored.length > 0 ? restored : memory(known);
      return {
        iterations,
        learningRate,
        slots: all.map(({ slots }) => slots.map(values => values.slice())),
        ...(all.some(({ steps }) => steps !== iterations) && {
          steps: all.map(({ steps }) => steps)
        })
      };
    },
    restore(state) {
      const kept = requireState(`${who}.restore`, state);
      forget();
      iterations = state.iterations;
      learningRate = state.learningRate;
      restored = kept;
    },
    reset() {
      forget();
      iterations = 0;
      learningRate = start;
    }
  };

  function forget(): void {
    replaced++;
    memories = new WeakMap();
    known = [];
    restored = [];
  }
}

/** @throws RangeError unless arrays that were restored are those of the variables */
function requireFit(
  who: string,
  { slots }: UpdateRule,
  variables: readonly Variable[],
  restored: readonly VariableMemory[]
): void {
  const sizes = (all: readonly number[]): string => all.join(', ') || 'none';
  const expected = variables.map(({ tensor }) => tensor.size);
  const got = restored.map(each => each.slots[0]?.length ?? 0);
  const fits =
    restored.length === variables.length &&
    restored.every(
      (each, at) =>
        each.slots.length === slots.length &&
        each.slots.every(({ length }) => length === expected[at])
    );
  if (!fits) {
    throw new RangeError(
      `${who}: the state that was restored must hold ${slots.length} arrays for each variable that learns, of ${sizes(expected)} numbers, got ${restored[0].slots.length} of ${sizes(got)}`
    );
  }
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
function requireState(
  who: string,
  state: OptimizerState
): readonly VariableMemory[] {
  requireObject(who, 'state', state);
  requireInteger(who, 'state.iterations', state.iterations, 0);
  requireNumber(who, 'state.learningRate', state.learningRate, { least: 0 });
  const { iterations, steps } = state;
  return requireList(who, 'state.slots', state.slots).map((arrays, at) => ({
    slots: requireList(who, `state.slots[${at}]`, arrays).map(
      (values: unknown) => {
        if (values instanceof Float32Array || values instanceof Float64Array) {
          return (values as Floats).slice();
        }
        throw new TypeError(
          `${who}: state.slots[${at}] must hold Float32Arrays or Float64Arrays, got ${described(values)}`
        );
      }
    ),
    steps:
      steps === undefined
        ? iterations
        : requireInteger(who, `state.steps[${at}]`, steps[at], 0)
  }));
}
