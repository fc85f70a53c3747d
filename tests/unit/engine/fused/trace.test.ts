import { layers } from '../../../../src/engine/layers/layers';
import type { Layer } from '../../../../src/engine/layers/layer';
import { sequential } from '../../../../src/engine/models/sequential';
import {
  fusedFrom,
  fusedPass,
  randomTensor,
  randomTokens
} from './modelSupport';
import { kinds, relativeError } from './support';

const makers: [string, () => Layer, string[]][] = [
  ['LSTM', () => layers.lstm({ units: 5 }), ['i', 'f', 'g', 'o', 'c', 'h']],
  ['GRU', () => layers.gru({ units: 5 }), ['z', 'r', 'n', 'h']],
  [
    'GRU that resets before',
    () => layers.gru({ units: 5, resetAfter: false }),
    ['z', 'r', 'n', 'h']
  ],
  ['plain layer', () => layers.simpleRNN({ units: 5 }), ['h']],
  [
    'LSTM backward',
    () => layers.lstm({ units: 5, goBackwards: true }),
    ['i', 'f', 'g', 'o', 'c', 'h']
  ]
];

describe.each(kinds)('a trace (%s)', kind => {
  it.each(makers)(
    'has the gates, states and total derivatives of each step: %s',
    (_, make, letters) => {
      const steps = 7;
      // So many rows that they are computed in two chunks.
      const batch = 20;
      const model = sequential([make(), layers.dense({ units: 1 })], {
        seed: 4
      });
      model.compile({ loss: 'mse' });
      model.build([null, 2]);
      const x = randomTensor([batch, steps, 2], 'x');
      const y = randomTensor([batch, 1], 'y');
      const network = fusedFrom(model, kind, 2);
      fusedPass(
        network,
        model,
        x,
        y,
        { kind: 'meanSquaredError' },
        { traced: true }
      );
      expect(() => network.trace(model.layers[0].name, batch)).toThrow(
        'the batch has 20 sequences, there is no number 20'
      );
      for (let sequence = 0; sequence < 4; sequence++) {
        const run = model.trace(x.at(sequence), { target: y.at(sequence) });
        const [found] = network.trace(model.layers[0].name, sequence);
        const [expected] = run.layers;
        const compare = (
          own: ArrayLike<number>,
          theirs: ArrayLike<number>,
          scale: number
        ) => {
          // Each step by itself.
          for (let t = 0; t < steps; t++) {
            const part = (of: ArrayLike<number>, by: number) =>
              Array.from({ length: 5 }, (_, unit) => of[t * 5 + unit] * by);
            expect(
              relativeError(part(own, 1), part(theirs, scale))
            ).toBeLessThan(1e-5);
          }
        };
        for (const letter of letters) {
          compare(found.channels[letter], expected.channels[letter].values, 1);
        }
        // The batch's loss is the mean over all sequences.
        compare(found.channels.dh, expected.gradients.h.values, 1 / batch);
        if (letters.includes('c')) {
          compare(found.channels.dc, expected.gradients.c.values, 1 / batch);
        }
      }
    }
  );

  it.each(['before', 'behind', 'amid'] as const)(
    'holds each state over padding %s the real steps, in both directions',
    padding => {
      const [batch, steps, units] = [6, 9, 5];
      const model = sequential(
        [
          layers.embedding({ inputDim: 8, outputDim: 3, maskZero: true }),
          layers.bidirectional({ layer: layers.lstm({ units }) }),
          layers.dense({ units: 1 })
        ],
        { seed: 4 }
      );
      model.compile({ loss: 'mse' });
      model.build([null]);
      const x = randomTokens(batch, steps, 8, padding);
      const y = randomTensor([batch, 1], 'y');
      const network = fusedFrom(model, kind, 1);
      fusedPass(
        network,
        model,
        x,
        y,
        { kind: 'meanSquaredError' },
        {
          traced: true,
          mask: Float64Array.from(x.values, id => Number(id !== 0))
        }
      );
      for (let sequence = 0; sequence < batch; sequence++) {
        const expected = model.trace(x.at(sequence));
        const found = network.trace(model.layers[1].name, sequence);
        for (const [direction, { channels }] of found.entries()) {
          for (const letter of ['c', 'h']) {
            expect(
              relativeError(
                channels[letter],
                expected.layers[direction].channels[letter].values
              )
            ).toBeLessThan(1e-5);
          }
        }
      }
    }
  );
});
