/**
 * How many draws a generated test of the views makes, after those that it `always` makes. A run of all tests makes few, with a seed that
 * stands still; `GATESCOPE_DRAWS=40 npx jest tests/unit/widgets/truth` makes so many times as many, with
 * a seed of their own.
 */
export function draws(
  numRuns: number,
  always = 0
): {
  readonly numRuns: number;
  readonly seed?: number;
  readonly endOnFailure: boolean;
} {
  const times = Number(process.env.GATESCOPE_DRAWS ?? 1);
  return {
    numRuns: always + numRuns * times,
    ...(times === 1 && { seed: 28 }),
    endOnFailure: times === 1
  };
}
