/** @jest-environment jsdom */
import fc from 'fast-check';
import { compareRuns, layers, sequential } from '../../../../src/engine';
import type { Comparison, Trace } from '../../../../src/trace';
import { contentText } from '../../../../src/widgets/base/dom';
import { inSteps } from '../inSteps';
import { missingMapWords } from '../../../../src/views/compare/cellWords';
import { editedWords } from '../../../../src/views/compare/compareEdits';
import {
  commonOrder,
  compareRows,
  firstRows,
  rowsOfJob
} from '../../../../src/views/compare/compareRows';
import { differenceSentence } from '../../../../src/views/compare/compareWords';
import { piecesText } from '../../../../src/scene/words/pieces';
import {
  networkTable,
  valueTable
} from '../../../../src/views/compare/compareTables';
import { dataTable } from '../../../../src/scene/table';
import { createCompareView } from '../../../../src/widgets/compare/createCompareView';
import { openView } from '../viewPage';

type Reads = 'both' | 'forward' | 'backward';

/** A network of one recurrent layer that reads so. */
function network(reads: Reads, seed: number, below = false) {
  const options = { units: 3, returnSequences: true };
  const inputShape = [null, 1];
  return sequential(
    [
      ...(below
        ? [layers.bidirectional({ layer: layers.gru(options), inputShape })]
        : []),
      reads === 'both'
        ? layers.bidirectional({
            layer: layers.lstm(options),
            ...(!below && { inputShape })
          })
        : layers.lstm({
            ...options,
            goBackwards: reads === 'backward',
            ...(!below && { inputShape })
          }),
      layers.dense({ units: 1 })
    ],
    { seed }
  );
}

const input = (steps: number) =>
  Array.from({ length: steps }, (_, step) => [Math.sin(1 + 2.3 * step)]);

const named = (traces: readonly Trace[]): Comparison =>
  ({
    traces,
    rows: traces.map((_, at) => ({ name: `network ${at}` }))
  }) as unknown as Comparison;

const traceOf = (reads: Reads, steps = 6, seed = 1): Trace =>
  network(reads, seed).trace(input(steps)).toBundle();

describe('a comparison in which a network reads in both directions', () => {
  const traces = [traceOf('both'), traceOf('forward')];
  const rows = compareRows(traces);

  it('has rows of each direction, one job below the other', () => {
    expect(
      rows.slice(0, 2).map(({ direction, channelNames, channels }) => ({
        direction,
        channelNames,
        there: channels.map(channel => channel !== null)
      }))
    ).toEqual([
      { direction: 'forward', channelNames: ['h'], there: [true, true] },
      { direction: 'backward', channelNames: ['h'], there: [true, false] }
    ]);
    expect(firstRows(rows)).toEqual([
      'hidden 0',
      'hidden 0 backward',
      'keep 0',
      'keep 0 backward'
    ]);
    expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
  });

  it('says of a network without a direction that it reads in the other alone', () => {
    const [, backward] = rows;
    expect(missingMapWords(traces[1], backward, inSteps)).toEqual([
      'reads forward alone',
      ''
    ]);
  });

  it('says how far each direction moves in its own time', () => {
    const [h, back] = traces[0].layers.map(
      ({ channels }) => channels.find(({ name }) => name === 'h')!.array
    );
    const step = 2;
    const moved = ({ values }: typeof h, before: number) =>
      [0, 1, 2]
        .map(unit =>
          Math.abs(values[step * 3 + unit] - values[before * 3 + unit])
        )
        .reduce((sum, each) => sum + each / 3, 0)
        .toFixed(2);
    const text = piecesText(
      differenceSentence(named([traces[0]]), step, inSteps)
    );
    expect(text).toContain(
      `h forward moves by ${moved(h, step - 1)} (network 0)`
    );
    expect(text).toContain(
      `h backward moves by ${moved(back, step + 1)} (network 0)`
    );
    expect(text).toMatch(/f forward keeps .*; f backward keeps /);
  });

  it('tells the directions apart in its table and its file', () => {
    const comparison = {
      ...named(traces),
      rows: traces.map(() => ({ name: 'one', parameters: {} }))
    } as unknown as Comparison;
    const { columns } = dataTable(networkTable(comparison, rows, 0, inSteps));
    expect(new Set(columns).size).toBe(columns.length);
    expect(columns).toContain('mean h backward');
    const file = dataTable(valueTable(named(traces), rows, inSteps));
    const values = traces
      .flatMap(({ layers }) => layers)
      .flatMap(({ channels }) => channels)
      .filter(({ role }) => role !== 'term' && role !== 'gradient')
      .reduce((sum, { array }) => sum + array.values.length, 0);
    expect(file.rows).toHaveLength(values);
  });

  it('is drawn with a map for each direction', () => {
    const bundle = compareRuns(
      [network('both', 1), network('forward', 2)].map(model =>
        model.trace(input(8))
      )
    ).toBundle();
    const page = openView(createCompareView, bundle);
    page.view.update(bundle);
    expect(page.element.textContent).toContain('reads forward alone');
    expect(page.element.querySelectorAll('canvas').length).toBe(6);
    page.close();
  });
});

describe('an edit of what compared networks read', () => {
  it('changes each direction from its step on in its own time, and says so', () => {
    const reads = fc.constantFrom<Reads>('both', 'forward', 'backward');
    fc.assert(
      fc.property(
        fc.tuple(reads, reads),
        fc.integer({ min: 3, max: 9 }),
        fc.nat(100),
        fc.nat(50),
        ([one, other], steps, at, seed) => {
          const step = at % steps;
          const runs = [network(one, seed), network(other, seed + 1)].map(
            model => model.trace(input(steps))
          );
          const edits = [{ step, feature: 0, value: 3 }];
          const before = runs.map(run => run.toBundle());
          const after = runs.map(run => run.recompute({ edits }).toBundle());
          const rowsBefore = compareRows(before);
          const rowsAfter = compareRows(after);
          const text = contentText(
            editedWords(named(before), edits, [rowsBefore, rowsAfter], inSteps)
          );
          const hidden = rowsOfJob(rowsBefore, 'hidden');
          const isBoth = one === 'both' || other === 'both';
          expect(hidden.map(({ direction }) => direction)).toEqual(
            isBoth ? ['forward', 'backward'] : [undefined]
          );
          hidden.forEach(row => {
            const now = rowsAfter.find(({ id }) => id === row.id)!;
            row.channels.forEach((channel, index) => {
              const layer = row.layers[index];
              if (!channel || !layer) {
                return;
              }
              const backward = layer.direction === 'backward';
              const { values } = now.channels[index]!.array;
              channel.array.values.forEach((value, place) => {
                const where = Math.floor(place / 3);
                if (backward ? where > step : where < step) {
                  expect(values[place]).toBe(value);
                }
              });
            });
          });
          if (isBoth) {
            expect(text).toContain(`h forward first changes at step ${step},`);
            expect(text).toContain(`h backward first changes at step ${step},`);
          }
          expect(commonOrder(named(before))).toBe(
            one === 'backward' && other === 'backward' ? -1 : 1
          );
        }
      ),
      { numRuns: 25 }
    );
  });

  it('reads the directions of the layer on top, not of those below', () => {
    const trace = network('forward', 3, true).trace(input(5)).toBundle();
    expect(trace.layers).toHaveLength(3);
    expect(
      compareRows([trace]).every(({ direction }) => direction === undefined)
    ).toBe(true);
    const both = network('both', 3, true).trace(input(5)).toBundle();
    const [forward, backward] = compareRows([both]);
    expect(forward.layers[0]?.name).toBe(both.layers[2].name);
    expect(backward.layers[0]?.name).toBe(both.layers[3].name);
  });
});
