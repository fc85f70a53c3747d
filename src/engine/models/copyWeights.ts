import { Tensor } from '../tensor/tensor';
import type { Variable } from '../tensor/variable';

/** Weights by name, each a copy that later training leaves as it is. */
export function copyWeights(
  variables: readonly Variable[]
): Readonly<Record<string, Tensor>> {
  return Object.fromEntries(
    variables.map(({ name, tensor }) => [
      name,
      new Tensor(tensor.values.slice(), tensor.shape)
    ])
  );
}
