import type { Factor, Prediction } from '../../../trace';
import { asked, filledGuess, isAsked, type Guess } from '../guess';
import { hand } from '../guessShapes';

/** What the drawn line asks of a memory: the factor from one number to the next. */
export interface Needed {
  readonly factor: Factor;
  /** The steps that are asked for. */
  readonly positions: readonly number[];
  /**
   * The factor of the drawn line at each position of the axis. NaN where none is told: the line before is
   * not known, or so near to 0 that the hand decides, or stays at 0. Infinite where no factor leads there.
   */
  readonly needed: Float64Array;
  /** That of the truth. */
  readonly real: Float64Array;
  /** The one factor that would draw nearly this line, held at every step; null where none does. */
  readonly constant: number | null;
}

/** So many factors at most are tried as the one that is held. */
const TRIED = 33;

/** The factors of a guess and of its truth; null where the prediction is of no memory. */
export function neededFactors(
  prediction: Prediction,
  guess: Guess
): Needed | null {
  const { factor, truth } = prediction;
  if (!factor) {
    return null;
  }
  const positions = asked(prediction);
  const filled = filledGuess(prediction, guess);
  const { values: whole } = truth;
  const sure = hand(prediction) / 2;
  const needed = new Float64Array(filled.length).fill(NaN);
  const real = new Float64Array(filled.length).fill(NaN);
  for (const at of positions) {
    if (at > 0) {
      needed[at] = factorOf(factor, filled[at - 1], filled[at], sure);
      real[at] = factorOf(factor, whole[at - 1], whole[at], 0);
    }
  }
  return {
    factor,
    positions,
    needed,
    real,
    constant: constantOf(prediction, factor, filled, needed)
  };
}

/** The product that becomes a number: the number itself, or what its activation was of. */
function productOf({ activation }: Factor, value: number): number {
  return activation === 'tanh' ? Math.atanh(value) : value;
}

function factorOf(
  factor: Factor,
  before: number,
  value: number,
  sure: number
): number {
  const product = productOf(factor, value);
  const small = Math.abs(before) < sure || before === 0;
  // Between two numbers as small as this, the hand decides.
  if (small && Math.abs(value) <= 2 * sure) {
    return NaN;
  }
  // atanh is not a number beyond 1, and infinite there.
  return Number.isNaN(product) && Number.isFinite(value)
    ? Math.sign(value) * Infinity
    : product / before;
}

/** The factor that, held at every step from the first number on, stays within the hand of the line. */
function constantOf(
  prediction: Prediction,
  { activation }: Factor,
  drawn: ArrayLike<number>,
  needed: Float64Array
): number | null {
  const told = needed.filter(Number.isFinite).sort();
  if (told.length === 0) {
    return null;
  }
  const every = Math.ceil(told.length / TRIED);
  const mean = told.reduce((sum, each) => sum + each, 0) / told.length;
  let best: number | null = null;
  let least = hand(prediction);
  for (const held of [mean, ...told.filter((_, at) => at % every === 0)]) {
    let state = NaN;
    let farthest = 0;
    for (let at = 0; at < drawn.length; at += 1) {
      const product = held * state;
      // The first number that is known is where the memory begins.
      state =
        !isAsked(prediction, at) || Number.isNaN(state)
          ? drawn[at]
          : activation === 'tanh'
            ? Math.tanh(product)
            : product;
      farthest = Math.max(farthest, Math.abs(state - drawn[at]) || 0);
    }
    if (farthest <= least) {
      [best, least] = [held, farthest];
    }
  }
  return best;
}
