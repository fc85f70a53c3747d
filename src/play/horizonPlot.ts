import { fill, html, listen, setAttributes, svg } from '../widgets/base/dom';
import { shorten } from '../scene/words/fitText';
import { createHeatmap, type Heatmap } from '../widgets/base/heatmap';
import { labelFont, textMeasure } from '../widgets/base/measure';
import { readRamp, type Ramp } from '../scene/ramp';
import { drawn } from '../widgets/scene/drawn';
import {
  horizonAt,
  horizonFrame,
  horizonMatrix,
  horizonScene,
  type HorizonLook,
  type Horizons,
  type HorizonScene
} from '../views/race/horizonMarks';
import { stepScale, type Box } from '../scene/marks/plane';

/** What several networks hold, by group and epoch: shares from 0 (chance) to 1 (always right). */
export interface HorizonsShown extends Horizons {
  /** Of each network a row an epoch, the first first. */
  readonly rows: readonly (readonly ArrayLike<number>[])[];
  /** Of each network a row with something held, or null. */
  readonly heldRows?: readonly (ArrayLike<number> | null)[];
  /** The epoch that is looked at, from 0, and the group; null where nobody can look elsewhere. */
  readonly at: { readonly epoch: number; readonly group: number } | null;
  /** Of each network what it shows, for who cannot see it; the picture around says it where absent. */
  readonly words?: readonly string[];
}

/** The plots of a race: one layout for the playground and for the view of a notebook. */
export interface HorizonPlot {
  readonly element: HTMLElement;
  /** @param plot how high each is, in CSS pixels; 132 unless given */
  draw(shown: HorizonsShown, width: number, plot?: number): void;
  dispose(): void;
}

const PLOT = 132;

const look: HorizonLook = {
  name: { class: 'jp-gatescope-horizon-name' },
  second: { class: 'jp-gatescope-horizon-words' },
  frame: { class: 'jp-gatescope-horizon-frame' },
  ends: [
    { class: 'jp-gatescope-horizon-pale' },
    { class: 'jp-gatescope-horizon-deep' }
  ]
};

/** @param pick called with what is pointed at: an epoch and a group, from 0 */
export function createHorizonPlot(
  pick: (epoch: number, group: number) => void
): HorizonPlot {
  const picture = svg('svg', { 'aria-hidden': 'true' });
  const element = html('div', { class: 'jp-gatescope-horizons' }, picture);
  const panels: Panel[] = [];
  let built = '';
  let scene: HorizonScene | null = null;
  let shown: HorizonsShown | null = null;

  const build = (
    next: HorizonsShown,
    width: number,
    plot: number
  ): HorizonScene => {
    const measure = textMeasure(labelFont(element));
    const laid = horizonScene(
      next,
      width,
      { measure, shorten: (words, room) => shorten(words, room, measure) },
      plot
    );
    setAttributes(picture, { width, height: laid.height });
    fill(picture, horizonFrame(laid, look).map(drawn));
    element.style.height = `${laid.height}px`;
    while (panels.length > laid.panels.length) {
      panels.pop()?.remove();
    }
    while (panels.length < laid.panels.length) {
      const at = panels.length;
      panels.push(
        createPanel(element, (x, y) => {
          if (scene && shown && shown.rows[at].length > 0) {
            const hit = horizonAt(scene.horizons, scene.panels[at].box, x, y);
            pick(Math.min(hit.epoch, shown.rows[at].length - 1), hit.group);
          }
        })
      );
    }
    return laid;
  };

  return {
    element,
    draw(next, width, plot = PLOT) {
      shown = next;
      const { names, groups, planned, across, ends, held } = next;
      const key = JSON.stringify([
        ...[names, groups, planned, across, ends, held ?? [], width, plot]
      ]);
      if (key !== built || scene === null) {
        built = key;
        scene = build(next, width, plot);
      }
      const ramp = horizonRamp(element);
      element.style.setProperty('--jp-gatescope-horizon-pale', ramp.css(0));
      element.style.setProperty('--jp-gatescope-horizon-deep', ramp.css(1));
      panels.forEach((panel, at) => panel.draw(scene!, next, at, ramp));
    },
    dispose: () => panels.forEach(panel => panel.remove())
  };
}

interface Panel {
  draw(scene: HorizonScene, shown: HorizonsShown, at: number, ramp: Ramp): void;
  remove(): void;
}

/** One network's plot with the place that is looked at; dragged over, it is pointed at. */
function createPanel(
  host: HTMLElement,
  point: (x: number, y: number) => void
): Panel {
  const map = createHeatmap();
  map.element.classList.add('jp-gatescope-horizon');
  const held = createHeatmap();
  held.element.classList.add('jp-gatescope-horizon-held');
  const column = html('div', { class: 'jp-gatescope-horizon-column' });
  const line = html('div', { class: 'jp-gatescope-horizon-line' });
  host.append(map.element, held.element, column, line);
  let isDown = false;
  const pointed = (event: PointerEvent): void => {
    const { left, top } = host.getBoundingClientRect();
    point(event.clientX - left, event.clientY - top);
  };
  const stops = [
    listen<PointerEvent>(map.element, 'pointerdown', event => {
      isDown = true;
      map.element.setPointerCapture(event.pointerId);
      pointed(event);
    }),
    listen<PointerEvent>(
      map.element,
      'pointermove',
      event => isDown && pointed(event)
    ),
    ...['pointerup', 'pointercancel'].map(name =>
      listen(map.element, name, () => (isDown = false))
    )
  ];
  return {
    draw(
      scene,
      { rows, heldRows, groups, planned, at: looked, words },
      at,
      ramp
    ) {
      const { box, held: below } = scene.panels[at];
      paint(map, box, rows[at], planned, groups.length, ramp);
      setAttributes(
        map.element,
        words
          ? { role: 'img', 'aria-label': words[at], 'aria-hidden': null }
          : {}
      );
      const row = heldRows?.[at];
      held.element.hidden = !row || !below;
      if (row && below) {
        paint(held, below, [row], 1, groups.length, ramp);
      }
      column.hidden = line.hidden = looked === null || rows[at].length === 0;
      if (looked !== null) {
        const columns = stepScale(groups.length, box);
        place(column, {
          ...box,
          x: columns.left(looked.group),
          width: columns.column
        });
        const up = Math.min(looked.epoch + 1, rows[at].length) / planned;
        place(line, { ...box, y: box.y + box.height * (1 - up), height: 0 });
      }
    },
    remove() {
      stops.forEach(stop => stop());
      [map.element, held.element, column, line].forEach(each => each.remove());
    }
  };
}

function place({ style }: HTMLElement, { x, y, width, height }: Box): void {
  style.transform = `translate(${x}px, ${y}px)`;
  style.width = `${width}px`;
  style.height = `${height}px`;
}

/** Rows as boxes of one color each, without a seam. */
export function paint(
  map: Heatmap,
  { x, y, width, height }: Box,
  rows: readonly ArrayLike<number>[],
  planned: number,
  columns: number,
  ramp: Ramp
): void {
  map.paint(horizonMatrix(rows, columns, planned), ramp, [0, 1]);
  map.place(x, y, width, height);
}

/** The colors of what is held: 0 at chance, 1 always right. */
export const horizonRamp = (element: Element): Ramp =>
  readRamp(
    getComputedStyle(element)
      .getPropertyValue('--jp-gatescope-ramp-horizon')
      .trim()
  );
