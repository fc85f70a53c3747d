import { html } from '../widgets/base/dom';
import { laneLines } from './playLines';
import { arithmeticOf, readRows, type LaneShown, type Read } from './reading';
import { tasks } from './tasks';
import { createTeller } from './teller';
import { afterEpoch, CELL_WORDS } from './words';

/** Steps and rows that an arrow key goes. */
export const MOVES: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1]
};

const clamp = (value: number, count: number): number =>
  Math.max(0, Math.min(count - 1, Math.floor(value)));

const readOf = (
  { task, marks }: LaneShown,
  value: number,
  step: number
): string =>
  `${tasks[task].step(value, marks[step])}${marks[step] > 0 ? ', marked' : ''}`;

/** Reads the numbers of a lane, by pointer and keys, and has the whole lane described. */
export interface LaneReader {
  /** What is told of the lane, with the arithmetic of the number that is read. */
  readonly told: HTMLElement;
  /** The row of a picture that is read; null where another one is. */
  rowIn(read: Read): number | null;
  /** Has the numbers of a picture read by pointer and keys: a column a step. */
  follow(picture: Element, read: Read): void;
  /** By pointer alone, also on what lies over it. */
  point(picture: Element, read: Read): void;
  /** Reads the answer, and says its arithmetic. */
  readAnswer(): void;
  draw(shown: LaneShown): void;
}

/**
 * @param lane the network, in the middle of a sentence
 * @param point looks at a step, and asks for the numbers that are read
 * @param say has a screen reader say what a key led to
 */
export function createLaneReader(
  lane: string,
  point: (step: number) => void,
  say: (words: string) => void
): LaneReader {
  const readout = html('p', { class: 'play-readout' });
  let last: LaneShown | null = null;
  let now: { read: Read; row: number } = { read: 'belt', row: 0 };
  let unit = 0;
  /** What a key asks for is said when its numbers have come. */
  let mustSay = false;
  const go = (read: Read, step: number, row: number): void => {
    if (last) {
      now = { read, row: clamp(row, readRows(last.look, read)) };
      unit = read === 'belt' ? now.row : unit;
      point(clamp(step, last.values.length));
    }
  };
  const teller = createTeller(lane, readout, {
    shown: () => last && laneLines(last, unit),
    of: () => (last ? afterEpoch(CELL_WORDS[last.cell], last.epoch) : ''),
    step: () => last?.step ?? 0,
    reads: () => last?.values.map((value, at) => readOf(last!, value, at)),
    move: to => go('belt', to.step ?? last?.step ?? 0, to.unit ?? unit)
  });
  const pointOn = (picture: Element, read: Read): void => {
    const pointed = (event: Event): void => {
      const { clientX, clientY } = event as PointerEvent;
      const { left, top, width, height } = picture.getBoundingClientRect();
      if (last) {
        const column = ((clientX - left) / width) * last.values.length;
        if (read === 'gates') {
          // The bars of a step are its units, side by side.
          const count = readRows(last.look, 'belt');
          unit = clamp((column % 1) * count, count);
        }
        const rows = readRows(last.look, read);
        go(read, column, ((clientY - top) / height) * rows);
      }
    };
    picture.addEventListener('pointermove', pointed);
    picture.addEventListener('pointerdown', pointed);
  };
  const pressed = (event: KeyboardEvent, read: Read): boolean => {
    if (event.ctrlKey || event.metaKey || event.altKey) {
      return false;
    }
    const move = MOVES[event.key];
    if (!last || !(move || event.key === 'Enter')) {
      return teller.key(event);
    }
    const [across, down] = move ?? [0, 0];
    const row = now.read === read ? now.row : read === 'belt' ? unit : 0;
    mustSay = true;
    go(read, Math.max(0, (last.step ?? 0) + across), row + down);
    return true;
  };
  return {
    told: teller.element,
    rowIn: read => (now.read === read ? now.row : null),
    point: pointOn,
    follow(picture, read) {
      pointOn(picture, read);
      picture.addEventListener('keydown', event => {
        if (pressed(event as KeyboardEvent, read)) {
          event.preventDefault();
        }
      });
    },
    readAnswer() {
      mustSay = true;
      go('answer', last?.step ?? Infinity, 0);
    },
    draw(shown) {
      last = shown;
      const { look, step, cell, task, values, held } = shown;
      teller.follow([cell, task, ...values, held?.gate, held?.value].join());
      unit = clamp(unit, readRows(look, 'belt'));
      const rows = readRows(look, now.read);
      // Another cell may have no gates to read.
      now =
        rows > 0
          ? { ...now, row: clamp(now.row, rows) }
          : { read: 'belt', row: unit };
      if (step !== null && look.read !== null) {
        readout.replaceChildren(
          ...arithmeticOf(shown, now.read, { step, row: now.row, unit })
        );
        if (mustSay) {
          mustSay = false;
          say(readout.textContent);
        }
      }
    }
  };
}
