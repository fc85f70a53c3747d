import { random } from '../../engine/base/random';
import { layers } from '../../engine/layers/layers';
import { sequential } from '../../engine/models/sequential';
import type { DrawnAnswer } from './drawn';
import type { Reference } from './reference';

/** What the state of each direction is multiplied by. */
export interface Asked {
  readonly ahead: number;
  readonly back: number;
}

type Outputs = readonly (readonly number[])[];

const computed = new Map<string, Outputs>();

/** What the upper of two bidirectional LSTM layers gives for a sequence: a table that is the caller's. */
function upperOutputs(steps: number, units: number): Outputs {
  const key = `${steps} ${units}`;
  const found = computed.get(key) ?? compute(steps, units);
  computed.set(key, found);
  return found.map(row => [...row]);
}

function compute(steps: number, units: number): Outputs {
  const both = () =>
    layers.bidirectional({
      layer: layers.lstm({ units, returnSequences: true })
    });
  const model = sequential([both(), both()], { seed: steps });
  const source = random(steps);
  const x = Array.from({ length: steps }, () => [
    source.uniform(-1, 1),
    source.uniform(-1, 1)
  ]);
  return model.predict([x]).toArray<number[][][]>()[0];
}

const times = (states: readonly number[], factor: number): number[] =>
  states.map(state => factor * state);

const last = <T>(list: readonly T[]): T => list[list.length - 1];

const reference = ({ ahead, back }: Asked): Reference<[Outputs, number]> => {
  /** The two halves of a step's numbers, each multiplied. */
  const aheadOf = (states: readonly number[], units: number): number[] =>
    times(states.slice(0, units), ahead);
  const backOf = (states: readonly number[], units: number): number[] =>
    times(states.slice(units), back);
  const vector = (
    [first, second]: readonly [readonly number[], readonly number[]],
    units: number
  ): number[] => [...aheadOf(first, units), ...backOf(second, units)];
  return {
    name: 'sentenceVector',
    cases: () => [
      [upperOutputs(5, 3), 3],
      [upperOutputs(4, 2), 2]
    ],
    draw(draws) {
      const units = draws.integer('units', 2, 4);
      return [upperOutputs(draws.integer('steps', 3, 8), units), units];
    },
    right: (outputs, units) => vector([last(outputs), outputs[0]], units),
    careless: [
      {
        of: (outputs, units) => vector([last(outputs), last(outputs)], units),
        message:
          'You took the last step whole. There the backward half has read one step only.'
      },
      {
        of: (outputs, units) => vector([outputs[0], outputs[0]], units),
        message:
          'You took the first step whole. There the forward half has read one step only.'
      },
      {
        of: (outputs, units) => vector([outputs[0], last(outputs)], units),
        message:
          'You swapped the steps: each of your halves has read one step only.'
      },
      {
        of: (outputs, units) => [
          ...backOf(outputs[0], units),
          ...aheadOf(last(outputs), units)
        ],
        message: 'Both states are the right ones, but hidden[-2] comes first.'
      },
      {
        of: (outputs, units) => [
          ...aheadOf(last(outputs), units),
          ...times(outputs[0].slice(0, units), back)
        ],
        message:
          'From the first step you took the forward half, which has read one step only. The backward half comes after it.'
      },
      {
        of: (outputs, units) => [
          ...vector([last(outputs), last(outputs)], units),
          ...vector([outputs[0], outputs[0]], units)
        ],
        message:
          'You took both steps whole. At each of them, only one half has read everything.'
      },
      {
        of: (outputs, units) => aheadOf(last(outputs), units),
        message: 'The backward half is missing.'
      },
      {
        of: (outputs, units) => {
          const mean = outputs[0].map(
            (_, unit) =>
              outputs.reduce((sum, states) => sum + states[unit], 0) /
              outputs.length
          );
          return vector([mean, mean], units);
        },
        message:
          'That is the mean over all steps, which some programs use. Here you need the state of each half after it has read everything.'
      }
    ]
  };
};

export const sentenceVector: DrawnAnswer<Asked, [Outputs, number]> = {
  lesson: { ahead: 1, back: 1 },
  draw: draws => ({
    ahead: draws.number('ahead', 1.1, 5),
    back: draws.number('back', 1.1, 5)
  }),
  words: [
    [
      'Return the same vector.',
      ({ ahead, back }) =>
        `Return the same vector, but with each number of \`hidden[-2]\` multiplied by ${ahead} and each number of \`hidden[-1]\` multiplied by ${back}.`
    ]
  ],
  reference
};
