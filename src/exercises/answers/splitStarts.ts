import type { DrawnAnswer } from './drawn';
import type { Reference } from './reference';

/** Where windows may start, and how many values between training and test are left out. */
export interface Asked {
  readonly first: number;
  readonly stride: number;
  /** In strides. */
  readonly gap: number;
}

type Arguments = [
  length: number,
  steps: number,
  horizon: number,
  testFrom: number
];

/** In values. */
const gapOf = ({ stride, gap }: Asked): number => stride * gap;

const reference = (asked: Asked): Reference<Arguments> => {
  const { first, stride } = asked;
  const gap = gapOf(asked);
  /** All starts whose window and answers lie in the series. */
  const all = (...[length, steps, horizon]: Arguments): number[] =>
    Array.from({ length }, (_, at) => first + stride * at).filter(
      start => start + steps + horizon <= length
    );
  /** The starts for which each of two conditions holds. */
  const dealt = (
    given: Arguments,
    training: (start: number) => boolean,
    test: (start: number) => boolean
  ): number[][] => [all(...given).filter(training), all(...given).filter(test)];
  /** Where training must end. */
  const border = ([, , , testFrom]: Arguments): number => testFrom - gap;
  const learns = (given: Arguments) => {
    const [, steps, horizon] = given;
    return (start: number): boolean => start + steps + horizon <= border(given);
  };
  const asks =
    ([, steps, , testFrom]: Arguments) =>
    (start: number): boolean =>
      start + steps >= testFrom;
  /** The same task in strides, and so many values off them. */
  const stretched = (
    [length, steps, horizon, testFrom]: Arguments,
    off: number
  ): Arguments => [
    first + stride * (length + asked.gap) + off + stride - 1,
    stride * steps,
    stride * horizon,
    first + stride * (testFrom + asked.gap) + off
  ];
  const [heldBack, next] =
    gap > 0 ? ['the gap or the test', 'the gap'] : ['the test', 'the test'];
  return {
    name: 'starts',
    cases: () =>
      (
        [
          [12, 3, 2, 8],
          [20, 4, 3, 12],
          // One step ahead: no window lies on the border.
          [10, 2, 1, 6],
          [15, 5, 4, 9],
          [9, 1, 3, 5],
          // A single one of each.
          [8, 2, 2, 4]
        ] satisfies Arguments[]
      ).map((each, at) =>
        // Every second border lies where no window starts.
        stretched(each, at % 2 === 0 ? 0 : Math.floor(stride / 2))
      ),
    draw(draws) {
      const steps = draws.integer('steps', 1, 5);
      const horizon = draws.integer('horizon', 1, 4);
      const length = draws.integer('length', steps + 2 * horizon, 30);
      // At least one window of each.
      return stretched(
        [
          length,
          steps,
          horizon,
          draws.integer('testFrom', steps + horizon, length - horizon)
        ],
        draws.integer('off', 0, stride - 1)
      );
    },
    right: (...given) => dealt(given, learns(given), asks(given)),
    tolerance: 0,
    careless: [
      {
        of: (...given) => {
          const [, steps] = given;
          return dealt(
            given,
            start => start + steps < border(given),
            asks(given)
          );
        },
        message: `That is a leak: the last answers of some training windows lie in ${heldBack}.`
      },
      {
        of: (...given) =>
          dealt(given, start => start < border(given), asks(given)),
        message:
          'That is a leak: you looked at where a training window starts. Where does its last answer lie?'
      },
      {
        of: (...given) =>
          dealt(
            given,
            start => start < border(given),
            start => start >= given[3]
          ),
        message:
          'You split the windows by where they start. What decides is where their answers lie.'
      },
      {
        of: (...given) => {
          const [, steps] = given;
          return dealt(
            given,
            start => start + steps <= border(given),
            asks(given)
          );
        },
        message: `That is a leak: no input of the training lies in ${heldBack}, but answers do.`
      },
      {
        of: (...given) => {
          const [, steps, horizon] = given;
          return dealt(
            given,
            start => start + steps + horizon < border(given),
            asks(given)
          );
        },
        message: `One training window is missing: its last answer is the last value before ${next}.`
      },
      {
        of: (...given) =>
          dealt(given, learns(given), start => start >= given[3]),
        message:
          'Your test windows read only test values. They may also read what comes before: when the window is used, that is past.'
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
          // At least one answer lies in the series.
          return [
            all(...given).filter(learns(given)),
            all(length, steps, 1, testFrom).filter(asks(given))
          ];
        },
        message: 'Some of your test windows have answers beyond the series.'
      },
      // One value further, which in strides no window reaches.
      ...(stride === 1
        ? [
            {
              of: (...given: Arguments) => {
                const [, steps, horizon] = given;
                return dealt(
                  given,
                  start => start + steps + horizon <= border(given) + 1,
                  asks(given)
                );
              },
              message: `That is a leak: the last answer of your last training window is the first value of ${next}.`
            },
            {
              of: (...given: Arguments) =>
                dealt(given, learns(given), asks(given)).map((starts, list) =>
                  list === 1 ? starts.slice(0, -1) : starts
                ),
              message:
                'The last test window is missing: its last answer is the last value of the series.'
            }
          ]
        : [])
    ]
  };
};

export const splitStarts: DrawnAnswer<Asked, Arguments> = {
  lesson: { first: 0, stride: 1, gap: 0 },
  draw: draws => ({
    first: draws.integer('first', 1, 30),
    stride: draws.integer('stride', 2, 7),
    gap: draws.integer('gap', 1, 4)
  }),
  words: [
    [
      'the values belong to the test.',
      asked => {
        const { first, stride } = asked;
        return `the values belong to the test. The ${gapOf(asked)} values before the test are a gap that training leaves out. Windows start only at places ${first}, ${first + stride}, ${first + 2 * stride}, and so on.`;
      }
    ],
    [
      'No test value may enter training, neither as input nor as answer',
      () =>
        'No value of the gap or the test may enter training, neither as input nor as answer'
    ],
    [
      'but it may read what comes before them, since',
      () => 'but it may read what comes before them, the gap too, since'
    ],
    [
      'their answers lie on both sides of the border.',
      () => 'their answers lie neither all before the gap nor all in the test.'
    ]
  ],
  reference
};
