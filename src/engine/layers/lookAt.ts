import { requireList, requireNumber } from '../base/check';

/**
 * Where a step of the decoder is made to look: given the weights that it has of its own, one for each
 * source token, and the step, counted from 0, returns those to use in their place. They sum to 1.
 */
export type LookAt = (
  weights: readonly number[],
  step: number
) => readonly number[];

/** A sum of 1, as exactly as anybody writes it. */
const TOLERANCE = 1e-6;

/** @throws TypeError or RangeError when these are not as many weights that sum to 1 */
export function requireLook(
  who: string,
  given: readonly number[],
  count: number,
  step: number
): readonly number[] {
  const name = `what lookAt returns at step ${step}`;
  const weights = requireList(who, name, given);
  weights.forEach(weight => requireNumber(who, name, weight, { least: 0 }));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  if (weights.length !== count || Math.abs(sum - 1) > TOLERANCE) {
    throw new RangeError(
      `${who}: ${name} must be ${count} weights that sum to 1, one for each source token, got [${weights.join(', ')}]`
    );
  }
  return weights;
}
