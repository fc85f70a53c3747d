import { lstm } from '../../engine/cells/lstm';
import { told } from './told';
import type { Reference } from './reference';

/** What a gate sees: a weight for the tick, a weight for the reset, and a bias. */
export type GateWeights = readonly [tick: number, reset: number, bias: number];

/** The gates of one LSTM unit that sees its input alone; its output gate stays open. */
export interface CounterGates {
  readonly f: GateWeights;
  readonly i: GateWeights;
  readonly g: GateWeights;
}

type Sequence = readonly (readonly [tick: number, reset: number])[];

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
  return isGates(value) ? Array.from(ran(value, sequence).c.values) : value;
}

function isGates(value: unknown): value is CounterGates {
  return (
    typeof value === 'object' &&
    value !== null &&
    ['f', 'i', 'g'].every(gate => {
      const weights: unknown = (value as Readonly<Record<string, unknown>>)[
        gate
      ];
      return (
        Array.isArray(weights) &&
        weights.length === 3 &&
        weights.every(Number.isFinite)
      );
    })
  );
}

const counts =
  (next: (count: number, tick: number, reset: number) => number) =>
  (sequence: Sequence): number[] => {
    let count = 0;
    return sequence.map(([tick, reset]) => (count = next(count, tick, reset)));
  };

export const tickCounter: Reference<[Sequence]> = {
  name: 'counter',
  cases: () =>
    sequences.map(steps => [steps.map(([tick, reset]) => [tick, reset])]),
  through: cellStates,
  run: (answer, sequence) => (isGates(answer) ? ran(answer, sequence) : null),
  draw: draws => [
    draws
      .numbers('steps', draws.integer('count', 6, 20), 0, 1, 2)
      .map(share => (share < 0.5 ? [1, 0] : share < 0.8 ? [0, 0] : [0, 1]))
  ],
  right: counts((count, tick, reset) => (reset === 1 ? 0 : count) + tick),
  // A gate is never quite 0 or 1: a count may be off by a tenth.
  tolerance: 0.1,
  scale: 1,
  secret: true,
  tell: ({ at, wanted, got }, sequence) =>
    `at step ${at}, with ${sequence[at][0] === 1 ? 'a tick' : 'no tick'} and ${sequence[at][1] === 1 ? 'a reset' : 'no reset'}, c comes to ${told(got)}; it should be near ${told(wanted)}.`,
  careless: [
    {
      of: counts((count, tick) => count + tick),
      message: 'It counts, and the reset does nothing: what makes f fall?'
    },
    {
      of: counts((_, tick) => tick),
      message: 'It forgets at every step: f must be near 1 when no reset comes.'
    },
    {
      of: counts((count, _, reset) => (reset === 1 ? 0 : count) + 1),
      message: 'It counts every step: i must be near 0 when no tick comes.'
    },
    {
      of: counts((count, tick, reset) => (reset === 1 ? 0 : count - tick)),
      message: 'It counts down: g gives the sign of what is written.'
    },
    {
      of: counts(() => 0),
      message: 'Nothing is ever written: i ⊙ g must be near 1 at a tick.'
    },
    {
      of: counts((count, tick, reset) => (reset === 1 ? count : 0) + tick),
      message:
        'f is the wrong way round: it keeps at a reset and forgets otherwise.'
    }
  ]
};
