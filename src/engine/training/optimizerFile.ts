import type { Floats } from '../tensor/operation';
import { Tensor } from '../tensor/tensor';
import type { Variable } from '../tensor/variable';
import type { Optimizer } from './optimizer';

/** What a file says of an optimizer's state; its arrays are the tensors beside it. */
export interface OptimizerEntry {
  readonly iterations: number;
  readonly learningRate: number;
  /** How many variables have arrays. */
  readonly slots: number;
  /**
   * Which of the model's variables these are: those that learn, and those that have learned and are frozen.
   * Absent in files of the time when these were left out.
   */
  readonly of?: readonly number[];
  /** Steps that each has taken; absent where that is `iterations` for all. */
  readonly steps?: readonly number[];
  /** Of which optimizer it is; absent in files of the time before it was said. */
  readonly name?: string;
}

type Tensors = Readonly<Record<string, Tensor>>;

/** A model that learns by an optimizer; a file keeps what is remembered in the order of its variables. */
export interface Learning {
  readonly variables: readonly Variable[];
  readonly trainable: readonly Variable[];
}

/** Everything that an optimizer remembers, as a file keeps it: `optimizer/variable/slot`. */
export function writtenOptimizer(
  optimizer: Optimizer,
  { variables, trainable }: Learning
): {
  readonly tensors: Tensors;
  readonly entry: OptimizerEntry;
} {
  const learning = new Set(trainable.map(({ tensor }) => tensor));
  const kept = variables.flatMap((variable, at) =>
    learning.has(variable.tensor) || optimizer.remembers?.(variable) ? [at] : []
  );
  if (optimizer.iterations > 0) {
    optimizer.memory?.(kept.map(at => variables[at]));
  }
  const { slots, iterations, learningRate, steps } = optimizer.state();
  return {
    tensors: Object.fromEntries(
      slots.flatMap((arrays, variable) =>
        arrays.map((values, slot) => [
          `optimizer/${variable}/${slot}`,
          new Tensor(values, [values.length])
        ])
      )
    ),
    entry: {
      iterations,
      learningRate,
      slots: slots.length,
      ...(slots.length === kept.length && { of: kept }),
      ...(steps && { steps }),
      name: optimizer.name
    }
  };
}

/**
 * Puts an optimizer back to where `writtenOptimizer` found it. Of a file of the time before it had a name,
 * arrays that do not fit are left out, as they were then.
 *
 * @throws RangeError when the file is of another optimizer, or of other variables
 */
export function restoreOptimizer(
  who: string,
  optimizer: Optimizer,
  { variables, trainable }: Learning,
  tensors: Tensors,
  { iterations, learningRate, slots, of, steps, name }: OptimizerEntry
): void {
  if (name !== undefined && name !== optimizer.name) {
    throw new RangeError(
      `${who}: the model must be compiled with the optimizer that the file is of, '${name}', got '${optimizer.name}'`
    );
  }
  const arrays = Array.from({ length: slots }, (_, variable) =>
    numbered(tensors, `optimizer/${variable}/`).map(
      ({ values }): Floats => values
    )
  );
  const own = of ? variables.filter((_, at) => of.includes(at)) : trainable;
  // Files of the time before the name hold arrays of layers that had learned once and did no longer.
  const isOfThese =
    name !== undefined ||
    (arrays.length === own.length &&
      arrays.every((each, at) =>
        each.every(({ length }) => length === own[at].tensor.size)
      ));
  optimizer.restore({
    iterations,
    learningRate,
    ...(steps && { steps }),
    slots: isOfThese ? arrays : []
  });
  optimizer.memory?.(own);
}

/** Tensors whose names begin so, by the rest of their names. */
export function under(
  tensors: Tensors,
  prefix: string
): Record<string, Tensor> {
  return Object.fromEntries(
    Object.entries(tensors)
      .filter(([name]) => name.startsWith(prefix))
      .map(([name, tensor]) => [name.slice(prefix.length), tensor])
  );
}

function numbered(tensors: Tensors, prefix: string): Tensor[] {
  const found = under(tensors, prefix);
  return Object.keys(found)
    .sort((a, b) => Number(a) - Number(b))
    .map(name => found[name]);
}
