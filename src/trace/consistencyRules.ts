import type { NumericArray } from './array';
import { BundleError } from './bundleError';
import type { Bundle, BundleKind } from './generated/types';

/** What is to hold in each kind of bundle; `place` is how a fault names it. */
export type ConsistencyChecks = {
  readonly [K in BundleKind]?: (
    bundle: Extract<Bundle, { kind: K }>,
    place: string
  ) => void;
};

/** `null` in `expected` stands for any extent. */
export function shaped(
  array: NumericArray,
  expected: readonly (number | null)[],
  place: string
): void {
  const { shape } = array;
  if (
    shape.length !== expected.length ||
    expected.some((extent, axis) => extent !== null && extent !== shape[axis])
  ) {
    throw new BundleError(
      'invalid',
      place,
      `shape [${expected.map(extent => extent ?? 'any').join(', ')}]`,
      `[${shape.join(', ')}]`
    );
  }
}

/** As many entries as its other parts ask for. */
export function counted(got: number, expected: number, place: string): void {
  if (got !== expected) {
    throw new BundleError('invalid', place, `${expected} entries`, String(got));
  }
}

/** An index of something that is there. */
export function below(index: number, end: number, place: string): void {
  if (!(index < end)) {
    throw new BundleError('invalid', place, `below ${end}`, String(index));
  }
}

/** A range that is not empty. */
export function rising(
  [low, high]: readonly [number, number],
  place: string
): void {
  if (!(low < high)) {
    throw new BundleError(
      'invalid',
      place,
      'the lower end before the higher',
      `[${low}, ${high}]`
    );
  }
}

/** No name twice. */
export function unique(names: readonly string[], place: string): void {
  const seen = new Set<string>();
  for (const name of names) {
    if (seen.has(name)) {
      throw new BundleError(
        'invalid',
        place,
        'a name only once',
        `“${name.slice(0, 80)}” twice`
      );
    }
    seen.add(name);
  }
}

/** One of the names that are known. */
export function among(
  name: string | undefined,
  known: readonly string[],
  place: string
): void {
  if (name === undefined || !known.includes(name)) {
    const some = known.slice(0, 12).map(each => each.slice(0, 40));
    throw new BundleError(
      'invalid',
      place,
      `one of ${some.join(', ')}`,
      name === undefined ? 'nothing' : `“${name.slice(0, 80)}”`
    );
  }
}
