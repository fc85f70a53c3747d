/** @jest-environment jsdom */
import type { TimeAxis } from '../../../../src/trace';
import { pageTheme } from '../../../../src/scene/theme';
import { axisPart } from '../../../../src/views/compare/pictureParts';
import { onPage, wordsIn } from './placedComparison';

const measure = (text: string): number => text.length * 6;
const days = Array.from(
  { length: 14 },
  (_, day) => `2015-03-${String(day + 9).padStart(2, '0')}`
);
const week: TimeAxis = { steps: 14, name: 'day', labels: days };
const axis = (time: TimeAxis, width: number) =>
  axisPart(time, width, { measure, theme: pageTheme, width, name: 'compare' });
/** Its words where the reader looks at a step that it has, or at none. */
const wordsAt = (time: TimeAxis, width: number, step = time.steps) =>
  onPage(axis(time, width).told!({ step, place: null }));

describe('the axis of a compared network', () => {
  it('names weekdays with their dates, as many as stand beside each other', () => {
    const ends = [...wordsAt(week, 200).querySelectorAll('text')];
    expect(ends.length).toBeGreaterThan(1);
    expect(ends[0].textContent).toMatch(/Mon.? 9 Mar/);
    ends.slice(1).forEach((each, index) => {
      const before = ends[index];
      expect(Number(each.getAttribute('x'))).toBeGreaterThanOrEqual(
        Number(before.getAttribute('x')) +
          measure(before.textContent ?? '') +
          10
      );
    });
  });

  it('takes out every word that the one of the step would touch', () => {
    const all = wordsIn(wordsAt(week, 200));
    const here = wordsIn(wordsAt(week, 200, 1));
    expect(here.at(-1)).toMatch(/Tue.? 10 Mar/);
    expect(here.slice(0, -1)).toEqual(all.slice(1));
  });

  it('covers the frame of a step narrower than its word', () => {
    const here = [...wordsAt(week, 40, 10).querySelectorAll('text')].at(-1);
    expect(here?.getAttribute('stroke')).toBe(pageTheme.color('page'));
    expect(here?.getAttribute('paint-order')).toBe('stroke');
  });

  it('counts steps that have no labels', () => {
    expect(wordsIn(wordsAt({ steps: 30, name: 'step' }, 196))).toEqual([
      '0',
      '5',
      '10',
      '15',
      '20',
      '25'
    ]);
  });
});
