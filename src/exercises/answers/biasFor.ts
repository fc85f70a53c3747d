import type { DrawnAnswer } from './drawn';
import type { Reference } from './reference';

/** How much is to be left. */
export interface Asked {
  readonly percent: number;
}

const shareOf = (percent: number): number => Number((percent / 100).toFixed(4));

/** The inverse of σ. */
const logit = (share: number): number => Math.log(share / (1 - share));

const reference = ({ percent }: Asked): Reference<[number]> => {
  const left = shareOf(percent);
  const named = percent === 50 ? 'one half' : `${percent} %`;
  /** The share that, multiplied over and over, leaves what is asked for after so many steps. */
  const shareFor = (steps: number): number => left ** (1 / steps);
  return {
    name: 'biasFor',
    cases: () => [[1], [2], [10], [25], [100]],
    draw: draws => [draws.integer('steps', 3, 200)],
    right: steps => logit(shareFor(steps)),
    tolerance: 1e-4,
    careless: [
      {
        of: steps => shareFor(steps),
        message:
          'That is f itself. The bias is inside σ: which number does σ turn into this f?'
      },
      {
        of: steps => 1 / (1 + Math.exp(-shareFor(steps))),
        message:
          'You put f into σ. The bias is what goes in and f is what comes out: which number does σ turn into this f?'
      },
      {
        of: steps => logit(left / steps),
        message: `You divided by the number of steps. The gate multiplies: which f, multiplied by itself so many times, is ${named}?`
      },
      {
        of: steps => Math.log(shareFor(steps)),
        message:
          'That is the logarithm of f. The bias is inside σ, and σ is not exp.'
      },
      {
        of: steps => -logit(shareFor(steps)),
        message: 'The sign is wrong: this bias shuts the gate.'
      },
      {
        of: steps => logit(1 - (1 - left) / steps),
        message: `You subtract a share at each step. The gate multiplies: which f, multiplied by itself so many times, is ${named}?`
      },
      {
        of: steps => logit(Math.exp(-1 / steps)),
        message: `This bias leaves 37 % after so many steps, not ${named}.`
      },
      {
        of: steps => Math.round(logit(shareFor(steps))),
        message: 'A bias need not be a whole number.'
      }
    ]
  };
};

export const biasFor: DrawnAnswer<Asked, [number]> = {
  lesson: { percent: 50 },
  draw: draws => ({ percent: draws.number('percent', 20, 95) }),
  words: [
    ['keeps one half after', ({ percent }) => `keeps ${percent} % after`],
    [
      'Which bias gives a half-life of 10 steps?',
      ({ percent }) => `Which bias keeps ${percent} % after 10 steps?`
    ],
    ['it gives one half.', ({ percent }) => `it gives ${shareOf(percent)}.`]
  ],
  reference
};
