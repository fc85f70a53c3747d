import type { Reference } from './reference';

type Arguments = [
  length: number,
  steps: number,
  horizon: number,
  testFrom: number
];

/** All starts whose window and answers lie in the series. */
const all = (...[length, steps, horizon]: Arguments): number[] =>
  Array.from({ length: length - steps - horizon + 1 }, (_, start) => start);

/** The starts for which each of two conditions holds. */
const dealt = (
  given: Arguments,
  training: (start: number) => boolean,
  test: (start: number) => boolean
): number[][] => [all(...given).filter(training), all(...given).filter(test)];

const learns =
  ([, steps, horizon, testFrom]: Arguments) =>
  (start: number): boolean =>
    start + steps + horizon <= testFrom;
const asks =
  ([, steps, , testFrom]: Arguments) =>
  (start: number): boolean =>
    start + steps >= testFrom;

export const splitStarts: Reference<Arguments> = {
  name: 'starts',
  cases: () => [
    [12, 3, 2, 8],
    [20, 4, 3, 12],
    // One step ahead: no window lies on the border.
    [10, 2, 1, 6],
    [15, 5, 4, 9],
    [9, 1, 3, 5],
    // A single one of each.
    [8, 2, 2, 4]
  ],
  draw(draws) {
    const steps = draws.integer('steps', 1, 5);
    const horizon = draws.integer('horizon', 1, 4);
    const length = draws.integer('length', steps + 2 * horizon, 30);
    // At least one window of each.
    return [
      length,
      steps,
      horizon,
      draws.integer('testFrom', steps + horizon, length - horizon)
    ];
  },
  right: (...given) => dealt(given, learns(given), asks(given)),
  tolerance: 0,
  careless: [
    {
      of: (...given) => {
        const [, steps, , testFrom] = given;
        return dealt(given, start => start + steps < testFrom, asks(given));
      },
      message:
        'That is a leak: the last answers of some training windows lie in the test.'
    },
    {
      of: (...given) => dealt(given, start => start < given[3], asks(given)),
      message:
        'That is a leak: you looked at where a training window starts. Where does its last answer lie?'
    },
    {
      of: (...given) =>
        dealt(
          given,
          start => start < given[3],
          start => start >= given[3]
        ),
      message:
        'You dealt the windows out by where they start. What decides is where their answers lie.'
    },
    {
      of: (...given) => {
        const [, steps, , testFrom] = given;
        return dealt(given, start => start + steps <= testFrom, asks(given));
      },
      message:
        'That is a leak: no input of the training lies in the test, but answers do.'
    },
    {
      of: (...given) => {
        const [, steps, horizon, testFrom] = given;
        return dealt(
          given,
          start => start + steps + horizon < testFrom,
          asks(given)
        );
      },
      message:
        'One training window is missing: its last answer is the last value before the test.'
    },
    {
      of: (...given) => dealt(given, learns(given), start => start >= given[3]),
      message:
        'Your test windows read test values alone. They may read what lies before them: when they are used, it is past.'
    },
    {
      of: (...given) =>
        dealt(given, learns(given), start => !learns(given)(start)),
      message:
        'Some of your test windows are answered by values from before the test: they belong to neither list.'
    },
    {
      of: (...given) => {
        const [, steps, , testFrom] = given;
        return dealt(given, learns(given), start => start + steps > testFrom);
      },
      message:
        'One test window is missing: its first answer is the first value of the test.'
    },
    {
      of: (...given) => {
        const [length, steps, , testFrom] = given;
        return [
          all(...given).filter(learns(given)),
          Array.from({ length: length - steps }, (_, start) => start).filter(
            start => start + steps >= testFrom
          )
        ];
      },
      message: 'Some of your test windows have answers beyond the series.'
    }
  ]
};
