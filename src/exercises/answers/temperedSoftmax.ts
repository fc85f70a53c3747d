import { shares } from './arithmetic';
import type { DrawnAnswer } from './drawn';
import type { Reference } from './reference';

/** Of what the logits are the exponents. */
export interface Asked {
  readonly base: number;
}

type Arguments = [logits: readonly number[], temperature: number];

const reference = ({ base }: Asked): Reference<Arguments> => {
  const named = base === Math.E ? 'exp' : 'the power';
  const power = (exponent: number): number => base ** exponent;
  const softmax = (logits: readonly number[]): number[] => {
    const top = Math.max(...logits);
    return shares(logits.map(logit => power(logit - top)));
  };

  return {
    name: 'softmaxAt',
    cases: () => [
      [[1, 2, 3], 1],
      [[1, 2, 3], 0.5],
      [[2, -1, 0, 0.5], 3],
      [[0, 0], 0.2],
      [[-4], 2],
      // exp(1000) is no number any more.
      [[1000, 1001, 999], 1],
      [[20, 30, 25], 0.01]
    ],
    draw: draws => [
      draws.numbers('logits', draws.integer('classes', 2, 5), -5, 5, 1),
      draws.number('temperature', 0.1, 4, 1)
    ],
    right: (logits, temperature) =>
      softmax(logits.map(logit => logit / temperature)),
    careless: [
      {
        of: logits => softmax(logits),
        message: 'The temperature changes nothing in your answer.'
      },
      {
        of: (logits, temperature) =>
          softmax(logits.map(logit => logit * temperature)),
        message:
          'The temperature works the wrong way around: a high one should make the shares more alike, a low one the likely likelier.'
      },
      {
        of: (logits, temperature) =>
          shares(logits.map(logit => power(logit / temperature))),
        message: `For large logits, ${named} is infinite, and infinity divided by infinity is no number. What can you subtract from all logits without changing the shares?`
      },
      {
        of: (logits, temperature) =>
          softmax(logits).map(share => share / temperature),
        message:
          'Your shares do not sum to 1. The temperature belongs before the softmax, not after it.'
      },
      {
        of: (logits, temperature) => {
          const top = Math.max(...logits);
          return logits.map(logit => power((logit - top) / temperature));
        },
        message: 'Your shares do not sum to 1: divide each by their sum.'
      },
      {
        of: (logits, temperature) =>
          logits.map(logit => power(logit / temperature)),
        message: 'These are powers, not shares: they do not sum to 1 yet.'
      },
      {
        of: (logits, temperature) =>
          softmax(logits).map(share => share ** (1 / temperature)),
        message:
          'After your power the shares do not sum to 1 any more: divide by their sum once more, or bring in the temperature before the softmax.'
      },
      {
        of: (logits, temperature) =>
          shares(logits.map(logit => logit / temperature)),
        message: `These are shares of the logits themselves, which may be negative. Softmax takes ${named} first.`
      }
    ]
  };
};

export const temperedSoftmax: DrawnAnswer<Asked, Arguments> = {
  lesson: { base: Math.E },
  // From about 2.1 on, the thousandth power is infinite.
  draw: draws => ({ base: draws.number('base', 2.1, 12, 2) }),
  words: [
    ['$e^{z_k/\\tau}$', ({ base }) => `$${base}^{z_k/\\tau}$`],
    [
      'for logits like 1000, whose `Math.exp` is infinite.',
      ({ base }) =>
        `for logits like 1000, though \`${base} ** 1000\` is infinite.`
    ],
    ['the temperature or exp?', () => 'the temperature or the power?']
  ],
  reference
};
