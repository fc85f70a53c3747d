import {
  horizonAt,
  horizonFrame,
  horizonMatrix,
  horizonScene,
  type Horizons
} from '../../../../src/views/race/horizonMarks';
import { markup } from '../../../../src/scene/marks/markup';

const letters = {
  measure: (words: string) => 7 * words.length,
  shorten: (words: string, room: number) =>
    7 * words.length <= room ? words : words.slice(0, Math.max(0, room / 7))
};
const horizons: Horizons = {
  names: ['RNN', 'LSTM'],
  groups: [1, 2, 3, 4, 5, 6, 7, 8],
  planned: 10,
  across: 'delay',
  ends: ['chance', 'always right'],
  epochWord: 'epoch'
};
const look = {
  name: { class: 'name' },
  second: { class: 'second' },
  frame: { class: 'frame' },
  ends: [{ class: 'pale' }, { class: 'deep' }]
} as const;

describe('the layout of horizons', () => {
  it('stands side by side where there is room, else one above the other', () => {
    const wide = horizonScene(horizons, 700, letters, 100).panels;
    expect(wide[0].box.y).toBe(wide[1].box.y);
    expect(wide[1].box.x).toBeGreaterThan(wide[0].box.x + wide[0].box.width);
    const narrow = horizonScene(horizons, 400, letters, 100).panels;
    expect(narrow[0].box.x).toBe(narrow[1].box.x);
    expect(narrow[1].box.y).toBeGreaterThan(narrow[0].box.y + 100);
  });

  it.each([300, 400, 700, 1200])('stays inside %i px', width => {
    const scene = horizonScene(
      { ...horizons, names: ['a', 'b', 'c', 'd'], held: [true] },
      width,
      letters,
      100
    );
    for (const { box } of scene.panels) {
      expect(box.x + box.width).toBeLessThanOrEqual(width);
      expect(box.y + box.height).toBeLessThan(scene.height);
    }
    for (const { x, words, end } of scene.legend) {
      expect(
        x + letters.measure(words) + (end === undefined ? 0 : 15)
      ).toBeLessThanOrEqual(width);
    }
  });

  it('has room for a held row only where one is held', () => {
    const plain = horizonScene(horizons, 700, letters, 100);
    const held = horizonScene(
      { ...horizons, held: [false, true], heldWord: 'held' },
      700,
      letters,
      100
    );
    expect(plain.panels.map(each => each.held)).toEqual([null, null]);
    expect(held.panels[0].held).toBeNull();
    expect(held.panels[1].held!.y).toBeGreaterThan(held.panels[1].box.y + 100);
    expect(held.height).toBeGreaterThan(plain.height);
    const words = horizonFrame(held, look).map(markup).join('');
    expect(words.match(/>held</g)).toHaveLength(1);
  });

  it('writes the first group and the last, and the epochs from 0 up', () => {
    const words = horizonFrame(horizonScene(horizons, 700, letters, 100), look)
      .map(markup)
      .join('');
    for (const each of ['>1<', '>8<', '>0<', '>10<', '>RNN<', '>LSTM<']) {
      expect(words).toContain(each);
    }
  });
});

describe('the matrix of a horizon', () => {
  it('has its first epoch at the bottom, and nothing where none is learned yet', () => {
    const { values, rows, columns } = horizonMatrix(
      [
        [0.25, 0.5],
        [1, NaN]
      ],
      2,
      3
    );
    expect([rows, columns]).toEqual([3, 2]);
    expect([...values]).toEqual([NaN, NaN, 1, 0, 0.25, 0.5]);
  });
});

describe('a place of a plot', () => {
  const box = { x: 40, y: 20, width: 80, height: 100 };

  it('is an epoch from below and a group from the left', () => {
    expect(horizonAt(horizons, box, 40 + 25, 20 + 95)).toEqual({
      epoch: 0,
      group: 2
    });
    expect(horizonAt(horizons, box, 119, 21)).toEqual({ epoch: 9, group: 7 });
  });

  it('is the nearest one outside', () => {
    expect(horizonAt(horizons, box, -50, 500)).toEqual({ epoch: 0, group: 0 });
    expect(horizonAt(horizons, box, 500, -50)).toEqual({ epoch: 9, group: 7 });
  });
});
