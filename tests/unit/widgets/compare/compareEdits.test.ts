/** @jest-environment jsdom */

import { float32 } from '../../../../src/trace';
import type { Channel, Comparison, Trace } from '../../../../src/trace';
import { contentText } from '../../../../src/widgets/base/dom';
import { inSteps } from '../inSteps';
import {
  changeOf,
  editedWords,
  sharesInput,
  withEdit
} from '../../../../src/views/compare/compareEdits';
import { compareLayout } from '../../../../src/views/compare/compareLayout';
import { compareRows } from '../../../../src/views/compare/compareRows';
import { gruTrace, lstmTrace } from '../cells';

const lstm: Trace = lstmTrace();
const gru: Trace = gruTrace();

function withInput(trace: Trace, values: number[], names = ['x']): Trace {
  const array = float32(values, [values.length / names.length, names.length]);
  return { ...trace, input: { names, array, editable: true } };
}

/** The trace with h greater by `by` from a step on. */
function moved(trace: Trace, from: number, by: number): Trace {
  const change = (channel: Channel): Channel => {
    if (channel.name !== 'h') {
      return channel;
    }
    const { shape, values } = channel.array;
    return {
      ...channel,
      array: float32(
        Array.from(values, (value, index) =>
          index >= from * shape[1] ? value + by : value
        ),
        shape
      )
    };
  };
  return {
    ...trace,
    layers: trace.layers.map(layer => ({
      ...layer,
      channels: layer.channels.map(change)
    }))
  };
}

describe('sharesInput', () => {
  const numbers = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6];

  it('is true where all networks read the same numbers', () => {
    expect(
      sharesInput([withInput(lstm, numbers), withInput(gru, numbers)])
    ).toBe(true);
  });

  it('is false for other numbers, other features and tokens', () => {
    const other = [...numbers.slice(0, 5), 0.7];
    expect(sharesInput([withInput(lstm, numbers), withInput(gru, other)])).toBe(
      false
    );
    expect(
      sharesInput([
        withInput(lstm, numbers),
        withInput(gru, numbers, ['x', 'y'])
      ])
    ).toBe(false);
    const tokens = withInput(lstm, numbers);
    expect(
      sharesInput([{ ...tokens, input: { ...tokens.input, editable: false } }])
    ).toBe(false);
  });
});

describe('withEdit', () => {
  const first = { step: 2, feature: 0, value: 0.5 };

  it('makes one drag one thing to undo', () => {
    const next = { ...first, value: 0.7 };
    expect(withEdit([first], next, true)).toEqual([next]);
    expect(withEdit([first], next, false)).toEqual([first, next]);
    expect(withEdit([first], { ...next, step: 3 }, true)).toHaveLength(2);
  });
});

describe('changeOf', () => {
  const h = lstm.layers[0].channels.find(({ name }) => name === 'h')!;
  const after = (by: number): Channel =>
    moved(lstm, 2, by).layers[0].channels.find(({ name }) => name === 'h')!;

  it('is the difference on a symmetric scale that holds it', () => {
    const { array, range, name } = changeOf(h, after(0.31));
    const width = h.array.shape[1];
    expect(name).toBe('Δh');
    expect(array.values[0]).toBe(0);
    expect(array.values[2 * width]).toBeCloseTo(0.31, 6);
    expect(range).toEqual([-0.4, 0.4]);
  });

  it('takes the next power of ten for a small one', () => {
    const { range } = changeOf(h, after(3e-4));
    expect(range[1]).toBeCloseTo(1e-3, 12);
  });
});

describe('editedWords', () => {
  const traces = [withInput(lstm, [1, 2, 3, 4, 5, 6]), gru];
  const comparison = {
    traces,
    rows: [{ name: 'LSTM' }, { name: 'GRU' }]
  } as unknown as Comparison;
  const edits = [{ step: 2, feature: 0, value: 9 }];
  const words = (...after: Trace[]): string =>
    contentText(
      editedWords(
        comparison,
        edits,
        [compareRows(traces), compareRows(after)],
        inSteps
      )
    );

  it('says the step once where all networks change from the same one', () => {
    expect(words(moved(traces[0], 2, 0.25), moved(traces[1], 2, 0.5))).toBe(
      'Edited: x at step 2 from 3 to 9. h first changes at step 2, by up to 0.25 (LSTM), 0.50 (GRU).'
    );
  });

  it('says it of each where they differ, and of none where nothing does', () => {
    expect(words(moved(traces[0], 2, 0.25), traces[1])).toBe(
      'Edited: x at step 2 from 3 to 9. h changes by up to 0.25 (LSTM, first at step 2), 0 (GRU).'
    );
    expect(words(...traces)).toContain('h is the same at every step.');
  });
});

describe('compareLayout', () => {
  const task = { units: 16, steps: 30, pairs: false };

  it('puts networks side by side from 600 pixels on, however many they are', () => {
    for (const networks of [2, 3, 4]) {
      for (const width of [600, 703, 1060]) {
        const { beside, gutter, columnWidth, gap } = compareLayout(
          width,
          false,
          networks,
          task
        );
        expect(beside).toBe(true);
        expect(gutter + networks * (columnWidth + gap)).toBeLessThanOrEqual(
          width
        );
      }
    }
  });

  it('puts them below each other on a phone, where a column would be too thin', () => {
    expect(compareLayout(400, true, 3, task).beside).toBe(false);
    expect(compareLayout(400, true, 2, task).beside).toBe(true);
  });

  it('says less in a narrow column', () => {
    expect(compareLayout(703, false, 3, task).tight).toBe(true);
    expect(compareLayout(1060, false, 3, task).tight).toBe(false);
  });

  it('gives a step whole pixels, and what is left to the gaps', () => {
    const { columnWidth, gap, gutter } = compareLayout(1060, false, 3, task);
    expect(columnWidth % 30).toBe(0);
    expect(gutter + 3 * (columnWidth + gap)).toBeGreaterThan(1056);
  });

  it('makes each of two maps lower than one alone', () => {
    const one = compareLayout(1060, false, 3, task).mapHeight;
    const pair = compareLayout(1060, false, 3, { ...task, pairs: true });
    expect(pair.mapHeight).toBeLessThan(one);
    expect(2 * pair.mapHeight).toBeGreaterThan(one);
  });
});
