import { sum } from './arithmetic';
import type { DrawnAnswer } from './drawn';
import type { Reference } from './reference';

/** What two watches raised in the same cities. */
export interface TwoWatches {
  /** Of each city: alarms that were right, and all alarms. */
  readonly a: readonly (readonly [right: number, alarms: number])[];
  readonly b: TwoWatches['a'];
}

type Counts = TwoWatches['a'];

export interface Asked {
  readonly cities: number;
  /** By how many percentage points the precisions differ at least. */
  readonly points: number;
  /** How many alarms a watch raises in a city, at most. */
  readonly alarms: number;
}

const isCounts = (value: unknown, { cities, alarms }: Asked): value is Counts =>
  Array.isArray(value) &&
  value.length === cities &&
  value.every(
    each =>
      Array.isArray(each) &&
      each.length === 2 &&
      each.every(Number.isInteger) &&
      each[0] >= 0 &&
      each[0] <= each[1] &&
      each[1] >= 1 &&
      each[1] <= alarms
  );

const precision = (counts: Counts): number =>
  sum(counts.map(([right]) => right)) / sum(counts.map(([, alarms]) => alarms));

const reference = (asked: Asked): Reference<[]> => {
  const { cities, points, alarms } = asked;
  /** Rounding of what is meant to be just enough is forgiven. */
  const isAhead = (one: Counts, other: Counts): number =>
    Number(precision(one) - precision(other) >= points / 100 - 1e-9);
  /** Of each city whether a is ahead, then whether b is where all are counted together. */
  const judged = (value: unknown): unknown => {
    const { a, b } = Object(value) as Readonly<Record<string, unknown>>;
    return isCounts(a, asked) && isCounts(b, asked)
      ? [...a.map((each, city) => isAhead([each], [b[city]])), isAhead(b, a)]
      : null;
  };
  const all = (aInEach: 0 | 1, bTogether: 0 | 1) => (): number[] => [
    ...Array.from({ length: cities }, () => aInEach),
    bTogether
  ];
  return {
    name: 'twoWatches',
    cases: () => [[]],
    through: judged,
    form: `an object { a, b } is asked for, each with ${cities} pairs [right, alarms] of whole numbers: at least one alarm and at most ${alarms}, and no more right ones than alarms.`,
    right: all(1, 1),
    tolerance: 0,
    secret: true,
    tell: ({ at }) =>
      at < cities
        ? `in city ${at + 1} the precision of a must be higher than that of b by ${points} points or more.`
        : `over all cities together the precision of b must be higher than that of a by ${points} points or more.`,
    careless: [
      {
        of: all(1, 0),
        message: `In each city a is ahead. Now b must be ahead by ${points} points over all cities together: which city would have to raise most of a's alarms, and which most of b's?`
      },
      {
        of: all(0, 1),
        message:
          'Over all cities together b is ahead. In each single city a must be.'
      },
      {
        of: all(0, 0),
        message: `Neither of the two is so: a must be ahead by ${points} points in each city, and b over all of them together.`
      }
    ]
  };
};

export const moreAndLessPrecise: DrawnAnswer<Asked, []> = {
  lesson: { cities: 2, points: 10, alarms: 1000 },
  draw: draws => ({
    cities: draws.integer('cities', 3, 6),
    points: draws.integer('points', 11, 28),
    alarms: 10 * draws.integer('alarms', 20, 99)
  }),
  words: [
    ['with 1 to 1,000 alarms', ({ alarms }) => `with 1 to ${alarms} alarms`],
    [
      'Two watches raise alarms in two cities.',
      ({ cities }) => `Two watches raise alarms in ${cities} cities.`
    ],
    [
      'by at least 10 percentage points in each city, and lower by at least 10 percentage points when both cities are counted together',
      ({ points }) =>
        `by at least ${points} percentage points in each city, and lower by at least ${points} percentage points when all cities are counted together`
    ]
  ],
  reference
};
