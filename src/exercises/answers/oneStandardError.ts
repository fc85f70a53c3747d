import type { Reference } from './reference';

type Curve = readonly number[];

const placeOfLowest = (means: Curve): number =>
  means.indexOf(Math.min(...means));
const within = (means: Curve, limit: number): number =>
  means.findIndex(error => error <= limit);

export const oneStandardError: Reference<[Curve, Curve]> = {
  name: 'simplest',
  cases: () => [
    [
      [9, 6, 5, 4.75, 5.5],
      [1, 1, 1, 0.5, 1]
    ],
    // Just on the limit.
    [
      [8, 5, 4, 4.5],
      [3, 2, 1, 1]
    ],
    // The simplest is the best.
    [
      [2, 3, 4],
      [0.5, 2, 3]
    ],
    // Nothing simpler is near enough.
    [
      [10, 8, 6, 2],
      [4, 4, 5, 1]
    ],
    // The standard error of the best one counts, not the largest and not its own.
    [
      [7, 6, 5, 5.25],
      [3, 0.25, 1, 2]
    ],
    [
      [4, 6, 3.5, 3, 3.25],
      [0.25, 5, 0.25, 0.75, 0.5]
    ]
  ],
  // Quarters: their sums are exact.
  draw: draws =>
    draws.until(
      'curve',
      each => {
        const count = each.integer('sizes', 3, 7);
        const quarters = (name: string, high: number) =>
          each.numbers(name, count, 1, high, 0).map(value => value / 4);
        return [quarters('means', 40), quarters('errors', 16)];
      },
      ([means]) => new Set(means).size === means.length
    ),
  right: (means, errors) => {
    const best = placeOfLowest(means);
    return within(means, means[best] + errors[best]);
  },
  tolerance: 0,
  careless: [
    {
      of: means => placeOfLowest(means),
      message:
        'That is the smallest mean. A simpler network may be as good, as far as luck can tell.'
    },
    {
      of: (means, errors) => {
        const best = placeOfLowest(means);
        return means.findIndex(error => error < means[best] + errors[best]);
      },
      message: 'A mean that is just on the limit is not above it.'
    },
    {
      of: (means, errors) => {
        const best = placeOfLowest(means);
        return within(means, means[best] + Math.max(...errors));
      },
      message:
        'You took the largest standard error; that of the best one counts.'
    },
    {
      of: (means, errors) => {
        const best = placeOfLowest(means);
        return means.findIndex(
          (error, at) => error - errors[at] <= means[best]
        );
      },
      message:
        'You took the standard error of each network itself; that of the best one counts.'
    },
    {
      of: (means, errors) => {
        const best = placeOfLowest(means);
        return means.findLastIndex(
          error => error <= means[best] + errors[best]
        );
      },
      message: 'That is the largest network that is good enough.'
    },
    {
      of: (means, errors) => {
        const best = placeOfLowest(means);
        return within(means, means[best] + errors[best]) + 1;
      },
      message: 'Places are counted from 0.'
    },
    {
      of: (means, errors) => {
        const best = placeOfLowest(means);
        return within(means, means[best] + 2 * errors[best]);
      },
      message: 'You allowed two standard errors. One is asked for.'
    }
  ]
};
