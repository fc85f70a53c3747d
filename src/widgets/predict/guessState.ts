import type { Prediction } from '../../trace';
import type { CellMemory } from '../context';
import {
  emptyGuess,
  filledGuess,
  isAsked,
  isGuessComplete,
  isMarked,
  isGuessOpen,
  readGuess,
  roundedGuess,
  type FirstGuess,
  type Guess
} from './guess';
import { keepGuess, qualityOf } from './verdict';

/** What is asked, the guess, and how it came to be; each change is kept in the notebook. */
export interface GuessState {
  readonly prediction: Prediction;
  readonly guess: Guess;
  /** The guess as a picture draws it: what was skipped shows the truth too. */
  readonly shown: Guess;
  readonly complete: boolean;
  readonly canUndo: boolean;
  take(prediction: Prediction): void;
  /** Takes what another has kept of the guess meanwhile; false where it is what this view kept. */
  follow(): boolean;
  /** A new guess, which undo takes back. */
  change(guess: Guess): void;
  /** A stroke goes on: the same thing to undo, and not kept before its end. */
  go(guess: Guess): void;
  keep(): void;
  /** One number of the guess; null for none. */
  set(index: number, value: number | null): void;
  commit(): void;
  undo(): boolean;
  reset(): void;
}

export function createGuessState(
  bundle: Prediction,
  memory: CellMemory
): GuessState {
  let prediction = bundle;
  let guess: Guess;
  let first: FirstGuess | undefined;
  /** What this view has read or kept, as text. */
  let known = '';
  /** Guesses before each change. */
  const past: Guess[] = [];
  const read = (): void => {
    guess = readGuess(memory, prediction);
    ({ first } = guess);
    known = JSON.stringify(guess);
    past.length = 0;
  };
  const keep = (): void => {
    if (isGuessOpen(guess)) {
      first ??= firstOf(prediction, guess);
    }
    // What is drawn as a whole line is a whole answer, whether or not Keep was pressed.
    const values =
      isMarked(prediction) && isGuessComplete(prediction, guess)
        ? wholeValues()
        : guess.values;
    keepGuess(memory, prediction, { ...guess, values, first });
    known = JSON.stringify(readGuess(memory, prediction));
  };
  /** The guess with the numbers between the drawn ones, too. */
  const wholeValues = (): (number | null)[] => {
    const [low, high] = prediction.quantity.range;
    return Array.from(filledGuess(prediction, guess), (value, index) =>
      isAsked(prediction, index) && Number.isFinite(value)
        ? roundedGuess(value, low, high)
        : null
    );
  };
  const change = (next: Guess): void => {
    past.push(guess);
    guess = next;
    keep();
  };
  read();
  return {
    get prediction() {
      return prediction;
    },
    get guess() {
      return guess;
    },
    get shown() {
      return { ...guess, committed: isGuessOpen(guess) };
    },
    get complete() {
      return isGuessComplete(prediction, guess);
    },
    get canUndo() {
      return past.length > 0;
    },
    take(next) {
      prediction = next;
      read();
    },
    follow() {
      const isNews = JSON.stringify(readGuess(memory, prediction)) !== known;
      if (isNews) {
        read();
      }
      return isNews;
    },
    change: next => change({ ...next, kept: false }),
    go(next) {
      guess = { ...next, kept: false };
    },
    keep,
    set: (index, value) =>
      change({
        ...guess,
        values: guess.values.with(index, value),
        kept: false
      }),
    commit: () =>
      change({
        ...guess,
        values: wholeValues(),
        ...(isMarked(prediction) ? { kept: true } : { committed: true })
      }),
    undo() {
      const before = past.pop();
      if (before) {
        guess = before;
        keep();
      }
      return before !== undefined;
    },
    reset: () => change(emptyGuess(prediction.axis.count))
  };
}

/** How a guess stands whose truth is shown now; empty where it was asked for without one. */
function firstOf(prediction: Prediction, guess: Guess): FirstGuess {
  const { committed, confidence } = guess;
  return committed
    ? {
        quality: qualityOf(prediction, guess),
        ...(confidence === undefined ? {} : { confidence })
      }
    : {};
}
