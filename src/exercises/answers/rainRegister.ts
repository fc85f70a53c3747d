import { rnn } from '../../engine/cells/rnn';
import type { Run } from '../../engine/run/run';
import type { DrawnAnswer } from './drawn';
import type { Reference } from './reference';
import { formatForStudent, formatSoFarForStudent } from './formatForStudent';
import { fallingInputs } from './twoInputs';

/** Weights of a plain network of two units on one input; rows stand for what goes in. */
export interface TwoUnits {
  readonly W: readonly [number, number];
  readonly U: readonly [readonly [number, number], readonly [number, number]];
  readonly b: readonly [number, number];
}

type Days = readonly number[];

export interface Asked {
  /** The input of a day with rain, and of one without. */
  readonly wet: number;
  readonly dry: number;
  /** Near which end unit 1 shows rain: near the other one that it was dry. */
  readonly shows: 1 | -1;
}

/** Days with rain, 1, and without. */
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
    : null;
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

const reference = ({ wet, dry, shows }: Asked): Reference<[Days]> => {
  const inputs = (rain: Days): number[] =>
    rain.map(day => (day === 1 ? wet : dry));
  /** What is shown when unit 1 goes by how far it rained: from 0 (dry) to 1 (rain). */
  const fromSecond =
    (rained: (rain: Days, day: number) => number) =>
    (days: Days): number[] => {
      const rain = days.map(day => Number(day === wet));
      return rain
        .slice(1)
        .map((_, at) => (1 + shows * (2 * rained(rain, at + 1) - 1)) / 2);
    };
  const [up, down] = shows === 1 ? ['up', 'down'] : ['down', 'up'];
  return {
    name: 'register',
    cases: () => sequences.map(rain => [inputs(rain)]),
    through: shown,
    form: 'an object { W, U, b } is asked for: two numbers in W and in b, two rows of two in U.',
    run: (answer, days) => (isTwoUnits(answer) ? ran(answer, days) : null),
    draw: draws => [
      inputs(draws.numbers('days', draws.integer('count', 6, 14), 0, 1, 0))
    ],
    right: fromSecond((rain, day) => rain[day - 1]),
    // tanh is never quite 1 or −1.
    tolerance: 0.1,
    scale: 1,
    secret: true,
    tell: ({ at, wanted, got }, days) =>
      `after ${formatSoFarForStudent(days.slice(0, at + 2))} unit 1 is at ${formatForStudent(2 * got - 1)}; it should be near ${formatForStudent(2 * wanted - 1)}, as it ${days[at] === wet ? 'rained' : 'was dry'} the day before.`,
    careless: [
      {
        of: fromSecond((rain, day) => rain[day]),
        message:
          'Unit 1 shows today’s rain. It should see unit 0 as it was one step before, through U.'
      },
      {
        of: fromSecond((rain, day) => 1 - rain[day - 1]),
        message: 'It shows yesterday, the wrong way round: mind the sign.'
      },
      {
        of: fromSecond((rain, day) => Math.max(...rain.slice(0, day))),
        message: `Once it has rained unit 1 stays ${up}: it hears itself, by U.`
      },
      {
        of: fromSecond((rain, day) => Math.max(rain[day], rain[day - 1])),
        message: 'It shows rain of today or yesterday; W leads to unit 1 too.'
      },
      {
        of: fromSecond(() => 0.5),
        message:
          'Unit 1 stays at 0: nothing reaches it. In U the row says from which unit, the column to which.'
      },
      {
        of: fromSecond(() => 1),
        message: `Unit 1 is always ${up}: without rain unit 0 must ${dry === 0 ? 'fall below 0' : 'be on the other side of 0'}, by its bias.`
      },
      {
        of: fromSecond((rain, day) => (1 + rain[day - 1]) / 2),
        message: `With rain it is right. Without rain unit 0 is 0, and so is unit 1: a bias must push it ${down}.`
      }
    ]
  };
};

export const rainRegister: DrawnAnswer<Asked, [Days]> = {
  lesson: { wet: 1, dry: 0, shows: 1 },
  draw: draws => {
    const { counts: wet, other: dry, shows } = fallingInputs(draws);
    return { wet, dry, shows };
  },
  words: [
    [
      '1 when it rains and 0 when it does not',
      ({ wet, dry }) =>
        `${formatForStudent(wet)} when it rains and ${formatForStudent(dry)} when it does not`
    ],
    [
      'near 1 if it rained yesterday, near −1 if it did not',
      ({ shows }) =>
        `near ${formatForStudent(shows)} if it rained yesterday, near ${formatForStudent(-shows)} if it did not`
    ],
    [
      'Which bias makes the sum negative without rain?',
      () =>
        'Which bias puts the sums with rain and without it on two sides of 0?'
    ]
  ],
  reference
};
