import { rnn } from '../../engine/cells/rnn';
import type { Run } from '../../engine/run/run';
import { told, toldSoFar } from './told';
import type { Reference } from './reference';

type Days = readonly number[];

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
    : value;
}

function isWeights(value: unknown): value is Weights {
  return (
    Array.isArray(value) && value.length === 3 && value.every(Number.isFinite)
  );
}

const each =
  (say: (days: Days, day: number) => number) =>
  (days: Days): number[] =>
    days.map((_, day) => say(days, day));
const came = (days: Days, day: number): boolean =>
  days.slice(0, day + 1).includes(1);

export const latch: Reference<[Days]> = {
  name: 'latch',
  cases: () => sequences.map(days => [[...days]]),
  through: shown,
  run: (answer, days) => (isWeights(answer) ? ran(answer, days) : null),
  draw: draws => [
    draws
      .numbers('days', draws.integer('count', 5, 20), 0, 1, 2)
      .map(share => Number(share < 0.2))
  ],
  right: each((days, day) => (came(days, day) ? 1 : 0)),
  tolerance: 0.1,
  scale: 1,
  secret: true,
  tell: ({ at, wanted, got }, days) =>
    `after ${toldSoFar(days.slice(0, at + 1))} your unit is at ${told(2 * got - 1)}; it should be near ${told(2 * wanted - 1)}.`,
  careless: [
    {
      of: each((days, day) => days[day]),
      message:
        'It shows today’s input and forgets: U must be strong enough to hold the unit up.'
    },
    {
      of: each(() => 1),
      message:
        'It is up from the start: before the first 1 the bias must hold it down.'
    },
    {
      of: each(() => 0),
      message: 'It never rises: W must beat the bias and the state together.'
    },
    {
      of: each((days, day) => (came(days, day) ? 1 : 0.5)),
      message:
        'After a 1 it is right. Before it the unit stays at 0, and should be near −1: that is the work of the bias.'
    },
    {
      of: each((days, day) => (came(days, day) ? 0 : 1)),
      message: 'It is the wrong way round: mind the signs.'
    },
    {
      of: each((days, day) => (came(days, day) ? 1 : day === 0 ? 0.5 : 0)),
      message:
        'On the first day the state is 0, so U helps nothing yet: the bias alone must push down.'
    }
  ]
};
