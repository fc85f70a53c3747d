import type { Trace } from '../../trace';

/** Which of several classes a network chooses at a step. */
export interface ClassChoice {
  /** The output whose share is the largest of those that are drawn. */
  readonly chosen: number;
  /** The output that is the target; null where no target is, or it is not among those that are drawn. */
  readonly wanted: number | null;
  /** Null without a target, and where a class that is not drawn may be larger. */
  readonly right: boolean | null;
}

/** How far shares that were rounded to 32 bits may add up to something else than 1. */
const ROUNDING = 1e-4;

/**
 * The choice at a step of a network whose outputs are the shares of one choice among classes, all of
 * which together are its answer; null where each output answers for itself.
 */
export function choiceAt(
  { outputs, outputCount, targets = [], loss }: Trace,
  step: number
): ClassChoice | null {
  if (
    outputs.length < 2 ||
    // Of classes that do not exclude each other each is a yes or no.
    loss?.name === 'binaryCrossentropy' ||
    outputs.some(({ range }) => range?.[0] !== 0 || range[1] !== 1)
  ) {
    return null;
  }
  const shares = outputs.map(({ values }) => values.values[step]);
  const rest = 1 - shares.reduce((sum, share) => sum + share, 0);
  const isWhole = Math.abs(rest) <= ROUNDING;
  const isPart = outputCount !== undefined && rest > 0;
  if (!isWhole && !isPart) {
    return null;
  }
  const ofTarget = targets.map(({ values }) => values.values[step]);
  const hasTarget = ofTarget.some(value => !Number.isNaN(value));
  const isOneOfAll = ofTarget.every(value => value === 0 || value === 1);
  const ones = ofTarget.filter(value => value === 1).length;
  if (hasTarget && !(isOneOfAll && (ones === 1 || (ones === 0 && isPart)))) {
    return null;
  }
  const largest = Math.max(...shares);
  const chosen = shares.indexOf(largest);
  const at = ofTarget.indexOf(1);
  const wanted = at < 0 ? null : at;
  // No share that is not drawn can be larger than all that is left.
  const isKnown = isWhole || largest > rest;
  return {
    chosen,
    wanted,
    right:
      hasTarget && (isKnown || (wanted !== null && wanted !== chosen))
        ? chosen === wanted
        : null
  };
}
