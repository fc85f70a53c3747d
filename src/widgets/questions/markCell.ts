import type { CellQuestion } from '../../trace';
import type { Translate } from '../context';
import {
  cellNumber,
  cellPlaces,
  cellTruth,
  type CellNumbers,
  type Place
} from './cellSheet';
import { cellSlips } from './cellSlips';

/** How one number stands. */
export interface CellMark extends Place {
  /** `follows`: another number than the right one, but right from the reader's own before it. */
  readonly verdict: 'right' | 'follows' | 'wrong' | 'missing';
  /** What went wrong, where a slip gives just this number. */
  readonly slip?: string;
}

/**
 * Marks every number with errors carried forward: each is asked for from the reader's own numbers
 * before it, so that one slip costs one number.
 *
 * @example one wrong f at step 1 marks f there as wrong, and c, h and all that follows as following
 */
export function markCell(
  { cell }: CellQuestion,
  given: CellNumbers,
  translate: Translate
): CellMark[] {
  const truth = cellTruth(cell);
  /** What is not there is taken as if it were right. */
  const read = (name: Place['name'], step: number): number =>
    given[name]?.[step] ?? truth[name][step];
  const near = (a: number, b: number): boolean =>
    Math.abs(a - b) <= cell.tolerance;
  return cellPlaces(cell).map(place => {
    const { name, step } = place;
    const got = given[name]?.[step] ?? null;
    if (got === null) {
      return { ...place, verdict: 'missing' };
    }
    if (near(got, truth[name][step])) {
      return { ...place, verdict: 'right' };
    }
    if (near(got, cellNumber(cell, place, read))) {
      return { ...place, verdict: 'follows' };
    }
    // Slips that lie side by side are told apart by the nearest.
    const [slip] = cellSlips(cell, place, read, translate)
      .filter(({ value }) => near(got, value))
      .sort((a, b) => Math.abs(a.value - got) - Math.abs(b.value - got));
    return {
      ...place,
      verdict: 'wrong',
      ...(slip === undefined ? {} : { slip: slip.text })
    };
  });
}

/** The numbers that were entered, read from what anybody may have written. */
export function readCellNumbers(
  { cell }: CellQuestion,
  given: unknown
): CellNumbers {
  const fields = (
    typeof given === 'object' && given !== null ? given : {}
  ) as Readonly<Record<string, unknown>>;
  return Object.fromEntries(
    [...new Set(cellPlaces(cell).map(({ name }) => name))].map(name => {
      const row: unknown = Object.hasOwn(fields, name) ? fields[name] : [];
      return [
        name,
        cell.inputs.map((_, step) => {
          const value: unknown = Array.isArray(row) ? row[step] : null;
          return typeof value === 'number' && Number.isFinite(value)
            ? value
            : null;
        })
      ];
    })
  );
}
