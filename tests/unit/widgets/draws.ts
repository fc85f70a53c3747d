/**
 * How many draws a generated test of the views makes, after those that it `always` makes. A run of all
 * tests makes few; `GATESCOPE_DRAWS=40 GATESCOPE_SEED=2 npx jest tests/unit/widgets/truth` makes so many
 * times as many, others than those.
 */
export function draws(
  numRuns: number,
  always = 0
): { readonly numRuns: number; readonly endOnFailure: boolean } {
  const times = Number(process.env.GATESCOPE_DRAWS ?? 1);
  return { numRuns: always + numRuns * times, endOnFailure: times === 1 };
}
