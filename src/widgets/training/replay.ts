import type { History, Trace } from '../../trace';
import type { Translate } from '../context';
import { html, listen, setText, svg } from '../base/dom';
import { formatFixed } from '../base/format';
import { createHeatmap, floorPixels } from '../base/heatmap';
import { labelFont, shorten, textMeasure } from '../base/measure';
import { niceStep, shortDate, type LabelLayout } from '../base/timeLabels';
import type { Theme } from '../base/theme';
import { toolButton } from '../base/tools';
import { lastValue } from '../gates/seriesPanels';
import { extentOf } from '../marks/valueScale';
import type { TrainingLayout } from './trainingLayout';

type Snapshots = NonNullable<History['snapshots']>;

/** What is replayed: an output of the network, or one unit of a state. */
export interface ReplayQuantity {
  readonly name: string;
  readonly range: readonly [number, number];
  /** Whether the middle of the range is a place where something turns: zero, or a half for a share. */
  readonly diverging: boolean;
  /** `[T]` of one snapshot. */
  values(trace: Trace): ArrayLike<number>;
}

/** The first output that has a value at each step; else a unit of the last state. */
export function replayQuantity(
  snapshots: Snapshots,
  unit: number
): ReplayQuantity | null {
  const first = snapshots[0]?.trace;
  if (!first) {
    return null;
  }
  const at = first.outputs.findIndex(
    ({ values }) => Array.from(values.values).filter(Number.isFinite).length > 1
  );
  if (at >= 0) {
    const { name, range } = first.outputs[at];
    const values = (trace: Trace): ArrayLike<number> =>
      trace.outputs[at]?.values.values ?? [];
    return {
      name,
      ...scaleOf(range, extentOf(snapshots.map(({ trace }) => values(trace)))),
      values
    };
  }
  const state = first.layers[0]?.channels.findLast(
    ({ role }) => role === 'state'
  );
  if (!state) {
    return null;
  }
  const { units } = first.layers[0];
  const values = (trace: Trace): ArrayLike<number> => {
    const channel = trace.layers[0].channels.find(
      ({ name }) => name === state.name
    );
    return Array.from(
      { length: trace.time.steps },
      (_, step) => channel?.array.values[step * units + unit] ?? NaN
    );
  };
  const [low, high] = extentOf(snapshots.map(({ trace }) => values(trace)));
  const end = Math.max(Math.abs(low), Math.abs(high));
  return {
    name: `${state.name}, unit ${unit}`,
    range: state.range[1] <= 1 ? [-1, 1] : [-end, end],
    diverging: true,
    values
  };
}

/**
 * A share of one has its declared range, with the middle where the answer turns. A measured quantity
 * has no such middle: it is symmetric where it has both signs, else from its least to its greatest.
 */
function scaleOf(
  declared: readonly [number, number] | undefined,
  [low, high]: readonly [number, number]
): Pick<ReplayQuantity, 'range' | 'diverging'> {
  if (declared) {
    return { range: declared, diverging: true };
  }
  const end = Math.max(Math.abs(low), Math.abs(high));
  return low < 0 && high > 0
    ? { range: [-end, end], diverging: true }
    : { range: [low, high], diverging: false };
}

/** Saved epochs × steps, with a slider. */
export interface Replay {
  readonly elements: readonly Element[];
  build(input: {
    snapshots: Snapshots;
    quantity: ReplayQuantity;
    labels: LabelLayout | null;
    layout: TrainingLayout;
    theme: Theme;
    live: number | null;
  }): void;
  /** Marks a snapshot (by its index) and a step. */
  paint(chosen: number, step: number | null, playing: boolean): void;
  dispose(): void;
}

export function createReplay(
  translate: Translate,
  actions: {
    choose: (index: number) => void;
    step: (step: number) => void;
    play: () => void;
  }
): Replay {
  const map = createHeatmap();
  const legend = createHeatmap();
  const words = svg('svg', {
    class: 'jp-gatescope-layer',
    'aria-hidden': 'true'
  });
  const frame = html('div', { class: 'jp-gatescope-cursor' });
  const column = html('div', { class: 'jp-gatescope-cursor', hidden: true });
  const catcher = html('div', { class: 'jp-gatescope-catcher' });
  const play = toolButton({
    id: 'play',
    label: '▶',
    title: translate('Play the saved epochs (Space)'),
    look: 'quiet',
    run: actions.play
  });
  const slider = html('input', {
    type: 'range',
    min: 0,
    step: 1,
    tabindex: -1,
    'aria-label': translate('saved epoch')
  });
  const chosenWords = html('b');
  const liveWords = html('span', { class: 'jp-gatescope-second' });
  const panel = html(
    'div',
    { class: 'jp-gatescope-replay' },
    html('div', { class: 'jp-gatescope-replay-row' }, play, slider),
    html('div', { class: 'jp-gatescope-replay-words' }, chosenWords, liveWords)
  );
  let snapshots: Snapshots = [];
  let quantity: ReplayQuantity | null = null;
  let columnWidth = 1;
  let rowHeight = 1;
  let left = 0;
  let top = 0;
  let steps = 1;

  const place = (event: PointerEvent): { row: number; step: number } => {
    const box = catcher.getBoundingClientRect();
    const within = (index: number, count: number): number =>
      Math.max(0, Math.min(count - 1, index));
    return {
      row: within(
        Math.floor((event.clientY - box.top) / rowHeight),
        snapshots.length
      ),
      step: within(Math.floor((event.clientX - box.left) / columnWidth), steps)
    };
  };
  const stops = [
    listen(slider, 'input', () => actions.choose(slider.valueAsNumber)),
    listen<PointerEvent>(catcher, 'pointermove', event => {
      event.stopPropagation();
      actions.step(place(event).step);
    }),
    listen<PointerEvent>(catcher, 'click', event =>
      actions.choose(place(event).row)
    )
  ];

  const build: Replay['build'] = ({
    snapshots: saved,
    quantity: shown,
    labels,
    layout,
    theme,
    live
  }) => {
    if (!layout.replay) {
      return;
    }
    snapshots = saved;
    quantity = shown;
    const { map: box, title, labels: labelBox } = layout.replay;
    steps = saved[0].trace.time.steps;
    columnWidth = floorPixels(box.width / steps);
    rowHeight = box.height / saved.length;
    left = box.x;
    top = box.y;
    const values = new Float32Array(saved.length * steps);
    for (const [row, { trace }] of saved.entries()) {
      values.set(Array.from(shown.values(trace)).slice(0, steps), row * steps);
    }
    map.paint(
      {
        values,
        rows: saved.length,
        columns: steps,
        rowStride: steps,
        columnStride: 1
      },
      shown.diverging ? theme.states : theme.gates,
      shown.range
    );
    map.place(left, top, columnWidth * steps, box.height);
    catcher.style.left = `${left}px`;
    catcher.style.top = `${top}px`;
    catcher.style.width = `${columnWidth * steps}px`;
    catcher.style.height = `${box.height}px`;
    words.replaceChildren(
      svg(
        'text',
        { class: 'jp-gatescope-strong', x: box.x - 32, y: title },
        translate('replay')
      ),
      svg(
        'text',
        { class: 'jp-gatescope-axis', x: box.x + 14, y: title },
        titleWords(shown.name, box.width - 14, words, translate)
      ),
      ...labelTexts(labels, labelBox, columnWidth),
      ...epochTexts(saved, box.x, top, rowHeight)
    );
    const last = layout.replay.slider;
    words.setAttribute('width', String(last.x + last.width));
    words.setAttribute('height', String(layout.height));
    panel.style.left = `${last.x}px`;
    panel.style.top = `${last.y}px`;
    panel.style.width = `${last.width}px`;
    slider.max = String(saved.length - 1);
    setText(liveWords, live === null ? '' : translate('live: epoch %1', live));
    drawLegend(layout, theme);
  };

  const drawLegend = (layout: TrainingLayout, theme: Theme): void => {
    if (!layout.replay || !quantity) {
      return;
    }
    const { slider: box } = layout.replay;
    const place = Float32Array.from({ length: 64 }, (_, index) => index / 63);
    legend.paint(
      { values: place, rows: 1, columns: 64, rowStride: 0, columnStride: 1 },
      quantity.diverging ? theme.states : theme.gates,
      [0, 1]
    );
    legend.place(box.x + 30, box.y + 50, 120, 8);
    const [low, high] = quantity.range;
    for (const [index, value] of [low, (low + high) / 2, high].entries()) {
      words.append(
        svg(
          'text',
          {
            class: 'jp-gatescope-axis',
            x: box.x + 30 + index * 60,
            y: box.y + 72,
            'text-anchor':
              index === 0 ? 'start' : index === 1 ? 'middle' : 'end'
          },
          value === 0.5
            ? '.5'
            : formatFixed(value, Number.isInteger(value) ? 0 : 1)
        )
      );
    }
  };

  return {
    elements: [
      map.element,
      legend.element,
      words,
      frame,
      column,
      catcher,
      panel
    ],
    build,
    paint(chosen, step, playing) {
      if (!quantity || snapshots.length === 0) {
        return;
      }
      const { epoch, trace } = snapshots[chosen];
      frame.style.transform = `translate(${left - 1}px, ${top + chosen * rowHeight - 1}px)`;
      frame.style.width = `${columnWidth * steps + 2}px`;
      frame.style.height = `${rowHeight + 2}px`;
      column.hidden = step === null || step >= steps;
      if (step !== null) {
        column.style.transform = `translate(${left + step * columnWidth - 1}px, ${top - 1}px)`;
        column.style.width = `${columnWidth + 2}px`;
        column.style.height = `${rowHeight * snapshots.length + 2}px`;
      }
      slider.value = String(chosen);
      setText(
        chosenWords,
        translate(
          'epoch %1: ends at %2',
          epoch + 1,
          formatFixed(lastValue(quantity.values(trace)))
        )
      );
      setText(play, playing ? '❚❚' : '▶');
    },
    dispose() {
      for (const stop of stops) {
        stop();
      }
    }
  };
}

/** What is drawn, as far as it has room: the rows have the numbers of their epochs beside them. */
function titleWords(
  name: string,
  room: number,
  element: Element,
  translate: Translate
): string {
  const measure = textMeasure(labelFont(element));
  const full = translate('%1 after each step, one row an epoch', name);
  return measure(full) <= room
    ? full
    : shorten(translate('%1 after each step', name), room, measure);
}

function labelTexts(
  labels: LabelLayout | null,
  box: { x: number; y: number; height: number },
  columnWidth: number
): SVGElement[] {
  return (labels?.ticks ?? []).map(({ step, text }) => {
    const x = box.x + (step + 0.5) * columnWidth;
    const y = box.y + box.height;
    return svg(
      'text',
      labels?.mode === 'turned'
        ? { transform: `translate(${x + 1} ${y}) rotate(-50)` }
        : { x, y, 'text-anchor': 'middle' },
      shortDate(text)
    );
  });
}

function epochTexts(
  snapshots: Snapshots,
  x: number,
  top: number,
  rowHeight: number
): SVGElement[] {
  const every = niceStep(14 / rowHeight);
  return snapshots.flatMap(({ epoch }, index) =>
    index % every === 0
      ? [
          svg(
            'text',
            {
              class: 'jp-gatescope-axis',
              x: x - 6,
              y: top + (index + 0.5) * rowHeight + 4,
              'text-anchor': 'end'
            },
            String(epoch + 1)
          )
        ]
      : []
  );
}
