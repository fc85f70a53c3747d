import type { Convention } from '../recurrence/weights';
import type { Floats } from '../tensor/operation';
import type { Clipping, NormType } from './optimizer';

/** √Σ g² over all arrays. */
export function normOverAll(arrays: readonly ArrayLike<number>[]): number {
  let sum = 0;
  for (const values of arrays) {
    for (let at = 0; at < values.length; at++) {
      sum += values[at] * values[at];
    }
  }
  return Math.sqrt(sum);
}

/** The norm of all arrays together that clipping goes by. */
export function boundedNorm(
  arrays: readonly ArrayLike<number>[],
  type: NormType = 2
): number {
  if (type === 2) {
    return normOverAll(arrays);
  }
  let norm = 0;
  for (const values of arrays) {
    for (let at = 0; at < values.length; at++) {
      const size = Math.abs(values[at]);
      norm = type === 1 ? norm + size : Math.max(norm, size);
    }
  }
  return norm;
}

/** Throws when more than one bound is given. */
export function requireClipping(who: string, clipping: Clipping): void {
  const given = (['clipNorm', 'clipValue', 'globalClipNorm'] as const).filter(
    name => clipping[name] !== undefined
  );
  if (given.length > 1) {
    throw new TypeError(
      `${who}: only one of clipNorm, clipValue and globalClipNorm may be given, got ${given.join(' and ')}`
    );
  }
}

/**
 * Shortens gradients in place.
 *
 * Keras multiplies by `bound / max(norm, bound)`; PyTorch's `clip_grad_norm_` by
 * `bound / (norm + 1e-6)`, at most 1.
 */
export function clipGradients(
  gradients: readonly Floats[],
  clipping: Clipping,
  convention: Convention
): void {
  const { clipNorm, clipValue, globalClipNorm, normType } = clipping;
  const factor = (norm: number, bound: number) =>
    convention === 'pytorch'
      ? Math.min(bound / (norm + 1e-6), 1)
      : bound / Math.max(norm, bound);
  if (clipValue !== undefined) {
    gradients.forEach(values => {
      for (let at = 0; at < values.length; at++) {
        values[at] = Math.min(Math.max(values[at], -clipValue), clipValue);
      }
    });
  } else if (clipNorm !== undefined) {
    gradients.forEach(values =>
      scale(values, factor(boundedNorm([values], normType), clipNorm))
    );
  } else if (globalClipNorm !== undefined) {
    const by = factor(boundedNorm(gradients, normType), globalClipNorm);
    gradients.forEach(values => scale(values, by));
  }
}

function scale(values: Floats, factor: number): void {
  if (factor === 1) {
    return;
  }
  for (let at = 0; at < values.length; at++) {
    values[at] *= factor;
  }
}
