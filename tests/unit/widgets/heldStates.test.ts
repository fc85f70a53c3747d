/**
 * @jest-environment jsdom
 */
import fc from 'fast-check';
import { gru, lstm, rnn } from '../../../src/engine';
import type { Trace } from '../../../src/trace';
import type { Content } from '../../../src/widgets/base/dom';
import { findCarry, isCarry } from '../../../src/trace';
import { layerValues } from '../../../src/views/equations/layerValues';
import { readout } from '../../../src/widgets/gates/gatesWords';
import { dataTable } from '../../../src/scene/table';
import {
  riverAnswerWords,
  streamTable
} from '../../../src/views/river/riverWords';
import { arithmeticWords } from '../../../src/widgets/river/riverSentence';
import { riverOf } from '../../../src/views/river/streams';
import type { MapScene } from '../../../src/views/map/mapScene';
import { takeApart } from '../../../src/views/unrolled/shares';
import { piecesText } from '../../../src/scene/words/pieces';
import { forgettingSentence } from '../../../src/views/unrolled/forgetting';
import { sharesTable } from '../../../src/views/unrolled/unrolledView';
import { inSteps } from './inSteps';
import { draws } from './draws';

const x = [[0.1], [0.5], [-0.3], [0.8], [0], [1]];

const words = (content: Content): string =>
  [content]
    .flat()
    .map(part => (typeof part === 'string' ? part : (part?.textContent ?? '')))
    .join('');

/** Runs of which a clamp holds the state, with its letter, and the number that stands there. */
const HELD = [
  [
    'LSTM',
    lstm({ inputSize: 1, units: 2, seed: 1 })
      .run(x)
      .clamp({ channel: 'c', value: 0.5, steps: [3] })
      .toBundle(),
    'c',
    '0.50'
  ],
  [
    'GRU',
    gru({ inputSize: 1, units: 2, seed: 1 })
      .run(x)
      .clamp({ channel: 'h', value: 1, steps: [3] })
      .toBundle(),
    'h',
    '1.00'
  ],
  [
    'RNN',
    rnn({ inputSize: 1, units: 2, seed: 1 })
      .run(x)
      .clamp({ channel: 'h', value: 0.9, steps: [3] })
      .toBundle(),
    'h',
    '0.90'
  ]
] as const;

function sharesOf(trace: Trace, step: number, unit: number | 'mean') {
  const [layer] = trace.layers;
  const carry = findCarry(layer);
  if (!isCarry(carry)) {
    throw new Error('the state carries nothing');
  }
  const shares = takeApart(
    trace,
    layerValues(layer, trace.time),
    carry,
    step,
    unit
  )!;
  return {
    shares,
    sentence: piecesText(
      forgettingSentence(trace, layer, shares, () => 0, inSteps)
    ),
    table: dataTable(
      sharesTable({ read: trace, carry, shares, translate: inSteps })
    )
  };
}

describe.each(HELD)('a held state of an %s', (_, trace, state, value) => {
  const [layer] = trace.layers;

  it('is no work of its gates in the line of Gates', () => {
    const line = (step: number) =>
      words(readout({ trace, layer } as MapScene, step, 0, inSteps));
    expect(line(3)).toContain(`unit 0${state} := ${value} held`);
    expect(line(2)).toContain(`unit 0${state} = `);
  });

  it('is said in River, in its sentences and its table', () => {
    const river = riverOf(trace, layer, 0)!;
    const at = (step: number) => ({ trace, layer, river, step, feature: 0 });
    expect(words(arithmeticWords(at(3), inSteps))).toContain(
      `${state} is held at ${value}.`
    );
    expect(riverAnswerWords(at(3), inSteps)).toBe(
      `Nothing from before: ${state} is held at ${value} in this step.`
    );
    const row = dataTable(streamTable(at(5), inSteps)).rows.find(
      ([step]) => step === 3
    )!;
    expect(row[2]).toBeCloseTo(Number(value), 2);
    expect(row[3]).toBe('held');
    expect(words(arithmeticWords(at(4), inSteps))).not.toContain('held');
  });
});

describe('a state that is held in some units', () => {
  const trace = lstm({ inputSize: 1, units: 3, seed: 7 })
    .run(x)
    .clamp({ channel: 'c', value: 0.5, units: [0], steps: [5] })
    .toBundle();

  it('leaves of the others what was there before', () => {
    const { sentence, table } = sharesOf(trace, 5, 'mean');
    expect(sentence).not.toContain('is held');
    expect(sentence).toContain('each bar is the mean over the units');
    expect(table.rows.at(-3)!.map(cell => typeof cell)).not.toContain('string');
    expect(sharesOf(trace, 5, 0).sentence).toContain('c is held at 0.50');
    expect(sharesOf(trace, 5, 1).sentence).not.toContain('is held');
  });

  it('says in River in how many', () => {
    const [layer] = trace.layers;
    const river = riverOf(trace, layer, 'mean')!;
    const place = { trace, layer, river, step: 5, feature: null };
    expect(words(arithmeticWords(place, inSteps))).toContain(
      'Of 1 of 3 units it is held.'
    );
  });
});

test('the rounding of large numbers is explained by the equation', () => {
  const shares = {
    ...sharesOf(HELD[0][1], 5, 0).shares,
    remainder: 0.06,
    steps: []
  };
  const said = (left: number) =>
    piecesText(
      forgettingSentence(
        HELD[0][1],
        HELD[0][1].layers[0],
        { ...shares, initial: { written: left, left } },
        () => null,
        inSteps
      )
    );
  expect(said(3.49e6)).not.toContain('not explained');
  expect(said(1)).toContain('0.06 is not explained');
});

test('of several held steps the last is the one that is said', () => {
  const trace = lstm({ inputSize: 1, units: 2, seed: 1 })
    .run(x)
    .clamp({ channel: 'c', value: 0.5, steps: [1, 4, 5] })
    .toBundle();
  expect(sharesOf(trace, 5, 0).sentence).toContain(
    'c is held at 0.50 in step 5: nothing from before is left.'
  );
});

test.each([
  [lstm, 'f', 'c'],
  [gru, 'z', 'h']
] as const)(
  'a row of River and Unrolled has the gate of its step, whatever is held: %p',
  (cell, gate, state) => {
    fc.assert(
      fc.property(
        fc.record({
          seed: fc.nat(1000),
          units: fc.constantFrom(1, 2, 5),
          steps: fc.uniqueArray(fc.nat(5), { minLength: 1 }),
          value: fc.double({ min: -1, max: 1, noNaN: true })
        }),
        ({ seed, units, steps, value }) => {
          const trace = cell({ inputSize: 1, units, seed })
            .run(x)
            .clamp({ channel: state, value, steps, units: [0] })
            .toBundle();
          const [layer] = trace.layers;
          const river = riverOf(trace, layer, 0)!;
          const place = { trace, layer, river, step: 5, feature: null };
          const gates = layer.channels.find(({ name }) => name === gate)!;
          for (const row of [
            ...dataTable(streamTable(place, inSteps)).rows,
            ...sharesOf(trace, 5, 0).table.rows
          ]) {
            const [step, written, kept] = row;
            if (typeof step === 'number') {
              const isHeld = steps.includes(step);
              expect(typeof written).toBe('number');
              if (isHeld) {
                expect(written).toBeCloseTo(value, 6);
              }
              expect(kept).toBe(
                isHeld ? 'held' : gates.array.values[step * units]
              );
            }
          }
        }
      ),
      draws(60, { gate: 20 })
    );
  }
);
