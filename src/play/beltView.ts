import { html } from '../widgets/base/dom';
import { formatFixed } from '../widgets/base/format';
import { readTheme } from '../widgets/base/theme';
import type { LaneLook } from './messages';
import { fitCanvas, paintMatrix } from './paint';
import type { CellName, TaskName } from './playState';
import { arithmeticOf, largest } from './words';

/** One network at the shown sequence. */
export interface LaneShown {
  readonly look: LaneLook;
  readonly cell: CellName;
  readonly task: TaskName;
  readonly values: readonly number[];
  readonly marks: readonly number[];
  readonly truth: readonly number[];
  readonly delay: number;
  readonly held: { readonly gate: string; readonly value: number } | null;
  /** The step under the cursor, or null. */
  readonly step: number | null;
}

/** Steps and rows that an arrow key goes. */
export const MOVES: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1]
};

const clamp = (value: number, count: number): number =>
  Math.max(0, Math.min(count - 1, Math.floor(value)));

/** The state as a belt that runs along: a row a unit. A number is read by pointer or arrow keys. */
export function createBelt(point: (step: number) => void): {
  readonly name: HTMLElement;
  readonly belt: HTMLElement;
  readonly readout: HTMLElement;
  draw(shown: LaneShown): void;
} {
  const name = html('div', { class: 'play-name' });
  const belt = html('canvas', { class: 'play-belt', role: 'img', tabindex: 0 });
  const readout = html('p', { class: 'play-readout', hidden: true });
  let last: LaneShown | null = null;
  let unit = 0;
  const go = (step: number, row: number): void => {
    if (last) {
      unit = clamp(row, last.look.units[last.look.belt]);
      point(clamp(step, last.values.length));
    }
  };
  const pointed = ({ clientX, clientY }: PointerEvent): void => {
    const { left, top, width, height } = belt.getBoundingClientRect();
    if (last) {
      go(
        ((clientX - left) / width) * last.values.length,
        ((clientY - top) / height) * last.look.units[last.look.belt]
      );
    }
  };
  belt.addEventListener('pointermove', pointed);
  belt.addEventListener('pointerdown', pointed);
  belt.addEventListener('keydown', event => {
    const move = MOVES[event.key];
    if (last && move) {
      event.preventDefault();
      go((last.step ?? 0) + move[0], unit + move[1]);
    }
  });
  return {
    name,
    belt: html('div', { class: 'play-belt-host' }, belt),
    readout,
    draw(shown) {
      last = shown;
      const { look, step, cell, values } = shown;
      const units = look.units[look.belt];
      const row = Math.min(unit, units - 1);
      const scale = largest(look.channels[look.belt]);
      name.replaceChildren(
        html(
          'span',
          { class: 'play-long' },
          look.belt === 'c' ? 'cell state ' : 'state '
        ),
        html('i', {}, look.belt),
        html('small', {}, `± ${formatFixed(scale, 1)}`)
      );
      belt.setAttribute(
        'aria-label',
        `${look.belt} of ${units} units over ${values.length} steps; arrow keys read a number`
      );
      drawBelt(belt, shown, scale, row);
      readout.hidden = step === null;
      readout.textContent =
        step === null ? '' : arithmeticOf(cell, look, step, row);
    }
  };
}

function drawBelt(
  canvas: HTMLCanvasElement,
  { look, step }: LaneShown,
  scale: number,
  row: number
): void {
  const fitted = fitCanvas(canvas);
  if (!fitted) {
    return;
  }
  const { context, width, height } = fitted;
  const values = look.channels[look.belt];
  const units = look.units[look.belt];
  const steps = values.length / units;
  const { states, color } = readTheme(canvas);
  paintMatrix(
    context,
    { values, rows: units, columns: steps, rowStride: 1, columnStride: units },
    states,
    [-scale, scale],
    [0, 0, width, height]
  );
  if (step !== null) {
    const wide = width / steps;
    const high = height / units;
    context.strokeStyle = color('ink');
    context.lineWidth = 1.5;
    context.strokeRect(step * wide + 0.75, 0.75, wide - 1.5, height - 1.5);
    context.strokeRect(
      step * wide + 0.75,
      row * high + 0.75,
      wide - 1.5,
      high - 1.5
    );
  }
}
