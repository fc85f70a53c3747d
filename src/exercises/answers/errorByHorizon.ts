import type { DrawnAnswer } from './drawn';
import type { Reference } from './reference';

/** How many times an error counts. */
export interface Asked {
  /** Where the forecast was too low. */
  readonly low: number;
  /** Where it was too high. */
  readonly high: number;
}

type Series = readonly number[];
type Forecasts = readonly Series[];

/** The mean of something for each horizon, over the forecasts whose day is known. */
function byHorizon(
  series: Series,
  forecasts: Forecasts,
  {
    dayOf = (t, h) => t + 1 + h,
    size,
    count = known => known
  }: {
    readonly dayOf?: (t: number, h: number) => number;
    /** Of what came, less the forecast. */
    readonly size: (error: number) => number;
    /** By how many the sum is divided. */
    readonly count?: (known: number) => number;
  }
): number[] {
  return forecasts[0].map((_, h) => {
    const errors = forecasts.flatMap((row, t) => {
      const day = dayOf(t, h);
      return day < series.length ? [size(series[day] - row[h])] : [];
    });
    const sum = errors.reduce((total, error) => total + error, 0);
    return sum / count(errors.length);
  });
}

const reference = ({ low, high }: Asked): Reference<[Series, Forecasts]> => {
  const factor = (error: number): number => (error > 0 ? low : high);
  const size = (error: number): number => factor(error) * Math.abs(error);
  return {
    name: 'errorByHorizon',
    cases: () => [
      [
        [10, 12, 15, 11, 14],
        [
          [11, 13],
          [14, 15],
          [13, 12],
          [15, 10]
        ]
      ],
      // All days are known.
      [
        [3, 5, 8, 4, 6, 7],
        [
          [4, 4, 5],
          [7, 8, 2],
          [3, 9, 9]
        ]
      ],
      [
        [1, 2, 4, 8],
        [
          [3, 3, 3],
          [2, 6, 1],
          [5, 1, 1]
        ]
      ],
      [[5, 6], [[4]]]
    ],
    draw(draws) {
      const horizon = draws.integer('horizon', 1, 3);
      const days = draws.integer('days', horizon + 2, 8);
      return [
        draws.numbers('series', days, 1, 20, 0),
        Array.from(
          { length: draws.integer('forecasts', 1, days - 1) },
          (_, t) => draws.numbers(`from ${t}`, horizon, 1, 20, 0)
        )
      ];
    },
    right: (series, forecasts) => byHorizon(series, forecasts, { size }),
    careless: [
      {
        of: (series, forecasts) =>
          byHorizon(series, forecasts, { dayOf: (t, h) => t + h, size }),
        message:
          'You are a day early: the first number of forecasts[t] is for the day after t.'
      },
      {
        of: (series, forecasts) =>
          byHorizon(series, forecasts, { dayOf: t => t + 1, size }),
        message:
          'You compared every horizon with the next day. The second number is for the day after that.'
      },
      {
        of: (series, forecasts) =>
          byHorizon(series, forecasts, { dayOf: (_, h) => 1 + h, size }),
        message:
          'You compared all evenings with the same days. Each evening has its own days ahead.'
      },
      {
        of: (series, forecasts) =>
          byHorizon(series, forecasts, {
            size: error => factor(error) * error
          }),
        message:
          'Your errors keep their signs, so one too high and one too low cancel.'
      },
      {
        of: (series, forecasts) =>
          byHorizon(series, forecasts, {
            size: error => factor(error) * error ** 2
          }),
        message: 'You squared the errors. Take their sizes.'
      },
      {
        of: (series, forecasts) =>
          byHorizon(series, forecasts, { count: () => forecasts.length, size }),
        message:
          'You divided by the number of all forecasts. At far horizons fewer count: some of their days are not in the series.'
      },
      {
        of: (series, forecasts) =>
          forecasts.map((row, t) => {
            const errors = row
              .slice(0, Math.max(0, series.length - 1 - t))
              .map((said, h) => size(series[t + 1 + h] - said));
            return (
              errors.reduce((sum, error) => sum + error, 0) / errors.length
            );
          }),
        message:
          'That is one error for each evening. Return one for each horizon, its mean over all evenings.'
      },
      ...(low === high
        ? []
        : [
            {
              of: (series: Series, forecasts: Forecasts) =>
                byHorizon(series, forecasts, {
                  size: error => factor(-error) * Math.abs(error)
                }),
              message:
                'You mixed up too low and too high: a forecast is too low when more came than it said.'
            }
          ])
    ]
  };
};

export const errorByHorizon: DrawnAnswer<Asked, [Series, Forecasts]> = {
  lesson: { low: 1, high: 1 },
  draw: draws => ({
    low: draws.number('low', 0.2, 5),
    high: draws.number('high', 0.2, 5)
  }),
  words: [
    [
      'Return the mean absolute error of each horizon.',
      ({ low, high }) =>
        `Too much and too little do not cost the same here. The cost of a forecast is its absolute error, times ${low} if the forecast was too low and times ${high} if it was too high. Return the mean cost for each horizon.`
    ]
  ],
  reference
};
