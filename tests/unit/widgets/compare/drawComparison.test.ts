/** @jest-environment jsdom */
import { compareRuns, lstm } from '../../../../src/engine';
import { untranslated } from '../../../../src/scene/words/translate';
import { compareRows } from '../../../../src/views/compare/compareRows';
import { drawComparison } from '../../../../src/widgets/compare/drawComparison';
import { networkLooks } from '../../../../src/scene/marks/networkLook';
import { standIns } from '../viewPage';

it('each step has a column as wide as the others, beside that of the step before', () => {
  standIns();
  const comparison = compareRuns(
    [1, 2].map(seed => lstm({ inputSize: 1, units: 2, seed }).run([1, 0, 0, 0]))
  ).toBundle();
  const { columnOf } = drawComparison({
    comparison,
    rows: compareRows(comparison.traces),
    before: null,
    difference: false,
    shared: true,
    order: 'value',
    feature: 0,
    looks: networkLooks([{ cell: 'lstm' }, { cell: 'lstm' }]),
    width: 700,
    narrow: false,
    minimumColumnWidth: 2,
    measure: text => 7 * text.length,
    translate: untranslated
  });
  const columns = [0, 1, 2, 3].map(step => columnOf(0, step));
  const wide = columns[0].right - columns[0].left;
  expect(wide).toBeGreaterThan(10);
  columns.forEach(({ left, right }, step) => {
    expect(left).toBeCloseTo(columns[0].left + step * wide, 9);
    expect(right - left).toBeCloseTo(wide, 9);
  });
});
