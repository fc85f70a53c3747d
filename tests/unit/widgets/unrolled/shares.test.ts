import fc from 'fast-check';
import { expressionText } from '../../../../src/trace';
import type { Trace } from '../../../../src/trace';
import { layerValues } from '../../../../src/views/equations/layerValues';
import { findCarry, isCarry, type Carry } from '../../../../src/trace';
import { inUnitOfTime } from '../../../../src/scene/words/timeWord';
import { numberPlace } from '../../../../src/widgets/unrolled/drawShares';
import { takeApart, type Shares } from '../../../../src/views/unrolled/shares';
import { sharesTable } from '../../../../src/widgets/unrolled/sharesWords';
import {
  before,
  call,
  channel,
  gruTrace,
  lstmTrace,
  makeTrace,
  number,
  operation,
  rnnEquations
} from '../cells';

function carryOf(trace: Trace): Carry {
  const carry = findCarry(trace.layers[0]);
  if (!isCarry(carry)) {
    throw new Error(`no carry: ${carry.reason}`);
  }
  return carry;
}

function apart(trace: Trace, step: number, unit: number | 'mean'): Shares {
  const values = layerValues(trace.layers[0], trace.time);
  return takeApart(trace, values, carryOf(trace), step, unit)!;
}

const sum = (shares: Shares): number =>
  shares.steps.reduce((total, { left }) => total + left, shares.initial.left);

describe('findCarry', () => {
  it('finds f and i ⊙ g in an LSTM', () => {
    const carry = carryOf(lstmTrace());
    expect(carry.state).toBe('c');
    expect(expressionText(carry.keep)).toBe('f');
    expect(expressionText(carry.write)).toBe('i ⊙ g');
  });

  it('finds z and (1 − z) ⊙ n in a GRU', () => {
    const carry = carryOf(gruTrace());
    expect(carry.state).toBe('h');
    expect(expressionText(carry.keep)).toBe('z');
    expect(expressionText(carry.write)).toBe('(1 − z) ⊙ n');
  });

  it('expands the form h = n + z ⊙ (h − n)', () => {
    const trace = gruTrace();
    const other: Trace = {
      ...trace,
      layers: [
        {
          ...trace.layers[0],
          equations: [
            {
              channel: 'h',
              expression: operation(
                'add',
                channel('n'),
                operation(
                  'multiply',
                  channel('z'),
                  operation('subtract', before('h'), channel('n'))
                )
              )
            }
          ]
        }
      ]
    };
    expect(expressionText(carryOf(other).keep)).toBe('z');
    expect(apart(other, 9, 1).steps[4].left).toBeCloseTo(
      apart(trace, 9, 1).steps[4].left,
      6
    );
  });

  it('says that the state of an RNN is written over', () => {
    const trace = makeTrace(
      'rnn',
      rnnEquations,
      { h: new Array<number>(36).fill(0.5) },
      {},
      {}
    );
    expect(findCarry(trace.layers[0])).toEqual({
      reason: 'writtenOver',
      state: 'h'
    });
  });

  it('refuses a state that is squared or passes a function', () => {
    for (const expression of [
      operation('multiply', before('h'), before('h')),
      operation('add', number(1), call('exp', before('h')))
    ]) {
      const trace = makeTrace(
        'custom',
        [{ channel: 'h', expression }],
        { h: new Array<number>(36).fill(0.5) },
        {},
        {}
      );
      expect(isCarry(findCarry(trace.layers[0]))).toBe(false);
    }
  });
});

describe('takeApart', () => {
  it('adds up to the recorded state for any step and unit of an LSTM and a GRU', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 1, max: 4 }),
        fc.nat(),
        fc.nat(),
        fc.boolean(),
        (steps, units, stepSeed, unitSeed, gru) => {
          const trace = gru
            ? gruTrace({ steps, units })
            : lstmTrace({ steps, units });
          const shares = apart(trace, stepSeed % steps, unitSeed % units);
          expect(sum(shares)).toBeCloseTo(shares.total, 5);
          expect(Math.abs(shares.remainder)).toBeLessThan(1e-5);
        }
      )
    );
  });

  it('multiplies what a step wrote by every later forget gate', () => {
    const trace = lstmTrace();
    const read = (name: string, step: number): number =>
      trace.layers[0].channels.find(each => each.name === name)!.array.values[
        step * 3 + 2
      ];
    const share = apart(trace, 6, 2).steps[3];
    expect(share.step).toBe(3);
    expect(share.written).toBe(read('i', 3) * read('g', 3));
    expect(share.left).toBeCloseTo(
      share.written * read('f', 4) * read('f', 5) * read('f', 6),
      12
    );
  });

  it('gives the initial state its share', () => {
    const trace = lstmTrace();
    const { initial } = apart(trace, 1, 0);
    const c = trace.layers[0].channels.find(({ name }) => name === 'c')!;
    expect(initial.written).toBe(c.initial!.values[0]);
    expect(initial.left).not.toBe(0);
  });

  it('adds up for the mean over units', () => {
    const shares = apart(lstmTrace(), 8, 'mean');
    expect(sum(shares)).toBeCloseTo(shares.total, 6);
  });

  it('reads a backward layer from its last step', () => {
    const shares = apart(lstmTrace({ direction: 'backward' }), 4, 1);
    expect(shares.steps.map(({ step }) => step)).toEqual([
      11, 10, 9, 8, 7, 6, 5, 4
    ]);
    expect(sum(shares)).toBeCloseTo(shares.total, 6);
  });

  it('lets padding keep everything and write nothing', () => {
    const mask = [1, 1, 1, 0, 0, 1, 1, 1, 1, 1, 1, 1];
    const shares = apart(lstmTrace({ mask }), 8, 1);
    expect(shares.steps[3]).toMatchObject({
      padding: true,
      written: 0,
      keep: 1
    });
    expect(sum(shares)).toBeCloseTo(shares.total, 6);
  });

  it('cuts off what came before a clamped state', () => {
    const trace: Trace = {
      ...lstmTrace(),
      clamps: [{ layer: 'recurrent', channel: 'c', value: 1, steps: [5] }]
    };
    const shares = apart(trace, 5, 0);
    expect(shares.steps.slice(0, 5).every(({ left }) => left === 0)).toBe(true);
    expect(shares.initial.left).toBeCloseTo(0, 12);
    expect(shares.steps[5].left).toBe(shares.total);
  });

  it('says how much of a state its equation does not explain', () => {
    const trace = lstmTrace();
    const c = trace.layers[0].channels.find(({ name }) => name === 'c')!;
    c.array.values[7 * 3] += 0.25;
    expect(apart(trace, 7, 0).remainder).toBeCloseTo(0.25, 5);
  });
});

describe('sharesTable', () => {
  it('has a column of words only where steps have them, and no name twice', () => {
    const columnsOf = (trace: Trace) => {
      const table = sharesTable(
        trace,
        carryOf(trace),
        apart(trace, 2, 0),
        inUnitOfTime(
          text => text,
          () => trace.time.name
        )
      );
      for (const row of table.rows) {
        expect(row).toHaveLength(table.columns.length);
      }
      return table.columns.slice(0, 3);
    };
    const trace = lstmTrace({ steps: 3, units: 1 });
    const plain = { ...trace, time: { steps: 3, name: 'step' } };
    expect(columnsOf(plain)).toEqual(['step', 'written: %1', 'kept: %1']);
    const days = { steps: 3, name: 'day', labels: ['Mon', 'Tue', 'Wed'] };
    expect(columnsOf({ ...trace, time: days })).toEqual([
      'day',
      'label',
      'written: %1'
    ]);
    const named = { ...days, name: 'step' };
    expect(columnsOf({ ...trace, time: named }).slice(0, 2)).toEqual([
      'step',
      'label'
    ]);
  });
});

describe('numberPlace', () => {
  it('writes the number of a bar beyond its end', () => {
    expect(numberPlace(40, true, 200)).toBeLessThan(40);
    expect(numberPlace(120, false, 200)).toBeGreaterThan(130);
  });

  it('keeps clear of the words under the axis, whose tops are 10 px below it', () => {
    for (let end = 100; end <= 200; end++) {
      expect(numberPlace(end, false, 200)).toBeLessThanOrEqual(204);
    }
  });
});
