import fc from 'fast-check';
import { gru, lstm, rnn, type Tensor } from '../../../../src/engine';
import { memories } from '../../../../src/views/gradientFlow/flow';
import { flowOfTrace } from '../../../../src/views/gradientFlow/flowOfTrace';
import { flowTable } from '../../../../src/views/gradientFlow/flowTable';
import { columnFormats } from '../../../../src/scene/dataTable';
import { dataTable } from '../../../../src/scene/table';
import { memoryWords } from '../../../../src/views/gradientFlow/flowWords';
import { wayOf } from '../../../../src/views/gradientFlow/way';
import { inSteps } from '../../widgets/inSteps';
import { draws } from '../../widgets/draws';

const cells = { rnn, lstm, gru };

it('a gradient flow over padding says what that of the sequence without it says', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...(Object.keys(cells) as (keyof typeof cells)[])),
      fc.array(fc.boolean(), { minLength: 2, maxLength: 12 }),
      fc.boolean(),
      fc.boolean(),
      (kind, mask, reverse, isSaved) => {
        const real = mask.flatMap((isReal, step) => (isReal ? [step] : []));
        fc.pre(real.length > 0);
        const cell = cells[kind]({
          inputSize: 1,
          units: 3,
          seed: 5,
          dtype: 'f64'
        });
        const x = mask.map((_, t) => [Math.sin(1 + t * 2.3)]);
        const flowsOf = (steps: readonly number[], own?: number[]) => {
          const run = cell.run(
            steps.map(step => x[step]),
            {
              reverse,
              ...(own && { mask: own }),
              gradientsOf: ({ h }: { h: Tensor }) =>
                h
                  .at(reverse ? 0 : -1, { axis: 0 })
                  .square()
                  .sum()
            }
          );
          return isSaved
            ? flowOfTrace(run.toBundle())!
            : run.gradientFlow().toBundle();
        };
        const padded = flowsOf(
          x.map((_, step) => step),
          mask.map(Number)
        );
        const whole = flowsOf(real);
        const choice = { quantity: 'hidden', threshold: 0.01 } as const;
        const wordsOf = (flow: typeof whole): string => {
          const [memory] = memories(flow, choice);
          const { length } = wayOf(flow, flow.networks[0]);
          return memoryWords(memory, length, inSteps);
        };
        expect(wordsOf(padded)).toBe(wordsOf(whole));
        const rowsOf = (flow: typeof whole) => {
          const table = dataTable(
            flowTable({ flow, ...choice, translate: inSteps })
          );
          const formats = columnFormats(table);
          return table.rows.map(row =>
            row.map((cell, at) => formats[at](Number(cell))).slice(1)
          );
        };
        const rows = rowsOf(padded);
        const told = (cells: readonly unknown[]): unknown[] => [...cells];
        expect(real.map(step => told(rows[step]))).toEqual(
          rowsOf(whole).map(told)
        );
        rows
          .filter((_, step) => !mask[step])
          .forEach(row => expect(new Set(row)).toEqual(new Set(['–'])));
      }
    ),
    draws(100, { gate: 25 })
  );
});
