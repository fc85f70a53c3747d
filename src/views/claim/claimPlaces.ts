import type { Claim, ClaimPlace } from '../../trace';

/** Where a reader stands in a sweep, as indices. Of the rates the first is each row's own best. */
export interface ClaimAt {
  readonly size: number;
  readonly rate: number;
  readonly budget: number;
}

/** How many places a sweep has along each of its axes. */
function claimExtents({
  sizes = [NaN],
  rates,
  budgets
}: Pick<Claim, 'sizes' | 'rates' | 'budgets'>): Record<keyof ClaimAt, number> {
  return {
    size: sizes.length,
    rate: rates.length + 1,
    budget: budgets.length
  };
}

/** What was measured at one place. */
export function claimPlace(
  claim: Claim,
  { size, rate, budget }: ClaimAt
): ClaimPlace {
  const extents = claimExtents(claim);
  return claim.places[(size * extents.rate + rate) * extents.budget + budget];
}

/** One budget after the other, at a size and a rate. */
export function acrossBudgets(
  claim: Claim,
  at: Omit<ClaimAt, 'budget'>
): ClaimPlace[] {
  return claim.budgets.map((_, budget) => claimPlace(claim, { ...at, budget }));
}

/** What one row reached from each seed. */
export function scoresOfRow(
  { scores: { shape, values } }: ClaimPlace,
  row: number
): number[] {
  return Array.from(values.slice(row * shape[1], (row + 1) * shape[1]));
}

/** What every row reached from each seed wherever it stands at its own best rate: `[S · B · R][N]`. */
export function bestScores(claim: Claim): number[][] {
  const { size: sizes } = claimExtents(claim);
  return Array.from({ length: sizes }, (_, size) =>
    acrossBudgets(claim, { size, rate: 0 }).flatMap(place =>
      claim.rows.map((_, row) => scoresOfRow(place, row))
    )
  ).flat();
}

/** The first budget with which a sentence that held no longer does; null where there is none. */
export function stopsAt(
  claim: Claim,
  at: Omit<ClaimAt, 'budget'>
): number | null {
  const told = acrossBudgets(claim, at).map(({ verdict }) => verdict);
  const index = told.findIndex(
    (verdict, budget) =>
      budget > 0 && verdict !== 'holds' && told[budget - 1] === 'holds'
  );
  return index < 0 ? null : index;
}

/** Every place of a sweep but the best rates, which stand among the others. */
export function allPlaces(claim: Claim): ClaimAt[] {
  const extents = claimExtents(claim);
  const first = claim.rates.length > 0 ? 1 : 0;
  const found: ClaimAt[] = [];
  for (let size = 0; size < extents.size; size += 1) {
    for (let rate = first; rate < extents.rate; rate += 1) {
      for (let budget = 0; budget < extents.budget; budget += 1) {
        found.push({ size, rate, budget });
      }
    }
  }
  return found;
}

export const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, each) => sum + each, 0) / values.length;
