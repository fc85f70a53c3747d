import type { GuessQuality, Prediction } from '../../trace';
import type { CellMemory } from '../context';

/** What the reader drew so far, and whether it stands. */
export interface Guess {
  /** One number a position; null where nothing was drawn. */
  readonly values: readonly (number | null)[];
  readonly committed: boolean;
  /** It was handed to the teacher, who marks it; it can still be changed. */
  readonly kept?: boolean;
  /** The truth was asked for without a guess. */
  readonly skipped?: boolean;
  /** How sure the reader was; said with the commitment. */
  readonly confidence?: Confidence;
  /** What stood when the truth was first shown. A second guess has seen it. */
  readonly first?: FirstGuess;
}

/** How a guess stood that was made before the truth was seen; empty when there was none. */
export interface FirstGuess {
  readonly confidence?: Confidence;
  readonly quality?: GuessQuality;
}

/** How sure of a guess somebody is. */
export type Confidence = 'guess' | 'fairlySure' | 'certain';

export const confidences: readonly Confidence[] = [
  'guess',
  'fairlySure',
  'certain'
];

const qualities: readonly GuessQuality[] = ['right', 'near', 'off'];

/** Whether the truth may be shown. */
export function isGuessOpen({ committed, skipped }: Guess): boolean {
  return committed || skipped === true;
}

/** Whether a teacher marks the guess: the view has no truth, and shows none. */
export function isMarked({ purpose }: Prediction): boolean {
  return purpose === 'marked';
}

/** The place in the notebook cell's metadata; predictions stand in it by their key. */
export const PREDICTIONS = 'predictions';

/** A guess with nothing drawn. */
export function emptyGuess(count: number): Guess {
  return { values: new Array<null>(count).fill(null), committed: false };
}

/** Reads a guess that anybody may have written; an empty one where it does not fit. */
export function readGuess(memory: CellMemory, prediction: Prediction): Guess {
  const { count } = prediction.axis;
  const stored = fieldOf(memory.get(PREDICTIONS), prediction.key);
  const values = fieldOf(stored, 'values');
  const kept = fieldOf(stored, 'first');
  const opened = {
    ...(fieldOf(stored, 'skipped') === true ? { skipped: true } : {}),
    ...(typeof kept === 'object' && kept !== null
      ? { first: readFirst(kept) }
      : {})
  };
  if (!Array.isArray(values) || values.length !== count) {
    return {
      ...emptyGuess(count),
      ...(isMarked(prediction) ? {} : opened)
    };
  }
  const [low, high] = prediction.quantity.range;
  const confidence = confidenceOf(stored);
  return {
    values: values.map((value: unknown) =>
      typeof value === 'number' && Number.isFinite(value)
        ? Math.max(low, Math.min(high, value))
        : null
    ),
    ...(isMarked(prediction)
      ? { committed: false, kept: fieldOf(stored, 'kept') === true }
      : { committed: fieldOf(stored, 'committed') === true, ...opened }),
    ...(confidence === undefined ? {} : { confidence })
  };
}

function readFirst(stored: unknown): FirstGuess {
  const confidence = confidenceOf(stored);
  const quality = qualities.find(each => each === fieldOf(stored, 'quality'));
  return {
    ...(confidence === undefined ? {} : { confidence }),
    ...(quality === undefined ? {} : { quality })
  };
}

function confidenceOf(stored: unknown): Confidence | undefined {
  return confidences.find(each => each === fieldOf(stored, 'confidence'));
}

/** Keeps a guess, and how good it was once it stands; an empty one is taken out. */
export function writeGuess(
  memory: CellMemory,
  prediction: Prediction,
  guess: Guess,
  quality?: GuessQuality
): void {
  const present: unknown = memory.get(PREDICTIONS);
  const others = Object.fromEntries(
    Object.entries(
      typeof present === 'object' && present !== null ? present : {}
    ).filter(([key]) => key !== prediction.key)
  );
  const next =
    isGuessOpen(guess) ||
    guess.first !== undefined ||
    guess.values.some(value => value !== null)
      ? {
          ...others,
          [prediction.key]: {
            values: [...guess.values],
            committed: guess.committed,
            ...(guess.kept === true ? { kept: true } : {}),
            ...(guess.skipped === true ? { skipped: true } : {}),
            ...(guess.confidence === undefined
              ? {}
              : { confidence: guess.confidence }),
            ...(quality === undefined ? {} : { quality }),
            ...(guess.first === undefined ? {} : { first: guess.first })
          }
        }
      : others;
  if (Object.keys(next).length === 0) {
    memory.delete(PREDICTIONS);
  } else {
    memory.set(PREDICTIONS, next);
  }
}

function fieldOf(value: unknown, key: string): unknown {
  return typeof value === 'object' &&
    value !== null &&
    Object.hasOwn(value, key)
    ? (value as Readonly<Record<string, unknown>>)[key]
    : undefined;
}

/** Whether a position is asked for, rather than given. */
export function isAsked({ given }: Prediction, index: number): boolean {
  return !given || Number.isNaN(given.values[index]);
}

/** The positions that are asked for. */
export function asked(prediction: Prediction): number[] {
  return Array.from(
    { length: prediction.axis.count },
    (_, index) => index
  ).filter(index => isAsked(prediction, index));
}

/**
 * The guess at every position: drawn numbers, joined by straight lines (a curve) and held at its
 * ends; what is given stands where it is given. NaN where nothing can be said.
 */
export function filledGuess(
  prediction: Prediction,
  { values }: Guess
): Float64Array {
  const { count } = prediction.axis;
  const filled = Float64Array.from({ length: count }, (_, index) =>
    isAsked(prediction, index)
      ? (values[index] ?? NaN)
      : (prediction.given?.values[index] ?? NaN)
  );
  if (
    prediction.form !== 'curve' ||
    values.every(
      (value, index) => value === null || !isAsked(prediction, index)
    )
  ) {
    return filled;
  }
  const known = [...filled.keys()].filter(
    index => !Number.isNaN(filled[index])
  );
  for (let index = 0; index < count; index += 1) {
    if (!Number.isNaN(filled[index])) {
      continue;
    }
    const before = known.findLast(each => each < index);
    const after = known.find(each => each > index);
    if (before === undefined || after === undefined) {
      filled[index] = filled[before ?? after ?? index];
    } else {
      const share = (index - before) / (after - before);
      filled[index] = filled[before] + share * (filled[after] - filled[before]);
    }
  }
  return filled;
}

/** A guess is complete when each asked position has a number. */
export function isGuessComplete(prediction: Prediction, guess: Guess): boolean {
  const filled = filledGuess(prediction, guess);
  return asked(prediction).every(index => !Number.isNaN(filled[index]));
}

/** The mean distance between guess and truth over what was asked for, in the quantity's unit. */
export function meanDistance(prediction: Prediction, guess: Guess): number {
  const filled = filledGuess(prediction, guess);
  const positions = asked(prediction);
  const sum = positions.reduce(
    (total, index) =>
      total + Math.abs(filled[index] - prediction.truth.values[index]),
    0
  );
  return sum / positions.length;
}

/**
 * The guess after the pointer went from one place to another: every position between gets its
 * number on the straight line.
 */
export function drawn(
  guess: Guess,
  prediction: Prediction,
  from: { readonly index: number; readonly value: number } | null,
  to: { readonly index: number; readonly value: number }
): Guess {
  const values = [...guess.values];
  const start = from ?? to;
  const steps = Math.abs(to.index - start.index);
  const [low, high] = prediction.quantity.range;
  for (let step = 0; step <= steps; step += 1) {
    const share = steps === 0 ? 1 : step / steps;
    const index = start.index + Math.sign(to.index - start.index) * step;
    if (isAsked(prediction, index)) {
      const value = start.value + share * (to.value - start.value);
      values[index] = roundedGuess(
        Math.max(low, Math.min(high, value)),
        low,
        high
      );
    }
  }
  return { ...guess, values };
}

/** To a thousandth of the range: finer is noise of the hand, and longer in the notebook. */
export function roundedGuess(value: number, low: number, high: number): number {
  const digits = Math.max(0, 3 - Math.floor(Math.log10(high - low)));
  return Number(value.toFixed(Math.min(12, digits)));
}
