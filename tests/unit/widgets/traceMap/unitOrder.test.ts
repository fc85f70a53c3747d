import type { Channel } from '../../../../src/trace';
import { float32 } from '../../../../src/trace';
import {
  peakSteps,
  principalScores,
  unitOrder
} from '../../../../src/views/map/unitOrder';
import { unitGroups } from '../../../../src/views/map/unitGroups';

/** `[T, H]` from one list a unit. */
function channelOf(rows: readonly (readonly number[])[]): Channel {
  const steps = rows[0].length;
  const values = Array.from(
    { length: steps * rows.length },
    (_, index) => rows[index % rows.length][Math.floor(index / rows.length)]
  );
  return {
    name: 'h',
    label: 'hidden state',
    role: 'state',
    range: [-1, 1],
    array: float32(values, [steps, rows.length])
  };
}

describe('the order of units', () => {
  const state = channelOf([
    [0.1, 0.2, -0.9],
    [0.9, 0.1, 0.1],
    [0, -0.8, 0.1]
  ]);

  it('is their index unless asked for otherwise', () => {
    expect([...unitOrder('index', 3, state)]).toEqual([0, 1, 2]);
  });

  it('is the step of the largest |value|', () => {
    expect([...peakSteps(state.array.values, 3)]).toEqual([2, 0, 1]);
    expect([...unitOrder('peak', 3, state)]).toEqual([1, 2, 0]);
  });

  it('is the value at a step, largest on top', () => {
    expect([
      ...unitOrder('value', 3, state, { channel: state, step: 1 })
    ]).toEqual([0, 1, 2]);
    expect([
      ...unitOrder('value', 3, state, { channel: state, step: 2 })
    ]).toEqual([1, 2, 0]);
  });

  it('puts units that run alike side by side', () => {
    // Two kinds, shuffled: even units rise, odd ones fall.
    const rows = Array.from({ length: 8 }, (_, unit) =>
      [0.1, 0.4, 0.8].map(value =>
        unit % 2 === 0 ? value : -value * (1 + unit / 50)
      )
    );
    const order = unitOrder('similarity', 8, channelOf(rows));
    const kinds = [...order].map(unit => unit % 2);
    expect(kinds).toEqual([0, 0, 0, 0, 1, 1, 1, 1]);
  });

  it('finds the direction along which the rows differ most', () => {
    // Rank one: the scores are the factors, of length 1.
    const rows = [3, -4].map(factor => [0.1 * factor, 0.2 * factor]);
    const scores = principalScores(channelOf(rows).array.values, 2);
    expect(scores[0]).toBeCloseTo(0.6, 6);
    expect(scores[1]).toBeCloseTo(-0.8, 6);
  });

  it('does not fail where nothing moves or numbers are missing', () => {
    const still = channelOf([
      [0, 0],
      [NaN, 0]
    ]);
    expect([...unitOrder('similarity', 2, still)].sort()).toEqual([0, 1]);
  });
});

describe('groups of units', () => {
  const wave = (phase: number, scale: number): number[] =>
    Array.from({ length: 20 }, (_, step) => scale * Math.sin(step / 2 + phase));

  it('are those that rise and fall together, whatever their size', () => {
    const rows = [
      wave(0, 1),
      wave(1.57, 1),
      wave(0, 0.1),
      wave(1.57, 0.3),
      wave(0, 0.5)
    ];
    const { order, sizes } = unitGroups(channelOf(rows).array.values, 5);
    expect(sizes).toEqual([3, 2]);
    expect([...order]).toEqual([0, 2, 4, 1, 3]);
  });

  it('are one where all run alike', () => {
    const rows = [wave(0, 1), wave(0, 2), wave(0, 3), wave(0, 4)];
    expect(unitGroups(channelOf(rows).array.values, 4).sizes).toEqual([4]);
  });

  it('hold every unit once', () => {
    const rows = Array.from({ length: 40 }, (_, unit) =>
      wave(unit * unit, 1 + (unit % 3))
    );
    const { order, sizes } = unitGroups(channelOf(rows).array.values, 40);
    expect([...order].sort((a, b) => a - b)).toEqual(
      Array.from({ length: 40 }, (_, unit) => unit)
    );
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(40);
    expect(sizes.length).toBeLessThanOrEqual(6);
  });
});
