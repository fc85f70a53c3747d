import { mean } from './arithmetic';
import type { DrawnAnswer } from './drawn';
import type { Reference } from './reference';

/** What each place further in the list costs a candidate when the best is chosen. */
export interface Asked {
  readonly cost: number;
}

type Errors = readonly number[];

const lead = (errors: Errors, at: number): number => mean(errors) - errors[at];

const reference = ({ cost }: Asked): Reference<[Errors, Errors]> => {
  const judged = (errors: Errors): number[] =>
    errors.map((error, at) => error + cost * at);
  const placeOfLowest = (errors: Errors): number => {
    const totals = judged(errors);
    return totals.indexOf(Math.min(...totals));
  };
  return {
    name: 'leadLeft',
    cases: () => [
      [
        [440, 400, 450],
        [430, 420, 395]
      ],
      [
        [5, 4, 3, 8],
        [6, 3, 7, 4]
      ],
      // What was best stays best.
      [
        [2, 1, 4.5],
        [2.5, 1, 3]
      ],
      [
        [300, 310],
        [320, 290]
      ],
      [
        [0.5, 0.25, 0.75, 1, 0.5],
        [0.75, 0.5, 0.5, 1, 0.5]
      ]
    ],
    draw: draws =>
      draws.until(
        'errors',
        each => {
          const count = each.integer('candidates', 2, 6);
          return [
            each.numbers('validation', count, 1, 40, 0),
            each.numbers('fresh', count, 1, 40, 0)
          ];
        },
        // No two come so near that rounding would decide.
        ([validation]) =>
          judged(validation)
            .sort((a, b) => a - b)
            .every((total, at, all) => at === 0 || total - all[at - 1] > 0.001)
      ),
    right: (validation, fresh) => {
      const best = placeOfLowest(validation);
      return [lead(validation, best), lead(fresh, best)];
    },
    careless: [
      {
        of: (validation, fresh) => [
          lead(validation, placeOfLowest(validation)),
          lead(fresh, placeOfLowest(fresh))
        ],
        message:
          'You chose once more on the fresh data. Keep the candidate that was best on the validation data.'
      },
      {
        of: (validation, fresh) => {
          const best = placeOfLowest(fresh);
          return [lead(validation, best), lead(fresh, best)];
        },
        message: 'You chose by the fresh data. Then they are no longer fresh.'
      },
      {
        of: (validation, fresh) => {
          const best = placeOfLowest(validation);
          return [-lead(validation, best), -lead(fresh, best)];
        },
        message:
          'Your signs are the wrong way around: a smaller error is better, and better is above 0.'
      },
      {
        of: (validation, fresh) => {
          const totals = judged(validation);
          const best = totals.indexOf(Math.max(...totals));
          return [lead(validation, best), lead(fresh, best)];
        },
        message: 'You took the largest error as the best.'
      },
      {
        of: (validation, fresh) => {
          const best = placeOfLowest(validation);
          return [validation, fresh].map(
            errors =>
              Math.min(...errors.filter((_, at) => at !== best)) - errors[best]
          );
        },
        message:
          'You compared with the best of the others. Compare with the mean of all.'
      },
      {
        of: (validation, fresh) => {
          const best = placeOfLowest(validation);
          return [validation[best], fresh[best]];
        },
        message:
          'These are the errors themselves. By how much are they better than the mean of all?'
      },
      {
        of: (validation, fresh) => {
          const best = placeOfLowest(validation);
          return [lead(validation, best), mean(validation) - fresh[best]];
        },
        message:
          'On the fresh data, compare the candidate with the mean of all on the fresh data.'
      },
      ...(cost > 0
        ? [
            {
              of: (validation: Errors, fresh: Errors) => {
                const best = placeOfLowest(validation);
                return [
                  lead(judged(validation), best),
                  lead(judged(fresh), best)
                ];
              },
              message:
                'What is added for the place counts only in the choice. The two numbers compare the errors themselves.'
            }
          ]
        : [])
    ]
  };
};

const times = (cost: number, places: number): number =>
  Number((places * cost).toFixed(2));

export const leadLeft: DrawnAnswer<Asked, [Errors, Errors]> = {
  lesson: { cost: 0 },
  // The errors of the cases are whole quarters: with a cost of quarters two could be equal.
  draw: draws => ({
    cost: draws.until(
      'cost',
      each => each.number('cost', 0.26, 15, 2),
      cost => !Number.isInteger(4 * cost)
    )
  }),
  words: [
    [
      'The best is the one with the smallest validation error.',
      ({ cost }) =>
        `The candidates are in order of size, and a larger one must earn its place: when you choose, add ${cost} to the error of the second candidate, ${times(cost, 2)} to that of the third, ${times(cost, 3)} to that of the fourth, and so on. The best is the one whose validation error is then smallest.`
    ],
    [
      'Better means above 0.',
      () =>
        'Better means above 0. What you added counts only in the choice: these two numbers compare the errors as they were given.'
    ]
  ],
  reference
};
