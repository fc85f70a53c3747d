import type { Model } from './model';

/** Computes something from zero states; those that a stateful network carries over stay as they are. */
export function withFreshStates<T>(model: Model, compute: () => T): T {
  const carried = model.layers.map(layer => layer.states?.() ?? null);
  model.resetStates();
  try {
    return compute();
  } finally {
    model.layers.forEach((layer, at) => layer.setStates?.(carried[at]));
  }
}
