/** @jest-environment jsdom */
import { createCompareAxis } from '../../../../src/widgets/compare/compareAxis';

const measure = (text: string): number => text.length * 6;
const days = Array.from(
  { length: 14 },
  (_, day) => `2015-03-${String(day + 9).padStart(2, '0')}`
);
const shown = (element: Element): string[] =>
  [...element.querySelectorAll('text:not([visibility])')].map(
    ({ textContent }) => textContent ?? ''
  );

describe('the axis of a compared network', () => {
  it('names weekdays with their dates, as many as stand beside each other', () => {
    const { element } = createCompareAxis(
      { steps: 14, name: 'day', labels: days },
      200,
      measure
    );
    const words = shown(element).filter(text => text !== '');
    expect(words.length).toBeGreaterThan(1);
    expect(words[0]).toMatch(/Mon.? 9 Mar/);
    const ends = [...element.querySelectorAll('text')].slice(0, -1);
    ends.slice(1).forEach((each, index) => {
      const before = ends[index];
      expect(Number(each.getAttribute('x'))).toBeGreaterThanOrEqual(
        Number(before.getAttribute('x')) +
          measure(before.textContent ?? '') +
          10
      );
    });
  });

  it("has the cursor's own label, and no other word under it", () => {
    const axis = createCompareAxis(
      { steps: 14, name: 'day', labels: days },
      200,
      measure
    );
    axis.paint(1);
    expect(shown(axis.element).at(-1)).toMatch(/Tue.? 10 Mar/);
    expect(shown(axis.element).join()).not.toMatch(/Mon.? 9 Mar/);
    axis.paint(null);
    expect(shown(axis.element)[0]).toMatch(/Mon.? 9 Mar/);
  });

  it('counts steps that have no labels', () => {
    const { element } = createCompareAxis(
      { steps: 30, name: 'step' },
      196,
      measure
    );
    expect(shown(element).filter(Boolean)).toEqual([
      '0',
      '5',
      '10',
      '15',
      '20',
      '25'
    ]);
  });
});
