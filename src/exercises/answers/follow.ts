import { rnn } from '../../engine/cells/rnn';
import { Withheld } from './withheld';
import type { Tensor } from '../../engine/tensor/tensor';
import type { DrawnAnswer } from './drawn';
import type { Careless, Numbers, Reference } from './reference';

/** What the exercise hands over of a cell: one step, and nothing that runs a whole sequence. */
export interface StepOnly {
  step(request: { x: Numbers; h?: Numbers | Tensor }): { h: Tensor };
}

type Arguments = [cell: StepOnly, inputs: readonly number[]];

export interface Asked {
  /** Each number is multiplied by this before it goes in. */
  readonly factor: number;
  /** Of so many states the first is returned. */
  readonly every: number;
}

const oneOf = (every: number): string =>
  ['each', 'every second', 'every third', 'every fourth'][every - 1];

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

/** The state after each number. */
function followed({ step }: StepOnly, given: readonly number[]): number[][] {
  const found: number[][] = [];
  let h: Tensor | undefined;
  for (const x of given) {
    h = step(h === undefined ? { x: [x] } : { x: [x], h }).h;
    found.push(numbers(h));
  }
  return found;
}

const reference = ({ factor, every }: Asked): Reference<Arguments> => {
  type States = (...args: Arguments) => number[][];
  const scaled = (given: readonly number[]): number[] =>
    given.map(x => factor * x);
  const all: States = (cell, given) => followed(cell, scaled(given));
  /** Of the states that are returned, from the one at this place on. */
  const kept =
    (states: States, from = 0): States =>
    (...args) =>
      states(...args).filter((_, at) => at % every === from);
  const each = oneOf(every);
  /** Slips that cannot be made where the numbers go in as they are, and each state is asked for. */
  const beside: Careless<Arguments>[] = [
    {
      of: kept(followed),
      message: `The numbers go in as they came: multiply each by ${factor} first.`
    },
    {
      of: all,
      message: `You return all the states; one for ${each} input is asked for.`
    },
    {
      of: kept(all, every - 1),
      message:
        'You begin too late: the state after the first number is asked for, too.'
    },
    {
      of: (cell, given) =>
        all(
          cell,
          given.filter((_, at) => at % every === 0)
        ),
      message:
        'You leave out numbers. All of them go in; only some of the states come out.'
    }
  ];
  return {
    name: 'follow',
    cases: () => seeds.map(seed => [stepOnly(seed), [...inputs]]),
    draw: draws => [
      stepOnly(draws.seed('cell')),
      draws.numbers('inputs', draws.integer('count', 3, 9), -1.5, 1.5, 1)
    ],
    right: kept(all),
    without: {
      calls: ['rnn', 'lstm', 'gru', 'cell', 'sequential', 'step'],
      message: WHOLE
    },
    careless: [
      {
        of: kept(({ step }, given) =>
          scaled(given).map(x => numbers(step({ x: [x] }).h))
        ),
        message:
          'Each of your steps begins at 0: hand the state of the step before to the next one.'
      },
      {
        of: kept(({ step }, given) => {
          const [first, ...others] = scaled(given);
          const { h } = step({ x: [first] });
          return [
            numbers(h),
            ...others.map(x => numbers(step({ x: [x], h }).h))
          ];
        }),
        message:
          'Each of your steps goes on from the first state: the state has to be replaced at every step.'
      },
      {
        of: kept((...args) => {
          const states = all(...args);
          return states.map(() => states[states.length - 1]);
        }),
        message:
          'All your states are the last one: put a copy into the list at each step.'
      },
      {
        of: kept((...args) => [[0, 0, 0], ...all(...args).slice(0, -1)]),
        message:
          'Your list is one step late: it holds the state before each input, not the one after it.'
      },
      {
        of: (...args) => [[0, 0, 0], ...kept(all)(...args)],
        message: `Your list begins with the state before the first input; one state for ${each} input is asked for.`
      },
      {
        of: kept((cell, given) => all(cell, [given[0], ...given])),
        message:
          'The first number goes in twice: once before the loop and once in it.'
      },
      {
        of: (...args) => all(...args).slice(-1),
        message: `You return the last state alone; one for ${each} input is asked for.`
      },
      ...(every === 1 ? [] : beside)
    ]
  };
};

export const follow: DrawnAnswer<Asked, Arguments> = {
  lesson: { factor: 1, every: 1 },
  draw: draws => ({
    factor: draws.number('factor', 0.3, 3, 2),
    every: draws.integer('every', 2, 4)
  }),
  words: [
    [
      'feeds the numbers to the cell one by one and returns the states, one for each number, as arrays',
      ({ factor, every }) =>
        `multiplies each number by ${factor}, feeds the products to the cell one by one and returns only ${oneOf(every)} state, beginning with the one after the first number, as arrays`
    ]
  ],
  reference
};
