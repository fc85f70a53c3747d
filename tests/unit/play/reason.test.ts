import { mul, type Tensor } from '../../../src/engine';
import type { HorizonRow, LaneLook } from '../../../src/play/messages';
import { weightsWithHeld } from '../../../src/play/held';
import { makeNetwork } from '../../../src/play/network';
import { START, type Hold } from '../../../src/play/playState';
import { fadingOf, reasonOf } from '../../../src/play/reason';
import { tasks } from '../../../src/play/tasks';

const rowOf = (shares: readonly number[]): HorizonRow => {
  const right = Float64Array.from(shares, share => 12 + 12 * share);
  const asked = new Float64Array(shares.length).fill(24);
  return {
    shares: Float32Array.from(shares),
    good: right,
    all: asked,
    right,
    asked
  };
};
const lane = (given: Partial<LaneLook>): LaneLook => ({
  channels: { h: Float32Array.of(0.5, -0.25) },
  units: { h: 1 },
  belt: 'h',
  gates: [],
  gradient: Float32Array.of(0.25, 1),
  answer: [0.9],
  weights: 1,
  read: null,
  held: null,
  ...given
});
const lstm = lane({
  channels: Object.fromEntries(
    Object.entries({
      f: [0.9, 0.7],
      i: [1, 0.5],
      g: [0.4, -0.2],
      c: [0.4, 0.18],
      o: [1, 1],
      h: [0.3, 0.2]
    }).map(([name, values]) => [name, Float32Array.from(values)])
  ),
  units: { f: 1, i: 1, g: 1, c: 1, o: 1, h: 1 },
  belt: 'c',
  gates: ['f', 'i']
});

describe('why a network forgets', () => {
  it('tells a factor a step from the derivatives at both ends', () => {
    const fading = fadingOf(Float32Array.of(1, 0.125, 0.25, 0.5, 1), 3)!;
    expect(fading.ratio).toBeCloseTo(0.125);
    expect(fading.factor).toBeCloseTo(0.5);
    expect(fadingOf(new Float32Array(4), 2)).toBeNull();
  });

  it('says who lags, with measured numbers and a gate to hold', () => {
    const rows = [Float32Array.of(0, 0), Float32Array.of(1, 1)] as const;
    const told = reasonOf({
      cells: ['rnn', 'lstm'],
      lanes: [
        lane({ gradient: Float32Array.of(0.04, 1) }),
        { ...lstm, gradient: Float32Array.of(0.5, 1) }
      ],
      rows,
      delay: 1,
      hold: null
    });
    expect(told.title).toBe('Why does the plain RNN lag?');
    expect(told.text).not.toContain('do not say why');
    expect(told.text).toContain(
      'On the way back over 1 step, the plain RNN’s derivative by its state is 0.04 of the last one’s, a factor of 0.04 a step'
    );
    expect(told.text).toContain(
      'Over these steps the LSTM’s forget gate leaves at most 0.70 of what a unit held.'
    );
    expect(told.controls).toEqual([
      { lane: 1, gate: 'f', value: 0.5 },
      { lane: 0, gate: 'radius', value: 1 }
    ]);
  });

  it.each([
    ['no smaller', 0.01],
    ['hardly smaller', 0.3]
  ])('gives no derivative as a reason that is %s', (_, ahead) => {
    const told = reasonOf({
      cells: ['rnn', 'lstm'],
      lanes: [lane({}), { ...lstm, gradient: Float32Array.of(ahead, 1) }],
      rows: [Float32Array.of(0, 0), Float32Array.of(1, 1)],
      delay: 1,
      hold: null
    });
    expect(told.title).toBe('What carries the answer back?');
    expect(told.text).toContain(
      'These derivatives do not say why the plain RNN lags.'
    );
  });

  it('says numbers and no reason before a control was tried', () => {
    const told = reasonOf({
      cells: ['rnn', 'lstm'],
      lanes: [
        lane({ gradient: Float32Array.of(0.04, 1) }),
        { ...lstm, gradient: Float32Array.of(0.5, 1) }
      ],
      rows: [Float32Array.of(0, 0), Float32Array.of(1, 1)],
      delay: 1,
      hold: null
    });
    expect(told.text).toContain('So far these are numbers, not a reason');
    expect(`${told.title} ${told.text}`).not.toMatch(/because|that is why/);
  });

  it('asks for no reason where nothing can be held', () => {
    const told = reasonOf({
      cells: ['minLstm', 'selectiveStateSpace'],
      lanes: [lane({}), lane({ gradient: Float32Array.of(0.5, 1) })],
      rows: [Float32Array.of(0, 0), Float32Array.of(1, 1)],
      delay: 1,
      hold: null
    });
    expect(told.title).toBe('What carries the answer back?');
    expect(told.text).not.toContain('hold something');
  });

  const heldAt = (
    hold: Hold,
    row: readonly number[],
    {
      before,
      rows: [first, second]
    }: { before: number; rows: [number[], number[]] }
  ) => {
    const held = {
      row: rowOf(row),
      gradientBefore: Float32Array.of(0.25, 0.5, 1),
      before
    };
    const gradient = Float32Array.of(0.81, 0.9, 1);
    const lanes = [lane({ gradient }), lstm].map((look, at) =>
      at === hold.lane ? { ...look, held } : look
    ) as [LaneLook, LaneLook];
    return reasonOf({
      cells: ['rnn', 'lstm'],
      lanes,
      rows: [Float32Array.from(first), Float32Array.from(second)],
      delay: 2,
      hold
    });
  };
  const gate: Hold = { lane: 1, gate: 'f', value: 0.5 };
  const radius: Hold = { lane: 0, gate: 'radius', value: 1 };
  const none = [0, 0, 0, 0];
  const all = [1, 1, 1, 1];

  it('offers what else can be held while something is', () => {
    const told = heldAt(gate, all, { before: 0.9, rows: [none, all] });
    expect(told.controls).toEqual([radius]);
  });

  it('says why the way back stays tall where the state itself keeps next to nothing', () => {
    const steps = Array.from({ length: 21 }, () => 1);
    const gradient = Float32Array.from(steps);
    const held = { row: rowOf(none), gradientBefore: gradient, before: 0.9 };
    const told = reasonOf({
      cells: ['rnn', 'lstm'],
      lanes: [lane({}), { ...lstm, gradient, held }],
      rows: [Float32Array.from(none), Float32Array.from(all)],
      delay: 20,
      hold: gate
    });
    expect(told.text).toContain(
      'What is kept over 20 steps is 0.50²⁰ = 9.5 × 10⁻⁷. Yet |dL/dc| is still 1.00 of the last one’s over these steps: that part of the error comes back through h, which the next step’s gates read.'
    );
  });

  it('is right about that: without the ways through h, the derivative falls by what the gate keeps', () => {
    const model = makeNetwork({ ...START, cell: 'lstm', rate: 0.01 });
    const read = tasks.bit.read;
    const x = Array.from({ length: 26 }, (_, step) => [
      ...read(step % 3 ? 1 : -1, Number(step === 5))
    ]);
    const factorWith = (weights: Readonly<Record<string, Tensor>>): number => {
      model.setWeights(weightsWithHeld(weights, model, gate));
      const [layer] = model.trace(x, { target: [1] }).layers;
      const norms = Float32Array.from({ length: 26 }, (_, step) =>
        Math.hypot(...layer.gradients.c.values.slice(step * 8, step * 8 + 8))
      );
      return fadingOf(norms, 20)!.factor;
    };
    const weights = model.getWeights();
    expect(factorWith(weights)).toBeGreaterThan(0.52);
    const isU = (name: string): boolean => name.endsWith('/recurrentKernel');
    const cut = Object.entries(weights).map(([name, weight]) => [
      name,
      isU(name) ? mul(weight, 0) : weight
    ]);
    expect(factorWith(Object.fromEntries(cut))).toBeCloseTo(0.5, 5);
  });

  it('states a gate as the reason once half of the lead goes with it', () => {
    const told = heldAt(gate, [1, 1, 0, 0], {
      before: 0.9,
      rows: [none, all]
    });
    expect(told.title).toBe('The LSTM remembers by its forget gate');
    expect(told.text).toBe(
      'The same LSTM, its forget gate held: it is right at 2 delays, where it was at 4. What is kept over 2 steps is 0.50² = 0.25. So at least half of its lead over the plain RNN, which is right at 0, hangs on what this gate keeps: that is why it remembers longer.'
    );
  });

  it('says that a gate is not the reason where most of the lead stays', () => {
    const told = heldAt(gate, [1, 1, 1, 0], {
      before: 0.9,
      rows: [none, all]
    });
    expect(told.title).toBe('With f held at 0.50');
    expect(told.text).toContain(
      'That takes less than half of its lead over the plain RNN, which is right at 0: this gate alone is not the reason.'
    );
  });

  it.each([
    ['a gate that was less open before', 0.4, none],
    ['a network that is not ahead', 0.9, all]
  ])('draws no conclusion from %s', (_, before, first) => {
    const told = heldAt(gate, none, { before, rows: [first, all] });
    expect(told.title).toBe('With f held at 0.50');
    expect(told.text).toMatch(/ = 0\.25\.$/);
    expect(told.text).not.toContain('through h');
  });

  it.each([
    [
      [1, 1, 0, 0],
      'The plain RNN lags because of its radius',
      'at least half of the way'
    ],
    [
      [1, 0, 0, 0],
      'With the plain RNN’s radius at 1.00',
      'less than half of the way'
    ],
    [none, 'With the plain RNN’s radius at 1.00', 'no nearer']
  ])('judges a radius of 1 by what it gives: %j', (row, title, share) => {
    const told = heldAt(radius, row, { before: 0.6, rows: [none, all] });
    expect(told.title).toBe(title);
    expect(told.text).toContain(
      `That is ${share} to the LSTM, which is right at 4`
    );
  });

  it('says what a radius of 1 did to the horizon and to the way back', () => {
    const held = lane({
      gradient: Float32Array.of(0.81, 0.9, 1),
      held: {
        row: rowOf([1, 0]),
        gradientBefore: Float32Array.of(0.25, 0.5, 1),
        before: 1.4
      }
    });
    const told = reasonOf({
      cells: ['rnn', 'lstm'],
      lanes: [held, lstm],
      rows: [Float32Array.of(1, 1), Float32Array.of(1, 1)],
      delay: 2,
      hold: { lane: 0, gate: 'radius', value: 1 }
    });
    expect(told.text).toBe(
      'The same plain RNN, its recurrent weights scaled to a spectral radius of 1.00 from 1.40: it is right at 1 delay, where it was at 2. Its derivative changes by a factor of 0.90 a step on the way back, where it was 0.50.'
    );
  });

  it('explains why a smaller radius makes a plain RNN worse, where its derivative fades sooner', () => {
    const held = {
      row: rowOf([1, 0]),
      gradientBefore: Float32Array.of(0.81, 0.9, 1),
      before: 1.4
    };
    const told = reasonOf({
      cells: ['rnn', 'lstm'],
      lanes: [lane({ gradient: Float32Array.of(0.25, 0.5, 1), held }), lstm],
      rows: [Float32Array.of(1, 1), Float32Array.of(1, 1)],
      delay: 2,
      hold: radius
    });
    expect(told.text).toMatch(
      /before tanh squeezes it: at 1\.40 they made up for more of the squeeze than at 1\.00, and all other weights were learned for that\.$/
    );
  });
});
