import { noGradient } from '../tensor/recording';
import { Tensor } from '../tensor/tensor';
import type { Named } from './definition';
import type { RecurrentCell } from './recurrentCell';

/** The letters of a cell's step as they are now. */
export function copiedLetters({ variables, weights }: RecurrentCell): Named {
  const own = new Set(variables.map(({ tensor }) => tensor));
  // A plain layer's letters are its weights themselves, which learn in place.
  return Object.fromEntries(
    Object.entries(noGradient(() => weights.parameters())).map(
      ([letter, tensor]) => [
        letter,
        own.has(tensor)
          ? new Tensor(tensor.values.slice(), tensor.shape)
          : tensor
      ]
    )
  );
}
