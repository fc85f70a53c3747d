import type { Cursor } from '../context';
import type { Translate } from '../../scene/words/translate';
import { html, listen, setText, svg } from '../base/dom';
import { formatFixed } from '../../scene/words/format';
import { createHeatmap } from '../base/heatmap';
import { shorten } from '../../scene/words/fitText';
import { pointedStep } from '../base/stepNow';
import { niceStep } from '../../scene/words/timeLabels';
import type { Theme } from '../base/theme';
import { toolButton } from '../base/tools';
import { lastValue } from '../../views/map/seriesPanels';
import { stepAxis } from '../../scene/marks/axes';
import { drawn } from '../scene/drawn';
import type { Mark } from '../../scene/marks/mark';
import type { StepScale } from '../../scene/marks/plane';
import { createRampLegend } from '../scene/rampLegend';
import { text } from '../../scene/marks/text';
import type { ReplayQuantity, Snapshots } from './replayQuantity';
import type { TrainingLayout } from './trainingLayout';

export interface ReplayScene {
  readonly snapshots: Snapshots;
  readonly quantity: ReplayQuantity;
  readonly place: NonNullable<TrainingLayout['replay']>;
  /** The steps of the sequence over the width of the map. */
  readonly steps: StepScale;
  /** The epoch that a running training is at. */
  readonly live: number | null;
  readonly measure: (text: string) => number;
}

/** Saved epochs × steps, with a slider. */
export interface Replay {
  readonly element: HTMLElement;
  /** Draws a state of the training; null hides all of it. */
  build(scene: ReplayScene | null): void;
  paint(theme: Theme): void;
  /** Marks the row of an epoch, where it was saved, and a step. */
  moveTo(epoch: number, cursor: Cursor, playing: boolean): void;
  /** The saved epoch and the step at a place; null beside the map. */
  at(x: number, y: number): { epoch: number; column: number } | null;
  dispose(): void;
}

/** The parts outlive what is drawn: a slider that is being dragged stays the one that is held. */
export function createReplay(
  translate: Translate,
  actions: { choose: (epoch: number) => void; play: () => void }
): Replay {
  const map = createHeatmap();
  const legend = createRampLegend();
  const words = svg('svg', {
    class: 'jp-gatescope-layer',
    'aria-hidden': 'true'
  });
  const frame = html('div', { class: 'jp-gatescope-cursor' });
  const column = html('div', { class: 'jp-gatescope-cursor', hidden: true });
  const panel = sliderPanel(translate, actions);
  const element = html(
    'div',
    {},
    map.element,
    legend.element,
    words,
    frame,
    column,
    panel.element
  );
  let scene: ReplayScene | null = null;
  return {
    element,
    build(next) {
      scene = next;
      element.classList.toggle('jp-gatescope-away', !scene);
      if (!scene) {
        return;
      }
      const { slider } = scene.place;
      words.setAttribute('width', String(slider.x + slider.width));
      words.setAttribute('height', String(slider.y + slider.height));
      words.replaceChildren(...replayMarks(scene, translate).map(drawn));
      panel.build(scene);
    },
    paint(theme) {
      if (scene) {
        const { slider } = scene.place;
        paintMap(map, scene, theme);
        legend.paint(rampOf(scene, theme), {
          x: slider.x + 30,
          y: slider.y + slider.height - 28,
          width: LEGEND,
          height: 8
        });
      }
    },
    moveTo(epoch, cursor, playing) {
      const chosen =
        scene?.snapshots.findIndex(each => each.epoch === epoch) ?? -1;
      if (!scene || chosen < 0) {
        return;
      }
      const { steps, snapshots, place } = scene;
      const { x, y, width, height } = place.map;
      const row = height / snapshots.length;
      put(frame, { x, y: y + chosen * row, width, height: row });
      const step = pointedStep(cursor, steps);
      column.hidden = step === null;
      put(column, {
        x: steps.left(step ?? 0),
        y,
        width: steps.column,
        height
      });
      panel.show(scene, chosen, playing);
    },
    at(x, y) {
      const step = scene?.steps.stepAt(x) ?? null;
      if (!scene || step === null) {
        return null;
      }
      const { map: box } = scene.place;
      const row = Math.floor(
        ((y - box.y) / box.height) * scene.snapshots.length
      );
      const snapshot = scene.snapshots[row];
      return snapshot ? { epoch: snapshot.epoch, column: step } : null;
    },
    dispose: () => panel.dispose()
  };
}

const LEGEND = 120;

function put(
  { style }: HTMLElement,
  box: { x: number; y: number; width: number; height: number }
): void {
  style.transform = `translate(${box.x - 1}px, ${box.y - 1}px)`;
  style.width = `${box.width + 2}px`;
  style.height = `${box.height + 2}px`;
}

function rampOf({ quantity }: ReplayScene, theme: Theme): Theme['gates'] {
  return quantity.diverging ? theme.states : theme.gates;
}

function paintMap(
  map: ReturnType<typeof createHeatmap>,
  scene: ReplayScene,
  theme: Theme
): void {
  const { snapshots, quantity, place } = scene;
  const { steps } = scene.steps;
  const values = new Float32Array(snapshots.length * steps);
  for (const [row, { trace }] of snapshots.entries()) {
    values.set(Array.from(quantity.values(trace)).slice(0, steps), row * steps);
  }
  map.paint(
    {
      values,
      rows: snapshots.length,
      columns: steps,
      rowStride: steps,
      columnStride: 1
    },
    rampOf(scene, theme),
    quantity.range
  );
  const { x, y, width, height } = place.map;
  map.place(x, y, width, height);
}

/** Title, steps, epochs and what the colours mean. */
function replayMarks(scene: ReplayScene, translate: Translate): Mark[] {
  const { place, quantity, steps, snapshots, measure } = scene;
  const { map: box, title, labels, slider } = place;
  const axis = { class: 'jp-gatescope-axis' };
  const row = box.height / snapshots.length;
  const numbered = numberedRows(snapshots, niceStep(14 / row));
  const [low, high] = quantity.range;
  const ends = [
    { value: low, anchor: 'start' },
    { value: (low + high) / 2, anchor: 'middle' },
    { value: high, anchor: 'end' }
  ] as const;
  return [
    text(translate('replay'), box.x - 32, title, {
      class: 'jp-gatescope-strong'
    }),
    text(titleWords(scene, box.width - 14, translate), box.x + 14, title, axis),
    ...stepAxis(steps, labels.y + labels.height, {
      labels: quantity.labels,
      measure,
      turn: true,
      above: true,
      words: {}
    }).map(({ mark }) => mark),
    ...snapshots.flatMap(({ epoch }, index) =>
      numbered.has(index)
        ? [
            text(
              String(epoch + 1),
              box.x - 6,
              box.y + (index + 0.5) * row + 4,
              {
                anchor: 'end',
                ...axis
              }
            )
          ]
        : []
    ),
    ...ends.map(({ value, anchor }, index) =>
      text(
        value === 0.5
          ? '.5'
          : formatFixed(value, Number.isInteger(value) ? 0 : 1),
        slider.x + 30 + (index * LEGEND) / 2,
        slider.y + slider.height - 6,
        { anchor, ...axis }
      )
    )
  ];
}

/**
 * The rows with their epoch beside them: the round ones, which the axis of the epochs names too, and
 * the first and the last. Where no saved epoch is round, each nth.
 */
export function numberedRows(
  snapshots: readonly { readonly epoch: number }[],
  every: number
): Set<number> {
  const round = snapshots.flatMap(({ epoch }, row) =>
    (epoch + 1) % every === 0 ? [row] : []
  );
  const apart = (row: number): boolean =>
    round.every(each => each === row || Math.abs(each - row) >= every);
  const last = snapshots.length - 1;
  return new Set(
    round.length * every * 2 > snapshots.length
      ? [...round, ...[0, last].filter(apart)]
      : snapshots.flatMap((_, row) => (row % every === 0 ? [row] : []))
  );
}

/** What is drawn, as far as it has room: the rows have the numbers of their epochs beside them. */
function titleWords(
  {
    quantity: { name },
    snapshots,
    measure
  }: Pick<ReplayScene, 'quantity' | 'snapshots' | 'measure'>,
  room: number,
  translate: Translate
): string {
  const every =
    snapshots.length > 1 ? snapshots[1].epoch - snapshots[0].epoch : 1;
  const full =
    every === 1
      ? translate('%1 after each %step, one row an epoch', name)
      : translate(
          '%1 after each %step, one row for every %2 epochs',
          name,
          every
        );
  return measure(full) <= room
    ? full
    : shorten(translate('%1 after each %step', name), room, measure);
}

interface SliderPanel {
  readonly element: HTMLElement;
  build(scene: ReplayScene): void;
  show(scene: ReplayScene, chosen: number, playing: boolean): void;
  dispose(): void;
}

/** Play, the slider over the saved epochs, and where the chosen one ends. */
function sliderPanel(
  translate: Translate,
  { choose, play: toggle }: Parameters<typeof createReplay>[1]
): SliderPanel {
  const play = toolButton({
    id: 'play',
    label: '▶',
    title: translate('Play the saved epochs (Space)'),
    look: 'quiet',
    run: toggle
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
  const element = html(
    'div',
    { class: 'jp-gatescope-replay' },
    html('div', { class: 'jp-gatescope-replay-row' }, play, slider),
    html('div', { class: 'jp-gatescope-replay-words' }, chosenWords, liveWords)
  );
  let saved: Snapshots = [];
  return {
    element,
    build({ place, snapshots, live }) {
      saved = snapshots;
      const { x, y, width } = place.slider;
      element.style.left = `${x}px`;
      element.style.top = `${y}px`;
      element.style.width = `${width}px`;
      slider.max = String(snapshots.length - 1);
      setText(
        liveWords,
        live === null ? '' : translate('live: epoch %1', live)
      );
    },
    show({ snapshots, quantity }, chosen, playing) {
      const { epoch, trace } = snapshots[chosen];
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
    dispose: listen(slider, 'input', () =>
      choose(saved[slider.valueAsNumber].epoch)
    )
  };
}
