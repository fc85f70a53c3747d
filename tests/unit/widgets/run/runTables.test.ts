/** @jest-environment jsdom */
import { compareRuns, gru, lstm, weightsByGate } from '../../../../src/engine';
import type { Bundle, Comparison, Trace, Weights } from '../../../../src/trace';
import { createCellView } from '../../../../src/widgets/cell/createCellView';
import { createCompareView } from '../../../../src/widgets/compare/createCompareView';
import type { ViewFactory } from '../../../../src/widgets/context';
import { createRiverView } from '../../../../src/widgets/river/createRiverView';
import { createUnrolledView } from '../../../../src/widgets/unrolled/createUnrolledView';
import { createWeightsView } from '../../../../src/widgets/weights/createWeightsView';
import { createWhatIfView } from '../../../../src/widgets/whatIf/createWhatIfView';
import { openView, type ViewPage } from '../viewPage';

const inputs = [[1], [0], [-1], [0.5]];
const cells = [gru, lstm].map(make =>
  make({ inputSize: 1, units: 3, seed: 1 })
);
const run = cells[1].run(inputs).toBundle();

const press = (page: ViewPage, words: string, within = ''): void =>
  [...page.element.querySelectorAll<HTMLElement>(`${within} button`)]
    .find(({ textContent }) => textContent === words)
    ?.click();

/** The cells of the table that a button of its own leads to, by row and heading. */
function tableOf(page: ViewPage, name: string): Map<string, string>[] {
  if (!page.element.querySelector('.jp-gatescope-table')) {
    press(page, 'Table');
  }
  press(page, name, '.jp-gatescope-table');
  const heads = page.texts('.jp-gatescope-table thead th');
  return [...page.element.querySelectorAll('.jp-gatescope-table tbody tr')].map(
    row =>
      new Map(
        heads.map((head, at) => [head, row.children[at]?.textContent ?? ''])
      )
  );
}

const numberIn = (text: string | undefined): number =>
  Number(text?.replace('−', '-'));

const valueOf = (
  { layers }: Trace,
  name: string,
  step: number,
  unit: number
): number => {
  const { values, shape } = layers[0].channels.find(
    channel => channel.name === name
  )!.array;
  return values[step * (shape[1] ?? 1) + unit];
};

const runViews: readonly [string, ViewFactory<Trace>][] = [
  ['Cell', createCellView],
  ['Unrolled', createUnrolledView],
  ['River', createRiverView],
  ['What if', createWhatIfView]
];

describe.each(runViews)('%s as a table', (_, factory) => {
  it('has a row for every unit at a step, every step of a unit, and all units at every step', () => {
    const page = openView(factory, run as Trace);
    const byUnit = tableOf(page, 'By unit');
    const caption = page.texts('.jp-gatescope-table caption')[0];
    const at = Number(/step (\d)/.exec(caption)?.[1]);
    expect(byUnit.map(row => numberIn(row.get('f')))).toEqual(
      [0, 1, 2].map(unit =>
        expect.closeTo(valueOf(run as Trace, 'f', at, unit), 4)
      )
    );
    expect(byUnit.map(row => numberIn(row.get('mean f')))).toEqual(
      [0, 1, 2].map(unit =>
        expect.closeTo(
          [0, 1, 2, 3].reduce(
            (sum, step) => sum + valueOf(run as Trace, 'f', step, unit),
            0
          ) / 4,
          4
        )
      )
    );
    expect(tableOf(page, 'By step')).toHaveLength(4);
    expect(page.texts('.jp-gatescope-table caption')[0]).toContain('unit');
    const all = tableOf(page, 'All units');
    expect([...all[0].keys()]).toEqual(['step', 'unit 0', 'unit 1', 'unit 2']);
    page.close();
  });
});

test('networks are compared by step and by unit, too', () => {
  const bundle = compareRuns(
    cells.map(cell => cell.run(inputs)),
    {},
    'show'
  ).toBundle() as Comparison;
  const page = openView(createCompareView, bundle);
  expect(tableOf(page, 'By network')).toHaveLength(2);
  expect(tableOf(page, 'By step')).toHaveLength(4);
  const byUnit = tableOf(page, 'By unit');
  const step = Number(
    /step (\d)/.exec(page.texts('.jp-gatescope-table caption')[0])?.[1]
  );
  const [, column] = [...byUnit[0].keys()];
  const [network, channel] = column.split(' ');
  const trace =
    bundle.traces[bundle.rows.findIndex(({ name }) => name === network)];
  expect(byUnit.map(row => numberIn(row.get(column)))).toEqual(
    [0, 1, 2].map(unit =>
      expect.closeTo(valueOf(trace, channel, step, unit), 4)
    )
  );
  page.close();
});

test('weights have a norm for each unit, and every number of the matrix that is looked at', () => {
  const bundle = weightsByGate(cells[1].run(inputs)).toBundle() as Weights;
  const page = openView(createWeightsView, bundle as Bundle as never);
  const [{ name, weights: numbers, shape }] = bundle.layers[0].parameters;
  const [rows, units] = shape;
  const values = numbers.array!.values;
  const norm = (unit: number): number =>
    Math.hypot(
      ...Array.from({ length: rows }, (_, row) => values[row * units + unit])
    );
  expect(tableOf(page, 'By unit').map(row => numberIn(row.get(name)))).toEqual(
    [0, 1, 2].map(unit => expect.closeTo(norm(unit), 4))
  );
  const every = tableOf(page, 'Every weight');
  expect(page.texts('.jp-gatescope-table caption')[0]).toContain(name);
  expect(every).toHaveLength(rows);
  expect(numberIn(every[0].get('unit 2'))).toBeCloseTo(values[2], 4);
  page.close();
});
