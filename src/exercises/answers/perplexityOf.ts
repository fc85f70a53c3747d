import type { Reference } from './reference';

type Shares = readonly number[];

const mean = (values: Shares): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

const surprise = (p: number): number => -Math.log(p);

export const perplexityOf: Reference<[Shares]> = {
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
  right: shares => Math.exp(mean(shares.map(surprise))),
  careless: [
    {
      of: shares => mean(shares.map(p => 1 / p)),
      message:
        'You took the mean of 1/p. One letter that was held for nearly impossible then outweighs all others; logarithms are averaged.'
    },
    {
      of: shares => 1 / mean(shares),
      message:
        'You averaged the probabilities themselves. Their logarithms are averaged.'
    },
    {
      of: shares => mean(shares.map(surprise)),
      message:
        'That is the loss, the mean of −log p. The perplexity is one step further.'
    },
    {
      of: shares => Math.exp(-mean(shares.map(surprise))),
      message:
        'Yours falls as guessing gets harder. A sign is the wrong way round.'
    },
    {
      of: shares =>
        Math.exp(shares.map(surprise).reduce((sum, value) => sum + value, 0)),
      message:
        'You took the sum: the longer the text, the larger your number. The mean is asked for.'
    },
    {
      of: shares => Math.exp(mean(shares.map(p => -Math.log2(p)))),
      message:
        'Two kinds of logarithm: what was averaged to the base of 2 is undone by a power of 2, not of e.'
    },
    {
      of: shares =>
        shares.reduce((product, p) => product * p, 1) ** (-1 / shares.length),
      message:
        'Right for a short text. The product of 400 probabilities is too small for a number: average logarithms instead.'
    }
  ]
};
