import { hasLists } from './arithmetic';
import { lstm } from '../../engine/cells/lstm';
import type { DrawnAnswer } from './drawn';
import type { Careless, Reference } from './reference';
import { formatForStudent } from './formatForStudent';
import { twoInputs } from './twoInputs';

/** What a gate sees: a weight for the tick, a weight for the reset, and a bias. */
export type GateWeights = readonly [tick: number, reset: number, bias: number];

/** The gates of one LSTM unit that sees its input alone; its output gate stays open. */
export interface CounterGates {
  readonly f: GateWeights;
  readonly i: GateWeights;
  readonly g: GateWeights;
}

type Sequence = readonly (readonly [tick: number, reset: number])[];

export interface Asked {
  /** How much each tick counts: below 1 where it is not 1, as that is the most a step can write. */
  readonly tickCounts: number;
  /** The second input when a reset comes, and when none does. */
  readonly reset: number;
  readonly noReset: number;
}

/** Steps with a tick, a reset, or neither. */
const sequences: readonly Sequence[] = [
  [
    [1, 0],
    [0, 0],
    [1, 0],
    [1, 0],
    [0, 0],
    [0, 0]
  ],
  [
    [1, 0],
    [1, 0],
    [0, 1],
    [1, 0],
    [0, 0],
    [0, 1],
    [0, 0]
  ],
  [
    ...Array.from({ length: 25 }, (): [number, number] => [1, 0]),
    [0, 1],
    [1, 0]
  ]
];

function ran({ f, i, g }: CounterGates, sequence: Sequence) {
  const columns = [i, f, g, [0, 0, 20] as const];
  const cell = lstm({ inputSize: 2, units: 1 });
  cell.setWeights([
    [columns.map(([tick]) => tick), columns.map(([, reset]) => reset)],
    [[0, 0, 0, 0]],
    columns.map(([, , bias]) => bias)
  ]);
  return cell.run(
    sequence.map(step => [...step]),
    { inputNames: ['tick', 'reset'] }
  );
}

/** c after each step, of an LSTM with these gates: what counts is what the weights do. */
function cellStates(value: unknown, sequence: Sequence): unknown {
  return isGates(value) ? Array.from(ran(value, sequence).c.values) : null;
}

const isGates = (value: unknown): value is CounterGates =>
  hasLists(value, ['f', 'i', 'g'], 3);

const reference = ({
  tickCounts,
  reset,
  noReset
}: Asked): Reference<[Sequence]> => {
  const inputs = (steps: Sequence): Sequence =>
    steps.map(([tick, second]) => [tick, second === 1 ? reset : noReset]);
  /** c by a rule for the next one: of what was kept, what a tick adds here, and whether a reset came. */
  const counts =
    (next: (count: number, added: number, isReset: boolean) => number) =>
    (sequence: Sequence): number[] => {
      let count = 0;
      return sequence.map(
        ([tick, second]) =>
          (count = next(count, tickCounts * tick, second === reset))
      );
    };
  /** A slip that cannot be made where each tick counts 1. */
  const beside: Careless<[Sequence]> = {
    of: counts(
      (count, added, isReset) => (isReset ? 0 : count) + Number(added > 0)
    ),
    message: `It counts 1 for each tick; ${tickCounts} is asked for.`
  };
  return {
    name: 'counter',
    cases: () => sequences.map(steps => [inputs(steps)]),
    through: cellStates,
    form: 'an object { f, i, g } is asked for, with three numbers in each.',
    run: (answer, sequence) => (isGates(answer) ? ran(answer, sequence) : null),
    draw: draws => [
      inputs(
        draws
          .numbers('steps', draws.integer('count', 6, 20), 0, 1, 2)
          .map(share => (share < 0.5 ? [1, 0] : share < 0.8 ? [0, 0] : [0, 1]))
      )
    ],
    right: counts((count, added, isReset) => (isReset ? 0 : count) + added),
    // A gate is never quite 0 or 1: a count may be off by a tenth.
    tolerance: 0.1,
    scale: tickCounts,
    secret: true,
    tell: ({ at, wanted, got }, sequence) =>
      `at step ${at}, with ${sequence[at][0] === 1 ? 'a tick' : 'no tick'} and ${sequence[at][1] === reset ? 'a reset' : 'no reset'}, c comes to ${formatForStudent(got)}; it should be near ${formatForStudent(wanted)}.`,
    careless: [
      {
        of: counts((count, added) => count + added),
        message: 'It counts, but the reset does nothing: what makes f fall?'
      },
      {
        of: counts((_, added) => added),
        message:
          'It forgets at every step: f must be near 1 when no reset comes.'
      },
      {
        of: counts((count, _, isReset) => (isReset ? 0 : count) + tickCounts),
        message: 'It counts every step: i must be near 0 when no tick comes.'
      },
      {
        of: counts((count, added, isReset) => (isReset ? 0 : count - added)),
        message: 'It counts down: g gives the sign of what is written.'
      },
      {
        of: counts(() => 0),
        message: `Nothing is ever written: i ⊙ g must be near ${tickCounts} at a tick.`
      },
      {
        of: counts((count, added, isReset) => (isReset ? count : 0) + added),
        message:
          'f works the wrong way around: it keeps at a reset and forgets otherwise.'
      },
      ...(tickCounts === 1 ? [] : [beside])
    ]
  };
};

export const tickCounter: DrawnAnswer<Asked, [Sequence]> = {
  lesson: { tickCounts: 1, reset: 1, noReset: 0 },
  // Above 0.85 the lesson's count of 1 would be close enough.
  draw: draws => {
    const [low, high] = twoInputs(draws);
    return {
      tickCounts: draws.number('tick', 0.2, 0.85, 2),
      ...draws.choice('reset', [
        { reset: low, noReset: high },
        { reset: high, noReset: low }
      ])
    };
  },
  words: [
    [
      ', each 0 or 1. Make its cell state',
      ({ reset, noReset }) =>
        `. The tick is 1 when one comes and 0 when none does; the reset is ${formatForStudent(reset)} when one comes and ${formatForStudent(noReset)} when none does. Make its cell state`
    ],
    [
      '**count the ticks since the last reset**.',
      ({ tickCounts }) =>
        `**count the ticks since the last reset, ${tickCounts} for each**: after three of them $c$ is near ${formatForStudent(3 * tickCounts)}.`
    ],
    [
      'so use large weights.',
      () =>
        'so use large weights for what should be all or nothing. How much must i ⊙ g be at a tick?'
    ]
  ],
  reference
};
