import { requireKnown } from '../base/check';
import { described } from '../base/described';

/** A simple answer to be beaten, and its score. */
export interface Baseline {
  readonly name: string;
  readonly value: number;
}

/** @throws TypeError unless it has a name and a finite value */
export function requireBaseline(who: string, value: unknown): Baseline {
  const given = value as Partial<Baseline> | null;
  if (
    typeof given !== 'object' ||
    given === null ||
    typeof given.name !== 'string' ||
    given.name === '' ||
    !Number.isFinite(given.value)
  ) {
    throw new TypeError(
      `${who}: baseline must be { name: 'same as yesterday', value: 2.2 }, got ${described(value)}`
    );
  }
  requireKnown(`${who}: baseline`, given, ['name', 'value']);
  return given as Baseline;
}
