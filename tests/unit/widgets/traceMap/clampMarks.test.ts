/** @jest-environment jsdom */
import { lstm } from '../../../../src/engine';
import { createGatesView } from '../../../../src/widgets/gates/createGatesView';
import { clampWordsPlaces } from '../../../../src/views/map/clampWordsPlace';
import { openView, type ViewPage } from '../viewPage';

const STEPS = 31;
const sequence = Array.from({ length: STEPS }, (_, step) => [
  Math.sin(step / 4)
]);
const run = lstm({ inputSize: 1, units: 1, seed: 7 }).run(sequence);

const numberOf = (element: Element, name: string): number =>
  Number(element.getAttribute(name));

/** How far down the middle of words, and the top of a frame, are. */
const down = (element: Element): number =>
  numberOf(element, 'y') - (element.tagName === 'text' ? 4 : 0);

const words = ({ element }: ViewPage): Element[] => [
  ...element.querySelectorAll('.jp-gatescope-clamp-words')
];

describe('the words of clamps', () => {
  it('stand above the row where what is held is too narrow for them, over no data', () => {
    const held = run.clamp({ channel: 'f', value: 0, steps: [20, 21] });
    const page = openView(createGatesView, held.toBundle());
    const [only] = words(page);
    const frame = page.element.querySelector('.jp-gatescope-clamp');
    expect(only.textContent).toBe('f := 0');
    // Half of their height.
    expect(down(only)).toBeLessThanOrEqual(down(frame!) - 9);
    page.close();
  });

  it.each([0, 0.5, 1])(
    'leave the line free that is held at %d where steps are few',
    value => {
      const few = lstm({ inputSize: 1, units: 1, seed: 7 })
        .run([[0.3], [-1], [2]])
        .clamp({ channel: 'f', value });
      const page = openView(createGatesView, few.toBundle());
      const [only] = words(page);
      const frame = page.element.querySelector('.jp-gatescope-clamp')!;
      const top = down(frame);
      const height = numberOf(frame, 'height');
      const middle = down(only);
      const line = top + height * (1 - value);
      expect(Math.abs(middle - line)).toBeGreaterThanOrEqual(height / 4 - 1e-6);
      expect(middle).toBeGreaterThan(top);
      expect(middle).toBeLessThan(top + height);
      page.close();
    }
  );

  it('of two clamps of a channel stand apart, each over or in what it holds', () => {
    const rest = Array.from({ length: STEPS }, (_, step) => step);
    const held = run
      .clamp({ channel: 'g', value: 0, steps: rest.filter(step => step !== 3) })
      .clamp({ channel: 'g', value: 1, steps: [3] });
    const page = openView(createGatesView, held.toBundle());
    const found = words(page);
    expect(found.map(({ textContent }) => textContent)).toEqual([
      'g := 0',
      'g := 1'
    ]);
    const [zero, one] = found.map(down);
    expect(one).toBeLessThan(zero - 20);
    page.close();
  });

  it('lie over no others, however many clamps there are', () => {
    const plot = { left: 100, right: 600 };
    const clamps = [0, 1, 2, 3].map(at => ({
      boxes: [{ x: 110 + at * 120, y: 0, width: 12, height: 50 }],
      width: 50,
      longWidth: 90
    }));
    const spans = clampWordsPlaces(clamps, plot)
      .map(({ x, long }) => [x, x + (long ? 90 : 50)])
      .sort(([a], [b]) => a - b);
    spans.slice(1).forEach(([from], index) => {
      expect(from).toBeGreaterThanOrEqual(spans[index][1]);
    });
  });
});

describe('how to read lines', () => {
  it('of a layer with one unit speaks of no others', () => {
    const page = openView(createGatesView, run.toBundle());
    const [reading] = page.texts('.jp-gatescope-reading');
    expect(reading).toContain('unit 0');
    expect(reading).not.toContain('other');
    page.close();
  });
});
