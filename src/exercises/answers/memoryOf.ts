import type { DrawnAnswer } from './drawn';
import type { Reference } from './reference';

/** Below how much of what it was the gradient is to fall. */
export interface Asked {
  readonly percent: number;
}

const shareOf = (percent: number): number => Number((percent / 100).toFixed(4));

/** The smallest whole number of factors whose product is below a share. */
function stepsBelow(
  share: number,
  factor: number,
  next = (left: number): number => left * factor
): number {
  if (factor >= 1) {
    return Infinity;
  }
  let steps = 0;
  for (let left = 1; left >= share; left = next(left)) {
    steps += 1;
  }
  return steps;
}

const reference = ({ percent }: Asked): Reference<[number]> => {
  const share = shareOf(percent);
  const right = (factor: number): number => stepsBelow(share, factor);
  const places = (factor: number): number => Math.log(share) / Math.log(factor);
  return {
    name: 'memoryOf',
    // The share itself, and 0.1 for 1 %, reach it exactly, which is not yet below it.
    cases: () => [
      [0.5],
      [0.8],
      [0.9],
      [0.99],
      [share / 10],
      [share],
      [0.1],
      [1],
      [1.1]
    ],
    // None of these reaches the share to the digit.
    draw: draws => [draws.number('factor', 0.15, 0.99, 2)],
    right,
    careless: [
      {
        of: factor => (factor >= 1 ? 0 : right(factor)),
        message: `With a factor of 1 or more the gradient is never below ${percent} %: return Infinity.`
      },
      {
        of: factor => Math.floor(places(factor)) + 1,
        message:
          'Below 1 your factors are right. With a factor of 1 or more no number of steps is enough: there the logarithms give something else.'
      },
      {
        of: factor => (factor >= 1 ? -1 : right(factor)),
        message: 'For a factor that never gets there Infinity is asked for.'
      },
      {
        of: factor => 1 / (1 - factor),
        message: `That is a rule of thumb for how long something lasts: about a third is left by then, not ${percent} %.`
      },
      {
        of: factor => (factor >= 1 ? Infinity : Math.ceil(places(factor))),
        message: `After one step of ${share}, exactly ${percent} % is left. That is not below ${percent} % yet.`
      },
      {
        of: factor => right(factor) - 1,
        message: `One step too few: after so many steps it is still ${percent} % or more.`
      },
      {
        of: factor => right(factor) + 1,
        message: `One step too many: it was below ${percent} % a step before.`
      },
      {
        of: factor => (factor >= 1 ? Infinity : places(factor)),
        message: 'Steps are whole numbers.'
      },
      {
        of: places,
        message:
          'Steps are whole numbers. And with a factor of 1 or more no number of steps is enough.'
      },
      {
        of: factor => stepsBelow(10 * share, factor),
        message: `That is ${Number((10 * percent).toFixed(2))} %; ${percent} % is asked for.`
      },
      {
        of: factor => stepsBelow(share, factor, left => left - (1 - factor)),
        message: 'You subtract at each step. The gradient is multiplied.'
      }
    ]
  };
};

export const memoryOf: DrawnAnswer<Asked, [number]> = {
  lesson: { percent: 1 },
  draw: draws => ({ percent: draws.number('percent', 0.2, 30, 2) }),
  words: [
    ['is it *below* 1 % of', ({ percent }) => `is it *below* ${percent} % of`],
    [
      'Mind the word below: try 0.1 by hand.',
      ({ percent }) => `Mind the word below: try ${shareOf(percent)} by hand.`
    ]
  ],
  reference
};
