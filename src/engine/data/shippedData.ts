import type { DataDescription } from './dataDescription';
import { descriptions } from './descriptions';

/** The names under which `data` gives its sets. */
export type DataName = keyof typeof descriptions;

/** These names, in the order of the alphabet. */
export const shippedNames: readonly DataName[] = Object.keys(
  descriptions
) as DataName[];

/**
 * Which data set a value is, as it was given out. Beside the values, not on them: they stay what a
 * program makes of their fields, and what is made of them is no data set any more.
 */
const given = new WeakMap<object, DataName>();

/** Gives a data set out under its name. */
export function shipped<T extends object>(name: DataName, value: T): T {
  given.set(value, name);
  return value;
}

/** Under which name `data` gave a value out; undefined for all else, also for what was cut from one. */
export function shippedName(value: unknown): DataName | undefined {
  return typeof value === 'object' && value !== null
    ? given.get(value)
    : undefined;
}

/** What a data set is, where it comes from and how it may be used. */
export function descriptionOf(name: DataName): DataDescription {
  return descriptions[name];
}
