/**
 * How many draws a generated test of the views makes. At night all, after those that it `always` makes;
 * before a change lands `gate` of them. `GATESCOPE_DRAWS=40 GATESCOPE_SEED=2 npx jest
 * tests/unit/widgets/truth` makes so many times as many, others than those.
 */
export function draws<Drawn = never>(
  numRuns: number,
  {
    always = [],
    gate = numRuns
  }: { readonly always?: readonly Drawn[]; readonly gate?: number } = {}
): {
  readonly numRuns: number;
  readonly examples: Drawn[];
  readonly endOnFailure: boolean;
} {
  const { GATESCOPE_DRAWS: times, GATESCOPE_NIGHT } = process.env;
  const isAll = Boolean(times ?? GATESCOPE_NIGHT);
  const examples = isAll ? [...always] : [];
  return {
    numRuns: examples.length + (isAll ? numRuns : gate) * Number(times ?? 1),
    examples,
    endOnFailure: Number(times ?? 1) === 1
  };
}
