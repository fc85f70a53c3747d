import type { Fact } from './fact';
import { knownSteps, type Line } from './line';

/** What is said of a line and its batch comes before most of what is said of the line alone. */
const LEAST_TELLING = 0.6;

/**
 * What can be said of a line beside the band of many like it: whether it is one of them, and where they
 * differ most.
 *
 * @param scale by how much lines of its group differ at most; see `groupSpread`
 * @returns nothing for a line without a band
 */
export function bandFacts(line: Line, scale: number): Fact[] {
  const { band } = line;
  if (!band) {
    return [];
  }
  const steps = knownSteps(line).filter(step =>
    Number.isFinite(band.low[step])
  );
  if (steps.length === 0) {
    return [];
  }
  const share = (difference: number): number =>
    scale > 0 ? Math.min(1, difference / scale) : 0;
  const beyond = (step: number): number => {
    const value = line.values[step];
    const edge = value < band.low[step] ? band.low[step] : band.high[step];
    const inside = value >= band.low[step] && value <= band.high[step];
    // What is written as the edge is would be said to leave it and to be it.
    return inside || line.write(value) === line.write(edge)
      ? 0
      : Math.abs(value - edge);
  };
  const wide = (step: number): number => band.high[step] - band.low[step];
  const farthest = largestAt(steps, beyond);
  const widest = largestAt(steps, wide);
  return [
    {
      kind: 'outside',
      line,
      band,
      count: steps.filter(step => beyond(step) > 0).length,
      of: steps.length,
      step: farthest,
      telling: LEAST_TELLING + share(beyond(farthest))
    },
    // Of one sequence alone, or where all are alike, there is no band.
    ...(wide(widest) > 0
      ? [
          {
            kind: 'widest' as const,
            line,
            band,
            step: widest,
            telling: LEAST_TELLING * share(wide(widest))
          }
        ]
      : [])
  ];
}

/** The first of the steps at which a number is largest. */
function largestAt(
  steps: readonly number[],
  of: (step: number) => number
): number {
  return steps.reduce((best, step) => (of(step) > of(best) ? step : best));
}
