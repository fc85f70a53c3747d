import { rnn } from '../../engine/cells/rnn';
import type { Run } from '../../engine/run/run';
import type { DrawnAnswer } from './drawn';
import type { Reference } from './reference';
import { formatForStudent, formatSoFarForStudent } from './formatForStudent';
import { fallingInputs } from './twoInputs';

type Days = readonly number[];

export interface Asked {
  /** The input that the unit is to remember, and the one on all other days. */
  readonly event: number;
  readonly quiet: number;
  /** Near which end the unit is once the event has come: before it, near the other one. */
  readonly shows: 1 | -1;
}

/** Days with the event, 1, and without. */
const sequences: readonly Days[] = [
  [0, 0, 1, 0, 0, 0, 0, 0],
  [1, 0, 0, 0, 0, 1, 0],
  [0, 0, 0, 0, 0],
  [0, 1, ...Array.from({ length: 60 }, () => 0)]
];

type Weights = readonly [w: number, u: number, b: number];

function ran([w, u, b]: Weights, days: Days): Run<'h'> {
  const cell = rnn({ inputSize: 1, units: 1 });
  cell.setWeights([[[w]], [[u]], [b]]);
  return cell.run(
    days.map(day => [day]),
    { stepName: 'day' }
  );
}

/** The one unit after each day, from 0 (h = −1) to 1 (h = 1). */
function shown(value: unknown, days: Days): unknown {
  return isWeights(value)
    ? Array.from(ran(value, days).h.values, h => (h + 1) / 2)
    : null;
}

function isWeights(value: unknown): value is Weights {
  return (
    Array.isArray(value) && value.length === 3 && value.every(Number.isFinite)
  );
}

const reference = ({ event, quiet, shows }: Asked): Reference<[Days]> => {
  const inputs = (events: Days): number[] =>
    events.map(day => (day === 1 ? event : quiet));
  /** What is shown when the unit goes by how sure it is of an event: from 0 to 1. */
  const each =
    (sure: (events: Days, day: number) => number) =>
    (days: Days): number[] => {
      const events = days.map(day => Number(day === event));
      return events.map(
        (_, day) => (1 + shows * (2 * sure(events, day) - 1)) / 2
      );
    };
  const came = (events: Days, day: number): boolean =>
    events.slice(0, day + 1).includes(1);
  const [up, down, rises] =
    shows === 1 ? ['up', 'down', 'rises'] : ['down', 'up', 'falls'];
  // With an input of 0 nothing is left of W x.
  const [push, beat] =
    quiet === 0
      ? ['the bias', 'W must beat the bias and the state together']
      : [
          'the sum W x + b',
          `when x is ${formatForStudent(event)}, W x + b must beat U h`
        ];
  return {
    name: 'latch',
    cases: () => sequences.map(events => [inputs(events)]),
    through: shown,
    form: 'three numbers are asked for: [w, u, b].',
    run: (answer, days) => (isWeights(answer) ? ran(answer, days) : null),
    draw: draws => [
      inputs(
        draws
          .numbers('days', draws.integer('count', 5, 20), 0, 1, 2)
          .map(share => Number(share < 0.2))
      )
    ],
    right: each((events, day) => (came(events, day) ? 1 : 0)),
    tolerance: 0.1,
    scale: 1,
    secret: true,
    tell: ({ at, wanted, got }, days) =>
      `after ${formatSoFarForStudent(days.slice(0, at + 1))} your unit is at ${formatForStudent(2 * got - 1)}; it should be near ${formatForStudent(2 * wanted - 1)}.`,
    careless: [
      {
        of: each((events, day) => events[day]),
        message: `It shows today’s input and forgets: U must be strong enough to hold the unit ${up}.`
      },
      {
        of: each(() => 1),
        message: `It is ${up} from the start: before the first ${formatForStudent(event)} ${push} must hold it ${down}.`
      },
      {
        of: each(() => 0),
        message: `It never ${rises}: ${beat}.`
      },
      {
        of: each((events, day) => (came(events, day) ? 1 : 0.5)),
        message: `After a ${formatForStudent(event)} it is right. Before it the unit stays at 0, and should be near ${formatForStudent(-shows)}: that is the work of ${push}.`
      },
      {
        of: each((events, day) => (came(events, day) ? 0 : 1)),
        message: 'It is the wrong way round: mind the signs.'
      },
      {
        of: each((events, day) =>
          came(events, day) ? 1 : day === 0 ? 0.5 : 0
        ),
        message: `On the first day the state is 0, so U helps nothing yet: ${push} alone must push ${down}.`
      }
    ]
  };
};

export const latch: DrawnAnswer<Asked, [Days]> = {
  lesson: { event: 1, quiet: 0, shows: 1 },
  draw: draws => {
    const { counts: event, other: quiet, shows } = fallingInputs(draws);
    return { event, quiet, shows };
  },
  words: [
    [
      'Set the weights of',
      ({ event, quiet }) =>
        `Each input $x_t$ is ${formatForStudent(quiet)} or ${formatForStudent(event)}. Set the weights of`
    ],
    [
      'is near −1 until the first 1 arrives, and near 1 from then on',
      ({ event, shows }) =>
        `is near ${formatForStudent(-shows)} until the first ${formatForStudent(event)} arrives, and near ${formatForStudent(shows)} from then on`
    ],
    [
      'when x is 0 and h is 1?',
      ({ quiet }) => `when x is ${formatForStudent(quiet)} and h is 1?`
    ]
  ],
  reference
};
