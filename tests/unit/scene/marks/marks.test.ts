/** @jest-environment jsdom */
import {
  stepAxis,
  stepAxisHeight,
  valueAxis
} from '../../../../src/scene/marks/axes';
import { bars } from '../../../../src/scene/marks/bars';
import { drawn } from '../../../../src/widgets/scene/drawn';
import { area, line, linePath } from '../../../../src/scene/marks/line';
import { mark } from '../../../../src/scene/marks/mark';
import { markup } from '../../../../src/scene/marks/markup';
import { stepScale } from '../../../../src/scene/marks/plane';
import { text } from '../../../../src/scene/marks/text';
import { linearScale } from '../../../../src/scene/marks/valueScale';

const box = { x: 0, y: 0, width: 100, height: 50 };
const steps = stepScale(10, box);
const measure = (words: string): number => words.length * 6;

describe('a mark', () => {
  const words = mark('g', { id: undefined }, text('h < c & "x"', 1.006, 2));

  it('is the same as a string and as an element', () => {
    expect(markup(words)).toBe(
      '<g><text x="1.01" y="2">h &lt; c &amp; &quot;x&quot;</text></g>'
    );
    const element = drawn(words);
    expect(element.textContent).toBe('h < c & "x"');
    expect(element.firstElementChild?.getAttribute('x')).toBe('1.006');
    expect(element.hasAttribute('id')).toBe(false);
  });

  it('is written in hundredths of a pixel, its paths too', () => {
    const d = 'M301 155.07814779023656l4.6 4.6a1 1 0 0110 .5L-1e-15-2.999999Z';
    expect(markup(mark('path', { d }))).toBe(
      '<path d="M301 155.08l4.6 4.6a1 1 0 0110 .5L0-3Z"/>'
    );
  });

  it('never reads words as markup', () => {
    const attack = text('<img src=x onerror=alert(1)>', 0, 0);
    expect(markup(attack)).not.toContain('<img');
    expect(drawn(attack).children).toHaveLength(0);
  });
});

describe('marks of data', () => {
  const plane = { x: steps.center, y: (value: number) => 50 - value };

  it('break a line where a value has no place', () => {
    expect(linePath([1, 2, NaN, 4, 5], plane)).toBe('M5,49L15,48M35,46L45,45');
  });

  it('fill an area over the steps that have both ends', () => {
    const shape = area([1, NaN, 1], [3, 3, 4], plane, {});
    expect(shape.attributes.d).toBe('M5,47L25,46L25,49L5,49Z');
  });

  it('draw bars up and down from their base', () => {
    const shape = bars([10, -10, NaN], { steps, y: plane.y, base: 50 });
    expect(shape.attributes.d).toBe(
      'M1.50 50V40.00h7.00V50ZM11.50 50V60.00h7.00V50Z'
    );
  });

  it('take how they look from attributes', () => {
    expect(line([1], plane, { class: 'a' }).attributes.class).toBe('a');
  });
});

describe('axes', () => {
  /** Nine pixels a letter. */
  const wide = (words: string): number => words.length * 9;

  it('have a line and words at each tick', () => {
    const scale = linearScale([0, 10], box, { ticks: [0, 10] });
    const pieces = valueAxis(scale, box);
    expect(pieces.map(({ tag }) => tag)).toEqual([
      'line',
      'text',
      'line',
      'text'
    ]);
    expect(pieces[1].children).toEqual(['0']);
    expect(valueAxis(scale, box, { labeled: false })).toHaveLength(2);
  });

  it('leave out words that have no room', () => {
    const labels = Array.from({ length: 10 }, (_, step) => `word ${step}`);
    const words = stepAxis(steps, 50, { labels, measure });
    expect(words.length).toBeGreaterThan(1);
    for (let index = 1; index < words.length; index++) {
      expect(words[index].from).toBeGreaterThanOrEqual(words[index - 1].to + 8);
    }
  });

  it('break words into lines where their columns have room for each', () => {
    const labels = ['weather', 'weather, width of one', 'air'];
    const scale = stepScale(3, { x: 0, y: 0, width: 240, height: 50 });
    const options = { labels, measure: wide, turn: true };
    const words = stepAxis(scale, 50, options);
    expect(words.map(each => each.mark.children)).toEqual([
      ['weather'],
      ['weather,'],
      ['width of'],
      ['one'],
      ['air']
    ]);
    expect(stepAxisHeight(scale, options)).toBe(16 + 2 * 14);
  });

  it('cut turned words that would leave the picture', () => {
    const labels = ['extraordinarily long', 'short'];
    const scale = stepScale(2, { x: 20, y: 0, width: 90, height: 50 });
    const options = { labels, measure: wide, turn: true };
    const height = stepAxisHeight(scale, options);
    const [first, second] = stepAxis(scale, 50, options).map(({ mark }) =>
      String(mark.children)
    );
    expect(first).toMatch(/^extra.*…$/);
    // By 50°: 0.77 of the length is down, 0.64 to the left.
    expect(12 + wide(first) * 0.77).toBeLessThanOrEqual(height);
    expect(wide(first) * 0.64).toBeLessThanOrEqual(scale.center(0) + 3);
    expect(second).toBe('short');
  });

  it('find the step under a place, and none beside the plot', () => {
    expect([0, 99.9, 45].map(steps.stepAt)).toEqual([0, 9, 4]);
    expect(steps.stepAt(100)).toBeNull();
    expect(steps.stepAt(-1)).toBeNull();
  });
});
