import type { Named } from '../recurrence/definition';
import type { Model } from './model';

/** By layer, what a stateful network carries over; null where a layer carries nothing. */
export type CarriedStates = readonly (Named | null)[];

/** What a network carries over now. */
export const carriedStates = (model: Model): CarriedStates =>
  model.layers.map(layer => layer.states?.() ?? null);

/** Computes something from zero states; those that a stateful network carries over stay as they are. */
export function withFreshStates<T>(model: Model, compute: () => T): T {
  return withStates(
    model,
    model.layers.map(() => null),
    compute
  );
}

/** Computes something from such states; those that the network carries over now stay as they are. */
export function withStates<T>(
  model: Model,
  start: CarriedStates,
  compute: () => T
): T {
  const carried = carriedStates(model);
  const set = (states: CarriedStates): void =>
    model.layers.forEach((layer, at) => layer.setStates?.(states[at]));
  set(start);
  try {
    return compute();
  } finally {
    set(carried);
  }
}
