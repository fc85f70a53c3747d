import { mean } from './arithmetic';
import type { DrawnAnswer } from './drawn';
import type { Reference } from './reference';

/** What is reported of errors: their mean, and how far they are apart times this. */
export interface Asked {
  readonly spread: number;
}

/** `[setting][seed]` */
type Errors = readonly (readonly number[])[];

const placeOfLowest = (errors: readonly number[]): number =>
  errors.indexOf(Math.min(...errors));
const chosen = (validation: Errors): number =>
  placeOfLowest(validation.map(mean));
const lowest = (errors: readonly number[]): number => Math.min(...errors);

const reference = ({ spread }: Asked): Reference<[Errors, Errors]> => {
  const score = (errors: readonly number[]): number =>
    mean(errors) + spread * (Math.max(...errors) - lowest(errors));
  return {
    name: 'fairScore',
    cases: () => [
      [
        [
          [10, 12, 14],
          [11, 11, 11]
        ],
        [
          [9, 10, 14],
          [12, 13, 17]
        ]
      ],
      [
        [
          [4, 5, 6],
          [1, 9, 8],
          [7, 7, 7]
        ],
        [
          [6, 7, 11],
          [3, 8, 4],
          [9, 2, 1]
        ]
      ],
      // The one chosen by the validation is the best on the test, too.
      [
        [
          [0.5, 0.75],
          [0.25, 0.5]
        ],
        [
          [1, 2],
          [0.75, 0.5]
        ]
      ],
      [
        [
          [30, 20],
          [22, 24],
          [40, 10]
        ],
        [
          [31, 21],
          [29, 33],
          [15, 12]
        ]
      ]
    ],
    draw: draws =>
      draws.until(
        'errors',
        each => {
          const seeds = each.integer('seeds', 2, 4);
          const settings = each.integer('settings', 2, 4);
          const table = (name: string) =>
            Array.from({ length: settings }, (_, at) =>
              each.numbers(`${name} ${at}`, seeds, 1, 30, 0)
            );
          return [table('validation'), table('test')];
        },
        ([validation]) =>
          new Set(validation.map(mean)).size === validation.length
      ),
    right: (validation, test) => score(test[chosen(validation)]),
    careless: [
      {
        of: (_, test) => score(test[chosen(test)]),
        message:
          'You chose the setting by the test. That turns the test into validation data.'
      },
      {
        of: (_, test) => lowest(test.flat()),
        message:
          'That is the luckiest seed of the luckiest setting. It was chosen by the test.'
      },
      {
        of: (validation, test) => {
          const at = chosen(validation);
          return test[at][placeOfLowest(validation[at])];
        },
        message:
          'You report one seed of the setting, the best on the validation. The mean of all seeds is asked for.'
      },
      {
        of: (validation, test) => lowest(test[chosen(validation)]),
        message:
          'You report the luckiest seed. The mean of all seeds is asked for.'
      },
      {
        of: (validation, test) =>
          score(test[placeOfLowest(validation.map(lowest))]),
        message:
          'You chose the setting with the luckiest seed. By the mean over its seeds another is ahead.'
      },
      {
        of: validation => score(validation[chosen(validation)]),
        message:
          'That is its error on the validation, by which it was chosen: it is flattered.'
      },
      {
        of: validation => chosen(validation),
        message: 'That is the place of the setting. Its error is asked for.'
      },
      {
        of: (_, test) => mean(test.map(score)),
        message: 'That is the mean of all settings. One of them is chosen.'
      }
    ]
  };
};

export const fairScore: DrawnAnswer<Asked, [Errors, Errors]> = {
  lesson: { spread: 0 },
  draw: draws => ({ spread: draws.number('spread', 0.05, 6, 2) }),
  words: [
    [
      'the mean error over the seeds on the *test*, for the setting that was chosen properly.',
      ({ spread }) =>
        `the mean error over the seeds on the *test* plus ${spread} times the difference between the largest and the smallest of these errors, for the setting that was chosen properly: by its mean alone.`
    ]
  ],
  reference
};
