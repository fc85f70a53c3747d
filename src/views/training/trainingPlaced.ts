import type { History, Metric } from '../../trace';
import { stepAxis, stepAxisHeight } from '../../scene/marks/axes';
import { mark, type Mark } from '../../scene/marks/mark';
import { stepScale, type Box, type StepScale } from '../../scene/marks/plane';
import { text } from '../../scene/marks/text';
import { linearScale } from '../../scene/marks/valueScale';
import { axisLook } from '../../scene/placeMarks';
import type { Placed, PlacedPanel, Surface } from '../../scene/scene';
import type { Translate } from '../../scene/words/translate';
import { partOfEpoch } from '../run/progressWords';
import { epochScale, futureMarks, lastEpochShown } from './epochAxis';
import { gateMap, gateMarks, type GateScene } from './gateMarks';
import { strongLook } from './looks';
import { legendFits, lossLegend } from './lossLegend';
import { metricChart, type MetricChart } from './metricChart';
import { replayMaps, replayMarks, type Replayed } from './replayMarks';
import { replayQuantity } from './replayQuantity';
import type { CurveChoice } from './smoothing';
import {
  rightOfLoss,
  trainingLayout,
  withLegendAbove,
  type TrainingLayout
} from './trainingLayout';
import { bestEpochOf, chartedMetrics, firstLayerGates } from './trainingWords';

/** What is drawn of a training. */
export interface TrainingShown {
  readonly history: History;
  readonly choice: CurveChoice;
  /** What a replay without an output shows. */
  readonly unit: number;
  readonly translate: Translate;
}

type Scene = TrainingShown & Surface & { readonly layout: TrainingLayout };

/** Losses, gates, other metrics and the replay, each in its place. */
export function trainingPlaced(shown: TrainingShown, surface: Surface): Placed {
  const { history } = shown;
  const [loss, ...metrics] = chartedMetrics(history);
  const last = lastEpochShown(history);
  const { layout: natural, replayed } = replayPlace(shown, surface);
  const scale = epochScale(last, natural.loss);
  const { scene, lossOf } = withLegend(
    { ...shown, ...surface, layout: natural },
    loss,
    scale
  );
  const { layout, width, theme, translate } = scene;
  const { done } = history.epochs;
  const gates = firstLayerGates(history).map((gate, at): GateScene => ({
    ...{ gate, box: layout.gates[at], x: scale.center },
    ...{ slim: layout.slim, theme, translate }
  }));
  const others = metrics.map((metric, at) => {
    const box = layout.metrics[at];
    const x = epochScale(last, box).center;
    return { box, ...metricChart(metric, { ...scene, box, x }) };
  });
  const panels = panelsOf(scene, { loss: lossOf, others, replayed });
  return {
    ...{ width, height: layout.height, badge: 0, axis: [], panels },
    maps: [
      ...gates.flatMap(gateMap),
      ...(replayed ? replayMaps(replayed) : [])
    ],
    marks: [
      ...sinceBest(scene, scale),
      ...futureMarks(
        scale.center(done + partOfEpoch(history)),
        scale.center(last),
        [layout.loss, ...layout.gates],
        theme
      ),
      ...words(scene, loss, metrics, last),
      ...[lossOf, ...others].flatMap(({ marks }) => marks),
      ...gates.flatMap(gateMarks),
      ...(replayed ? replayMarks(replayed, scene, translate) : [])
    ],
    hit: (x, y) => hitOf(panels, history, x, y)
  };
}

/**
 * Where the pictures of a training stand. How high the words over the replay are depends on how wide
 * it is.
 */
export function replayPlace(
  { history, unit }: Pick<TrainingShown, 'history' | 'unit'>,
  { width, measure }: Pick<Surface, 'width' | 'measure'>
): { readonly layout: TrainingLayout; readonly replayed: Replayed | null } {
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
  const room = bare.replay.map.width / time.steps;
  const column = room < 1 ? room : Math.floor(room);
  const wide = { ...bare.replay.map, width: column * time.steps };
  const layout = trainingLayout({
    ...parts,
    labelHeight: stepAxisHeight(stepScale(time.steps, wide), {
      ...{ labels: quantity.labels, measure, turn: true }
    })
  });
  const place = layout.replay ?? bare.replay;
  const map = { ...place.map, width: wide.width };
  return {
    layout,
    replayed: {
      ...{ snapshots, quantity, place: { ...place, map } },
      steps: stepScale(time.steps, map)
    }
  };
}

/** The chart of the loss, lower where the numbers of its axis reach into the legend. */
function withLegend(
  scene: Scene,
  loss: Metric,
  scale: StepScale
): { readonly scene: Scene; readonly lossOf: MetricChart } {
  const lossOf = lossChart(scene, loss, scale);
  if (legendFits(scene, loss, lossOf.y)) {
    return { scene, lossOf };
  }
  const lower = { ...scene, layout: withLegendAbove(scene.layout) };
  return { scene: lower, lossOf: lossChart(lower, loss, scale) };
}

function lossChart(
  { history, layout, choice, measure, theme, translate }: Scene,
  metric: Metric,
  { center: x }: StepScale
): MetricChart {
  const best = bestEpochOf(history);
  const { batchLoss, epochs } = history;
  return metricChart(metric, {
    ...{ box: layout.loss, x, best, measure, theme, ...choice },
    bestWords:
      best === undefined ? undefined : translate('best: epoch %1', best + 1),
    batches: batchLoss && {
      values: batchLoss.values,
      epochs: epochs.done + partOfEpoch(history)
    }
  });
}

/** What the pointer finds, and what the cursor moves along: in each column its charts over its axis. */
function panelsOf(
  { history, layout }: Scene,
  {
    loss,
    others,
    replayed
  }: {
    readonly loss: MetricChart;
    readonly others: readonly (MetricChart & { readonly box: Box })[];
    readonly replayed: Replayed | null;
  }
): PlacedPanel[] {
  const last = lastEpochShown(history);
  const panel = (
    id: string,
    box: Box,
    value = linearScale([0, 1], box)
  ): PlacedPanel => ({
    ...{ id, box, value, across: true },
    places: rowsOf(epochScale(last, box))
  });
  const under = (box: Box, y: number): Box => ({ ...box, y, height: 20 });
  return [
    panel('loss', layout.loss, loss.y),
    ...layout.gates.map((box, at) => panel(`gate${at}`, box)),
    panel('axis', under(layout.loss, layout.axis.y)),
    ...others.map(({ box, y }, at) => panel(`metric${at}`, box, y)),
    ...(others.length > 0
      ? [panel('metricAxis', under(others[0].box, layout.metricAxis))]
      : []),
    ...(replayed
      ? [
          {
            ...{ id: 'replay', box: replayed.place.map, across: true },
            value: linearScale([0, 1], replayed.place.map),
            places: replayed.steps
          }
        ]
      : [])
  ];
}

/** The places of the rows of the table: the first epoch ends one column after the start. */
const rowsOf = (scale: StepScale): StepScale => ({
  ...scale,
  steps: scale.steps - 1,
  center: row => scale.center(row + 1),
  left: row => scale.left(row + 1)
});

/** The epoch at a place, and in the replay the step of its sequence; null where nothing was trained. */
function hitOf(
  panels: readonly PlacedPanel[],
  { snapshots = [], epochs: { done } }: History,
  x: number,
  y: number
): ReturnType<Placed['hit']> {
  const replay = panels.find(({ id }) => id === 'replay');
  const step = replay?.places.stepAt(x) ?? null;
  if (replay && step !== null) {
    const { box } = replay;
    const row = Math.floor(((y - box.y) / box.height) * snapshots.length);
    if (snapshots[row]) {
      return { row: snapshots[row].epoch, panel: replay, column: step };
    }
  }
  for (const [first, foot] of [
    ['loss', 'axis'],
    ['metric0', 'metricAxis']
  ]) {
    const top = panels.find(({ id }) => id === first);
    const axis = panels.find(({ id }) => id === foot);
    const at = top?.places.stepAt(x) ?? null;
    if (top && axis && y >= top.box.y && y <= axis.box.y && at !== null) {
      return at > done || done === 0
        ? null
        : { row: Math.max(0, at - 1), column: top.value.invert(y), panel: top };
    }
  }
  return null;
}

/** A shade over the epochs after the best one. */
function sinceBest(
  { history, layout: { loss }, theme }: Scene,
  { center: x }: StepScale
): Mark[] {
  const best = bestEpochOf(history);
  const { done } = history.epochs;
  return best !== undefined && best + 1 < done
    ? [
        mark('rect', {
          ...{ x: x(best + 1), y: loss.y, height: loss.height },
          width: x(done) - x(best + 1),
          fill: theme.color('shade')
        })
      ]
    : [];
}

/** What each picture is of. */
function words(
  scene: Scene,
  loss: Metric,
  metrics: readonly Metric[],
  last: number
): Mark[] {
  const { history, layout, width, measure, theme, translate } = scene;
  const { epochs, status } = history;
  const { axis: epochAxis } = layout;
  const planned = translate('of %1', epochs.planned);
  const plannedAt = afterEpochs(scene, last);
  const [axis, strong] = [axisLook(theme), strongLook(theme)];
  return [
    ...lossLegend(scene, loss),
    ...(layout.gates.length > 0
      ? [
          text(translate('gate values'), 0, layout.gateTitle, strong),
          text(shadeWords(scene), SHADE_LEFT, layout.gateTitle, axis)
        ]
      : []),
    ...metrics.map((metric, index) =>
      text(
        translate(metric.name),
        layout.twoColumns ? layout.metrics[index].x - 32 : 0,
        layout.metrics[index].y - 10,
        strong
      )
    ),
    ...(epochAxis.x > 60
      ? [text(translate('epoch'), 0, epochAxis.y + 14, axis)]
      : []),
    // Where it has no room the line of the progress says it alone.
    ...(status === 'running' &&
    last < epochs.planned &&
    plannedAt + measure(planned) <= rightOfLoss(layout, width)
      ? [text(planned, plannedAt, epochAxis.y + 14, axis)]
      : [])
  ];
}

/** Right of the last number of the epoch axis, which is wider the more epochs there are. */
function afterEpochs({ layout, measure }: Scene, last: number): number {
  const { loss: box, axis: epochAxis } = layout;
  const numbers = stepAxis(epochScale(last, box), epochAxis.y, { measure });
  return Math.max(box.x + box.width + 14, ...numbers.map(({ to }) => to + GAP));
}

/** Between words that stand side by side. */
const GAP = 8;

/** Where the words beside the title of the gates begin. */
const SHADE_LEFT = 84;

/** What the colors mean, in the words that there is room for. */
function shadeWords({ history, measure, width, translate }: Scene): string {
  const words = translate('more color = more values there');
  return !history.gates?.some(({ histogram }) => histogram)
    ? ''
    : measure(words) < width - SHADE_LEFT
      ? words
      : translate('more color = more');
}
