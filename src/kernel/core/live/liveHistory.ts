import type { History } from '../../../engine';
import {
  arraysOfSnapshots,
  lightSnapshots,
  replayedEpochs,
  sizeOfSnapshots,
  type History as HistoryBundle
} from '../../../trace';
import type { LiveRegistry } from './registry';

/** More numbers than this are no longer sent at once … */
const MOST_VALUES = 500_000;
/** … and no more arrays: a page reads some ten thousand a second. */
const MOST_ARRAYS = 2000;

/**
 * A training run as a page that listens gets it: of its snapshots those that a replay shows, with all
 * that they hold where that is little and nothing changes any more, else as the replay draws them.
 */
export function liveHistory(
  registry: LiveRegistry,
  history: History
): HistoryBundle {
  const bundle = registry.bundle(history) as HistoryBundle;
  if (bundle.snapshots === undefined) {
    return bundle;
  }
  const goesOn = history.status === 'running';
  const snapshots = replayedEpochs(
    bundle.snapshots,
    goesOn ? undefined : bundle.bestEpoch
  );
  const whole =
    !goesOn &&
    arraysOfSnapshots(snapshots) <= MOST_ARRAYS &&
    sizeOfSnapshots(snapshots) <= MOST_VALUES;
  return {
    ...bundle,
    snapshots: whole ? snapshots : lightSnapshots(snapshots, () => false)
  };
}
