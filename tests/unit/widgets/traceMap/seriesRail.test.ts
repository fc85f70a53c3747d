/** @jest-environment jsdom */
import { mapLayout } from '../../../../src/widgets/traceMap/mapLayout';
import { createSeriesRail } from '../../../../src/widgets/traceMap/seriesRail';
import type { SeriesPanel } from '../../../../src/widgets/traceMap/seriesPanels';
import { lstmTrace } from '../cells';

const line = (kind: 'input' | 'output' | 'target', value: number) => ({
  kind,
  name: kind,
  values: Float32Array.of(value, value)
});

/** What stands right of a chart on a phone. */
function narrowNumber(lines: SeriesPanel['lines']): string | null {
  const layout = mapLayout({
    width: 388,
    narrow: true,
    units: 2,
    steps: 2,
    apart: [false],
    labelHeight: 0,
    seriesHeights: [33],
    lines: true,
    nameWidth: 0,
    minimumColumnWidth: 1,
    dates: false,
    ratio: 1
  });
  const rail = createSeriesRail(words => words);
  rail.build(
    [{ name: 'high', unit: '', lines, domain: [0, 4] }],
    layout,
    lstmTrace({ steps: 2, units: 2 }),
    words => words.length * 6
  );
  rail.paint(1);
  return rail.element.textContent;
}

describe('the numbers of the series on a phone', () => {
  it('are those of x beside the letter x, whatever else is in the chart', () => {
    expect(
      narrowNumber([line('input', 1), line('target', 2), line('output', 3)])
    ).toBe('1.00');
  });

  it('are those of the answer where the chart has no input', () => {
    expect(narrowNumber([line('target', 2), line('output', 3)])).toBe('3.00');
  });
});
