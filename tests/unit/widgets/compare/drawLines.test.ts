/** @jest-environment jsdom */

import { compareRuns, lstm, thread } from '../../../../src/engine';
import type { Comparison } from '../../../../src/trace';
import { networkLooks } from '../../../../src/scene/marks/networkLook';
import { untranslated } from '../../../../src/scene/words/translate';
import { compareRows } from '../../../../src/views/compare/compareRows';
import { createCompareState } from '../../../../src/widgets/compare/compareState';
import { drawLines } from '../../../../src/widgets/compare/drawLines';
import {
  lineScaleOf,
  lineValues
} from '../../../../src/views/compare/lineMarks';

const WEEK = [1, 0, 0, 0, 0, 0, 0, 0];
const bundle = (x = WEEK): Comparison =>
  compareRuns(thread(x, { until: 'two gates' })).toBundle();
const store = { get: () => undefined, set: () => undefined } as never;

function draw(comparison: Comparison, before: Comparison | null = null) {
  const rows = compareRows(comparison.traces).slice(0, 1);
  return drawLines({
    comparison,
    rows,
    before: before && {
      comparison: before,
      rows: compareRows(before.traces).slice(0, 1)
    },
    difference: false,
    shared: true,
    order: 'value',
    feature: 0,
    looks: networkLooks(
      comparison.traces.map(({ layers: [{ cell }] }) => ({ cell }))
    ),
    width: 700,
    narrow: false,
    minimumColumnWidth: 2,
    measure: text => 7 * text.length,
    translate: untranslated
  });
}

const paths = (element: Element, extra = ''): Element[] =>
  Array.from(element.querySelectorAll(`.jp-gatescope-lines-plot path${extra}`));

describe('a comparison as lines', () => {
  it('has one line a network, the last in front, and one input for all', () => {
    const { element, inputs } = draw(bundle());
    expect(paths(element)).toHaveLength(4);
    expect(paths(element, '[stroke-width="3.25"]')).toEqual([
      paths(element)[3]
    ]);
    expect(inputs).toHaveLength(1);
  });

  it('writes the number of each network at the step', () => {
    const picture = draw(bundle());
    picture.moveTo(0, null);
    const names = Array.from(
      picture.element.querySelectorAll('.jp-gatescope-lines-name'),
      each => each.textContent
    );
    expect(names[0]).toBe('echo0.66');
    expect(names).toHaveLength(4);
  });

  it('leaves what was before an edit pale behind', () => {
    const { element } = draw(bundle([0, 0, 1, 0, 0, 0, 0, 0]), bundle());
    expect(paths(element, '[stroke-opacity]')).toHaveLength(4);
    expect(paths(element)).toHaveLength(8);
  });

  it('draws no bars where networks read different numbers', () => {
    const [one] = thread(WEEK, { until: 'echo' });
    const [other] = thread([0, ...WEEK.slice(0, 7)], { until: 'echo' });
    expect(draw(compareRuns([one, other]).toBundle()).inputs).toEqual([]);
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
    const opens = (view: Comparison['view'], until: 'belt' | 'look') =>
      createCompareState(
        { ...compareRuns(thread(WEEK, { until })).toBundle(), view },
        store
      ).chosen;
    expect(opens({ lines: true }, 'belt').channels).toEqual(['hidden 0']);
    expect(opens({}, 'belt').lines).toBe(false);
    expect(opens({}, 'look').lines).toBe(true);
  });
});
