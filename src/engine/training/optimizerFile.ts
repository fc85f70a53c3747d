import type { Floats } from '../tensor/operation';
import { Tensor } from '../tensor/tensor';
import type { Optimizer } from './optimizer';

/** What a file says of an optimizer's state; its arrays are the tensors beside it. */
export interface OptimizerEntry {
  readonly iterations: number;
  readonly learningRate: number;
  /** How many variables have arrays. */
  readonly slots: number;
}

type Tensors = Readonly<Record<string, Tensor>>;

/** Everything that an optimizer remembers, as a file keeps it: `optimizer/variable/slot`. */
export function writtenOptimizer(optimizer: Optimizer): {
  readonly tensors: Tensors;
  readonly entry: OptimizerEntry;
} {
  const { slots, iterations, learningRate } = optimizer.state();
  return {
    tensors: Object.fromEntries(
      slots.flatMap((arrays, variable) =>
        arrays.map((values, slot) => [
          `optimizer/${variable}/${slot}`,
          new Tensor(values, [values.length])
        ])
      )
    ),
    entry: { iterations, learningRate, slots: slots.length }
  };
}

/** Puts an optimizer back to where `writtenOptimizer` found it. */
export function restoreOptimizer(
  optimizer: Optimizer,
  tensors: Tensors,
  { iterations, learningRate, slots }: OptimizerEntry
): void {
  optimizer.restore({
    iterations,
    learningRate,
    slots: Array.from({ length: slots }, (_, variable) =>
      numbered(tensors, `optimizer/${variable}/`).map(
        ({ values }): Floats => values
      )
    )
  });
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
