import type { GuessShape, Prediction } from '../../trace';
import { asked, filledGuess, type Guess } from './guess';

/** Shares of the quantity's range, below which a difference is a matter of the hand. */
const HAND = 0.05;

/** The difference below which two numbers of a prediction are a matter of the hand. */
export function hand({ quantity: { range } }: Prediction): number {
  return HAND * (range[1] - range[0]);
}

/**
 * How the guess is formed where the truth is formed otherwise. A guess that has the truth's form has
 * none of these, however far off it is.
 */
export function guessShapes(
  prediction: Prediction,
  guess: Guess
): ReadonlySet<GuessShape> {
  const positions = asked(prediction);
  const filled = filledGuess(prediction, guess);
  const drawn = positions.map(index => filled[index]);
  const truth = positions.map(index => prediction.truth.values[index]);
  const near = hand(prediction);
  const shapes = new Set<GuessShape>();
  if (drawn.length === 0 || drawn.some(value => !Number.isFinite(value))) {
    return shapes;
  }
  const add = (shape: GuessShape, holds: boolean): void => {
    if (holds) {
      shapes.add(shape);
    }
  };

  const least = drawn.length === 1 ? 0 : near / 2;
  const over = drawn.map((value, index) => value - truth[index]);
  add(
    'tooHigh',
    over.every(each => each > -least) && over.some(each => each > least)
  );
  add(
    'tooLow',
    over.every(each => each < least) && over.some(each => each < -least)
  );
  if (drawn.length === 1) {
    add('wrongSign', drawn[0] * truth[0] < 0);
    return shapes;
  }

  add('flat', spread(drawn) <= near && spread(truth) > 2 * near);
  add('apart', spread(drawn) > 2 * near && spread(truth) <= near);
  if (prediction.form === 'bars') {
    add('wrongOrder', agreement(drawn, truth, near / 2) < 0);
    return shapes;
  }
  // The way begins with what was given, if the number before the first asked one was.
  const before = prediction.given?.values[positions[0] - 1];
  const starts =
    before !== undefined && Number.isFinite(before) ? [before] : [];
  const mine = [...starts, ...drawn];
  const real = [...starts, ...truth];
  const way = real[real.length - 1] - real[0];
  add(
    'wrongSign',
    way * (mine[mine.length - 1] - mine[0]) < 0 && spread(mine) > near
  );
  add('dropsAtOnce', dropsAtOnce(mine, real, near));
  add(
    'linear',
    spread(mine) > 2 * near && bend(mine) <= near / 2 && bend(real) > near / 2
  );
  add('turnsBack', turn(mine) > 2 * near && turn(real) <= near);
  return shapes;
}

/** Largest less smallest. */
function spread(values: readonly number[]): number {
  return Math.max(...values) - Math.min(...values);
}

/**
 * Whether nearly the whole way to where the truth ends lies in the first step, and the truth needs more
 * steps for it.
 */
function dropsAtOnce(
  mine: readonly number[],
  real: readonly number[],
  hand: number
): boolean {
  const rest = mine.slice(1);
  const end = real[real.length - 1];
  const share = (values: readonly number[]): number =>
    Math.abs(values[1] - values[0]) / (spread(values) || 1);
  return (
    spread(mine) > 2 * hand &&
    spread(rest) <= hand &&
    // As far as the truth comes in the end, or further.
    (rest[rest.length - 1] - end) * Math.sign(end - real[0]) >= -2 * hand &&
    share(mine) > 0.9 &&
    share(real) < 0.75
  );
}

/** How far the numbers lie from the straight line between their ends, on average. */
function bend(values: readonly number[]): number {
  const last = values.length - 1;
  return (
    values.reduce(
      (sum, value, index) =>
        sum +
        Math.abs(
          value - (values[0] + (index / last) * (values[last] - values[0]))
        ),
      0
    ) / values.length
  );
}

/** How far a line goes back: the lesser of what it rises and what it falls on its way. */
function turn(values: readonly number[]): number {
  let [low, high, rise, fall] = [values[0], values[0], 0, 0];
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
    rise = Math.max(rise, value - low);
    fall = Math.max(fall, high - value);
  }
  return Math.min(rise, fall);
}

/** Pairs ranked alike less pairs ranked the other way (Kendall 1938); nearly equal ones do not count. */
function agreement(
  mine: readonly number[],
  real: readonly number[],
  hand: number
): number {
  const sign = (difference: number): number =>
    Math.abs(difference) <= hand ? 0 : Math.sign(difference);
  let sum = 0;
  for (let a = 0; a < mine.length; a += 1) {
    for (let b = a + 1; b < mine.length; b += 1) {
      sum += sign(mine[a] - mine[b]) * sign(real[a] - real[b]);
    }
  }
  return sum;
}
