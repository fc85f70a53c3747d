import type { DrawnAnswer } from './drawn';
import type { Reference } from './reference';

/** How many steps attention looks at beside the step itself, as far as there are so many. */
export interface Asked {
  readonly before: number;
  readonly after: number;
}

type Kind = 'RNN' | 'GRU' | 'LSTM' | 'attention';
type Arguments = [Kind, number, number, number];

const blocks = { RNN: 1, GRU: 3, LSTM: 4 };

/** Pairs of a step and one that it looks at. */
function pairsOf(steps: number, { before, after }: Asked): number {
  return Array.from(
    { length: steps },
    (_, at) => Math.min(at, before) + 1 + Math.min(steps - 1 - at, after)
  ).reduce((sum, each) => sum + each, 0);
}

const reference = (asked: Asked): Reference<Arguments> => {
  /** Multiplications of a sequence, from the parts that a careless answer has otherwise. */
  const cost = (
    [kind, inputs, units, steps]: Arguments,
    {
      of = blocks,
      made = 3,
      sides = 2,
      pairs = pairsOf(steps, asked),
      weighed = inputs + units
    } = {}
  ): number =>
    kind === 'attention'
      ? steps * made * inputs * units + sides * pairs * units
      : steps * of[kind] * weighed * units;
  const most = asked.before + 1 + asked.after;
  return {
    name: 'multiplications',
    cases: () => [
      ['RNN', 2, 8, 30],
      ['GRU', 2, 8, 30],
      ['LSTM', 2, 8, 30],
      ['attention', 2, 8, 30],
      ['RNN', 7, 3, 5],
      ['LSTM', 7, 3, 5],
      ['attention', 7, 3, 5],
      ['attention', 1, 16, 365]
    ],
    draw: draws => [
      draws.choice('kind', ['RNN', 'GRU', 'LSTM', 'attention']),
      draws.integer('inputs', 2, 20),
      draws.integer('units', 2, 40),
      draws.integer('steps', 3, 400)
    ],
    right: (...args) => cost(args),
    tolerance: 0,
    careless: [
      {
        of: (kind, inputs, units, steps) =>
          cost([kind, inputs, units, kind === 'attention' ? steps : 1]),
        message:
          'That is one step of a recurrent network. The whole sequence is asked for.'
      },
      {
        of: (...args) => cost(args, { of: { RNN: 1, GRU: 2, LSTM: 3 } }),
        message: 'You left the candidate out: it weighs as a gate does.'
      },
      {
        of: (...args) => cost(args, { weighed: args[1] }),
        message: 'In a recurrent network the units weigh each other, too.'
      },
      {
        of: (...args) => cost(args, { weighed: args[1] + args[2] + 1 }),
        message: 'You counted the biases. They are added, not multiplied.'
      },
      {
        of: (...args) => cost(args, { pairs: args[3] }),
        message: `In attention each step looks at one step with yours. It looks at ${Number.isFinite(most) ? `up to ${most}` : 'every step'}.`
      },
      {
        of: (...args) => cost(args, { sides: 1 }),
        message:
          'In attention you counted one of two: comparing queries with keys, and adding up the values.'
      },
      {
        of: (...args) => cost(args, { made: 1 }),
        message:
          'In attention three things are made of each step: a query, a key and a value.'
      },
      {
        of: (...args) => cost(args, { made: 0 }),
        message:
          'In attention you left out what it takes to make queries, keys and values.'
      },
      {
        of: (...args) => cost(args, { of: { RNN: 1, GRU: 4, LSTM: 3 } }),
        message: 'You changed the GRU and the LSTM round: who has more blocks?'
      }
    ]
  };
};

const stepsText = (count: number): string =>
  count === 1 ? 'step' : `${count} steps`;

export const sequenceCost: DrawnAnswer<Asked, Arguments> = {
  lesson: { before: Infinity, after: Infinity },
  draw: draws => ({
    before: draws.integer('before', 1, 40),
    after: draws.integer('after', 1, 40)
  }),
  words: [
    [
      'in which every step looks at every step:',
      ({ before, after }) =>
        `in which every step looks at itself, at the ${stepsText(before)} before it and at the ${stepsText(after)} after it, as far as the sequence reaches:`
    ],
    [
      'Each query is compared with every key, number by number.',
      () =>
        'Each query is compared, number by number, with the key of each step that it looks at.'
    ],
    [
      'adds up all values, each by its weight.',
      () => 'adds up the values of those steps, each by its weight.'
    ]
  ],
  reference
};
