/** @jest-environment jsdom */
import type { Trace } from '../../../../src/trace';
import { createGatesView } from '../../../../src/widgets/gates/createGatesView';
import { lstmTrace } from '../cells';
import { openView } from '../viewPage';

/** What bold letters of the numbers, and the small ones of the changes, take at most. */
const BOLD = 8.5;
const SMALL = 6.5;

/** An LSTM of one unit whose c is these numbers, the second at the last step. */
function heldNumbers(before: number, now: number): Trace {
  const trace = lstmTrace({ steps: 2, units: 1 });
  return {
    ...trace,
    layers: trace.layers.map(layer => ({
      ...layer,
      channels: layer.channels.map(channel =>
        channel.name === 'c'
          ? {
              ...channel,
              array: {
                ...channel.array,
                dtype: 'f64' as const,
                values: Float64Array.of(before, now)
              }
            }
          : channel
      )
    }))
  };
}

describe('the numbers right of lines', () => {
  it.each([
    [0.25, 0.5, '0.50', '+0.25'],
    [-1200.25, -12345.5, '−12346', '−11145'],
    [2, 8.32e37, '8 × 10³⁷', ''],
    [8.32e37, -1.5e38, '−2 × 10³⁸', '']
  ])(
    'stand beside their letter and their change, from %d to %d',
    (before, now, value, change) => {
      const view = openView(createGatesView, heldNumbers(before, now));
      view.cursor.move({ step: 1, unit: 0 }, {});
      const rows = [
        ...view.element.querySelectorAll('.jp-gatescope-number-text')
      ];
      const number = rows.find(each => each.textContent === value);
      const beside = number?.nextElementSibling;
      expect([number?.textContent, beside?.textContent]).toEqual([
        value,
        change
      ]);
      const end = Number(number?.getAttribute('x'));
      const letter = Number(number?.previousElementSibling?.getAttribute('x'));
      expect(end - value.length * BOLD).toBeGreaterThan(letter);
      expect(
        Number(beside?.getAttribute('x')) - change.length * SMALL
      ).toBeGreaterThan(end);
      view.close();
    }
  );
});
