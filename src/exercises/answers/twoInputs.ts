import type { StudentDraws } from '../draws/draws';

/**
 * Two numbers for what goes in, the smaller one first. Both have the same sign: so weights that tell
 * them apart need a bias.
 */
export function twoInputs(draws: StudentDraws): [low: number, high: number] {
  const near = draws.number('near', 0.3, 2);
  const far = Number((near + draws.number('gap', 0.5, 2)).toFixed(1));
  return draws.choice('sign', [1, -1]) === 1 ? [near, far] : [-far, -near];
}

/**
 * Two inputs, and the end at which a unit is to be after the one that counts. The unit falls as the
 * input rises: weights for the lesson, where it rises with it, push the wrong way.
 */
export function fallingInputs(draws: StudentDraws): {
  readonly counts: number;
  readonly other: number;
  readonly shows: 1 | -1;
} {
  const [low, high] = twoInputs(draws);
  return draws.choice('shows', [
    { counts: low, other: high, shows: 1 },
    { counts: high, other: low, shows: -1 }
  ]);
}
