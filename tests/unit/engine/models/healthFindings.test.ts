import { gru, lstm, rnn } from '../../../../src/engine';
import { findingsOf } from '../../../../src/engine/models/healthFindings';
import {
  ChannelSums,
  type LayerSums
} from '../../../../src/engine/models/healthSums';
import { Tensor } from '../../../../src/engine/tensor/tensor';
import { findingFacts } from '../../../../src/trace';

const bound = (name: keyof typeof findingFacts.thresholds): number =>
  findingFacts.thresholds[name].value;

/** Next to a number, on both sides of it. */
const below = (value: number): number => value * (1 - 1e-9);
const above = (value: number): number => value * (1 + 1e-9);

/** A channel whose units have these values, one row a step. */
function channelOf(
  role: string,
  rows: readonly (readonly number[])[]
): ChannelSums {
  const sums = new ChannelSums(role, rows[0].length);
  rows.forEach(row => sums.add(row, 0));
  return sums;
}

/** Many steps of units that go from one value to the other and back. */
const between = (
  ends: readonly (readonly [number, number])[],
  steps = 8
): number[][] =>
  Array.from({ length: steps }, (_, step) => ends.map(each => each[step % 2]));

interface Made {
  readonly channels?: Record<string, ChannelSums>;
  readonly cell?: typeof gru | typeof lstm | typeof rnn;
  readonly parameters?: Record<string, Tensor>;
  readonly direction?: 'forward' | 'backward';
  readonly pairs?: readonly (readonly [number, number])[];
  readonly of?: Partial<LayerSums>;
}

/** Sums of a layer that nothing is wrong with, but for what is given. */
function found({
  channels = {},
  cell = gru,
  parameters = {},
  direction = 'forward',
  pairs = [],
  of = {}
}: Made) {
  const h = channelOf(
    'state',
    between([
      [-0.4, 0.4],
      [0.5, -0.3]
    ])
  );
  return findingsOf({
    layer: {
      name: 'layer',
      direction,
      record: {
        cell: cell({ inputSize: 1, units: 2, seed: 1 }),
        direction,
        parameters
      }
    },
    channels: { h, ...channels },
    output: 'h',
    carried: {
      h: {
        second: new Float64Array(9),
        last: new Float64Array(9),
        feltLast: new Float64Array(9)
      }
    },
    reach: [1, 1],
    whole: of.reach ?? [1, 1],
    backCount: [1, 1],
    stretch: Infinity,
    steps: 8,
    memory: 8,
    felt: 8,
    numbers: 8,
    copies: () => pairs,
    ...of
  } as unknown as LayerSums).map(({ kind: name, certainty, units, says }) => ({
    name,
    certainty,
    units,
    says
  }));
}

const names = (made: Made): string[] => found(made).map(({ name }) => name);
const state = (...ends: (readonly [number, number])[]): Made => ({
  channels: { h: channelOf('state', between(ends)) }
});

describe('what health finds, on both sides of each threshold', () => {
  it('nothing in a layer that works, nor before there are eight steps', () => {
    expect(names({})).toEqual([]);
    const dead = (steps: number): Made => ({
      channels: {
        h: channelOf(
          'state',
          between(
            [
              [0, 0],
              [0, 0]
            ],
            steps
          )
        )
      }
    });
    expect(names(dead(7))).toEqual([]);
    expect(names(dead(8))).toEqual(['dead-unit']);
  });

  it('a dead or a constant unit, with the largest of what they do', () => {
    const dead = bound('deadState');
    const well = [-0.5, 0.5] as const;
    const both = found(state([dead / 2, 0], [0, dead / 8], well));
    expect(both.map(({ name, units }) => [name, units])).toEqual([
      ['dead-unit', [0, 1]]
    ]);
    expect(both[0].says).toContain((dead / 2).toExponential(1));
    expect(names(state([below(dead), 0], well))).toEqual(['dead-unit']);
    expect(names(state([dead, -dead], well))).not.toContain('dead-unit');
    const spread = bound('constantSpread');
    const far = (size: number) => [0.5 - size, 0.5 + size] as const;
    expect(names(state(far(spread * 0.999), well))).toEqual(['constant-unit']);
    expect(names(state(far(spread * 1.001), well))).toEqual([]);
  });

  it('units that copy each other, each once, and three pairs by name', () => {
    const pairs = [
      [0, 1],
      [0, 2],
      [1, 2],
      [3, 4]
    ] as const;
    const five = state(
      [-0.4, 0.4],
      [0.5, -0.3],
      [0.1, 0.9],
      [-0.7, 0.2],
      [0.6, 0.3]
    );
    const [three] = found({ ...five, pairs: pairs.slice(0, 3) });
    expect(three.units).toEqual([1, 2]);
    expect(three.says).toContain('0 and 1, 0 and 2, 1 and 2');
    expect(three.says).not.toContain('…');
    expect(found({ ...five, pairs })[0].says).toContain('1 and 2, …');
  });

  it('a gate that is stuck at either end, and one that is mostly there', () => {
    const edge = bound('stuckGate');
    const gate = (...ends: (readonly [number, number])[]): Made => ({
      channels: { f: channelOf('gate', between(ends)) }
    });
    const moves = [0.3, 0.7] as const;
    const [open] = found(gate([1, 1], [1 - edge / 2, 1], moves));
    expect([open.name, open.units]).toEqual(['gate-open', [0, 1]]);
    expect(open.says).toContain(String(1 - edge));
    const [shut] = found(gate(moves, [0, edge / 2], moves));
    expect([shut.name, shut.units]).toEqual(['gate-shut', [1]]);
    expect(names(gate([1 - edge, 1], moves, moves))).toEqual([]);
    expect(names(gate([edge, 0], moves, moves))).toEqual([]);
    // At an end for more than a share of the steps of the units that move, where half of them do.
    const share = bound('saturatedShare');
    const counted = (ends: number, units = 2): ChannelSums => {
      const sums = channelOf(
        'gate',
        between(
          [[0.2, 0.8], ...Array.from({ length: units - 1 }, () => moves)],
          1000
        )
      );
      sums.atEnds.fill(ends, 0, 1);
      return sums;
    };
    const exact = 2 * share * 1000;
    expect(names({ channels: { f: counted(exact) } })).toEqual([]);
    const [more] = found({ channels: { f: counted(exact + 2) } });
    expect([more.name, more.units]).toEqual(['saturated-gate', [0, 1]]);
    expect(more.says).toContain(`${(100 * share).toFixed(0)} %`);
    const few = (moving: number): Made => {
      const sums = channelOf(
        'gate',
        between(
          Array.from({ length: 5 }, (_, at) => (at < moving ? moves : [1, 1]))
        )
      );
      sums.atEnds.fill(8);
      return { channels: { f: sums } };
    };
    expect(names(few(1))).toEqual(['gate-open']);
    expect(names(few(2))).toEqual(['gate-open', 'saturated-gate']);
    expect(names(few(0))).toEqual(['gate-open']);
  });

  it('a saturated candidate, where it has ends and moves', () => {
    const candidate = (end: number): Made => {
      const sums = channelOf(
        'candidate',
        between([
          [-end, end],
          [-0.9, 0.9]
        ])
      );
      sums.beyond.fill(8);
      return { channels: { g: sums } };
    };
    expect(names(candidate(1))).toEqual(['saturated-candidate']);
    expect(names(candidate(1.01))).toEqual([]);
    // The state of a plain network is its candidate.
    const plain = channelOf(
      'state',
      between([
        [-1, 1],
        [1, -1]
      ])
    );
    expect(names({ channels: { h: plain }, cell: rnn })).toEqual([
      'saturated-candidate'
    ]);
    expect(names({ channels: { h: plain } })).toEqual([]);
    const spread = bound('constantSpread');
    const still = channelOf('candidate', between([[-spread, spread]]));
    still.beyond.fill(8);
    expect(names({ channels: { g: still } })).toEqual(['saturated-candidate']);
  });

  it('a state that runs away: far, and further than in the first half', () => {
    const grown = bound('runawayGrowth');
    const run = (far: number, last: number, felt = 0, output = 'h'): Made => {
      const sums = channelOf(
        'state',
        between(
          [
            [-0.5, 0.5],
            [-0.5, 12345.6]
          ],
          1000
        )
      );
      sums.far.fill(far, 1);
      return {
        channels: { h: sums, y: channelOf('value', between([[-1, 1]])) },
        of: {
          carried: {
            h: {
              last: Float64Array.of(0, last),
              second: Float64Array.of(0, 8),
              feltLast: Float64Array.of(0, felt),
              back: []
            }
          },
          output
        }
      };
    };
    const share = bound('runawayShare') * 1000;
    const [one] = found(run(share + 1, above(8 * grown)));
    expect([one.name, one.units]).toEqual(['runaway-state', [1]]);
    expect(one.says).toContain('1.2e+4');
    expect(names(run(share, above(8 * grown)))).toEqual([]);
    expect(names(run(share + 1, 8 * grown))).toEqual([]);
    expect(names(run(share + 1, below(8 * grown)))).toEqual([]);
    // What the last answer still feels is none that is lost: only an output says by its size that it runs.
    const grows = above(8 * grown);
    const lost = below(bound('vanishing')) ** 2;
    const feels = bound('vanishing') ** 2;
    expect(one.certainty).toBe('certain');
    expect(found(run(share + 1, grows, lost))[0].certainty).toBe('certain');
    expect(found(run(share + 1, grows, feels))[0].certainty).toBe('likely');
    expect(names(run(share + 1, grows, feels, 'y'))).toEqual([]);
  });

  it('a gradient that explodes or vanishes, and after how many steps', () => {
    const reach = (...sizes: number[]): Made => ({ of: { reach: sizes } });
    const most = bound('exploding');
    expect(names(reach(1, most))).toEqual([]);
    const [exploding] = found(reach(2, above(2 * most), 1));
    expect(exploding.name).toBe('exploding-gradient');
    expect(exploding.says).toContain('grows to 1,000 times');
    expect(exploding.certainty).toBe('certain');
    const direct = reach(1, above(most));
    // An answer that reads an earlier step directly has more gradient there, and nothing explodes.
    expect(names({ of: { ...direct.of, stretch: most } })).toEqual([]);
    expect(names(reach(1, NaN))).toEqual(['exploding-gradient']);
    expect(names(reach(above(most)))).toEqual([]);
    expect(names(reach(0, 1))).toEqual([]);
    const least = bound('vanishing');
    expect(names(reach(4, 4 * least))).toEqual([]);
    const vanishing = reach(4, 4, 4 * least, below(4 * least), 0);
    expect(found(vanishing)[0]).toMatchObject({
      name: 'vanishing-gradient',
      certainty: 'certain',
      says: expect.stringContaining('3 of 5 steps back') as string
    });
    // Cut, or shrunk to nothing.
    expect(found(reach(4, 4, 0))[0].certainty).toBe('likely');
    expect(names({ ...vanishing, direction: 'backward' })).toEqual([]);
    expect(names(reach(4, 4 * least * 0.99))).toEqual(['vanishing-gradient']);
  });

  it('a short memory of a long sequence that is read forward', () => {
    const steps = bound('memorySteps');
    const short = bound('memoryShare') * steps;
    const made = (memory: number | null, of = steps): Made => ({
      of: { memory, steps: of }
    });
    expect(names(made(short))).toEqual(['short-memory']);
    expect(names(made(short, steps - 1))).toEqual([]);
    expect(names(made(above(short)))).toEqual([]);
    expect(names(made(null))).toEqual([]);
    expect(names({ ...made(short), direction: 'backward' })).toEqual([]);
  });

  it('a forget bias near 0 of an LSTM that forgets', () => {
    const [bias, mean] = [bound('forgetBias'), bound('forgetMean')];
    const made = (
      values: number[],
      kept: number,
      cell: Made['cell'] = lstm
    ): Made => ({
      cell,
      parameters: {
        bf: new Tensor(Float64Array.from(values), [values.length])
      },
      channels: {
        f: channelOf(
          'gate',
          between([
            [kept - 0.1, kept + 0.1],
            [kept + 0.1, kept - 0.1]
          ])
        )
      }
    });
    const kept = mean - 0.01;
    expect(names(made([0, 0], kept))).toEqual(['forget-bias-zero']);
    // The mean, of either sign.
    expect(names(made([bias * 1.8, bias * 0.1], kept))).toEqual([
      'forget-bias-zero'
    ]);
    expect(names(made([-bias * 1.1, -bias * 1.1], kept))).toEqual([]);
    expect(names(made([bias, bias], kept))).toEqual([]);
    expect(names(made([0, 0], mean + 0.01))).toEqual([]);
    expect(names(made([0, 0], kept, gru))).toEqual([]);
    expect(found(made([0, 0], kept))[0].says).toContain(
      `${(100 * kept).toFixed(0)} %`
    );
  });

  it('a state that nobody reads', () => {
    const U = (...values: number[]) => ({
      Uh: new Tensor(Float64Array.from(values), [values.length])
    });
    expect(names({ parameters: U(0, 0) })).toEqual(['state-never-read']);
    expect(names({ parameters: U(0, 0.1) })).toEqual([]);
    const unread = { numbers: 8, felt: 0, memory: null };
    expect(names({ of: unread })).toEqual(['state-never-read']);
    expect(names({ of: { ...unread, numbers: 0 } })).toEqual([]);
    expect(names({ of: { ...unread, felt: 1 } })).toEqual([]);
    expect(names({ of: { ...unread, memory: 3 } })).toEqual([]);
  });
});
