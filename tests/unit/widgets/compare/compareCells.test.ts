/** @jest-environment jsdom */
import { compareRuns, gru, lstm } from '../../../../src/engine';
import type { Comparison } from '../../../../src/trace';
import { formatFixed } from '../../../../src/widgets/base/format';
import { createCompareView } from '../../../../src/widgets/compare/createCompareView';
import { openView } from '../viewPage';

const UNITS = 3;
const bundle = compareRuns(
  [gru, lstm].map(cell =>
    cell({ inputSize: 1, units: UNITS, seed: 1 }).run([[1], [0.5], [-1], [2]])
  )
).toBundle() as Comparison;

it('below a map stand the mean of the units at the step, and that of all other steps', () => {
  const page = openView(createCompareView, bundle, { width: 900 });
  page.cursor.move({ step: 2, unit: null }, {});
  const mean = (numbers: readonly number[]) =>
    numbers.reduce((sum, each) => sum + each) / numbers.length;
  const words = page.texts('.jp-gatescope-compare-words');
  for (const { layers } of bundle.traces) {
    const { array } = layers[0].channels.find(({ name }) => name === 'h')!;
    const rows = [0, 1, 2, 3].map(step =>
      mean([...array.values.slice(step * UNITS, (step + 1) * UNITS)])
    );
    const others = mean(rows.filter((_, step) => step !== 2));
    expect(words).toContain(
      `h mean ${formatFixed(rows[2])}, at other steps ${formatFixed(others)}`
    );
  }
  page.close();
});
