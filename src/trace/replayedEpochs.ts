import type { History } from './generated/types';

type Snapshots = NonNullable<History['snapshots']>;

/** More rows than this nobody tells apart in a replay: each has a pixel or so. */
export const MOST_REPLAYED = 512;

/**
 * The saved epochs that a replay shows, a page is sent and a notebook keeps: all, or evenly spaced
 * ones, so that a training of many short epochs costs no more than one of few. Always the first and
 * the last.
 *
 * @param snapshots in the order of their epochs
 * @param kept an epoch that is to be there where it was saved: the best one
 */
export function replayedEpochs(snapshots: Snapshots, kept?: number): Snapshots {
  return snapshots.length <= MOST_REPLAYED
    ? snapshots
    : evenly(snapshots, kept);
}

/** The same of what was known, evenly spaced or not, and of what is new. */
export function replayedWith(known: Snapshots, fresh: Snapshots): Snapshots {
  const all = [...known, ...fresh];
  return all.length < 2 ? all : evenly(all);
}

function evenly(snapshots: Snapshots, kept?: number): Snapshots {
  const last = snapshots.length - 1;
  const first = snapshots[0].epoch;
  const gap = snapshots[1].epoch - first;
  const rows = (snapshots[last].epoch - first) / gap;
  const every =
    gap * 2 ** Math.max(0, Math.ceil(Math.log2(rows / MOST_REPLAYED)));
  return snapshots.filter(
    ({ epoch }, index) =>
      index === last || epoch === kept || (epoch - first) % every === 0
  );
}
