import type { DrawnAnswer } from './drawn';
import type { Reference } from './reference';

/** How the error found becomes the half width: times a factor, plus an allowance. */
export interface Asked {
  readonly factor: number;
  readonly allowance: number;
}

type Errors = readonly number[];

const sizes = (errors: Errors): number[] =>
  errors.map(Math.abs).sort((a, b) => a - b);
const place = (errors: Errors, share: number): number =>
  Math.ceil((errors.length + 1) * share);

const reference = ({
  factor,
  allowance
}: Asked): Reference<[Errors, number]> => {
  const wide = (error: number): number => factor * error + allowance;
  return {
    name: 'halfWidth',
    // No place lies so near a whole number that rounding would decide.
    cases: () => [
      [[3, -1, 2, -5, 4], 0.5],
      [[-12, 9, 10, -2, 3.5, -7, 1, 20, -4, 6], 0.8],
      [[-0.5, 1.5, -2.5, 0.25, 3, -0.75], 0.5],
      // All too high.
      [[6, 2, 8, 4, 11, 30, 7, 5, 9, 3, 10, 12, 100, 14, 1], 0.8],
      [[-1, -2, -3], 0.5],
      [[2, -2, 7, -7, 0, 1, -3], 0.6]
    ],
    draw: draws =>
      draws.until(
        'errors',
        each => [
          each.numbers('error', each.integer('count', 4, 16), -30, 30, 1),
          each.number('share', 0.5, 0.9, 1)
        ],
        ([errors, share]) => {
          const exact = (errors.length + 1) * share;
          return (
            Math.abs(exact - Math.round(exact)) > 0.05 &&
            place(errors, share) < errors.length
          );
        }
      ),
    right: (errors, share) => wide(sizes(errors)[place(errors, share) - 1]),
    without: {
      calls: ['conformal'],
      message: 'Write it yourself: conformal would do all of it.'
    },
    careless: [
      {
        of: (errors, share) =>
          wide(sizes(errors)[Math.ceil(errors.length * share) - 1]),
        message:
          'You left out the error to come. With it there are n + 1, so your band is a little too narrow.'
      },
      {
        of: (errors, share) =>
          wide(sizes(errors)[Math.floor((errors.length + 1) * share) - 1]),
        message: 'You rounded down. Then the band holds less than the share.'
      },
      {
        of: (errors, share) => wide(sizes(errors)[place(errors, share)]),
        message:
          'One place too far: place 1 of the exercise is place 0 of a list.'
      },
      {
        of: (errors, share) =>
          wide(sizes(errors)[place(errors, 1 - share) - 1]),
        message:
          'You took the share that may lie outside. The band should hold the rest.'
      },
      {
        of: (errors, share) =>
          wide([...errors].sort((a, b) => a - b)[place(errors, share) - 1]),
        message:
          'You sorted the errors with their signs. What counts is how far off they are, to either side.'
      },
      {
        of: (errors, share) =>
          wide(
            Math.abs(
              [...errors].sort((a, b) => a - b)[place(errors, share) - 1]
            )
          ),
        message:
          'You dropped the signs after sorting, so a forecast that was far off below counts among the smallest errors.'
      },
      {
        of: (errors, share) =>
          wide(errors.map(Math.abs).sort()[place(errors, share) - 1]),
        message:
          'Your list is sorted as text, where 10 comes before 9. Tell sort how to compare numbers.'
      },
      {
        of: (errors, share) =>
          wide(errors.map(Math.abs)[place(errors, share) - 1]),
        message:
          'You took the sizes in the order in which they came. Sort them.'
      },
      {
        of: errors => wide(Math.max(...sizes(errors))),
        message:
          'That is the largest error. Such a band holds nearly everything.'
      },
      {
        of: (errors, share) =>
          wide(sizes(errors).reverse()[place(errors, share) - 1]),
        message: 'You sorted from the largest to the smallest.'
      },
      {
        of: (errors, share) =>
          2 * wide(sizes(errors)[place(errors, share) - 1]),
        message: 'That is the whole width. Return half of it.'
      }
    ]
  };
};

export const halfWidth: DrawnAnswer<Asked, [Errors, number]> = {
  lesson: { factor: 1, allowance: 0 },
  draw: draws => ({
    factor: draws.number('factor', 1.05, 1.9, 2),
    allowance: draws.number('allowance', 0.1, 3)
  }),
  words: [
    [
      'Return its half width: sort',
      ({ factor, allowance }) =>
        `Return its half width with a margin for caution: the error found as follows, times ${factor}, plus ${allowance}. Sort`
    ]
  ],
  reference
};
