import type { History, Metric } from '../../trace';
import type { Translate } from '../../scene/words/translate';
import { html, svg } from '../base/dom';
import type { Theme } from '../base/theme';
import { stepAxis } from '../../scene/marks/axes';
import { drawn } from '../scene/drawn';
import { mark, type Mark } from '../../scene/marks/mark';
import type { Box, StepScale } from '../../scene/marks/plane';
import { createStepCursor, type StepCursor } from '../scene/stepCursor';
import { text } from '../../scene/marks/text';
import { epochScale, futureMarks, lastEpochShown } from './epochAxis';
import { createGateSpread, gateMarks, type GateScene } from './gateSpread';
import { legendFits, lossLegend } from './lossLegend';
import { metricChart, type MetricChart } from './metricChart';
import type { CurveChoice } from './smoothing';
import {
  rightOfLoss,
  withLegendAbove,
  type TrainingLayout
} from './trainingLayout';
import { bestEpochOf, chartedMetrics, firstLayerGates } from './trainingWords';

export interface TrainingScene {
  readonly history: History;
  readonly layout: TrainingLayout;
  readonly choice: CurveChoice;
  readonly width: number;
  /** The id of the hatch of this view. */
  readonly hatch: string;
  readonly measure: (text: string) => number;
  readonly translate: Translate;
}

/** The pictures over the epochs: losses, gates, other metrics. */
export interface TrainingPicture {
  readonly element: HTMLElement;
  /** The epoch (from 0) at a place; null beside the pictures and where nothing was trained. */
  epochAt(x: number, y: number): number | null;
  /** The stretch of an epoch at a place, for what stands beside it. */
  columnOf(epoch: number, x: number): { left: number; right: number };
  moveTo(epoch: number): void;
  paint(theme: Theme): void;
}

/** A chart and its metric: the dots of the cursor stand on its curves. */
interface Chart extends MetricChart {
  readonly metric: Metric;
}

/** Pictures below each other, with one line at the epoch that is looked at. */
interface Column {
  readonly scale: StepScale;
  readonly charts: readonly Chart[];
  readonly top: number;
  readonly bottom: number;
  readonly cursor: StepCursor;
}

export function drawTraining(given: TrainingScene): TrainingPicture {
  const { history, width } = given;
  const { done } = history.epochs;
  const last = lastEpochShown(history);
  const scale = epochScale(last, given.layout.loss);
  const [loss, ...metrics] = chartedMetrics(history);
  const { scene, lossOf } = withLegend(given, loss, scale);
  const { layout } = scene;
  const picture = svg('svg', {
    class: 'jp-gatescope-layer',
    width,
    height: layout.height,
    'aria-hidden': 'true'
  });
  const gates = firstLayerGates(history).map((gate, index): GateScene => ({
    gate,
    box: layout.gates[index],
    x: scale.center,
    slim: layout.slim,
    translate: scene.translate
  }));
  const spreads = gates.map(createGateSpread).filter(spread => spread !== null);
  const others = metrics.map((metric, index): Chart => ({
    metric,
    ...metricChart(metric, {
      box: layout.metrics[index],
      x: epochScale(last, layout.metrics[index]).center,
      measure: scene.measure
    })
  }));
  const shade = drawn(
    text('', SHADE_LEFT, layout.gateTitle, {
      class: 'jp-gatescope-axis jp-gatescope-halo'
    })
  );
  const columns = [
    column(scene, scale, [lossOf], layout.loss.y, layout.axis.y),
    ...(others.length > 0
      ? [
          column(
            scene,
            epochScale(last, layout.metrics[0]),
            others,
            layout.metrics[0].y,
            layout.metricAxis
          )
        ]
      : [])
  ];
  // The line of an epoch below all words, its dots above.
  const cursors = done > 0 ? columns.map(({ cursor }) => cursor) : [];
  picture.append(
    ...cursors.map(({ line }) => line),
    ...[
      ...sinceBest(history, layout.loss, scale),
      ...futureMarks(
        scale.center(done + partOfEpoch(history)),
        scale.center(last),
        [layout.loss, ...layout.gates],
        scene.hatch
      ),
      ...words(scene, loss, metrics, last)
    ].map(drawn),
    ...[lossOf, ...others].map(({ element }) => element),
    ...gates.flatMap(gateMarks).map(drawn),
    shade,
    ...columns.flatMap(({ cursor }) => cursor.words),
    ...cursors.flatMap(({ dots }) => dots)
  );
  const element = html(
    'div',
    {},
    ...spreads.map(spread => spread.element),
    picture,
    ...(done > 0 ? columns.map(({ cursor }) => cursor.badge) : [])
  );
  const columnAt = (x: number): Column =>
    columns.findLast(({ scale: { box } }) => x >= box.x) ?? columns[0];
  return {
    element,
    epochAt(x, y) {
      const found = columns.find(
        each =>
          y >= each.top && y <= each.bottom && each.scale.stepAt(x) !== null
      );
      const at = found?.scale.stepAt(x) ?? null;
      return at === null || at > done || done === 0
        ? null
        : Math.max(0, at - 1);
    },
    columnOf(epoch, x) {
      const at = columnAt(x).scale.center(epoch + 1);
      return { left: at - 2, right: at + 2 };
    },
    moveTo(epoch) {
      if (done > 0) {
        columns.forEach(each => moveColumn(each, epoch, scene.translate));
      }
    },
    paint(theme) {
      spreads.forEach(spread => spread.paint(theme));
      shade.textContent =
        spreads.length > 0 ? shadeWords(theme, scene, width - SHADE_LEFT) : '';
    }
  };
}

/** The chart of the loss, lower where the numbers of its axis reach into the legend. */
function withLegend(
  scene: TrainingScene,
  loss: Metric,
  scale: StepScale
): { readonly scene: TrainingScene; readonly lossOf: Chart } {
  const lossOf = lossChart(scene, loss, scale);
  if (legendFits(scene, loss, lossOf.y)) {
    return { scene, lossOf };
  }
  const lower = { ...scene, layout: withLegendAbove(scene.layout) };
  return { scene: lower, lossOf: lossChart(lower, loss, scale) };
}

function lossChart(
  { history, layout, choice, measure, translate }: TrainingScene,
  metric: Metric,
  { center: x }: StepScale
): Chart {
  const best = bestEpochOf(history);
  const { batchLoss, epochs } = history;
  return {
    metric,
    ...metricChart(metric, {
      box: layout.loss,
      x,
      best,
      bestWords:
        best === undefined ? undefined : translate('best: epoch %1', best + 1),
      batches: batchLoss && {
        values: batchLoss.values,
        epochs: epochs.done + partOfEpoch(history)
      },
      ...choice,
      measure
    })
  };
}

function partOfEpoch({ progress, status }: History): number {
  return progress && status !== 'finished'
    ? progress.batch / Math.max(1, progress.batches)
    : 0;
}

/** The line at an epoch, over the numbers of the epochs. */
function column(
  { measure }: TrainingScene,
  scale: StepScale,
  charts: readonly Chart[],
  top: number,
  bottom: number
): Column {
  return {
    scale,
    charts,
    top,
    bottom,
    cursor: createStepCursor({
      steps: scale,
      top,
      bottom,
      dots: charts.flatMap(({ metric }) => [
        'var(--jp-gatescope-ink)',
        ...(metric.validation ? ['var(--jp-gatescope-brand)'] : [])
      ]),
      dotSize: 4,
      badge: bottom,
      axis: stepAxis(scale, bottom - 1, { measure })
    })
  };
}

function moveColumn(
  { cursor, charts }: Column,
  epoch: number,
  translate: Translate
): void {
  cursor.moveTo(
    epoch + 1,
    translate('epoch %1', epoch + 1),
    charts.flatMap(({ metric, y }) => [
      y(metric.training.values[epoch]),
      ...(metric.validation ? [y(metric.validation.values[epoch])] : [])
    ])
  );
}

/** A shade over the epochs after the best one. */
function sinceBest(
  history: History,
  { y, height }: Box,
  { center: x }: StepScale
): Mark[] {
  const best = bestEpochOf(history);
  const { done } = history.epochs;
  return best !== undefined && best + 1 < done
    ? [
        mark('rect', {
          class: 'jp-gatescope-since-best',
          x: x(best + 1),
          y,
          width: x(done) - x(best + 1),
          height
        })
      ]
    : [];
}

const axis = { class: 'jp-gatescope-axis' };
const strong = { class: 'jp-gatescope-strong jp-gatescope-halo' };

/** What each picture is of. */
function words(
  scene: TrainingScene,
  loss: Metric,
  metrics: readonly Metric[],
  last: number
): Mark[] {
  const { history, layout, width, measure, translate } = scene;
  const { epochs, status } = history;
  const { axis: epochAxis } = layout;
  const planned = translate('of %1', epochs.planned);
  const plannedAt = afterEpochs(scene, last);
  return [
    ...lossLegend(scene, loss),
    ...(layout.gates.length > 0
      ? [text(translate('gate values'), 0, layout.gateTitle, strong)]
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
function afterEpochs({ layout, measure }: TrainingScene, last: number): number {
  const { loss: box, axis: epochAxis } = layout;
  const numbers = stepAxis(epochScale(last, box), epochAxis.y, { measure });
  return Math.max(box.x + box.width + 14, ...numbers.map(({ to }) => to + GAP));
}

/** Between words that stand side by side. */
const GAP = 8;

/** Where the words beside the title of the gates begin. */
const SHADE_LEFT = 84;

/** What the colours mean in a theme, in the words that there is room for. */
function shadeWords(
  { dark }: Theme,
  { measure, translate }: TrainingScene,
  room: number
): string {
  const words = dark
    ? translate('brighter = more values there')
    : translate('darker = more values there');
  return measure(words) < room
    ? words
    : dark
      ? translate('brighter = more')
      : translate('darker = more');
}
