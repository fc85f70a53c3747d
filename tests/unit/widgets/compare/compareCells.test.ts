/** @jest-environment jsdom */
import {
  compareRuns,
  gru,
  lstm,
  minGru,
  rnn,
  sLstm
} from '../../../../src/engine';
import type { Comparison } from '../../../../src/trace';
import { formatFixed } from '../../../../src/scene/words/format';
import { missingMapWords } from '../../../../src/views/compare/cellWords';
import { compareRows } from '../../../../src/views/compare/compareRows';
import { createCompareView } from '../../../../src/widgets/compare/createCompareView';
import { inSteps } from '../inSteps';
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

it('in place of a map that a network has not stands how it carries its state', () => {
  const traces = [rnn, minGru, sLstm, gru].map(make =>
    make({ inputSize: 1, units: 2, seed: 1 })
      .run([[1], [0.5]])
      .toBundle()
  );
  const rows = compareRows(traces);
  const said = (hue: string) =>
    traces.map(trace => {
      const row = rows.find(each => each.hue === hue)!;
      return row.channels[traces.indexOf(trace)]
        ? ''
        : missingMapWords(trace, row, inSteps)[1];
    });
  expect(said('cell')).toEqual([
    '',
    'h itself is carried',
    '',
    'h itself is carried'
  ]);
  expect(said('keep')[0]).toBe('h is written over at every step');
});
