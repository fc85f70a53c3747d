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

describe('the axis of a compared network', () => {
  it('names weekdays with their dates, as many as stand beside each other', () => {
    const ends = [...onPage(axis(week, 200).marks).querySelectorAll('text')];
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

  it('covers every word that the one of the step would touch', () => {
    const { marks, told } = axis(week, 200);
    const [first] = onPage(marks).querySelectorAll('text');
    const here = onPage(told!({ step: 1, place: null }));
    expect(wordsIn(here)).toEqual([expect.stringMatching(/Tue.? 10 Mar/)]);
    const ground = here.querySelector('rect')!;
    const left = Number(ground.getAttribute('x'));
    const from = Number(first.getAttribute('x'));
    expect(left).toBeLessThanOrEqual(from);
    expect(left + Number(ground.getAttribute('width'))).toBeGreaterThanOrEqual(
      from + measure(first.textContent ?? '')
    );
    expect(told!({ step: 14, place: null })).toEqual([]);
  });

  it('counts steps that have no labels', () => {
    expect(
      wordsIn(onPage(axis({ steps: 30, name: 'step' }, 196).marks))
    ).toEqual(['0', '5', '10', '15', '20', '25']);
  });
});
