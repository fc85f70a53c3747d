import { float64, TRACE_VERSION, type Prediction } from '../../../../src/trace';
import { untranslated } from '../../../../src/scene/words/translate';
import type { Mark } from '../../../../src/scene/marks/mark';
import { markup } from '../../../../src/scene/marks/markup';
import { emptyGuess } from '../../../../src/widgets/predict/guess';
import { drawGuess } from '../../../../src/widgets/predict/guessChart';
import { stepped } from '../../../../src/widgets/predict/stepped';

const pulse = [0, 0, 0, 1, 0.9, 0.81, 0.729, 0.6561];
const prediction: Prediction = {
  version: TRACE_VERSION,
  kind: 'prediction',
  id: 'p',
  key: 'p',
  question: 'How does it go on?',
  form: 'curve',
  axis: { name: 'step', count: 8 },
  quantity: { name: 'c', range: [0, 1] },
  given: float64([0, 0, 0, 1, NaN, NaN, NaN, NaN], [8]),
  truth: float64(pulse, [8]),
  verdicts: []
};
const draw = (of: Prediction, guess = emptyGuess(of.axis.count)) =>
  drawGuess({
    prediction: of,
    guess,
    width: 500,
    narrow: false,
    chosen: null,
    measure: words => words.length * 6,
    translate: untranslated
  });
const written = (marks: readonly Mark[]): string => marks.map(markup).join('');

describe('a curve that steps', () => {
  it('jumps where it stood still and goes most of its way at once, and nowhere else', () => {
    expect([...stepped(pulse)]).toEqual([3]);
    expect([...stepped([0, 0, 1, 1, 0, 0])]).toEqual([2, 4]);
    expect([...stepped([0.8, 0.4, 0.2, 0.1])]).toEqual([]);
    expect([...stepped([1, 1, 1])]).toEqual([]);
    expect([...stepped([0, 0, 0, 1, NaN])]).toEqual([3]);
  });

  it('is drawn straight up between the two columns', () => {
    const { own } = draw(prediction);
    const line = /class="jp-gatescope-given-line" d="([^"]*)"/.exec(
      written(own)
    )?.[1];
    const points = [...(line ?? '').matchAll(/(-?[\d.]+),(-?[\d.]+)/g)].map(
      ([, x, y]) => [Number(x), Number(y)]
    );
    const up = points.findIndex(
      ([x, y], index) =>
        index > 0 && x === points[index - 1][0] && y < points[index - 1][1]
    );
    // 448 pixels for 8 positions, from 44 on: the edge of the fourth is at 44 + 3 · 56.
    expect(points[up][0]).toBeCloseTo(212, 6);
    expect(points[up][1]).toBeCloseTo(20, 6);
  });
});

describe('a guess that is not begun', () => {
  it('has a ghost over what is asked for, until the first number', () => {
    const ghost = /<rect class="jp-gatescope-ghost" x="([\d.]+)"/;
    const empty = draw(prediction);
    expect(Number(ghost.exec(written(empty.still))?.[1])).toBeCloseTo(271, 6);
    expect(written(empty.still)).toContain('draw here');
    const values = emptyGuess(8).values.with(5, 0.4);
    const begun = draw(prediction, { values, committed: false });
    expect(written(begun.still)).not.toMatch(ghost);
  });
});

describe('the names of a committed curve and of the truth', () => {
  const flat = (value: number): Prediction => ({
    ...prediction,
    truth: float64([0, 0, 0, 1, value, value, value, value], [8])
  });
  const feet = (truth: number, guess: number): Record<string, number> => {
    const { own } = draw(flat(truth), {
      values: [null, null, null, null, guess, guess, guess, guess],
      committed: true
    });
    const names = [
      ...written(own).matchAll(/ y="([\d.]+)"[^>]*>(your curve|truth)</g)
    ];
    return Object.fromEntries(
      names.map(([, foot, name]) => [name, Number(foot)])
    );
  };
  // 170 pixels from 20 to 190, for 1 to 0; below are the numbers of the axis.
  test.each([
    ['apart', 0.5, 0.8, { 'your curve': 45, truth: 123 }],
    ['a truth at the foot', 0, 0.8, { 'your curve': 45, truth: 181 }],
    ['a guess at the foot', 0.8, 0, { 'your curve': 181, truth: 45 }],
    ['both at the foot', 0, 0.1, { 'your curve': 150, truth: 164 }]
  ])(
    'stand beside their lines and not on the axis: %s',
    (_, ...[truth, guess, expected]) => {
      expect(feet(truth, guess)).toEqual(expected);
    }
  );
});

describe('a guess of one number', () => {
  const one: Prediction = {
    ...prediction,
    form: 'value',
    axis: { name: '', count: 1 },
    quantity: { name: 'left', unit: '%', range: [0, 100] },
    given: undefined,
    truth: float64([25], [1])
  };

  it('is set on one line, which shows the truth only when it is committed', () => {
    const open = draw(one, { values: [50], committed: false });
    expect(open.height).toBeLessThan(80);
    expect(open.truth).toEqual([]);
    const { truth, own, area, placeOf } = draw(one, {
      values: [50],
      committed: true
    });
    expect(placeOf(area.x + area.width / 4, 0)).toEqual({
      index: 0,
      value: 25
    });
    expect(placeOf(area.x - 20, 0).value).toBe(0);
    expect(written(own)).toContain('yours: 50 %');
    expect(written(truth)).toContain('truth: 25 %');
  });
});
