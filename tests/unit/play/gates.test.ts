/** @jest-environment jsdom */
import { createGates } from '../../../src/play/gates';
import type { LaneReader } from '../../../src/play/laneReader';
import { START } from '../../../src/play/playState';
import { createRace } from '../../../src/play/race';
import type { LaneShown } from '../../../src/play/reading';

const HEIGHT = 100;
const reader = {
  follow: () => undefined,
  point: () => undefined,
  rowIn: () => null
} as unknown as LaneReader;

/** An untrained LSTM of 3 units at a sequence of 8 steps. */
function shownOf(cell: 'lstm' | 'minLstm'): LaneShown {
  const state = { ...START, delay: 6, units: 3, cells: [cell, cell] as const };
  const { lanes, values, marks, truth } = createRace(state, [0.1, 0.1]).look({
    epoch: null,
    delay: 4,
    flipped: [],
    hold: null,
    reads: false
  });
  return {
    ...{ look: lanes[0], cell, task: state.task, values, marks, truth },
    ...{ delay: 4, held: null, step: null, epoch: 0, row: null }
  };
}

function drawn(shown: LaneShown, now: number | null = null) {
  const held: [string, number][] = [];
  const gates = createGates(reader, (gate, value) => held.push([gate, value]));
  gates.draw(shown, now);
  const [names, picture] = gates.elements;
  const strip = picture.querySelector<HTMLElement>('[title^="Drag"]')!;
  strip.setPointerCapture = () => undefined;
  strip.getBoundingClientRect = () => new DOMRect(0, 0, 200, HEIGHT);
  const hand = (name: string, clientY: number): void => {
    strip.dispatchEvent(new MouseEvent(name, { clientY, button: 0 }));
  };
  return { names, picture, strip, held, hand };
}

beforeAll(() => {
  globalThis.DOMRect ??= class {
    constructor(
      readonly left: number,
      readonly top: number,
      readonly width: number,
      readonly height: number
    ) {}
  } as unknown as typeof DOMRect;
});

describe('the gates of a lane', () => {
  it('are a bar for each unit at each step', () => {
    const { picture } = drawn(shownOf('lstm'));
    const bars = [...picture.querySelectorAll('path')].map(
      path => path.getAttribute('d')!.match(/M/g)!.length
    );
    // The room of the 8 steps and the bars of 3 units in it, of f and of i.
    expect(bars).toEqual([8, 24, 8, 24]);
  });

  it('are doors where the sequence has come to, as open as each unit is', () => {
    const shown = shownOf('lstm');
    const { names } = drawn(shown, 5);
    const doors = [...names.querySelectorAll<HTMLElement>('.play-doors > *')];
    const { f, i } = shown.look.channels;
    expect(doors.map(({ style }) => style.getPropertyValue('--open'))).toEqual(
      [...f.subarray(15, 18), ...i.subarray(15, 18)].map(open =>
        open.toFixed(2)
      )
    );
    expect(drawn(shown).names.querySelectorAll('.play-doors > *')).toHaveLength(
      0
    );
  });

  it('are held where they are grabbed, at the height of the hand', () => {
    const { held, hand } = drawn(shownOf('lstm'));
    hand('pointerdown', 51);
    // The bars of the second gate stand on 95, and are 45 high.
    hand('pointermove', 68);
    hand('pointermove', 77);
    hand('pointerup', 200);
    expect(held).toEqual([
      ['i', 0.6],
      ['i', 0.4],
      ['i', 0]
    ]);
  });

  it('are read, and not held, by a hand that hardly moves', () => {
    const { held, hand } = drawn(shownOf('lstm'));
    hand('pointerdown', 20);
    hand('pointermove', 22);
    hand('pointerup', 22);
    expect(held).toEqual([]);
  });

  it('are not grabbed where the cell’s cannot be held', () => {
    expect(drawn(shownOf('minLstm')).strip.hidden).toBe(true);
    expect(drawn(shownOf('lstm')).strip.hidden).toBe(false);
  });
});
