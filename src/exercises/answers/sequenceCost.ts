import type { Reference } from './reference';

type Kind = 'RNN' | 'GRU' | 'LSTM' | 'attention';

const blocks = { RNN: 1, GRU: 3, LSTM: 4 };

/** Multiplications of a sequence, from the parts that a careless answer has otherwise. */
function cost(
  kind: Kind,
  inputs: number,
  units: number,
  steps: number,
  {
    of = blocks,
    made = 3,
    sides = 2,
    pairs = steps * steps,
    weighed = inputs + units
  } = {}
): number {
  return kind === 'attention'
    ? steps * made * inputs * units + sides * pairs * units
    : steps * of[kind] * weighed * units;
}

export const sequenceCost: Reference<[Kind, number, number, number]> = {
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
  right: (kind, inputs, units, steps) => cost(kind, inputs, units, steps),
  tolerance: 0,
  careless: [
    {
      of: (kind, inputs, units, steps) =>
        cost(kind, inputs, units, kind === 'attention' ? steps : 1),
      message:
        'That is one step of a recurrent network. The whole sequence is asked for.'
    },
    {
      of: (kind, inputs, units, steps) =>
        cost(kind, inputs, units, steps, { of: { RNN: 1, GRU: 2, LSTM: 3 } }),
      message: 'You left the candidate out: it weighs as a gate does.'
    },
    {
      of: (kind, inputs, units, steps) =>
        cost(kind, inputs, units, steps, { weighed: inputs }),
      message: 'In a recurrent network the units weigh each other, too.'
    },
    {
      of: (kind, inputs, units, steps) =>
        cost(kind, inputs, units, steps, { weighed: inputs + units + 1 }),
      message: 'You counted the biases. They are added, not multiplied.'
    },
    {
      of: (kind, inputs, units, steps) =>
        cost(kind, inputs, units, steps, { pairs: steps }),
      message:
        'In attention each step looks at one step with yours. It looks at every step.'
    },
    {
      of: (kind, inputs, units, steps) =>
        cost(kind, inputs, units, steps, { sides: 1 }),
      message:
        'In attention you counted one of two: comparing queries with keys, and adding up the values.'
    },
    {
      of: (kind, inputs, units, steps) =>
        cost(kind, inputs, units, steps, { made: 1 }),
      message:
        'In attention three things are made of each step: a query, a key and a value.'
    },
    {
      of: (kind, inputs, units, steps) =>
        cost(kind, inputs, units, steps, { made: 0 }),
      message:
        'In attention you left out what it takes to make queries, keys and values.'
    },
    {
      of: (kind, inputs, units, steps) =>
        cost(kind, inputs, units, steps, {
          of: { RNN: 1, GRU: 4, LSTM: 3 }
        }),
      message: 'You changed the GRU and the LSTM round: who has more blocks?'
    }
  ]
};
