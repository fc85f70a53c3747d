import type { Race } from '../../trace';

/** A network is said to hold a group from so far on between chance and best. */
const HOLDS_FROM = 0.75;

/** How far a score lies from the one that is drawn palest to the best: 0 to 1, 0 where it is no number. */
export function shareOf(
  { baseline, best }: Pick<Race, 'baseline' | 'best'>,
  score: number
): number {
  const share = (score - baseline.value) / (best - baseline.value);
  return share > 0 ? Math.min(1, share) : 0;
}

/** The score from which on a group is held. */
export const heldFrom = ({
  baseline,
  best
}: Pick<Race, 'baseline' | 'best'>): number =>
  baseline.value + HOLDS_FROM * (best - baseline.value);

/** Of each network a row of shares an epoch. */
export function raceRows(race: Race): readonly (readonly Float32Array[])[] {
  const { networks, groups, epochs } = race;
  return networks.map(({ scores: { values } }) =>
    Array.from({ length: epochs.done }, (_, epoch) =>
      Float32Array.from(groups, (__, group) =>
        shareOf(race, values[epoch * groups.length + group])
      )
    )
  );
}

/** How many groups of a row of shares are held. */
export const heldCount = (row: ArrayLike<number>): number =>
  Array.from(row).filter(share => share >= HOLDS_FROM).length;
