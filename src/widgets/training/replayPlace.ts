import { floorPixels } from '../../scene/marks/wholePixels';
import { stepAxisHeight } from '../../scene/marks/axes';
import { stepScale } from '../../scene/marks/plane';
import type { ReplayScene } from './replay';
import { replayQuantity } from './replayQuantity';
import { trainingLayout, type TrainingLayout } from './trainingLayout';
import type { TrainingScene } from './trainingPicture';
import { chartedMetrics, firstLayerGates } from './trainingWords';

/**
 * Where the pictures of a training stand. How high the words over the replay are depends on how wide
 * it is.
 *
 * @param unit what a replay without an output shows
 */
export function replayPlace(
  { history, width, measure }: Omit<TrainingScene, 'layout'>,
  unit: number
): { readonly layout: TrainingLayout; readonly replayed: ReplayScene | null } {
  const snapshots = history.snapshots ?? [];
  const quantity = replayQuantity(snapshots, unit);
  const parts = {
    width,
    metrics: chartedMetrics(history).length - 1,
    gates: firstLayerGates(history).length,
    snapshots: quantity ? snapshots.length : 0
  };
  const bare = trainingLayout({ ...parts, labelHeight: 0 });
  if (!quantity || !bare.replay) {
    return { layout: bare, replayed: null };
  }
  const { time } = snapshots[0].trace;
  const column = floorPixels(
    bare.replay.map.width / time.steps,
    devicePixelRatio
  );
  const wide = { ...bare.replay.map, width: column * time.steps };
  const layout = trainingLayout({
    ...parts,
    labelHeight: stepAxisHeight(stepScale(time.steps, wide), {
      labels: quantity.labels,
      measure,
      turn: true
    })
  });
  const place = layout.replay ?? bare.replay;
  const map = { ...place.map, width: wide.width };
  return {
    layout,
    replayed: {
      snapshots,
      quantity,
      place: { ...place, map },
      steps: stepScale(time.steps, map),
      live: history.status === 'running' ? history.epochs.done : null,
      measure
    }
  };
}
