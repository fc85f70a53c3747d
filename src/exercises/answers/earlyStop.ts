import type { DrawnAnswer } from './drawn';
import type { Reference } from './reference';

/** By more than how much a loss must fall to count. */
export interface Asked {
  readonly least: number;
}

type Arguments = [losses: readonly number[], patience: number];

const reference = ({ least }: Asked): Reference<Arguments> => {
  const falls = (from: number, to: number): boolean => from - to > least;
  /** The last epoch whose loss counted: the lowest, where each fall counts. */
  const lowest = (losses: readonly number[]): number =>
    losses.reduce(
      (best, loss, epoch) => (falls(losses[best], loss) ? epoch : best),
      0
    );
  /** How many epochs are run. */
  const run = (...[losses, patience]: Arguments): number => {
    const end = losses.findIndex(
      (_, epoch) => epoch - lowest(losses.slice(0, epoch + 1)) >= patience
    );
    return end < 0 ? losses.length : end + 1;
  };
  const right = (...[losses, patience]: Arguments): number =>
    lowest(losses.slice(0, run(losses, patience)));
  /** A loss that is no more than this below another does not count beside it. */
  const little = 0.7 * least;
  return {
    name: 'bestEpoch',
    cases: () => [
      [[0.7, 0.5, 0.4, 0.45, 0.5, 0.6], 2],
      // A lower loss that is never reached.
      [[0.7, 0.5, 0.55, 0.56, 0.3, 0.2], 2],
      // A second fall in time.
      [[0.7, 0.5, 0.55, 0.3, 0.5, 0.4], 2],
      [[0.6, 0.5, 0.4, 0.3], 3],
      // The same loss again, or one that is hardly lower, is no new lowest one.
      [[0.6, 0.5, 0.5 - little, 0.5 - little, 0.4], 2],
      [[0.4, 0.5, 0.3], 1],
      // Too late by one epoch, and then by more.
      [[0.7, 0.5, 0.55, 0.56, 0.45, 0.5, 0.5, 0.5, 0.2], 2]
    ],
    draw: draws => [
      draws
        .numbers('losses', draws.integer('epochs', 4, 12), 0.2, 0.9, 1)
        .map((loss, at) => loss - little * draws.integer(`falls ${at}`, 0, 2)),
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
        of(losses, patience) {
          let last = 0;
          for (let epoch = 1; epoch - last <= patience; epoch += 1) {
            if (falls(losses[epoch - 1], losses[epoch])) {
              last = epoch;
            }
          }
          return last;
        },
        message:
          'You compare each loss with the one before it. What counts is whether it is lower than every loss so far.'
      },
      {
        of(losses, patience) {
          let best = 0;
          for (let epoch = 1; epoch - best <= patience; epoch += 1) {
            if (losses[epoch] <= losses[best]) {
              best = epoch;
            }
          }
          return best;
        },
        message:
          least === 0
            ? 'The same loss again is no new lowest one: it does not begin the patience anew.'
            : `A loss that is no more than ${least} lower does not count, and does not begin the patience anew.`
      },
      {
        of: (losses, patience) => {
          const seen = losses.slice(0, run(losses, patience));
          return seen.lastIndexOf(Math.min(...seen));
        },
        message:
          least === 0
            ? 'The same loss again is no new lowest one.'
            : `A loss that is no more than ${least} lower does not count, even if it is the lowest.`
      }
    ]
  };
};

export const earlyStop: DrawnAnswer<Asked, Arguments> = {
  lesson: { least: 0 },
  // No multiple of 0.01, as the losses are: no rounding decides.
  draw: draws => ({
    least: Number(
      (
        draws.integer('hundredths', 1, 8) / 100 +
        draws.integer('digits behind', 1, 99) / 10000
      ).toFixed(4)
    )
  }),
  words: [
    [
      'Training goes on as long as the loss falls. It ends after `patience` epochs in a row without a new lowest loss;',
      ({ least }) =>
        `The first loss counts; a later one counts only if it is more than ${least} below the last one that counted. Training ends after \`patience\` epochs in a row whose losses do not count;`
    ],
    ['the one with the lowest loss.', () => 'the last one whose loss counted.'],
    ['the best epoch so far,', () => 'the last epoch whose loss counted,'],
    [
      'the epoch you are at with the best one.',
      () => 'the epoch you are at with the last that counted.'
    ]
  ],
  reference
};
