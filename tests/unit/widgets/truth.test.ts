/** @jest-environment jsdom */
import * as fc from 'fast-check';
import { gru, lstm, minGru, minLstm, rnn, sLstm } from '../../../src/engine';
import { layerTime, type Trace } from '../../../src/trace';
import { formatFixed } from '../../../src/widgets/base/format';
import { createCellView } from '../../../src/widgets/cell/createCellView';
import type { ViewFactory } from '../../../src/widgets/context';
import { createGatesView } from '../../../src/widgets/gates/createGatesView';
import { createUnrolledView } from '../../../src/widgets/unrolled/createUnrolledView';
import { draws } from './draws';
import { openView } from './viewPage';

const cells = { rnn, lstm, gru, minGru, minLstm, sLstm } as const;

const shown = fc.record({
  cell: fc.constantFrom(...(Object.keys(cells) as (keyof typeof cells)[])),
  units: fc.constantFrom(1, 3, 40),
  steps: fc.constantFrom(1, 2, 7, 60),
  seed: fc.nat(1000),
  reverse: fc.boolean(),
  scale: fc.constantFrom(1e-6, 1, 1000),
  step: fc.nat(59),
  unit: fc.nat(39)
});

type Shown = typeof shown extends fc.Arbitrary<infer T> ? T : never;

function traceOf({ cell, units, steps, seed, reverse, scale }: Shown): Trace {
  const x = Array.from({ length: steps }, (_, step) => [
    scale * Math.sin(seed + step * 0.7)
  ]);
  return cells[cell]({ inputSize: 1, units, seed })
    .run(x, { reverse })
    .toBundle();
}

/** What a view says of a step and a unit, read by the test off its page. */
function wordsOf(
  factory: ViewFactory<Trace>,
  trace: Trace,
  step: number,
  unit: number
): string {
  const page = openView(factory, trace);
  page.cursor.move({ step, unit }, {});
  const [words] = page.texts('.jp-gatescope-changed');
  page.close();
  return words;
}

/** The number that stands in a table: `−0.25`, `1.25 × 10⁻⁶`. */
function numberOf(words: string): number {
  const plain = words
    .replace(/\s*×\s*10/, 'e')
    .replace(/[⁰¹²³⁴⁵⁶⁷⁸⁹]/g, digit => String('⁰¹²³⁴⁵⁶⁷⁸⁹'.indexOf(digit)))
    .replace(/[−⁻]/g, '-');
  return Number(plain.replaceAll(',', ''));
}

/** By how much a number that is written so may be off: half of its last digit. */
function roundingOf(words: string, value: number): number {
  const [digits, power] = words.split(' × ');
  const decimals = digits.split('.')[1]?.length ?? 0;
  const unit = power === undefined ? 1 : numberOf(`1 × ${power}`);
  return 0.5000001 * 10 ** -decimals * unit + Math.abs(value) * 1e-12;
}

/** The numbers of the data table that T opens, by their columns. */
function tableOf(
  factory: ViewFactory<Trace>,
  trace: Trace,
  unit: number
): { readonly columns: string[]; readonly rows: string[][] } {
  const page = openView(factory, trace);
  page.cursor.move({ step: 0, unit }, {});
  page.element
    .querySelector<HTMLElement>('[data-tool="table"]')!
    .dispatchEvent(new MouseEvent('click', { bubbles: true }));
  const table = page.element.querySelector('.jp-gatescope-table table')!;
  const cellsOf = (row: Element): string[] =>
    [...row.querySelectorAll('th, td')].map(
      ({ textContent }) => textContent ?? ''
    );
  const [head, ...rows] = [...table.querySelectorAll('tr')].map(cellsOf);
  page.close();
  return { columns: head, rows };
}

describe('what a view says is what the engine computed', () => {
  it('of every channel at every step in the data table of Gates', () => {
    fc.assert(
      fc.property(shown, drawn => {
        const trace = traceOf(drawn);
        const [layer] = trace.layers;
        const unit = drawn.unit % drawn.units;
        const { columns, rows } = tableOf(createGatesView, trace, unit);
        expect(rows.map(([step]) => Number(step))).toEqual(
          Array.from({ length: drawn.steps }, (_, step) => step)
        );
        const told = layer.channels.filter(({ name }) =>
          columns.includes(name)
        );
        expect(told.length).toBeGreaterThanOrEqual(
          layer.channels.filter(({ role }) =>
            ['gate', 'candidate', 'state'].includes(role)
          ).length
        );
        for (const { name, array } of told) {
          const column = columns.indexOf(name);
          for (const [step, row] of rows.entries()) {
            const value = array.values[step * drawn.units + unit];
            const read = numberOf(row[column]);
            expect(Math.abs(read - value)).toBeLessThanOrEqual(
              roundingOf(row[column], value)
            );
          }
        }
      }),
      draws(8)
    );
  });

  it('of every state below Gates, and of the step before in the wired cell', () => {
    fc.assert(
      fc.property(shown, drawn => {
        const trace = traceOf(drawn);
        const [layer] = trace.layers;
        const step = drawn.step % drawn.steps;
        const unit = drawn.unit % drawn.units;
        const states = layer.channels.filter(({ role }) => role === 'state');
        const at = (name: string, of: number): number =>
          layer.channels.find(channel => channel.name === name)!.array.values[
            of * drawn.units + unit
          ];
        const gates = wordsOf(createGatesView, trace, step, unit);
        expect(gates).toContain(`step ${step}, unit ${unit}`);
        for (const { name } of states) {
          expect(gates).toContain(`= ${formatFixed(at(name, step))}`);
        }
        const own = layerTime(layer, drawn.steps);
        const cell = wordsOf(createCellView, trace, step, unit);
        expect(cell).toContain(
          step === own.first
            ? 'From the start:'
            : `Since step ${own.before(step)}:`
        );
        const numbers = states.map(({ name }) => formatFixed(at(name, step)));
        expect(numbers.some(number => cell.includes(number))).toBe(true);
        const chain = wordsOf(createUnrolledView, trace, step, unit);
        expect(chain).not.toContain('is not explained by the equation');
      }),
      draws(12)
    );
  });
});
