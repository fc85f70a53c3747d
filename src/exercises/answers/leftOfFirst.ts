import type { DrawnAnswer } from './drawn';
import type { Careless, Reference } from './reference';
import { formatForStudent } from './formatForStudent';

type Arguments = [beta: number, times: number];

export interface Asked {
  /** What the key held. */
  readonly first: number;
  /** What is written under it, again and again. */
  readonly written: number;
}

const reference = ({ first, written }: Asked): Reference<Arguments> => {
  type Share = (...args: Arguments) => number;
  /** What is recalled when this share of the difference is left. */
  const recalled =
    (share: Share): Share =>
    (...args) =>
      written + (first - written) * share(...args);
  const left: Share = (beta, times) => (1 - beta) ** times;
  const difference =
    written === 0
      ? 'what is left'
      : `the difference from ${formatForStudent(written)}`;
  /** Slips that cannot be made where zeros are written. */
  const beside: Careless<Arguments>[] = [
    {
      of: (...args) => first * left(...args),
      message: `That is what is left of ${formatForStudent(first)}. The ${formatForStudent(written)} leaves something there, too.`
    },
    {
      of: (...args) => (first - written) * left(...args),
      message: `That is ${difference}. What does the key recall?`
    }
  ];
  return {
    name: 'left',
    cases: () => [
      [0.5, 1],
      [0.3, 4],
      // All is replaced at once.
      [1, 2],
      // Turned around at each step, and smaller.
      [1.6, 3],
      // Turned around, and as large as before.
      [2, 5],
      [0.9, 2]
    ],
    draw: draws => [
      draws.number('beta', 0.1, 1.9, 2),
      draws.integer('times', 2, 6)
    ],
    right: recalled(left),
    scale: 1e-4,
    careless: [
      {
        of: recalled((beta, times) => beta ** times),
        message:
          'beta is the share that is replaced. What is left after one step?'
      },
      {
        of: recalled((beta, times) => 1 - beta ** times),
        message:
          'You took the power of beta. What is left after one step is 1 minus beta: that is what is multiplied.'
      },
      {
        of: recalled((beta, times) => 1 - beta * times),
        message:
          'You take off as much at each step. The second step finds less than the first.'
      },
      {
        of: recalled((beta, times) => Math.abs(1 - beta) ** times),
        message: `The size is right. When beta is above 1, what is the sign of ${difference}?`
      },
      {
        of: recalled(beta => 1 - beta),
        message: 'That is what one step leaves.'
      },
      {
        of: recalled((beta, times) => Math.max(0, 1 - beta) ** times),
        message: `With beta above 1 the step goes too far, and ${difference} has the other sign.`
      },
      {
        of: (...args) => (first - written) * (1 - left(...args)),
        message: 'That is how much has gone.'
      },
      ...(written === 0 ? [] : beside)
    ]
  };
};

export const leftOfFirst: DrawnAnswer<Asked, Arguments> = {
  lesson: { first: 1, written: 0 },
  draw: draws => ({
    first: draws.number('first', 1, 5),
    written: draws.choice('sign', [1, -1]) * draws.number('written', 0.5, 4)
  }),
  words: [
    [
      'held the value 1.',
      ({ first }) => `held the value ${formatForStudent(first)}.`
    ],
    [
      'Then zeros are written under the same key, `times` times, each with',
      ({ written }) =>
        `Then the value ${formatForStudent(written)} is written under the same key, \`times\` times, each time with`
    ]
  ],
  reference
};
