import type { Prediction, Rival } from '../../../trace';
import {
  asked,
  filledGuess,
  isGuessComplete,
  meanDistance,
  type Guess
} from '../guess';
import { guessShapes, hand } from '../guessShapes';
import { qualityOf } from '../verdict';
import { neededFactors, type Needed } from './neededFactors';

/** A network that behaves as the guess says, beside the real one. */
export interface Alive {
  /** What a memory would need that draws as the reader did. */
  readonly needed: Needed | null;
  /** What the reader may have had in mind. */
  readonly rival: Rival | null;
  /** The first position of a curve at which guess and truth part; null where they do nowhere. */
  readonly parts: number | null;
  readonly right: boolean;
}

/** How many hands a guess lies at most from what it is said to be like, on average. */
const LIKE = 1.5;

/** What comes alive of a guess whose truth is shown; null without a whole guess. */
export function aliveOf(prediction: Prediction, guess: Guess): Alive | null {
  if (
    !guess.committed ||
    guess.skipped === true ||
    !isGuessComplete(prediction, guess)
  ) {
    return null;
  }
  const right = qualityOf(prediction, guess) === 'right';
  const filled = filledGuess(prediction, guess);
  const { values } = prediction.truth;
  return {
    needed: neededFactors(prediction, guess),
    rival: right ? null : rivalOf(prediction, guess),
    parts:
      prediction.form === 'curve' && !right
        ? (asked(prediction).find(
            at => Math.abs(filled[at] - values[at]) > hand(prediction)
          ) ?? null)
        : null,
    right
  };
}

/** The rival that the guess is nearest to, if it is nearer than the truth; else the first of its shape. */
function rivalOf(prediction: Prediction, guess: Guess): Rival | null {
  const { rivals = [], axis } = prediction;
  let nearest: Rival | null = null;
  let least = Math.min(
    meanDistance(prediction, guess),
    // One number is typed as it was worked out, or is another number.
    LIKE * hand(prediction) * (axis.count === 1 ? 1 / 3 : 1)
  );
  for (const rival of rivals) {
    const distance = rival.values
      ? meanDistance({ ...prediction, truth: rival.values }, guess)
      : Infinity;
    if (distance < least) {
      [nearest, least] = [rival, distance];
    }
  }
  const shapes = guessShapes(prediction, guess);
  return (
    nearest ??
    rivals.find(({ shape }) => shape !== undefined && shapes.has(shape)) ??
    null
  );
}
