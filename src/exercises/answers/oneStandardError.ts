import type { DrawnAnswer } from './drawn';
import type { Reference } from './reference';

/** Up to where a mean is good enough, in quarters, of which sums and products are exact. */
export interface Asked {
  /** So many standard errors of the smallest mean above it, … */
  readonly count: number;
  /** … and so much more. */
  readonly margin: number;
}

type Curve = readonly number[];

const placeOfLowest = (means: Curve): number =>
  means.indexOf(Math.min(...means));
const within = (means: Curve, limit: number): number =>
  means.findIndex(error => error <= limit);

const reference = ({ count, margin }: Asked): Reference<[Curve, Curve]> => {
  const above = (error: number, factor = count): number =>
    factor * error + margin;
  /** The means so that one within a standard error of the smallest is just within what is asked. */
  const stretched = (means: Curve): number[] => {
    const least = Math.min(...means);
    return means.map(mean =>
      mean === least ? mean : least + above(mean - least)
    );
  };
  const curves: readonly (readonly [Curve, Curve])[] = [
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
  ];
  return {
    name: 'simplest',
    cases: () =>
      curves.map(([means, errors]) => [stretched(means), [...errors]]),
    // Quarters: their sums are exact.
    draw(draws) {
      const [means, errors] = draws.until(
        'curve',
        each => {
          const sizes = each.integer('sizes', 3, 7);
          const quarters = (name: string, high: number) =>
            each.numbers(name, sizes, 1, high, 0).map(value => value / 4);
          return [quarters('means', 40), quarters('errors', 16)] as const;
        },
        ([means]) => new Set(means).size === means.length
      );
      return [stretched(means), errors];
    },
    right: (means, errors) => {
      const best = placeOfLowest(means);
      return within(means, means[best] + above(errors[best]));
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
          return means.findIndex(
            error => error < means[best] + above(errors[best])
          );
        },
        message: 'A mean that is just on the limit is not above it.'
      },
      {
        of: (means, errors) => {
          const best = placeOfLowest(means);
          return within(means, means[best] + above(Math.max(...errors)));
        },
        message:
          'You took the largest standard error. The one that counts is that of the best.'
      },
      {
        of: (means, errors) => {
          const best = placeOfLowest(means);
          return means[within(means, means[best] + above(errors[best]))];
        },
        message: 'That is a mean. Return its place.'
      },
      {
        of: (means, errors) => {
          const best = placeOfLowest(means);
          return within(means, means[best] + above(Math.min(...errors)));
        },
        message:
          'You took the smallest standard error. The one that counts is that of the best.'
      },
      {
        of: (means, errors) => {
          const best = placeOfLowest(means);
          return means.findIndex(
            (error, at) => error - above(errors[at]) <= means[best]
          );
        },
        message:
          'You took the standard error of each network itself. The one that counts is that of the best.'
      },
      {
        of: (means, errors) => {
          const best = placeOfLowest(means);
          return means.findLastIndex(
            error => error <= means[best] + above(errors[best])
          );
        },
        message: 'That is the largest network that is good enough.'
      },
      {
        of: (means, errors) => {
          const best = placeOfLowest(means);
          return within(means, means[best] + above(errors[best])) + 1;
        },
        message: 'Places are counted from 0.'
      },
      {
        of: (means, errors) => {
          const best = placeOfLowest(means);
          return within(means, means[best] + above(errors[best], 2 * count));
        },
        message: `You allowed ${2 * count === 2 ? 'two' : 2 * count} standard errors instead of ${count === 1 ? 'one' : count}.`
      }
    ]
  };
};

export const oneStandardError: DrawnAnswer<Asked, [Curve, Curve]> = {
  lesson: { count: 1, margin: 0 },
  draw: draws => ({
    count: draws.integer('quarters', 5, 28) / 4,
    margin: draws.integer('margin', 1, 24) / 4
  }),
  words: [
    [
      'the smallest mean plus the standard error of that smallest one.',
      ({ count, margin }) =>
        `the smallest mean plus ${count} times the standard error of that smallest one plus ${margin}.`
    ]
  ],
  reference
};
