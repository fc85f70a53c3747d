import { random } from '../../engine/base/random';
import { layers } from '../../engine/layers/layers';
import { sequential } from '../../engine/models/sequential';
import type { Reference } from './reference';

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

const last = <T>(list: readonly T[]): T => list[list.length - 1];

export const sentenceVector: Reference<[Outputs, number]> = {
  name: 'sentenceVector',
  cases: () => [
    [upperOutputs(5, 3), 3],
    [upperOutputs(4, 2), 2]
  ],
  draw(draws) {
    const units = draws.integer('units', 2, 4);
    return [upperOutputs(draws.integer('steps', 3, 8), units), units];
  },
  right: (outputs, units) => [
    ...last(outputs).slice(0, units),
    ...outputs[0].slice(units)
  ],
  careless: [
    {
      of: outputs => [...last(outputs)],
      message:
        'You took the last step whole. There the backward half has read one step only.'
    },
    {
      of: outputs => [...outputs[0]],
      message:
        'You took the first step whole. There the forward half has read one step only.'
    },
    {
      of: (outputs, units) => [
        ...outputs[0].slice(0, units),
        ...last(outputs).slice(units)
      ],
      message:
        'The steps have changed places: each of your halves has read one step only.'
    },
    {
      of: (outputs, units) => [
        ...outputs[0].slice(units),
        ...last(outputs).slice(0, units)
      ],
      message: 'Both states are the right ones, but hidden[-2] comes first.'
    },
    {
      of: (outputs, units) => [...last(outputs).slice(0, units)],
      message: 'The backward half is missing.'
    },
    {
      of: outputs =>
        outputs[0].map(
          (_, unit) =>
            outputs.reduce((sum, states) => sum + states[unit], 0) /
            outputs.length
        ),
      message:
        'That is the mean over all steps. It is used too, but asked for are the states after everything was read.'
    }
  ]
};
