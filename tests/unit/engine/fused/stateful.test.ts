import { layers } from '../../../../src/engine/layers/layers';
import type { Layer } from '../../../../src/engine/layers/layer';
import type { Compute } from '../../../../src/engine/models/sequentialOptions';
import { sequential } from '../../../../src/engine/models/sequential';
import { Tensor } from '../../../../src/engine/tensor/tensor';
import { optimizers } from '../../../../src/engine/training/optimizers';
import { losses } from '../../../../src/engine/training/losses';
import {
  fusedFrom,
  fusedPass,
  randomTensor,
  randomTokens,
  tapePass
} from './modelSupport';
import { kinds, relativeError } from './support';

const features = [1, 2, 3].map(at => randomTensor([4, 6, 2], 'x', at));
const tokens = (['behind', 'amid', 'before'] as const).map(padding => {
  const x = randomTokens(4, 6, 9, padding);
  // A sequence that is all padding: its state stays, and it answers nothing.
  return new Tensor(
    x.values.map((token, at) => (at >= 12 && at < 18 ? 0 : token)),
    x.shape
  );
});
const y = randomTensor([4, 1], 'y');

type Case = readonly [name: string, make: () => Layer[], x: readonly Tensor[]];

const cases: Case[] = [
  [
    'LSTM',
    () => [
      layers.lstm({ units: 5, stateful: true, returnSequences: true }),
      layers.lstm({ units: 3, stateful: true }),
      layers.dense({ units: 1 })
    ],
    features
  ],
  [
    'GRU',
    () => [
      layers.gru({ units: 5, stateful: true, recurrentDropout: 0.3 }),
      layers.dense({ units: 1 })
    ],
    features
  ],
  [
    'GRU that resets before',
    () => [
      layers.gru({ units: 5, stateful: true, resetAfter: false }),
      layers.dense({ units: 1 })
    ],
    features
  ],
  [
    'plain layer backward',
    () => [
      layers.simpleRNN({ units: 5, stateful: true, goBackwards: true }),
      layers.dense({ units: 1 })
    ],
    features
  ],
  [
    'both directions over padding',
    () => [
      layers.embedding({ inputDim: 9, outputDim: 4, maskZero: true }),
      layers.bidirectional({
        layer: layers.lstm({ units: 4, stateful: true })
      }),
      layers.dense({ units: 1 })
    ],
    tokens
  ],
  [
    "PyTorch's GRU over padding",
    () => [
      layers.embedding({ inputDim: 9, outputDim: 4, maskZero: true }),
      layers.gru({ units: 4, stateful: true, convention: 'pytorch' }),
      layers.dense({ units: 1 })
    ],
    tokens
  ]
];

describe('stateful layers by the kernels', () => {
  it.each(cases)(
    'carry their states from batch to batch as the step functions do: %s',
    async (_, make, inputs) => {
      const run = async (compute: Compute) => {
        const model = sequential(make(), { seed: 2, compute });
        // Plain steps, so that a gradient that is off shows in the weights.
        model.compile({
          optimizer: optimizers.sgd({ learningRate: 0.5 }),
          loss: 'mse'
        });
        const answers: Tensor[] = [];
        const losses: number[] = [];
        for (const x of inputs) {
          answers.push(model.predict(x));
        }
        const states = model.layers.map(layer => layer.states?.());
        for (const x of inputs) {
          const history = await model.fit(x, y, {
            batchSize: 4,
            shuffle: false
          });
          losses.push(...history.batchLosses);
        }
        model.resetStates();
        answers.push(model.predict(inputs[0]));
        const weights = Object.values(model.getWeights());
        return { answers, losses, states, weights };
      };
      const tape = await run('tape');
      const fused = await run('fused');
      tape.answers.forEach((answer, at) =>
        expect(
          relativeError(fused.answers[at].values, answer.values)
        ).toBeLessThan(at < 3 ? 1e-5 : 1e-4)
      );
      // The state counts: the same input answers otherwise after another.
      expect(tape.answers[3].values).not.toEqual(tape.answers[0].values);
      tape.losses.forEach((loss, at) =>
        expect(Math.abs(fused.losses[at] / loss - 1)).toBeLessThan(1e-4)
      );
      tape.weights.forEach((weight, at) =>
        expect(
          relativeError(fused.weights[at].values, weight.values)
        ).toBeLessThan(1e-5)
      );
      tape.states.forEach((states, layer) =>
        Object.entries(states ?? {}).forEach(([name, state]) =>
          expect(
            relativeError(fused.states[layer]![name].values, state.values)
          ).toBeLessThan(1e-5)
        )
      );
    }
  );

  it('refuse a batch of another size in words', () => {
    const model = sequential(
      [layers.gru({ units: 2, stateful: true }), layers.dense({ units: 1 })],
      { compute: 'fused' }
    );
    model.predict(features[0]);
    expect(() => model.predict(randomTensor([1, 6, 2], 'x'))).toThrow(
      "layer 'gru': stateful, and the state carried over is for a batch of 4, not 1 (call resetStates)"
    );
  });
});

describe.each(['tape', 'fused'] as const)('smaller batches (%s)', compute => {
  const make = () => {
    const model = sequential(
      [layers.gru({ units: 2, stateful: true }), layers.dense({ units: 1 })],
      { seed: 1, compute }
    );
    model.build([null, 2]);
    model.compile({ loss: 'mse' });
    return model;
  };
  const [x] = features;
  const held = randomTensor([6, 6, 2], 'held');

  it.each([
    [
      'a last batch',
      { batchSize: 3 },
      'got 4 examples in batches of 3; with batchSize: 4 they are'
    ],
    [
      'batches of validation',
      {
        batchSize: 4,
        validationData: [held, randomTensor([6, 1], 'truth')] as const
      },
      'got 4 examples and 6 validation examples in batches of 4; with batchSize: 2 they are'
    ]
  ])(
    'are refused before anything has learned: %s',
    async (_, options, message) => {
      const model = make();
      const before = model.variables.map(({ tensor }) => [...tensor.values]);
      await expect(model.fit(x, y, options)).rejects.toThrow(message);
      expect(model.variables.map(({ tensor }) => [...tensor.values])).toEqual(
        before
      );
      expect(model.history).toBeNull();
      expect(model.layers[0].states!()).toBeNull();
    }
  );

  it('are refused before anything is answered, in evaluate and predict', async () => {
    const model = make();
    const message = (who: string) =>
      `model.${who}: batches must be of one size, since 'gru' is stateful and carries the state of each row to the next batch, got 4 examples in batches of 3`;
    expect(() => model.predict(x, { batchSize: 3 })).toThrow(
      message('predict')
    );
    await expect(model.evaluate(x, y, { batchSize: 3 })).rejects.toThrow(
      message('evaluate')
    );
    expect(model.layers[0].states!()).toBeNull();
    await model.fit(x, y, {
      batchSize: 2,
      validationData: [held, randomTensor([6, 1], 'truth')]
    });
  });
});

describe.each(kinds)('states before the first step (%s)', kind => {
  it.each(cases)(
    'count in answers, gradients and states after the last: %s',
    (_, make, [x]) => {
      const model = sequential(make(), { seed: 2 });
      model.build(x.rank === 3 ? [null, 2] : [null]);
      const network = fusedFrom(model, kind, 2);
      // Some first pass tells which states there are.
      tapePass(model, x, y, losses.meanSquaredError());
      const given = new Map(
        model.layers.map(layer => [
          layer.name,
          Object.fromEntries(
            Object.entries(layer.states?.() ?? {}).map(([name, { shape }]) => [
              name,
              randomTensor(shape, 'state', layer.name, name)
            ])
          )
        ])
      );
      model.layers.forEach(layer => layer.setStates?.(given.get(layer.name)!));
      const expected = tapePass(model, x, y, losses.meanSquaredError());
      const left = new Map<string, Readonly<Record<string, Float32Array>>>();
      const found = fusedPass(
        network,
        model,
        x,
        y,
        { kind: 'meanSquaredError' },
        {
          states: {
            before: name =>
              Object.fromEntries(
                Object.entries(given.get(name)!).map(([letter, { values }]) => [
                  letter,
                  values
                ])
              ),
            after: (name, states) => left.set(name, states)
          }
        }
      );
      expect(Math.abs(found.loss / expected.loss - 1)).toBeLessThan(1e-5);
      for (const [name, gradient] of expected.gradients) {
        expect(
          relativeError(found.gradients.get(name)!, gradient)
        ).toBeLessThan(1e-5);
      }
      model.layers.forEach(layer =>
        Object.entries(layer.states?.() ?? {}).forEach(([name, state]) =>
          expect(
            relativeError(left.get(layer.name)![name], state.values)
          ).toBeLessThan(1e-5)
        )
      );
      expect(left.size).toBeGreaterThan(0);
    }
  );
});
