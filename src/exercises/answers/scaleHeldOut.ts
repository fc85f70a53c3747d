import { mean } from './arithmetic';
import type { DrawnAnswer } from './drawn';
import type { Reference } from './reference';

/** What the pipeline makes of a scaled number: it is multiplied, then shifted. */
export interface Asked {
  readonly factor: number;
  readonly shift: number;
}

type Days = readonly number[];

const deviation = (days: Days, less = 0): number =>
  Math.sqrt(
    days.reduce((sum, day) => sum + (day - mean(days)) ** 2, 0) /
      (days.length - less)
  );
const reference = ({ factor, shift }: Asked): Reference<[Days, Days]> => {
  const scaled = (days: Days, center: number, by: number): number[] =>
    days.map(day => (factor * (day - center)) / by + shift);
  return {
    name: 'scaledValidation',
    cases: () => [
      [
        [10, 20, 30, 40],
        [60, 80]
      ],
      [
        [12, 8, 11, 9, 10],
        [14, 17, 13]
      ],
      [
        [3, 7],
        [1, 2, 8]
      ]
    ],
    draw: draws => [
      draws.until(
        'training',
        each => each.numbers('day', each.integer('days', 3, 8), 1, 40, 0),
        days => deviation(days) > 0
      ),
      draws.numbers('validation', draws.integer('days', 1, 5), 1, 60, 0)
    ],
    right: (training, validation) =>
      scaled(validation, mean(training), deviation(training)),
    careless: [
      {
        of: (training, validation) => {
          const all = [...training, ...validation];
          return scaled(validation, mean(all), deviation(all));
        },
        message:
          'That is the leak: your mean and deviation have seen the validation data.'
      },
      {
        of: (_, validation) =>
          scaled(validation, mean(validation), deviation(validation)),
        message:
          'You scaled the validation data by their own mean and deviation. The network learned with those of the training data.'
      },
      {
        of: training => scaled(training, mean(training), deviation(training)),
        message:
          'You scaled the training data. Return the validation data, scaled.'
      },
      {
        of: (training, validation) =>
          scaled(validation, mean(training), deviation(training, 1)),
        message:
          'You divided the sum of squares by one less than their number. The pipeline divides by their number.'
      },
      {
        of: (training, validation) =>
          scaled(validation, mean(training), deviation(training) ** 2),
        message: 'You divided by the mean square: the root is missing.'
      },
      {
        of: (training, validation) =>
          scaled(
            validation,
            mean(training),
            mean(training.map(day => Math.abs(day - mean(training))))
          ),
        message:
          'You averaged the distances themselves. Average their squares, and take the root.'
      },
      {
        of: (training, validation) => {
          const [low, high] = [Math.min(...training), Math.max(...training)];
          return scaled(validation, low, high - low);
        },
        message:
          'You scaled by the smallest and the largest value. The pipeline subtracts the mean and divides by the deviation.'
      },
      {
        of: (training, validation) => scaled(validation, mean(training), 1),
        message: 'You subtracted the mean, but did not divide by the deviation.'
      },
      {
        of: (training, validation) =>
          scaled(validation, 0, deviation(training)),
        message: 'You divided by the deviation, but did not subtract the mean.'
      },
      {
        of: (training, validation) =>
          scaled(validation, mean(validation), deviation(training)),
        message:
          'Your deviation is right, but your mean is that of the validation data.'
      }
    ]
  };
};

export const scaleHeldOut: DrawnAnswer<Asked, [Days, Days]> = {
  lesson: { factor: 1, shift: 0 },
  draw: draws => ({
    factor: draws.number('factor', 0.2, 2.9),
    shift: draws.number('shift', 0.1, 3)
  }),
  words: [
    [
      '(the square root of the mean squared distance).',
      ({ factor, shift }) =>
        `(the square root of the mean squared distance). This pipeline then multiplies each number by ${factor} and adds ${shift} to the product.`
    ]
  ],
  reference
};
