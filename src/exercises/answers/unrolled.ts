import type { DrawnAnswer } from './drawn';
import type { Reference } from './reference';

export interface Asked {
  readonly W: number;
  readonly U: number;
  readonly b: number;
  readonly inputs: readonly number[];
}

/** The numbers with a sign that is as long as a digit. */
const text = (value: number): string => String(value).replace('-', '−');

const reference = ({ W, U, b, inputs }: Asked): Reference<[]> => {
  /** The states that a rule for the next one gives, from 0. */
  const states =
    (next: (x: number, h: number) => number, start = 0) =>
    (): number[] => {
      let h = start;
      return inputs.map(x => (h = next(x, h)));
    };
  const right = states((x, h) => Math.tanh(W * x + U * h + b));
  const negative = 1 + inputs.findIndex(x => x < 0);
  return {
    name: 'unrolled',
    cases: () => [[]],
    right,
    // Three decimals are asked for.
    tolerance: 0.001,
    scale: 1,
    secret: true,
    without: {
      calls: ['rnn', 'lstm', 'gru', 'cell', 'sequential', 'step'],
      message:
        'Unroll it yourself: here the engine must not do it for you. Math.tanh is enough.'
    },
    careless: [
      {
        of: () =>
          inputs.map((x, t) => Math.tanh(W * x + U * (inputs[t - 1] ?? 0) + b)),
        message:
          'U multiplies the state of the step before. You took the input of the step before.'
      },
      {
        of: states((x, h) => Math.tanh(W * x + U * h + b), 1),
        message:
          'Your first number is off already: before the first step the state is 0.'
      },
      {
        of: () => right().map(h => Math.round(100 * h) / 100),
        message: 'Right as far as it goes: three decimals are asked for.'
      },
      {
        of: states((x, h) => Math.tanh(W * x + Math.tanh(U * h) + b)),
        message:
          'You put U h through tanh by itself. There is one tanh, around the sum.'
      },
      {
        of: states((x, h) => W * x + U * h + b),
        message: 'You left out tanh. The state must stay between −1 and 1.'
      },
      {
        of: states(x => Math.tanh(W * x + b)),
        message: 'You left out U h: nothing of the step before comes in.'
      },
      {
        of: states((x, h) => Math.tanh(W * x + U * h)),
        message: 'You left out the bias b.'
      },
      {
        of: states((x, h) => Math.tanh(U * x + W * h + b)),
        message:
          'W and U have changed places: W multiplies the input, U the state.'
      },
      {
        of: states((x, h) => Math.tanh(W * x + b) + U * h),
        message: 'U h belongs inside tanh, with the rest.'
      },
      {
        of: states((x, h) => Math.tanh(W * (x + h) + b)),
        message: 'You multiplied the state by W. It has a weight of its own, U.'
      },
      {
        of: states((x, h) => Math.tanh(W * Math.abs(x) + U * h + b)),
        message: `Input ${negative} is ${text(inputs[negative - 1])}: mind its sign.`
      }
    ]
  };
};

export const unrolled: DrawnAnswer<Asked, []> = {
  lesson: { W: 0.6, U: 0.9, b: 0.1, inputs: [1, 0, -1, 0] },
  draw: draws => ({
    W: draws.number('W', 0.3, 1.2),
    U: draws.number('U', 0.3, 1.2),
    b: draws.number('b', -0.3, 0.3),
    inputs: draws.shuffled('inputs', [1, 0, -1, 0.5])
  }),
  words: [
    [
      '$W = 0.6$, $U = 0.9$, $b = 0.1$. The inputs are 1, 0, −1, 0.',
      ({ W, U, b, inputs }) =>
        `$W = ${W}$, $U = ${U}$, $b = ${b}$. The inputs are ${inputs.map(text).join(', ')}.`
    ],
    [
      'At step 1 the input is 0. That leaves two of the three terms inside tanh.',
      () => 'From step 1 on, the state is one of three terms inside tanh.'
    ]
  ],
  reference
};
