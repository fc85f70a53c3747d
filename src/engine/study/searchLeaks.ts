import { described } from '../base/described';
import type { Fold } from '../data/folds';
import { columnsOf, momentsOf } from '../data/moments';
import type { Tensor } from '../tensor/tensor';

/** How near a mean is to 0 and a deviation to 1 that was computed from these very numbers. */
const EXACT = 1e-9;

/**
 * Refuses examples of which a feature has mean 0 and deviation 1 over all of them: whatever scaled
 * them has seen the validation of every split. A feature of two values (−1 and 1) may be so by birth.
 *
 * @throws Error that names the feature
 */
export function requireNotScaled(
  who: string,
  name: 'x' | 'y',
  { values, shape }: Tensor
): void {
  const width = shape.length < 2 ? 1 : shape[shape.length - 1];
  const table = { values, shape: [values.length / width, width] };
  for (const [feature, column] of columnsOf(table).entries()) {
    const { mean, deviation } = momentsOf(column);
    const exact = Math.abs(mean) < EXACT && Math.abs(deviation - 1) < EXACT;
    if (exact && new Set(column).size > 2) {
      throw new Error(
        `${who}: a leak: feature ${feature} of ${name} has mean 0 and deviation 1 over all ${shape[0]} examples, so what scaled it has seen the validation of every split. Give ${name} unscaled, and pipeline({ ${name === 'x' ? 'steps: { scaler: standardScaler() }' : 'target: standardScaler()'}, … }), which takes its numbers from each training alone`
      );
    }
  }
}

/** @throws TypeError when it is no split; RangeError on a place that is not there; Error on a leak */
export function requireSeparate(
  who: string,
  at: number,
  fold: unknown,
  count: number
): asserts fold is Fold {
  const { training, validation } = (fold ?? {}) as Partial<Fold>;
  for (const [name, list] of [
    ['training', training],
    ['validation', validation]
  ] as const) {
    if (!Array.isArray(list) || list.length === 0) {
      throw new TypeError(
        `${who}: cv[${at}].${name} must list the places of examples, got ${described(list)}`
      );
    }
    const wrong = Array.from(list as readonly unknown[]).findIndex(
      place =>
        !Number.isSafeInteger(place) ||
        (place as number) < 0 ||
        (place as number) >= count
    );
    if (wrong >= 0) {
      throw new RangeError(
        `${who}: cv[${at}].${name}[${wrong}] must be the place of one of ${count} examples, got ${described(list[wrong])}`
      );
    }
  }
  const held = new Set(validation);
  const both = training!.find(place => held.has(place));
  if (both !== undefined) {
    throw new Error(
      `${who}: a leak: example ${both} is in the training and in the validation of cv[${at}]`
    );
  }
}
