import type { Reference } from './reference';

type Arguments = [losses: readonly number[], patience: number];

/** How many epochs are run. */
function run(losses: readonly number[], patience: number): number {
  let best = 0;
  for (let epoch = 1; epoch < losses.length; epoch++) {
    if (losses[epoch] < losses[best]) {
      best = epoch;
    } else if (epoch - best >= patience) {
      return epoch + 1;
    }
  }
  return losses.length;
}

const lowest = (losses: readonly number[]): number =>
  losses.indexOf(Math.min(...losses));

const right = (...[losses, patience]: Arguments): number =>
  lowest(losses.slice(0, run(losses, patience)));

export const earlyStop: Reference<Arguments> = {
  name: 'bestEpoch',
  cases: () => [
    [[0.7, 0.5, 0.4, 0.45, 0.5, 0.6], 2],
    // A lower loss that is never reached.
    [[0.7, 0.5, 0.55, 0.56, 0.3, 0.2], 2],
    // A second fall in time.
    [[0.7, 0.5, 0.55, 0.4, 0.45, 0.44], 2],
    [[0.6, 0.5, 0.4, 0.3], 3],
    // The same loss again is no new lowest one.
    [[0.6, 0.5, 0.5, 0.5, 0.4], 2],
    [[0.4, 0.5, 0.3], 1],
    // Too late by one epoch, and then by more.
    [[0.7, 0.5, 0.55, 0.56, 0.45, 0.5, 0.5, 0.5, 0.2], 2]
  ],
  draw: draws => [
    draws.numbers('losses', draws.integer('epochs', 4, 12), 0.1, 0.9, 2),
    draws.integer('patience', 1, 4)
  ],
  right,
  tolerance: 0,
  careless: [
    {
      of: losses => lowest(losses),
      message:
        'You looked at all losses. Training ends before some of them are computed.'
    },
    {
      of: (losses, patience) => run(losses, patience) - 1,
      message:
        'That is the epoch at which training ends. The weights of the best one are put back.'
    },
    {
      of: losses => losses.length - 1,
      message: 'That is the last epoch of the list; nothing was stopped.'
    },
    {
      of: (losses, patience) => right(losses, patience) + 1,
      message: 'Epochs are counted from 0.'
    },
    {
      of: losses => lowest(losses.slice(0, run(losses, 1))),
      message:
        'You stop at the first loss that is not lower. That is a patience of 1, whatever is asked for.'
    },
    {
      of: (losses, patience) =>
        lowest(losses.slice(0, run(losses, patience + 1))),
      message:
        'You wait one epoch too long: it ends after so many epochs in a row without a new lowest loss.'
    },
    {
      of: (losses, patience) => {
        const seen = losses.slice(0, run(losses, patience));
        return seen.lastIndexOf(Math.min(...seen));
      },
      message: 'The same loss again is no new lowest one.'
    }
  ]
};
