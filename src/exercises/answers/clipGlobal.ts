import type { DrawnAnswer } from './drawn';
import type { Reference } from './reference';

type Gradients = readonly (readonly number[])[];

const lengthOf = (values: readonly number[]): number => Math.hypot(...values);

const scaled = (
  gradients: Gradients,
  by: (gradient: readonly number[]) => number
): number[][] => gradients.map(each => each.map(value => value * by(each) + 0));

/** Above how many limits a length is shortened, and to how many. */
export interface Asked {
  readonly above: number;
  readonly to: number;
}

const timesLimit = (factor: number): string =>
  factor === 1 ? 'the limit' : `${factor} times the limit`;

const reference = ({ above, to }: Asked): Reference<[Gradients, number]> => {
  /** The factor for a length: 1 where it is short enough. */
  const shorten = (length: number, limit: number): number =>
    length > above * limit ? (to * limit) / length : 1;
  return {
    name: 'clip',
    // Lengths above and below the limit, and limits other than 1.
    cases: () => [
      [[[3, 4], [12]], 1],
      [[[0.3, -0.4], [0]], 1],
      [
        [
          [-6, 2, 3],
          [0, 0],
          [24, -1]
        ],
        1
      ],
      [[[3, 4], [12]], 6.5],
      [[[3, 4], [12]], 20],
      [[[0.3, -0.4], [1.2]], 0.26],
      [[[0, 0], [0]], 2]
    ],
    draw: draws => [
      Array.from({ length: draws.integer('weights', 1, 4) }, (_, at) =>
        draws.numbers(
          `weight ${at}`,
          draws.integer(`size ${at}`, 1, 4),
          -9,
          9,
          1
        )
      ),
      draws.number('limit', 0.5, 20, 2)
    ],
    right: (gradients, limit) =>
      scaled(gradients, () => shorten(lengthOf(gradients.flat()), limit)),
    careless: [
      {
        of: gradients =>
          scaled(gradients, () => shorten(lengthOf(gradients.flat()), 1)),
        message:
          'You clip to 1, whatever limit says: the limit is the second argument.'
      },
      {
        of: (gradients, limit) =>
          scaled(gradients, each => shorten(lengthOf(each), limit)),
        message:
          'You clip each weight by its own norm. Asked for is one factor for all.'
      },
      {
        of: (gradients, limit) =>
          scaled(
            gradients,
            () => (to * limit) / (lengthOf(gradients.flat()) || 1)
          ),
        message:
          'You also scale gradients that are short enough: those stay as they are.'
      },
      {
        // Without a guard for a length of 0 either.
        of: (gradients, limit) =>
          scaled(gradients, () => (to * limit) / lengthOf(gradients.flat())),
        message: `You scale every gradient to ${timesLimit(to)}. Those that are short enough stay as they are.`
      },
      {
        of: (gradients, limit) =>
          scaled(gradients, each => (to * limit) / lengthOf(each)),
        message: `You bring each weight to ${timesLimit(to)} by its own norm, the short ones too. All of them together have one length.`
      },
      {
        of: (gradients, limit) =>
          scaled(
            gradients,
            () => 1 / shorten(lengthOf(gradients.flat()), limit)
          ),
        message:
          'Your factor makes long gradients longer: which way round does it divide?'
      },
      {
        of: (gradients, limit) =>
          scaled(gradients, () =>
            shorten(Math.max(...gradients.flat().map(Math.abs)), limit)
          ),
        message:
          'You took the largest number for the length. All of them have a part in it.'
      },
      {
        of: (gradients, limit) =>
          scaled(gradients, () =>
            shorten(
              gradients.flat().reduce((sum, value) => sum + value, 0),
              limit
            )
          ),
        message:
          'You add the numbers with their signs: a length is the root of the sum of the squares.'
      },
      {
        of: (gradients, limit) =>
          gradients.map(each => each.map(value => Math.min(to * limit, value))),
        message:
          'You cut each number by itself, and those far below 0 not at all. One factor for all is asked for.'
      },
      {
        of: (gradients, limit) =>
          scaled(gradients, () =>
            shorten(lengthOf(gradients.flat()), limit)
          ).flat(),
        message:
          'The numbers are right. Return them in lists as they came, one for each weight.'
      },
      {
        of: (gradients, limit) =>
          gradients.map(each =>
            each.map(value =>
              Math.max(-to * limit, Math.min(to * limit, value))
            )
          ),
        message:
          'You clip by value: each number is cut by itself, and the direction changes.'
      },
      {
        of: (gradients, limit) =>
          scaled(gradients, () =>
            shorten(lengthOf(gradients.flat()) ** 2, limit)
          ),
        message: 'You left out the square root in the length.'
      },
      {
        of: (gradients, limit) =>
          scaled(gradients, () =>
            shorten(
              gradients.flat().reduce((sum, value) => sum + Math.abs(value), 0),
              limit
            )
          ),
        message:
          'You add sizes. The length is the root of the sum of the squares.'
      },
      {
        of: gradients => scaled(gradients, () => 1),
        message: `Nothing is clipped when the length is larger than ${timesLimit(above)}.`
      }
    ]
  };
};

export const clipGlobal: DrawnAnswer<Asked, [Gradients, number]> = {
  lesson: { above: 1, to: 1 },
  draw: draws => ({
    above: draws.number('above', 1.1, 3, 2),
    to: draws.number('to', 0.3, 0.95, 2)
  }),
  words: [
    [
      'is more than `limit`',
      ({ above }) => `is more than ${above} times \`limit\``
    ],
    [
      'it is exactly `limit`',
      ({ to }) => `it is exactly ${to} times \`limit\``
    ],
    [
      'a length down to the limit?',
      ({ to }) => `a length down to ${timesLimit(to)}?`
    ]
  ],
  reference
};
