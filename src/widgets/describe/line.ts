import type { TimeAxis } from '../../trace';
import type { CursorPosition } from '../context';

/** Between which numbers most of many like a line lie, at each of its steps; NaN where it is not one of them. */
export interface LineBand {
  /** As it reads inside a sentence: `the band from 10 % to 90 % over 20 sequences`. */
  readonly name: string;
  readonly low: ArrayLike<number>;
  readonly high: ArrayLike<number>;
}

/** One row of numbers that a picture shows: a unit of a channel, a network of a comparison. */
export interface Line {
  /** As it reads inside a sentence: `unit 3's forget gate f`. */
  readonly name: string;
  /** Lines of one group are looked at beside each other: the units of a channel. */
  readonly group: string;
  /** `[T]`: NaN where there is no number. */
  readonly values: ArrayLike<number>;
  /** Between which numbers it must lie, where it must: a gate's 0 and 1. */
  readonly bounds?: readonly [number, number];
  /** What is drawn beside it of many like it. */
  readonly band?: LineBand;
  /** Whether it is drawn by its powers of ten: the norm of a gradient. */
  readonly log?: boolean;
  /** Writes a value as the picture does. */
  readonly write: (value: number) => string;
  /** Where the cursor stands when it is on this line. */
  readonly place: Partial<CursorPosition>;
}

/** What the places of the lines are called: steps of a run, where nothing else is said. */
export interface LinePlaces extends Pick<TimeAxis, 'labels'> {
  /** What one place is called that is no step: `epoch`. */
  readonly unit?: string;
  /** One place by its name, where it has a unit: `epoch 3`. */
  readonly nameOf?: (place: number) => string;
  /** Whether they stand beside each other without an order, as units do: then nothing rises or falls. */
  readonly unordered?: boolean;
}

/** What a picture shows, as numbers. */
export interface ShownLines {
  readonly time: LinePlaces;
  readonly lines: readonly Line[];
  /** The line that the cursor is on. */
  readonly here: number;
  /** Whether lines of a group answer the same and may part: networks of a comparison. */
  readonly parts?: boolean;
  /** Where the cursor goes for a place, where that is no step. */
  readonly goTo?: (place: number) => Partial<CursorPosition>;
  /** What it was made of: while all of it is the same, so are the lines. */
  readonly of: readonly unknown[];
}

/** A value as it is drawn: itself, or its power of ten; NaN for what has none. */
export const drawnValue = (
  { log }: Pick<Line, 'log'>,
  value: number
): number => (log ? (value > 0 ? Math.log10(value) : NaN) : value);

/** The steps at which a line has a number, in order. */
export function knownSteps(line: Pick<Line, 'values' | 'log'>): number[] {
  const steps: number[] = [];
  for (let step = 0; step < line.values.length; step += 1) {
    if (Number.isFinite(drawnValue(line, line.values[step]))) {
      steps.push(step);
    }
  }
  return steps;
}

/** The least and the greatest value that the lines of a group have, or must lie between, as drawn. */
export function groupRange(lines: readonly Line[]): readonly [number, number] {
  let least = Infinity;
  let greatest = -Infinity;
  for (const line of lines) {
    const { values, bounds } = line;
    if (bounds) {
      return bounds;
    }
    for (let step = 0; step < values.length; step += 1) {
      const value = drawnValue(line, values[step]);
      if (Number.isFinite(value)) {
        least = Math.min(least, value);
        greatest = Math.max(greatest, value);
      }
    }
  }
  return greatest >= least ? [least, greatest] : [0, 0];
}

/** By how much the lines of a group differ at most: what a change of one is measured by. */
export function groupSpread(lines: readonly Line[]): number {
  const [least, greatest] = groupRange(lines);
  return greatest - least;
}
