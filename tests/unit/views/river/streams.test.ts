import * as fc from 'fast-check';
import {
  cell as ownCell,
  gru,
  lstm,
  minGru,
  minLstm,
  mLstm,
  deltaNet,
  linearAttention,
  rnn,
  selectiveStateSpace,
  sLstm
} from '../../../../src/engine';
import {
  add,
  matmul,
  mul,
  oneMinus,
  sigmoid,
  tanh
} from '../../../../src/engine';
import type { Trace } from '../../../../src/trace';
import {
  extentOfRiver,
  layoutRiver
} from '../../../../src/views/river/layoutRiver';
import { halfLife, sharesAt } from '../../../../src/views/river/riverShares';
import { riverOf, type River } from '../../../../src/views/river/streams';
import { lstmTrace } from '../../widgets/cells';
import { draws } from '../../widgets/draws';

/** A gated unit of one's own: f both forgets and resets. */
const mgu = ({
  inputSize,
  units,
  seed
}: {
  inputSize: number;
  units: number;
  seed: number;
}) =>
  ownCell({
    name: 'MGU',
    state: ['h'],
    parameters: ['Wf', 'Uf', 'bf', 'Wn', 'Un', 'bn'],
    step({ x, h: before }, { Wf, Uf, bf, Wn, Un, bn }) {
      const f = sigmoid(add(matmul(x, Wf), matmul(before, Uf), bf));
      const n = tanh(add(matmul(x, Wn), matmul(mul(f, before), Un), bn));
      return { f, n, h: add(mul(oneMinus(f), before), mul(f, n)) };
    },
    inputSize,
    units,
    seed
  });

const cells = {
  lstm,
  gru,
  minGru,
  minLstm,
  sLstm,
  selectiveStateSpace,
  linearAttention,
  mLstm,
  deltaNet,
  mgu,
  rnn
} as const;

const made = fc.record({
  cell: fc.constantFrom(...(Object.keys(cells) as (keyof typeof cells)[])),
  units: fc.constantFrom(1, 2, 5),
  steps: fc.integer({ min: 1, max: 40 }),
  seed: fc.nat(1000),
  reverse: fc.boolean(),
  padded: fc.nat(5),
  width: fc.constantFrom(40, 120, 640)
});

type Made = typeof made extends fc.Arbitrary<infer T> ? T : never;

function traceOf({ cell, units, steps, seed, reverse, padded }: Made): Trace {
  const x = Array.from({ length: steps }, (_, step) => [
    2 * Math.sin(seed + step * 0.9)
  ]);
  return cells[cell]({ inputSize: 1, units, seed })
    .run(x, {
      reverse,
      mask: x.map((_, step) => (step === 0 || step < steps - padded ? 1 : 0))
    })
    .toBundle();
}

const sizeOf = ({ total }: River): number =>
  total.reduce((most, value) => Math.max(most, Math.abs(value)), 1);

/** The rivers of a run: of its first unit and of the mean of all. */
const riversOf = (trace: Trace): River[] =>
  trace.layers.flatMap(layer =>
    ([0, 'mean'] as const).flatMap(unit => {
      const river = riverOf(trace, layer, unit);
      return river ? [river] : [];
    })
  );

describe('the river of a state', () => {
  it('has streams that add up to the state, whatever the cell, the mask and the direction', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(made, options => {
        for (const river of riversOf(traceOf(options))) {
          seen.add(options.cell);
          const apart = Array.from(river.total, (total, place) =>
            Math.abs(
              river
                .amountsAt(place)
                .reduce((all, amount) => all + amount, -total)
            )
          );
          expect(Math.max(...apart)).toBeLessThan(1e-6 * sizeOf(river));
        }
      }),
      draws(150, { gate: 60 })
    );
    for (const gated of ['lstm', 'gru', 'minGru', 'minLstm', 'mgu', 'rnn']) {
      expect(seen).toContain(gated);
    }
  });

  it('is drawn as wide as the state is, with what is too thin to be seen in the rest', () => {
    fc.assert(
      fc.property(made, options => {
        for (const river of riversOf(traceOf(options))) {
          const layout = layoutRiver(river, {
            x: 10,
            y: 5,
            width: options.width,
            height: 200
          });
          layout.rest.reaches.forEach((rest, row) => {
            const place = Math.min(river.steps, (row + 1) * layout.group) - 1;
            const at = [
              rest,
              ...layout.streams.flatMap(({ from, reaches }) => {
                const here = reaches[row - from / layout.group];
                return here ? [here] : [];
              })
            ];
            const width = at.reduce(
              (sum, { inner, outer }) => sum + (inner - outer),
              0
            );
            expect(
              Math.abs(width - river.total[place] * layout.scale)
            ).toBeLessThan(1e-6 * Math.max(1, sizeOf(river) * layout.scale));
            // Nothing leaves the box.
            const edges = at.map(({ outer }) => outer);
            expect(Math.min(...edges)).toBeGreaterThanOrEqual(5 - 1e-9);
            expect(Math.max(...edges)).toBeLessThanOrEqual(205 + 1e-9);
          });
        }
      }),
      draws(100, { gate: 40 })
    );
  });

  it('says the same of groups of steps as of each step', () => {
    const trace = lstmTrace({ steps: 23, units: 3 });
    const river = riverOf(trace, trace.layers[0], 'mean')!;
    const rows = river.amounts(5);
    expect(rows).toHaveLength(5);
    rows.forEach((row, at) => {
      const each = river.amountsAt(Math.min(22, at * 5 + 4));
      for (let group = 0; group <= at; group += 1) {
        const sum = each
          .subarray(1 + group * 5, 6 + group * 5)
          .reduce((all, amount) => all + amount, 0);
        expect(row[group + 1]).toBeCloseTo(sum, 9);
      }
      expect(row[0]).toBeCloseTo(each[0], 9);
    });
  });

  it('of a plain network keeps nothing: each step writes all of it', () => {
    const trace = rnn({ inputSize: 1, units: 2, seed: 4 })
      .run([[1], [0], [0.5], [-1], [0], [2]])
      .toBundle();
    const river = riverOf(trace, trace.layers[0], 1)!;
    expect(river.anew).toBe(true);
    for (let place = 0; place < 6; place += 1) {
      const amounts = river.amountsAt(place);
      expect(amounts[place + 1]).toBe(river.total[place]);
      expect(amounts.subarray(0, place + 1).every(each => each === 0)).toBe(
        true
      );
    }
    expect(halfLife(river)).toBeNull();
  });

  it('runs the other way in a layer that reads backward', () => {
    const trace = lstmTrace({ steps: 8, units: 2, direction: 'backward' });
    const river = riverOf(trace, trace.layers[0], 0)!;
    expect(river.stepAt(0)).toBe(7);
    expect(river.placeOf(0)).toBe(7);
    const { streams } = layoutRiver(river, {
      x: 0,
      y: 0,
      width: 400,
      height: 100
    });
    for (const { reaches } of streams) {
      reaches.slice(1).forEach(({ x }, at) => {
        expect(x).toBeLessThan(reaches[at].x);
      });
    }
  });

  it('has no streams where a number that is needed was left out', () => {
    const trace = lstmTrace({ steps: 4, units: 1 });
    const [layer] = trace.layers;
    const channels = layer.channels.filter(({ name }) => name !== 'f');
    expect(riverOf(trace, { ...layer, channels }, 0)).toBeNull();
  });
});

describe('shares of a state', () => {
  it('are of all streams, and count back to where more than half was written', () => {
    const trace = lstmTrace({ steps: 30, units: 2 });
    const river = riverOf(trace, trace.layers[0], 1)!;
    const shares = sharesAt(river, 20)!;
    expect(
      shares.streams.reduce((sum, { share }) => sum + share, 0)
    ).toBeCloseTo(1, 12);
    const { places, share } = shares.recent!;
    const last = (count: number) =>
      shares.streams.slice(-count).reduce((sum, each) => sum + each.share, 0);
    expect(last(places)).toBeCloseTo(share, 12);
    expect(share).toBeGreaterThan(0.5);
    expect(last(places - 1) <= 0.5 || places === 1).toBe(true);
    const sizes = shares.largest.map(each => each.share);
    expect([...sizes].sort((a, b) => b - a)).toEqual(sizes);
  });

  it('have a half-life where a part is lost: ln ½ over the mean logarithm of what is kept', () => {
    const trace = lstmTrace({ steps: 30, units: 1 });
    const river = riverOf(trace, trace.layers[0], 0)!;
    const later = Array.from(river.keep).slice(1);
    const product = later.reduce((all, keep) => all * keep, 1);
    expect(0.5 ** (later.length / halfLife(river)!)).toBeCloseTo(product, 12);
  });
});

it('reaches as far as its streams above and below the bed, not as their difference', () => {
  const trace = lstmTrace({ steps: 12, units: 1 });
  const river = riverOf(trace, trace.layers[0], 0)!;
  const [below, above] = extentOfRiver(river);
  let up = 0;
  let down = 0;
  for (let place = 0; place < 12; place += 1) {
    const amounts = Array.from(river.amountsAt(place));
    const sum = (of: (amount: number) => number) =>
      amounts.reduce((all, amount) => all + Math.max(0, of(amount)), 0);
    up = Math.max(
      up,
      sum(amount => amount)
    );
    down = Math.max(
      down,
      sum(amount => -amount)
    );
  }
  expect(above).toBeCloseTo(up, 12);
  expect(below).toBeCloseTo(down, 12);
});
