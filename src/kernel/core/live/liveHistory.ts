import type { History } from '../../../engine';
import type { History as HistoryBundle } from '../../../trace';
import { lightSnapshots, sizeOfSnapshots } from './lightSnapshots';
import type { Registry } from './registry';

/** More numbers than this are no longer sent at once. */
const MOST_VALUES = 500_000;

/**
 * A training run as a page that listens gets it: with all that its snapshots hold where that is
 * little and nothing changes any more, else as the replay draws them.
 */
export function liveHistory(
  registry: Registry,
  history: History
): HistoryBundle {
  const bundle = registry.bundle(history) as HistoryBundle;
  const { snapshots } = bundle;
  if (
    snapshots === undefined ||
    (history.status !== 'running' && sizeOfSnapshots(snapshots) <= MOST_VALUES)
  ) {
    return bundle;
  }
  return { ...bundle, snapshots: lightSnapshots(snapshots, () => false) };
}
