import type { Reference } from './reference';

const inputs = [1, 0, -1, 0];

/** The states that a rule for the next one gives, from 0. */
const states =
  (next: (x: number, h: number) => number, start = 0) =>
  (): number[] => {
    let h = start;
    return inputs.map(x => (h = next(x, h)));
  };

export const unrolled: Reference<[]> = {
  name: 'unrolled',
  cases: () => [[]],
  right: states((x, h) => Math.tanh(0.6 * x + 0.9 * h + 0.1)),
  // Three decimals are asked for.
  tolerance: 0.001,
  scale: 1,
  secret: true,
  without: {
    calls: ['rnn', 'lstm', 'gru', 'cell', 'sequential'],
    message:
      'Unroll it yourself: here the engine must not do it for you. Math.tanh is enough.'
  },
  careless: [
    {
      of: states((x, h) => Math.tanh(0.6 * x + 0.9 * h + 0.1), 1),
      message:
        'Your first number is off already: before the first step the state is 0.'
    },
    {
      of: () =>
        states((x, h) => Math.tanh(0.6 * x + 0.9 * h + 0.1))().map(
          h => Math.round(100 * h) / 100
        ),
      message: 'Right as far as it goes: three decimals are asked for.'
    },
    {
      of: states((x, h) => Math.tanh(0.6 * x + Math.tanh(0.9 * h) + 0.1)),
      message:
        'You put U h through tanh by itself. There is one tanh, around the sum.'
    },
    {
      of: states((x, h) => 0.6 * x + 0.9 * h + 0.1),
      message: 'You left out tanh. The state must stay between −1 and 1.'
    },
    {
      of: states(x => Math.tanh(0.6 * x + 0.1)),
      message: 'You left out U h: nothing of the step before comes in.'
    },
    {
      of: states((x, h) => Math.tanh(0.6 * x + 0.9 * h)),
      message: 'You left out the bias b.'
    },
    {
      of: states((x, h) => Math.tanh(0.9 * x + 0.6 * h + 0.1)),
      message:
        'W and U have changed places: W multiplies the input, U the state.'
    },
    {
      of: states((x, h) => Math.tanh(0.6 * x + 0.1) + 0.9 * h),
      message: 'U h belongs inside tanh, with the rest.'
    },
    {
      of: states((x, h) => Math.tanh(0.6 * (x + h) + 0.1)),
      message: 'You multiplied the state by W. It has a weight of its own, U.'
    },
    {
      of: states((x, h) => Math.tanh(0.6 * Math.abs(x) + 0.9 * h + 0.1)),
      message: 'The third input is −1: mind its sign.'
    }
  ]
};
