import { rnn } from '../../engine/cells/rnn';
import { Withheld } from './withheld';
import type { Tensor } from '../../engine/tensor/tensor';
import type { Numbers, Reference } from './reference';

/** What the exercise hands over of a cell: one step, and nothing that runs a whole sequence. */
export interface StepOnly {
  step(request: { x: Numbers; h?: Numbers | Tensor }): { h: Tensor };
}

const seeds = [5, 6];
const WHOLE =
  'run wants the whole sequence at once. On live data the next number is not there yet: take one step with each.';

function stepOnly(seed: number): StepOnly {
  const cell = rnn({ inputSize: 1, units: 3, seed });
  return {
    step: ({ x, h }) => {
      const next = cell.step({
        x: x as number[],
        ...(h === undefined ? {} : { h: h as number[] })
      });
      return { h: next.h };
    },
    // Not there, but asked for by who wants the whole sequence at once.
    ...Object.fromEntries(
      ['run', 'predict'].map(name => [
        name,
        () => {
          throw new Withheld(WHOLE);
        }
      ])
    )
  };
}

const inputs = [0.3, -0.5, 0.9, 0, -1.2, 0.4];

const numbers = (state: Tensor): number[] => state.toArray<number[]>();

function followed({ step }: StepOnly, given: readonly number[]): number[][] {
  const found: number[][] = [];
  let h: Tensor | undefined;
  for (const x of given) {
    h = step(h === undefined ? { x: [x] } : { x: [x], h }).h;
    found.push(numbers(h));
  }
  return found;
}

export const follow: Reference<[StepOnly, readonly number[]]> = {
  name: 'follow',
  cases: () => seeds.map(seed => [stepOnly(seed), [...inputs]]),
  draw: draws => [
    stepOnly(draws.seed('cell')),
    draws.numbers('inputs', draws.integer('count', 3, 9), -1.5, 1.5, 1)
  ],
  right: followed,
  without: {
    calls: ['rnn', 'lstm', 'gru', 'cell', 'sequential'],
    message: WHOLE
  },
  careless: [
    {
      of: ({ step }, given) => given.map(x => numbers(step({ x: [x] }).h)),
      message:
        'Each of your steps begins at 0: hand the state of the step before to the next one.'
    },
    {
      of: (cell, given) => {
        const all = followed(cell, given);
        return all.map(() => all[all.length - 1]);
      },
      message:
        'All your states are the last one: put a copy into the list at each step.'
    },
    {
      of: (cell, given) => [[0, 0, 0], ...followed(cell, given).slice(0, -1)],
      message:
        'Your list is one step late: it holds the state before each input, not the one after it.'
    },
    {
      of: (cell, given) => [[0, 0, 0], ...followed(cell, given)],
      message:
        'Your list begins with the state before the first input; one state for each input is asked for.'
    },
    {
      of: (cell, given) => followed(cell, [given[0], ...given]),
      message:
        'The first number goes in twice: once before the loop and once in it.'
    },
    {
      of: (cell, given) => followed(cell, given).slice(-1),
      message:
        'You return the last state alone; one for each input is asked for.'
    }
  ]
};
