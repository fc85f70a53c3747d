import type { Cell } from '../../../../src/engine';
import { gru, lstm, rnn } from '../../../../src/engine';
import { relativeError } from '../fused/support';

// What is computed from a state within its own step, as an LSTM's h from c, is part of dL/dc_t also
// where a mask carries states over padding.

const x = [[0.4], [-1], [9], [0.7], [2], [-5]];
const mask = [1, 1, 0, 1, 1, 0];
const real = [0, 1, 3, 4];
const size = { inputSize: 1, units: 3, seed: 1 };
const cells: [string, Cell][] = [
  ['LSTM', lstm(size)],
  ['projected LSTM', lstm({ ...size, projection: 2 })],
  ['GRU', gru(size)],
  ['plain cell', rnn(size)]
];

describe('total derivatives beside a mask', () => {
  const cut = real.map(t => x[t]);

  it.each(cells)('are those of the real steps alone: %s', (_, cell) => {
    const gradientsOf = ({ h }: Cell['parameters']) => h.at(-1).square().sum();
    const padded = cell.run(x, { mask, gradientsOf });
    const expected = cell.run(cut, { gradientsOf });
    expect(padded.loss).toBeCloseTo(expected.loss!, 14);
    for (const [name, whole] of Object.entries(expected.gradients)) {
      const found = real.flatMap(t => [...padded.gradients[name].at(t).values]);
      expect(relativeError(found, whole.values)).toBeLessThan(1e-12);
    }
  });

  it.each(cells)('are so for each sequence of a batch: %s', (_, cell) => {
    const gradientsOf = ({ h }: Cell['parameters']) =>
      h.at(-1, { axis: 1 }).square().sum();
    const whole = cell.run([x, x], {
      mask: [mask, mask.map(() => 1)],
      gradientsOf
    });
    const alone = [cut, x].map(one => cell.run([one], { gradientsOf }));
    for (const [name, { shape }] of Object.entries(whole.gradients)) {
      const of = (sequence: number, steps: readonly number[]) =>
        steps.flatMap(t => [
          ...whole.gradients[name].at(sequence).at(t).values
        ]);
      expect(shape.slice(0, 2)).toEqual([2, 6]);
      expect(
        relativeError(of(0, real), alone[0].gradients[name].values)
      ).toBeLessThan(1e-12);
      expect(
        relativeError(
          of(1, [0, 1, 2, 3, 4, 5]),
          alone[1].gradients[name].values
        )
      ).toBeLessThan(1e-12);
    }
  });

  it('pass no state that is held', () => {
    const [, cell] = cells[0];
    const gradientsOf = ({ h }: Cell['parameters']) => h.at(-1).sum();
    const clamp = { channel: 'c', value: 0.3, units: [1] } as const;
    const padded = cell
      .run(x, { mask, gradientsOf })
      .clamp({ ...clamp, steps: [3] });
    const expected = cell
      .run(cut, { gradientsOf })
      .clamp({ ...clamp, steps: [2] });
    const found = real.flatMap(t => [...padded.gradients.c.at(t).values]);
    expect(relativeError(found, expected.gradients.c.values)).toBeLessThan(
      1e-12
    );
  });
});
