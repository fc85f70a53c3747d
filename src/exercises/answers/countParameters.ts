import type { DrawnAnswer } from './drawn';
import type { Reference } from './reference';

/** How many outputs a dense layer on the last state has; 0 where there is none. */
export interface Asked {
  readonly outputs: number;
}

type CellName = 'RNN' | 'GRU' | 'LSTM';
type Arguments = [cell: CellName, inputs: number, units: number];

const blocksOf: Readonly<Record<CellName, number>> = {
  RNN: 1,
  GRU: 3,
  LSTM: 4
};

/** The gates of the LSTM, where the GRU is meant. */
const likeLstm = (cell: CellName): number =>
  blocksOf[cell === 'GRU' ? 'LSTM' : cell];

const reference = ({ outputs }: Asked): Reference<Arguments> => {
  /** A count from the number of blocks, of biases in each, and the weights of a unit. */
  const counted =
    ({
      blocks = cell => blocksOf[cell],
      biases = cell => (cell === 'GRU' ? 2 : 1),
      weights = (inputs, units) => inputs + units,
      outputBiases = outputs
    }: {
      blocks?: (cell: CellName) => number;
      biases?: (cell: CellName) => number;
      weights?: (inputs: number, units: number) => number;
      outputBiases?: number;
    }) =>
    (...[cell, inputs, units]: Arguments): number =>
      blocks(cell) * (weights(inputs, units) * units + biases(cell) * units) +
      outputs * units +
      outputBiases;

  const right = counted({});

  return {
    name: 'parameters',
    cases: () =>
      [
        [1, 12],
        [128, 64],
        [5, 3]
      ].flatMap(([inputs, units]) =>
        (['RNN', 'GRU', 'LSTM'] as const).map((cell): Arguments => [
          cell,
          inputs,
          units
        ])
      ),
    draw: draws => [
      draws.choice('cell', ['RNN', 'GRU', 'LSTM']),
      draws.integer('inputs', 2, 64),
      draws.integer('units', 2, 64)
    ],
    right,
    tolerance: 0,
    careless: [
      {
        of: (cell, inputs, units) =>
          cell === 'GRU'
            ? right(cell, inputs, units) - 2 * units
            : right(cell, inputs, units),
        message:
          'You counted the biases that the equations of the GRU print: four. Keras and PyTorch store two in each block; those of z and r are simply added.'
      },
      {
        of: counted({ biases: () => 1 }),
        message: 'The GRU has two biases in each block.'
      },
      {
        of: (...args) => counted({ biases: () => 0 })(...args) + args[2],
        message:
          'You counted one bias a unit for the whole cell. Each block has biases of its own.'
      },
      {
        of: counted({ biases: () => 0, outputBiases: 0 }),
        message: 'You left out the biases.'
      },
      {
        of: counted({ biases: cell => (cell === 'RNN' ? 1 : 2) }),
        message:
          'Two biases in each block is right for the GRU only; the LSTM here has one.'
      },
      {
        of: counted({ blocks: likeLstm }),
        message:
          'You counted as many blocks for the GRU as for the LSTM. How many of its equations have a W of their own?'
      },
      {
        of: counted({ blocks: likeLstm, biases: () => 1 }),
        message:
          'You counted the GRU like an LSTM. Look at its equations: how many blocks, and how many biases in each?'
      },
      {
        of: counted({ weights: inputs => inputs }),
        message: 'You left out U: each unit also reads all states.'
      },
      {
        of: counted({ weights: (_, units) => units }),
        message: 'You left out W: each unit also reads all inputs.'
      },
      {
        of: counted({ blocks: () => 1 }),
        message:
          'You counted one block. Each gate is one, and so is the candidate.'
      },
      {
        of: counted({
          blocks: cell => (cell === 'RNN' ? 1 : blocksOf[cell] - 1)
        }),
        message: 'You counted the gates. The candidate is a block too.'
      }
    ]
  };
};

export const countParameters: DrawnAnswer<Asked, Arguments> = {
  lesson: { outputs: 0 },
  draw: draws => ({ outputs: draws.integer('outputs', 2, 1000) }),
  words: [
    [
      "counts a layer's parameters, given its numbers of inputs and units.",
      ({ outputs }) =>
        `counts the parameters of a recurrent layer, given its numbers of inputs and units, together with those of a dense layer that turns its last state into ${outputs} outputs.`
    ],
    [
      'Count one bias in each block, and two for the GRU.',
      () =>
        'In the recurrent layer, count one bias in each block, and two for the GRU. The dense layer has one bias for each output.'
    ]
  ],
  reference
};
