/** @jest-environment jsdom */
import { CELLS, OWN_CELL, START } from '../../../src/play/playState';
import { createRace } from '../../../src/play/race';
import {
  arithmeticOf,
  readRows,
  type LaneShown,
  type Read
} from '../../../src/play/reading';
import { html } from '../../../src/widgets/base/dom';

/** A network after an epoch, at one sequence. */
async function shownOf(given: Partial<typeof START>): Promise<LaneShown> {
  const state = { ...START, delay: 6, units: 3, own: OWN_CELL, ...given };
  const race = createRace(state, [0.02, 0.02]);
  await race.learn();
  const { lanes, values, marks, truth } = race.look({
    epoch: null,
    delay: 4,
    flipped: [],
    hold: state.hold,
    reads: true
  });
  return {
    look: lanes[0],
    cell: state.cells[0],
    task: state.task,
    values,
    marks,
    truth,
    delay: 4,
    held: null,
    step: 5,
    epoch: 1,
    row: null
  };
}

const wordsOf = (
  shown: LaneShown,
  read: Read,
  place: { row: number; unit: number }
): string =>
  html('p', {}, ...arithmeticOf(shown, read, { step: 5, ...place }))
    .textContent;

/** What the numbers between the last two signs `=` come to, and what stands behind them. */
function workedOut(words: string): readonly [number, number] {
  const [numbers, result] = words
    .split(' = ')
    .slice(-2)
    .map(part =>
      part
        .replaceAll('−', '-')
        .replaceAll('×', '*')
        .replaceAll('σ(', 'sigmoid(')
        .replace(/^(sigmoid|tanh|exp|softplus|√)(?= )/, '')
    );
  const value = new Function('sigmoid', 'tanh', 'exp', `return ${numbers}`) as (
    ...functions: ((x: number) => number)[]
  ) => number;
  const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
  return [value(sigmoid, Math.tanh, Math.exp), Number(result)];
}

describe('the arithmetic of a lane', () => {
  it.each(CELLS)(
    'gives of every number of the state what was computed: %s',
    async cell => {
      const shown = await shownOf({ cells: [cell, 'lstm'] });
      const { belt, channels, units } = shown.look;
      for (let row = 0; row < readRows(shown.look, 'belt'); row++) {
        const words = wordsOf(shown, 'belt', { row, unit: 0 });
        expect(words).toMatch(new RegExp(`^step 5, unit ${row}: ${belt} = `));
        const [sum, result] = workedOut(words);
        expect(result).toBeCloseTo(channels[belt][5 * units[belt] + row], 1.9);
        expect(Math.abs(sum - result)).toBeLessThan(0.03);
      }
    }
  );

  it.each(['lstm', 'gru'] as const)(
    'gives of every gate its mean, and of one unit its summands: %s',
    async cell => {
      const shown = await shownOf({ cells: [cell, 'lstm'] });
      const { gates, channels } = shown.look;
      gates.forEach((gate, row) => {
        const words = wordsOf(shown, 'gates', { row, unit: 2 });
        const values = channels[gate].subarray(15, 18);
        const mean = (values[0] + values[1] + values[2]) / 3;
        expect(words).toContain(
          `${gate} is ${mean.toFixed(2)} on average over 3 units; of unit 2, ${gate} = σ(`
        );
        const [sum, result] = workedOut(words);
        expect(result).toBeCloseTo(values[2], 1.9);
        expect(Math.abs(sum - result)).toBeLessThan(0.03);
      });
    }
  );

  it('gives of a gate that is held what holds it', async () => {
    const shown = await shownOf({
      cells: ['lstm', 'rnn'],
      hold: { lane: 0, gate: 'f', value: 0.5 }
    });
    expect(wordsOf(shown, 'gates', { row: 0, unit: 0 })).toMatch(
      /σ\(0\.00 \+ 0\.00 \+ 0\.00\) = 0\.50$/
    );
  });

  it('gives of the way back its parts, whose length it is', async () => {
    const shown = await shownOf({});
    const words = wordsOf(shown, 'back', { row: 0, unit: 0 });
    const numberOf = (text: string): number => {
      const [mantissa, exponent = ''] = text.split(' × 10');
      const power = [...exponent]
        .map(sign => (sign === '⁻' ? '-' : '⁰¹²³⁴⁵⁶⁷⁸⁹'.indexOf(sign)))
        .join('');
      return Number(mantissa.replace('−', '-')) * 10 ** Number(power);
    };
    const parts = [...words.matchAll(/\(([^()]+)\)²/g)].map(([, part]) =>
      numberOf(part)
    );
    expect(parts).toHaveLength(3);
    const length = numberOf(words.split(' = ').at(-1)!);
    expect(Math.hypot(...parts) / length).toBeCloseTo(1, 1);
    expect(shown.look.gradient[5] / length).toBeCloseTo(1, 1);
  });

  it.each([
    ['bit', /ŷ = σ\(W h \+ b\) = σ\(/],
    ['echo', /ŷ = σ\(W h \+ b\) = σ\(/],
    ['adding', /ŷ = W h \+ b = /]
  ] as const)(
    'gives of the answer what the last layer makes of the state: %s',
    async (task, letters) => {
      for (const cell of CELLS) {
        const shown = await shownOf({ task, cells: [cell, 'rnn'] });
        const words = wordsOf(shown, 'answer', { row: 0, unit: 0 });
        expect(words).toMatch(letters);
        const [sum, result] = workedOut(words);
        const at = task === 'echo' ? 3 : 0;
        expect(result).toBeCloseTo(shown.look.answer[at], 1.9);
        expect(Math.abs(sum - result)).toBeLessThan(0.02);
      }
    }
  );
});
