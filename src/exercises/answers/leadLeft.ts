import type { Reference } from './reference';

type Errors = readonly number[];

const mean = (errors: Errors): number =>
  errors.reduce((sum, error) => sum + error, 0) / errors.length;
const placeOfLowest = (errors: Errors): number =>
  errors.indexOf(Math.min(...errors));
const lead = (errors: Errors, at: number): number => mean(errors) - errors[at];

export const leadLeft: Reference<[Errors, Errors]> = {
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
      ([validation]) => new Set(validation).size === validation.length
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
        'You chose once more on the fresh data. The same candidate is asked for: the one that was best on the validation.'
    },
    {
      of: (validation, fresh) => {
        const best = placeOfLowest(fresh);
        return [lead(validation, best), lead(fresh, best)];
      },
      message: 'You chose by the fresh data. Then they are not fresh any more.'
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
        const best = validation.indexOf(Math.max(...validation));
        return [lead(validation, best), lead(fresh, best)];
      },
      message: 'You took the largest error for the best.'
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
        'On the fresh data, too, the candidate is compared with the mean of all on the fresh data.'
    }
  ]
};
