import { rnn } from '../../engine/cells/rnn';
import type { Run } from '../../engine/run/run';
import { told, toldSoFar } from './told';
import type { Reference } from './reference';

/** Weights of a plain network of two units on one input; rows stand for what goes in. */
export interface TwoUnits {
  readonly W: readonly [number, number];
  readonly U: readonly [readonly [number, number], readonly [number, number]];
  readonly b: readonly [number, number];
}

type Days = readonly number[];

const sequences: readonly Days[] = [
  [1, 0, 0, 1, 1, 0, 1, 0],
  [0, 0, 0, 1, 0, 0, 0, 0, 0],
  [1, 1, 1, 1, 0, 1, 0, 1, 0, 0]
];

function ran({ W, U, b }: TwoUnits, days: Days): Run<'h'> {
  const cell = rnn({ inputSize: 1, units: 2 });
  cell.setWeights([[[...W]], U.map(row => [...row]), [...b]]);
  return cell.run(
    days.map(day => [day]),
    { stepName: 'day' }
  );
}

/** Unit 1 after each day but the first, from 0 (h = −1) to 1 (h = 1). */
function shown(value: unknown, days: Days): unknown {
  return isTwoUnits(value)
    ? ran(value, days)
        .h.toArray<number[][]>()
        .slice(1)
        .map(row => (row[1] + 1) / 2)
    : value;
}

function isTwoUnits(value: unknown): value is TwoUnits {
  if (typeof value !== 'object' || value === null) {
    return false;
  }
  const { W, U, b } = value as Readonly<Record<string, unknown>>;
  return [W, b, ...(Array.isArray(U) && U.length === 2 ? U : [null])].every(
    (row: unknown) =>
      Array.isArray(row) && row.length === 2 && row.every(Number.isFinite)
  );
}

const fromSecond =
  (say: (days: Days, day: number) => number) =>
  (days: Days): number[] =>
    days.slice(1).map((_, at) => say(days, at + 1));

export const rainRegister: Reference<[Days]> = {
  name: 'register',
  cases: () => sequences.map(days => [[...days]]),
  through: shown,
  run: (answer, days) => (isTwoUnits(answer) ? ran(answer, days) : null),
  draw: draws => [
    draws.numbers('days', draws.integer('count', 6, 14), 0, 1, 0)
  ],
  right: fromSecond((days, day) => days[day - 1]),
  // tanh is never quite 1 or −1.
  tolerance: 0.1,
  scale: 1,
  secret: true,
  tell: ({ at, wanted, got }, days) =>
    `after ${toldSoFar(days.slice(0, at + 2))} unit 1 is at ${told(2 * got - 1)}; it should be near ${told(2 * wanted - 1)}, as it ${days[at] === 1 ? 'rained' : 'was dry'} the day before.`,
  careless: [
    {
      of: fromSecond((days, day) => days[day]),
      message:
        'Unit 1 shows today’s rain. It should see unit 0 as it was one step before, through U.'
    },
    {
      of: fromSecond((days, day) => 1 - days[day - 1]),
      message: 'It shows yesterday, the wrong way round: mind the sign.'
    },
    {
      of: fromSecond((days, day) => (days.slice(0, day).includes(1) ? 1 : 0)),
      message: 'Once it has rained unit 1 stays up: it hears itself, by U.'
    },
    {
      of: fromSecond((days, day) => Math.max(days[day], days[day - 1])),
      message: 'It shows rain of today or yesterday; W leads to unit 1 too.'
    },
    {
      of: fromSecond(() => 0.5),
      message:
        'Unit 1 stays at 0: nothing reaches it. In U the row says from which unit, the column to which.'
    },
    {
      of: fromSecond(() => 1),
      message:
        'Unit 1 is always up: without rain unit 0 must fall below 0, by its bias.'
    },
    {
      of: fromSecond((days, day) => (1 + days[day - 1]) / 2),
      message:
        'With rain it is right. Without rain unit 0 is 0, and so is unit 1: a bias must push it down.'
    }
  ]
};
