import { mean } from './arithmetic';
import type { DrawnAnswer } from './drawn';
import type { Reference } from './reference';

/** How much of its probability the model first gives to guessing, and among how many letters. */
export interface Asked {
  readonly percent: number;
  readonly letters: number;
}

type Shares = readonly number[];

const surprise = (p: number): number => -Math.log(p);

const reference = ({ percent, letters }: Asked): Reference<[Shares]> => {
  const guessed = percent / 100;
  const smooth = (shares: Shares): number[] =>
    shares.map(p => (1 - guessed) * p + guessed / letters);
  return {
    name: 'perplexityOf',
    cases: () => [
      [[0.25, 0.25, 0.25]],
      [[0.5, 0.125]],
      [[1, 1]],
      [[0.9, 0.05, 0.3, 0.6]],
      [[0.01]],
      // Their product is too small for a number.
      [Array.from({ length: 400 }, (_, at) => (at % 2 === 0 ? 0.1 : 0.001))]
    ],
    draw: draws => [
      draws.numbers('shares', draws.integer('letters', 2, 12), 0.01, 1, 2)
    ],
    right: given => Math.exp(mean(smooth(given).map(surprise))),
    careless: [
      {
        of: given => mean(smooth(given).map(p => 1 / p)),
        message:
          'You took the mean of 1/p. Then one letter that the model considered nearly impossible outweighs all others: average logarithms instead.'
      },
      {
        of: given => 1 / mean(smooth(given)),
        message:
          'You averaged the probabilities themselves. Average their logarithms.'
      },
      {
        of: given => mean(smooth(given)),
        message:
          'That is the mean probability: it is high where guessing is easy. Perplexity is low there.'
      },
      {
        of: given => mean(smooth(given).map(surprise)),
        message:
          'That is the loss, the mean of −log p. The perplexity is one step further.'
      },
      {
        of: given => Math.exp(-mean(smooth(given).map(surprise))),
        message: 'Your number falls as guessing gets harder: a sign is wrong.'
      },
      {
        of: given =>
          Math.exp(
            smooth(given)
              .map(surprise)
              .reduce((sum, value) => sum + value, 0)
          ),
        message:
          'The longer the text, the larger your number: it takes a sum of logarithms, or a product of probabilities. Take the mean of the logarithms.'
      },
      {
        of: given => Math.exp(mean(smooth(given).map(p => -Math.log2(p)))),
        message:
          'You mixed two kinds of logarithm: a mean of logarithms to base 2 is undone by a power of 2, not of e.'
      },
      {
        of: given =>
          smooth(given).reduce((product, p) => product * p, 1) **
          (-1 / given.length),
        message:
          'This is right for a short text, but the product of 400 probabilities is too small for a number. Average logarithms instead.'
      }
    ]
  };
};

export const perplexityOf: DrawnAnswer<Asked, [Shares]> = {
  // A guess among four letters is what a hint of the lesson tries.
  lesson: { percent: 0, letters: 4 },
  draw: draws => ({
    percent: draws.integer('percent', 2, 40),
    letters: draws.integer('letters', 20, 60)
  }),
  words: [
    [
      'Return the perplexity.',
      ({ percent, letters }) =>
        `First smooth the model: it now gives ${percent} % of its probability to guessing evenly among ${letters} letters, so that $p$ becomes $${(100 - percent) / 100}\\,p + ${percent / 100}/${letters}$. Return the perplexity of the smoothed model.`
    ],
    [
      'A model that gives 1/4 each time has a perplexity of 4: try yours on that.',
      ({ letters }) =>
        `A model that gives 1/${letters} each time has a perplexity of ${letters}, smoothed or not: try yours on that.`
    ]
  ],
  reference
};
