/** @jest-environment jsdom */
import { compareRuns, gru, lstm } from '../../../../src/engine';
import type { Comparison } from '../../../../src/trace';
import { onPage, placedComparison, wordsIn } from './placedComparison';

const UNITS = 2;
const comparison = compareRuns(
  [lstm, gru].map(make =>
    make({ inputSize: 1, units: UNITS, seed: 1 }).run([1, 0, 0, 0])
  )
).toBundle() as Comparison;

describe('where a comparison is looked at', () => {
  const { hit, panels, maps } = placedComparison(comparison);
  const [first, second] = panels;

  it('each step has a column as wide as the others, beside that of the step before', () => {
    const { left, column } = first.places;
    expect(column).toBeGreaterThan(10);
    [0, 1, 2, 3].forEach(step =>
      expect(left(step)).toBeCloseTo(first.box.x + step * column, 9)
    );
  });

  it('are network, step and the place from the top of the map', () => {
    const ofSecond = maps.filter(({ x }) => x === second.box.x);
    const [map] = ofSecond;
    const y = map.y + (1.5 / UNITS) * map.height;
    expect(hit(second.places.center(2), y)).toMatchObject({
      ...{ row: 2, column: 1 },
      panel: { id: '1' }
    });
    // Between two maps no unit stands.
    expect(hit(second.places.center(2), map.y + map.height + 2)?.column).toBe(
      -1
    );
    expect(hit(first.box.x - 5, y)).toBeNull();
    expect(hit(second.places.center(2), first.box.y - 5)).toBeNull();
  });

  it('the unit at the same place stands out in all networks, with its number below', () => {
    const { told, maps: all } = placedComparison(comparison);
    const lit = onPage(told!(1, 0));
    expect(lit.querySelectorAll('rect[stroke*="brand"]')).toHaveLength(
      all.length
    );
    expect(wordsIn(lit).join()).toMatch(/h mean .*, unit \d: /);
    expect(wordsIn(onPage(told!(1, null))).join()).not.toContain('unit');
  });

  it('opens on the unit that was asked for, of the first network', () => {
    const view = { unit: 1, sort: 'index' as const };
    const { told } = placedComparison(comparison, { view });
    expect(wordsIn(onPage(told!(1))).join()).toContain(', unit 1: ');
    expect(wordsIn(onPage(told!(1, null))).join()).not.toContain('unit');
  });
});

describe('the head of a network', () => {
  const row: Comparison['rows'][number] = {
    name: 'LSTM',
    parameters: {
      count: 352,
      formula: '4((n+m)m+m)',
      arithmetic: '4((2+8)·8+8)'
    },
    loss: { name: 'meanSquaredError', value: 0.166 },
    secondsPerEpoch: 0.0041
  };
  const lines = (of: typeof row): string[] => {
    const { marks } = placedComparison(
      { ...comparison, rows: [of, ...comparison.rows.slice(1)] },
      { width: 1000 }
    );
    return wordsIn(onPage(marks).querySelector('.jp-gatescope-compare-head')!);
  };

  it('has name and size, their arithmetic, loss and time', () => {
    expect(lines(row)).toEqual([
      'LSTM',
      '352 parameters',
      // Their formula stands beside the pointer.
      '4((n+m)m+m)= 4((2+8)·8+8)',
      'loss 0.166',
      '4.1 ms an epoch'
    ]);
  });

  it('says no time of a network that was not trained here', () => {
    expect(lines({ ...row, secondsPerEpoch: undefined }).at(-1)).toBe(
      'loss 0.166'
    );
  });

  it('says whether the network beats the baseline, and where nobody knows only what that scores', () => {
    const scored = (name: string): typeof row => ({
      ...row,
      metric: { name, mean: 0.9, baseline: { name: 'naive', value: 0.5 } }
    });
    expect(lines(scored('accuracy')).slice(-2)).toEqual([
      'naive: 0.500',
      '✓ better'
    ]);
    expect(lines(scored('mean error')).slice(-2)).toEqual([
      'naive: 0.500',
      '✗ not better'
    ]);
    expect(lines(scored('words right')).at(-1)).toBe('naive: 0.500');
  });
});
