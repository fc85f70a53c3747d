import type { DrawnAnswer } from './drawn';
import { errorByHorizon } from './errorByHorizon';
import type { Reference } from './reference';
import { formatForStudent } from './formatForStudent';

type Arguments = [days: number];

export interface Asked {
  /** How many days ahead *as it is now* is exact. */
  readonly exact: number;
  /** How many days ahead it is as wrong as it can be. */
  readonly worst: number;
}

/** How far sums of sines are off by rounding. */
const ROUNDING = 1e-9;

const byHorizon = errorByHorizon.reference(errorByHorizon.lesson).right;

/** The mean absolute error of *as it is now*, so many days ahead. */
const error = (series: readonly number[], ahead: number): number =>
  (
    byHorizon(
      series,
      series.map(now => Array.from({ length: ahead }, () => now))
    ) as readonly number[]
  )[ahead - 1];

const reference = ({ exact, worst }: Asked): Reference<Arguments> => {
  const longest = Math.max(exact, worst);
  return {
    name: 'series',
    cases: () => [[3 * longest], [2 * longest + 1], [longest + 7]],
    draw: draws => [draws.integer('days', longest + 5, 5 * longest)],
    through: (value, days) =>
      Array.isArray(value) &&
      value.length === days &&
      value.every(each => Math.abs(each - 0.5) <= 0.5 + ROUNDING)
        ? [error(value, exact), error(value, worst)]
        : null,
    form: 'a list of so many numbers from 0 to 1 is asked for.',
    right: () => [0, 1],
    tolerance: ROUNDING,
    scale: 1,
    secret: true,
    tell: ({ at, got }) =>
      `${at === 0 ? exact : worst} days ahead the error is ${formatForStudent(got)}; it should be ${at}.`,
    careless: [
      {
        of: () => [0, 0],
        message: `It is exact at both horizons. After ${worst} days each value must be as far away as it can be.`
      },
      {
        of: () => [1, 1],
        message: `It is as wrong as it can be at both horizons. After ${exact} days each value must be back.`
      },
      {
        of: () => [1, 0],
        message: 'The two horizons have changed places.'
      }
    ]
  };
};

export const fartherIsEasier: DrawnAnswer<Asked, Arguments> = {
  lesson: { exact: 12, worst: 2 },
  // The lesson's series changes sides every two days. Here it must every one, four or eight, as `worst` is an
  // odd multiple of that, and `exact` an even one.
  draw: draws => {
    const [sides, most] = draws.choice('sides', [
      [1, 24],
      [1, 24],
      [4, 9],
      [8, 5]
    ] as const);
    const times = draws.integer('worst', 0, most - 1);
    return {
      worst: sides * (2 * times + 1),
      exact: 2 * sides * draws.integer('exact', times + 1, times + most)
    };
  },
  words: [
    [
      'exact 12 days ahead, and as wrong as it can be 2 days ahead',
      ({ exact, worst }) =>
        `exact ${exact} days ahead, and as wrong as it can be ${worst} ${worst === 1 ? 'day' : 'days'} ahead`
    ],
    [
      'What must the value be after 2 days, and after 4?',
      ({ worst }) =>
        `What must the value be after ${worst} ${worst === 1 ? 'day' : 'days'}, and after ${2 * worst}?`
    ]
  ],
  reference
};
