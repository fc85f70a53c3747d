import { scaleLinear } from 'd3-scale';
import type { Bundle, History } from '../../trace';
import type { View, ViewFactory } from '../context';
import { html, svg } from '../base/dom';
import { createFrame } from '../base/frame';
import type { KeyAction } from '../base/keys';
import { textMeasure } from '../base/measure';
import { createPainter } from '../base/painter';
import { createPlayer } from '../base/player';
import { readTheme } from '../base/theme';
import { layoutLabels, type LabelLayout } from '../base/timeLabels';
import { createGatesView } from '../gates/createGatesView';
import { createGateSpread, type GateSpread } from './gateSpread';
import { epochAxis, futureHatch } from './epochAxis';
import { metricChart } from './metricChart';
import { createProgressBar } from './progressBar';
import { createReplay, replayQuantity } from './replay';
import { trainingLayout, type TrainingLayout } from './trainingLayout';
import { trainingTools } from './trainingTools';
import { bestEpochOf, historyTable, sinceBest } from './trainingWords';

/** The training view: what is it learning, now? */
export const createTrainingView: ViewFactory<History> = (
  element,
  bundle,
  context
) => {
  const { cursor, link, store, settings, translate } = context;
  let history = bundle;
  let width = 0;
  let layout: TrainingLayout | null = null;
  /** Index of the replayed snapshot; null follows the best epoch. */
  let chosen = store.get<number>(bundle.id, 'replay') ?? null;
  let gatesOpen = store.get<boolean>(bundle.id, 'replayGates') ?? false;
  let gatesView: View | null = null;
  let gatesShown = -1;

  const frame = createFrame(element, {
    bundle,
    context,
    title: translate('Training'),
    onKey: action => onKey(action),
    table: () => historyTable(history, translate),
    onStatus: () => {
      attach();
      build();
    }
  });
  const progress = createProgressBar(translate);
  frame.element
    .querySelector('.jp-gatescope-reading')
    ?.before(progress.element);
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
  const replay = createReplay(translate, {
    choose: index => choose(index),
    step: step => cursor.move({ step }, view),
    play: () => player.toggle()
  });
  const gatesHost = html('div', { class: 'jp-gatescope-nested' });
  frame.picture.append(still, mapHost, above, ...replay.elements);
  frame.below.append(gatesHost);
  let theme = readTheme(frame.element);

  const snapshots = () => history.snapshots ?? [];
  const running = (): boolean => history.status === 'running';
  const live = (): boolean => frame.status.state === 'live';
  const chosenIndex = (): number => {
    const count = snapshots().length;
    if (chosen !== null && chosen < count) {
      return chosen;
    }
    const best = snapshots().findIndex(
      ({ epoch }) => epoch === bestEpochOf(history)
    );
    return best >= 0 ? best : count - 1;
  };

  const build = (): void => {
    if (width === 0) {
      return;
    }
    const narrow = frame.narrow;
    const saved = snapshots();
    const quantity = replayQuantity(saved, cursor.position.unit ?? 0);
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
    const next = trainingLayout({
      ...base,
      labelHeight: labels ? labelHeight(labels, measure) : 0
    });
    layout = next;
    const { done, planned } = history.epochs;
    const last = Math.max(planned, done, 1);
    const x = scaleLinear(
      [0, last],
      [next.loss.x, next.loss.x + next.loss.width]
    );
    frame.picture.style.height = `${next.height}px`;
    for (const layer of [still, above]) {
      layer.setAttribute('width', String(frame.width));
      layer.setAttribute('height', String(next.height));
      layer.replaceChildren();
    }
    const best = bestEpochOf(history);
    if (best !== undefined && best + 1 < done) {
      still.append(
        svg('rect', {
          class: 'jp-gatescope-since-best',
          x: x(best + 1),
          y: next.loss.y,
          width: x(done) - x(best + 1),
          height: next.loss.height
        })
      );
    }
    still.append(
      ...futureHatch(
        x(done),
        x(last),
        [next.loss, ...next.gates],
        frame.picture
      )
    );
    const chart = metricChart(loss, {
      box: next.loss,
      x,
      best,
      bestWords:
        best === undefined ? undefined : translate('best: epoch %1', best + 1),
      batches: history.batchLoss && {
        values: history.batchLoss.values,
        epochs: done + partOfEpoch(history)
      }
    });
    above.append(chart.element, ...legendOf(loss, narrow));
    drawGates(next, x);
    above.append(epochAxis(next, last, done, translate));
    for (const [index, metric] of metrics.entries()) {
      const box = next.metrics[index];
      const right = scaleLinear([0, last], [box.x, box.x + box.width]);
      above.append(
        svg(
          'text',
          { class: 'jp-gatescope-strong', x: box.x - 30, y: box.y - 10 },
          translate(metric.name)
        ),
        metricChart(metric, { box, x: right }).element
      );
    }
    if (quantity) {
      replay.build({
        snapshots: saved,
        quantity,
        labels,
        layout: next,
        theme,
        live: running() ? done : null
      });
    }
    for (const each of replay.elements) {
      each.classList.toggle('jp-gatescope-away', !quantity);
    }
    describe();
    paint();
  };

  const drawGates = (
    next: TrainingLayout,
    x: (epoch: number) => number
  ): void => {
    const gates = firstLayerGates(history);
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
          { class: 'jp-gatescope-strong', x: 0, y: next.gateTitle },
          translate('gate values')
        ),
        svg(
          'text',
          { class: 'jp-gatescope-axis', x: 84, y: next.gateTitle },
          theme.dark
            ? translate('brighter = more values there')
            : translate('darker = more values there')
        )
      );
    }
    for (const [index, gate] of gates.entries()) {
      spreads[index].build(gate, next.gates[index], x, theme, frame.narrow);
      above.append(spreads[index].element);
    }
  };

  const legendOf = (
    { validation }: History['metrics'][number],
    narrow: boolean
  ): SVGElement[] =>
    narrow
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
              {
                class: 'jp-gatescope-axis',
                x: 0,
                y: 34 + index * 16 + 4,
                dx: 18
              },
              name
            )
          ])
        ];

  /** Everything that is words. */
  const describe = (): void => {
    frame.status.override(running() && live() ? 'training' : null);
    frame.setMeta(
      [
        history.model?.layers
          .filter(({ parameters }) => parameters.count > 0)
          .map(({ type }) => type)
          .join(', ') ?? '',
        history.title ?? ''
      ]
        .filter(text => text !== '')
        .join(' · ')
    );
    progress.show(history, live());
    frame.setReading(
      translate(
        'the pictures share one epoch axis. Validation loss rising while training loss falls: learning by heart.'
      )
    );
    frame.setChanged(sinceBest(history, translate));
    frame.setTools(
      trainingTools(
        {
          history,
          live: live(),
          gatesOpen,
          hasSnapshots: snapshots().length > 0
        },
        {
          stop: () => void ask('stop'),
          resume: more => void ask('resume', more),
          gates: () => {
            gatesOpen = !gatesOpen;
            store.set(bundle.id, 'replayGates', gatesOpen);
            describe();
            paint();
          }
        },
        translate
      )
    );
    frame.refreshTable();
  };

  const ask = async (
    method: 'stop' | 'resume',
    more: { epochs?: number; batches?: number } = {}
  ): Promise<void> => {
    try {
      await link.request(method, { id: bundle.id, ...more });
      frame.setNotice('');
    } catch (reason) {
      frame.setNotice(
        reason instanceof Error ? reason.message : String(reason)
      );
    }
  };

  const choose = (index: number): void => {
    chosen = Math.max(0, Math.min(snapshots().length - 1, index));
    store.set(bundle.id, 'replay', chosen);
    painter.schedule();
    const snapshot = snapshots()[chosen];
    if (snapshot) {
      frame.announce(translate('epoch %1', snapshot.epoch + 1));
    }
  };

  const painter = createPainter(frame.element, () => paint());
  const paint = (): void => {
    if (!layout?.replay || snapshots().length === 0) {
      showGates();
      return;
    }
    replay.paint(chosenIndex(), cursor.position.step, player.playing);
    showGates();
  };

  /** The gates of the chosen epoch, below; made when asked for and then only updated. */
  const showGates = (): void => {
    const snapshot = snapshots()[chosenIndex()];
    if (!gatesOpen || !snapshot) {
      gatesView?.dispose();
      gatesView = null;
      return;
    }
    const trace = {
      ...snapshot.trace,
      live: undefined,
      title: translate('epoch %1', snapshot.epoch + 1)
    };
    if (!gatesView) {
      gatesView = createGatesView(gatesHost, trace, context);
      gatesView.resize(frame.width);
    } else if (gatesShown !== snapshot.epoch) {
      gatesView.update(trace);
    }
    gatesShown = snapshot.epoch;
  };

  const player = createPlayer(
    settings,
    () => {
      const count = snapshots().length;
      const next = chosenIndex() + 1;
      // From the end it starts over.
      choose(next >= count && !player.playing ? 0 : next);
      return chosenIndex() + 1 < count;
    },
    () => painter.schedule()
  );

  const onKey = (action: KeyAction): boolean => {
    const count = snapshots().length;
    switch (action) {
      case 'nextStep':
        choose(chosenIndex() + 1);
        return count > 0;
      case 'previousStep':
        choose(chosenIndex() - 1);
        return count > 0;
      case 'firstStep':
        choose(0);
        return count > 0;
      case 'lastStep':
        choose(count - 1);
        return count > 0;
      case 'play':
        player.toggle();
        return count > 0;
      default:
        return false;
    }
  };

  /** A saved picture of a running fit is of the past: asks where it is now. */
  const attach = (): void => {
    if (!live()) {
      return;
    }
    link
      .request('history', { id: bundle.id })
      .then(({ history: now }) => take(now))
      .catch(() => undefined);
  };
  const take = (next: History): void => {
    history = next;
    builder.schedule();
  };
  const builder = createPainter(frame.element, () => build());

  const view: View = {
    update(next: Bundle) {
      if (next.kind === 'history') {
        take(next);
      }
    },
    resize(next) {
      if (next === 0 || next === width) {
        return;
      }
      width = next;
      frame.resize(next);
      gatesView?.resize(frame.width);
      build();
    },
    themeChanged() {
      theme = readTheme(frame.element);
      gatesView?.themeChanged();
      build();
    },
    dispose() {
      player.stop();
      painter.dispose();
      builder.dispose();
      for (const stop of stops.splice(0)) {
        stop();
      }
      gatesView?.dispose();
      replay.dispose();
      frame.dispose();
    }
  };
  const stops = [
    cursor.subscribe(() => painter.schedule()),
    link.onEvent('history', ({ id, history: next }) => {
      if (id === bundle.id) {
        take(next);
      }
    })
  ];
  attach();
  return view;
};

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
