/**
 * How many draws a generated test of the views makes. A run of all tests makes few, with a seed that
 * stands still; `GATESCOPE_DRAWS=40 npx jest tests/unit/widgets/truth` makes so many times as many, with
 * a seed of their own.
 */
export function draws(numRuns: number): {
  readonly numRuns: number;
  readonly seed?: number;
  readonly endOnFailure: boolean;
} {
  const times = Number(process.env.GATESCOPE_DRAWS ?? 1);
  return {
    numRuns: numRuns * times,
    ...(times === 1 && { seed: 28 }),
    endOnFailure: times === 1
  };
}
