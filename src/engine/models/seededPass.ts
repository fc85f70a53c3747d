import type { Pass } from '../layers/layer';
import { random } from '../base/random';
import { allocate } from '../tensor/operation';
import { sizeOf } from '../tensor/shape';
import { Tensor } from '../tensor/tensor';

/** A pass whose dropout masks depend on the seed and the number of the batch alone. */
export function seededPass(
  seed: number,
  training: boolean,
  step: number
): Pass {
  return {
    training,
    dropoutMask: (layer, purpose, rate, shape, dtype) => {
      const stream = random(seed, 'dropout', layer, purpose, step);
      const values = allocate(dtype, sizeOf(shape));
      stream.mask(values, rate, 1 / (1 - rate));
      return new Tensor(values, shape);
    }
  };
}
