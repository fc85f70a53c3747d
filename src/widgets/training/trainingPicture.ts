import { scaleLinear } from 'd3-scale';
import type { History } from '../../trace';
import type { Translate } from '../context';
import { html, svg } from '../base/dom';
import type { Frame } from '../base/frame';
import { textMeasure } from '../base/measure';
import type { Theme } from '../base/theme';
import { layoutLabels, type LabelLayout } from '../base/timeLabels';
import { epochAxis, futureHatch } from './epochAxis';
import { createGateSpread, type GateSpread } from './gateSpread';
import { metricChart } from './metricChart';
import { replayQuantity, type Replay } from './replay';
import { trainingLayout, type TrainingLayout } from './trainingLayout';
import { bestEpochOf } from './trainingWords';

/** The drawn part of the training view. */
export interface TrainingPicture {
  /** Draws a state of the training; `unit` is what a replay without an output shows. */
  build(history: History, unit: number, theme: Theme): void;
}

export function createTrainingPicture(
  frame: Frame,
  replay: Replay,
  translate: Translate
): TrainingPicture {
  const still = svg('svg', {
    class: 'jp-gatescope-layer',
    'aria-hidden': 'true'
  });
  const mapHost = html('div');
  const above = svg('svg', {
    class: 'jp-gatescope-layer',
    'aria-hidden': 'true'
  });
  const spreads: GateSpread[] = [];
  frame.picture.append(still, mapHost, above, ...replay.elements);

  const build: TrainingPicture['build'] = (history, unit, theme) => {
    const saved = history.snapshots ?? [];
    const quantity = replayQuantity(saved, unit);
    const [loss, ...metrics] = chartedMetrics(history);
    const gates = firstLayerGates(history);
    const measure = textMeasure(
      `12px ${getComputedStyle(frame.element).fontFamily}`
    );
    const base = {
      width: frame.width,
      metrics: metrics.length,
      gates: gates.length,
      snapshots: quantity ? saved.length : 0
    };
    const labels = quantity
      ? replayLabels(
          saved[0].trace.time.labels,
          saved[0].trace.time.steps,
          trainingLayout({ ...base, labelHeight: 0 }).replay?.map.width ?? 100,
          measure
        )
      : null;
    const layout = trainingLayout({
      ...base,
      labelHeight: labels ? labelHeight(labels, measure) : 0
    });
    const { done, planned } = history.epochs;
    const last = Math.max(planned, done, 1);
    const x = scaleLinear(
      [0, last],
      [layout.loss.x, layout.loss.x + layout.loss.width]
    );
    frame.picture.style.height = `${layout.height}px`;
    for (const layer of [still, above]) {
      layer.setAttribute('width', String(frame.width));
      layer.setAttribute('height', String(layout.height));
      layer.replaceChildren();
    }
    const best = bestEpochOf(history);
    if (best !== undefined && best + 1 < done) {
      still.append(
        svg('rect', {
          class: 'jp-gatescope-since-best',
          x: x(best + 1),
          y: layout.loss.y,
          width: x(done) - x(best + 1),
          height: layout.loss.height
        })
      );
    }
    still.append(
      ...futureHatch(
        x(done),
        x(last),
        [layout.loss, ...layout.gates],
        frame.picture
      )
    );
    const chart = metricChart(loss, {
      box: layout.loss,
      x,
      best,
      bestWords:
        best === undefined ? undefined : translate('best: epoch %1', best + 1),
      batches: history.batchLoss && {
        values: history.batchLoss.values,
        epochs: done + partOfEpoch(history)
      }
    });
    above.append(chart.element, ...legendOf(loss));
    drawGates(gates, layout, x, theme);
    above.append(epochAxis(layout, last, done, translate));
    for (const [index, metric] of metrics.entries()) {
      const box = layout.metrics[index];
      above.append(
        svg(
          'text',
          { class: 'jp-gatescope-strong', x: box.x - 32, y: box.y - 10 },
          translate(metric.name)
        ),
        metricChart(metric, {
          box,
          x: scaleLinear([0, last], [box.x, box.x + box.width])
        }).element
      );
    }
    if (quantity) {
      replay.build({
        snapshots: saved,
        quantity,
        labels,
        layout,
        theme,
        live: history.status === 'running' ? done : null
      });
    }
    for (const each of replay.elements) {
      each.classList.toggle('jp-gatescope-away', !quantity);
    }
  };

  const drawGates = (
    gates: NonNullable<History['gates']>,
    layout: TrainingLayout,
    x: (epoch: number) => number,
    theme: Theme
  ): void => {
    while (spreads.length > gates.length) {
      spreads.pop()?.map.remove();
    }
    while (spreads.length < gates.length) {
      const spread = createGateSpread(translate);
      spreads.push(spread);
      mapHost.append(spread.map);
    }
    if (gates.length > 0) {
      above.append(
        svg(
          'text',
          { class: 'jp-gatescope-strong', x: 0, y: layout.gateTitle },
          translate('gate values')
        ),
        svg(
          'text',
          { class: 'jp-gatescope-axis', x: 84, y: layout.gateTitle },
          theme.dark
            ? translate('brighter = more values there')
            : translate('darker = more values there')
        )
      );
    }
    for (const [index, gate] of gates.entries()) {
      spreads[index].build(gate, layout.gates[index], x, theme, frame.narrow);
      above.append(spreads[index].element);
    }
  };

  const legendOf = ({
    validation
  }: History['metrics'][number]): SVGElement[] =>
    frame.narrow
      ? []
      : [
          svg(
            'text',
            { class: 'jp-gatescope-strong', x: 0, y: 18 },
            translate('loss')
          ),
          ...[
            { name: translate('training'), kind: 'training' },
            ...(validation
              ? [{ name: translate('validation'), kind: 'validation' }]
              : [])
          ].flatMap(({ name, kind }, index) => [
            svg('line', {
              class: `jp-gatescope-${kind}-line`,
              x1: 0,
              x2: 14,
              y1: 34 + index * 16,
              y2: 34 + index * 16
            }),
            svg(
              'text',
              { class: 'jp-gatescope-axis', x: 18, y: 38 + index * 16 },
              name
            )
          ])
        ];

  return { build };
}

/** The loss first, then what else is measured, then the norm of the gradients. */
function chartedMetrics(history: History): History['metrics'] {
  const { metrics, gradientNorm } = history;
  const loss = metrics.find(({ name }) => name === 'loss') ?? metrics[0];
  return [
    loss,
    ...metrics.filter(metric => metric !== loss).slice(0, 2),
    ...(gradientNorm && gradientNorm.values.length > 0
      ? [{ name: 'gradient norm', training: gradientNorm }]
      : [])
  ];
}

function firstLayerGates(history: History): NonNullable<History['gates']> {
  const gates = history.gates ?? [];
  return gates.filter(({ layer }) => layer === gates[0].layer).slice(0, 4);
}

function partOfEpoch({ progress, status }: History): number {
  return progress && status !== 'finished'
    ? progress.batch / Math.max(1, progress.batches)
    : 0;
}

function replayLabels(
  labels: readonly string[] | undefined,
  steps: number,
  width: number,
  measure: (text: string) => number
): LabelLayout {
  return layoutLabels({ steps, labels, columnWidth: width / steps, measure });
}

function labelHeight(
  labels: LabelLayout,
  measure: (text: string) => number
): number {
  return labels.mode === 'turned'
    ? Math.min(
        80,
        Math.max(...labels.ticks.map(({ text }) => measure(text))) * 0.77 + 12
      )
    : 16;
}
