/** @jest-environment jsdom */

import { compareRuns, lstm, thread } from '../../../../src/engine';
import type { Comparison } from '../../../../src/trace';
import {
  chosenOf,
  standing,
  type ChosenOf
} from '../../../../src/scene/choices';
import { untranslated } from '../../../../src/scene/words/translate';
import {
  compareChoices,
  type CompareChoice
} from '../../../../src/views/compare/compareChoices';
import { compareRows } from '../../../../src/views/compare/compareRows';
import {
  LINES_HEIGHT,
  lineScaleOf,
  lineValues
} from '../../../../src/views/compare/lineMarks';
import { onPage, placedComparison, wordsIn } from './placedComparison';

const WEEK = [1, 0, 0, 0, 0, 0, 0, 0];
const bundle = (x = WEEK): Comparison =>
  compareRuns(thread(x, { until: 'two gates' })).toBundle();
const view = { lines: true, channels: ['hidden 0'] };

const draw = (comparison: Comparison, before: Comparison | null = null) =>
  placedComparison(comparison, { before, view });

const lines = ({ marks }: ReturnType<typeof draw>, extra = ''): Element[] =>
  Array.from(onPage(marks).querySelectorAll(`path[stroke-linejoin]${extra}`));

describe('a comparison as lines', () => {
  it('has one line a network, the last in front, and one input for all', () => {
    const placed = draw(bundle());
    expect(lines(placed)).toHaveLength(4);
    expect(lines(placed)[3].getAttribute('stroke-width')).toBe('3.25');
    expect(lines(placed, '[stroke-width="3.25"]')).toHaveLength(1);
    expect(placed.panels.filter(({ id }) => id === 'input 0')).toHaveLength(1);
    expect(placed.panels.some(({ id }) => id === 'input 1')).toBe(false);
  });

  it('writes the number of each network at the step, beside its name', () => {
    const { marks, told } = draw(bundle());
    expect(wordsIn(onPage(marks))).toContain('echo');
    expect(wordsIn(onPage(told!(0)))).toContain('0.66');
  });

  it('is looked at where the nearest line is', () => {
    const comparison = bundle();
    const { hit, panels } = draw(comparison);
    const [{ box, places }] = panels;
    const [hidden] = compareRows(comparison.traces);
    const at = lineValues(hidden, comparison.traces).map(each => each[0]);
    const highest = at.indexOf(Math.max(...at));
    const top = box.y + box.height - LINES_HEIGHT;
    expect(hit(places.center(0), top + 1)?.panel.id).toBe(String(highest));
  });

  it('leaves what was before an edit pale behind', () => {
    const placed = draw(bundle([0, 0, 1, 0, 0, 0, 0, 0]), bundle());
    expect(lines(placed, '[stroke-opacity]')).toHaveLength(4);
    expect(lines(placed)).toHaveLength(8);
  });

  it('draws no bars where networks read different numbers', () => {
    const [one] = thread(WEEK, { until: 'echo' });
    const [other] = thread([0, ...WEEK.slice(0, 7)], { until: 'echo' });
    const { panels } = draw(compareRuns([one, other]).toBundle());
    expect(panels.some(({ id }) => id.startsWith('input'))).toBe(false);
  });

  it('takes the mean of several units', () => {
    const { traces } = compareRuns([
      lstm({ inputSize: 1, units: 3, seed: 1 }).run([1, 0]),
      lstm({ inputSize: 1, units: 2, seed: 1 }).run([1, 0])
    ]).toBundle();
    const [hidden] = compareRows(traces);
    const [h] = lineValues(hidden, traces);
    const { values } = hidden.channels[0]!.array;
    expect(h[0]).toBeCloseTo((values[0] + values[1] + values[2]) / 3, 12);
  });

  it('keeps its scale, and gives room below zero where a number is there', () => {
    const { traces } = bundle();
    const [hidden] = compareRows(traces);
    expect(lineScaleOf(hidden, [[0, 0.2]], 100).domain).toEqual([0, 1]);
    expect(lineScaleOf(hidden, [[0, -0.2]], 100).domain).toEqual([-1, 1]);
  });

  it('opens so where it was asked for, or with more than four networks', () => {
    const opens = (asked: Comparison['view'], until: 'belt' | 'look') =>
      chosenOf(
        standing(
          compareChoices,
          { ...compareRuns(thread(WEEK, { until })).toBundle(), view: asked },
          { get: () => undefined },
          untranslated
        )
      ) as ChosenOf<CompareChoice>;
    expect(opens({ lines: true }, 'belt').channels).toEqual(['hidden 0']);
    expect(opens({}, 'belt').lines).toBe(false);
    expect(opens({}, 'look').lines).toBe(true);
  });
});
