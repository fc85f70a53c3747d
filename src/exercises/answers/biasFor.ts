import type { Reference } from './reference';

/** The inverse of σ. */
const logit = (share: number): number => Math.log(share / (1 - share));

/** The share that, multiplied over and over, leaves one half after so many steps. */
const shareFor = (steps: number): number => 0.5 ** (1 / steps);

export const biasFor: Reference<[number]> = {
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
      of: steps => Math.log(shareFor(steps)),
      message:
        'That is the logarithm of f. The bias is inside σ, and σ is not exp.'
    },
    {
      of: steps => -logit(shareFor(steps)),
      message: 'The sign is wrong: this bias shuts the gate.'
    },
    {
      of: steps => logit(1 - 0.5 / steps),
      message:
        'You subtract a share at each step. The gate multiplies: which f, multiplied by itself so many times, is one half?'
    },
    {
      of: steps => logit(Math.exp(-1 / steps)),
      message: 'After so many steps 37 % is left; one half is asked for.'
    },
    {
      of: steps => Math.round(logit(shareFor(steps))),
      message: 'A bias need not be a whole number.'
    }
  ]
};
