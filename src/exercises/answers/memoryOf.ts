import type { Reference } from './reference';

/** The smallest whole number of factors whose product is below 1 %. */
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

export const memoryOf: Reference<[number]> = {
  name: 'memoryOf',
  // 0.1 and 0.01 reach exactly 1 %, which is not yet below it.
  cases: () => [
    [0.5],
    [0.8],
    [0.9],
    [0.99],
    [0.001],
    [0.01],
    [0.1],
    [1],
    [1.1]
  ],
  // None of these reaches 1 % to the digit.
  draw: draws => [draws.number('factor', 0.15, 0.99, 2)],
  right: factor => stepsBelow(0.01, factor),
  careless: [
    {
      of: factor => (factor >= 1 ? 0 : stepsBelow(0.01, factor)),
      message:
        'With a factor of 1 or more the gradient is never below 1 %: return Infinity.'
    },
    {
      of: factor => Math.floor(Math.log(0.01) / Math.log(factor)) + 1,
      message:
        'Below 1 your factors are right. With a factor of 1 or more no number of steps is enough: there the logarithms give something else.'
    },
    {
      of: factor => (factor >= 1 ? -1 : stepsBelow(0.01, factor)),
      message: 'For a factor that never gets there Infinity is asked for.'
    },
    {
      of: factor => 1 / (1 - factor),
      message:
        'That is a rule of thumb for how long something lasts: about a third is left by then, not 1 %.'
    },
    {
      of: factor =>
        factor >= 1 ? Infinity : Math.ceil(Math.log(0.01) / Math.log(factor)),
      message:
        'After two steps of 0.1, exactly 1 % is left. That is not below 1 % yet.'
    },
    {
      of: factor => stepsBelow(0.01, factor) - 1,
      message: 'One step too few: after so many steps it is still 1 % or more.'
    },
    {
      of: factor => stepsBelow(0.01, factor) + 1,
      message: 'One step too many: it was below 1 % a step before.'
    },
    {
      of: factor =>
        factor >= 1 ? Infinity : Math.log(0.01) / Math.log(factor),
      message: 'Steps are whole numbers.'
    },
    {
      of: factor => stepsBelow(0.1, factor),
      message: 'That is 10 %; 1 % is asked for.'
    },
    {
      of: factor => stepsBelow(0.01, factor, left => left - (1 - factor)),
      message: 'You subtract at each step. The gradient is multiplied.'
    }
  ]
};
