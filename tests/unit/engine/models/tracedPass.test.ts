import type { Layer, RunOfNetwork, Tensor } from '../../../../src/engine';
import { layers, sequential } from '../../../../src/engine';
import type { Compute } from '../../../../src/engine/models/sequentialOptions';
import { randomTensor } from '../fused/modelSupport';
import { relativeError } from '../fused/support';

type Case = readonly [
  name: string,
  make: () => Layer[],
  more?: { readonly tokens?: boolean; readonly perStep?: boolean }
];

const dense = (units: number) => layers.dense({ units });
/** Of whose first layer the loss reads every step, through the second. */
const stacked: Case = [
  'stacked',
  () => [
    layers.simpleRNN({ units: 5, returnSequences: true }),
    layers.simpleRNN({ units: 5 }),
    dense(2)
  ]
];
const cases: Case[] = [
  ['LSTM', () => [layers.lstm({ units: 5 }), dense(2)]],
  ['GRU', () => [layers.gru({ units: 5 }), dense(2)]],
  [
    'GRU that resets before',
    () => [layers.gru({ units: 5, resetAfter: false }), dense(2)]
  ],
  ['plain layer', () => [layers.simpleRNN({ units: 5 }), dense(2)]],
  [
    'plain layer with relu',
    () => [layers.simpleRNN({ units: 5, activation: 'relu' }), dense(2)]
  ],
  [
    "PyTorch's",
    () => [
      layers.lstm({ units: 3, convention: 'pytorch', returnSequences: true }),
      layers.gru({ units: 4, convention: 'pytorch' }),
      dense(2)
    ]
  ],
  ['backward', () => [layers.gru({ units: 4, goBackwards: true }), dense(2)]],
  [
    'both directions, stacked',
    () => [
      layers.bidirectional({
        layer: layers.lstm({ units: 3, returnSequences: true })
      }),
      layers.bidirectional({ layer: layers.gru({ units: 3 }) }),
      dense(2)
    ]
  ],
  [
    'an answer each step',
    () => [
      layers.lstm({ units: 3, returnSequences: true }),
      layers.dense({ units: 2, activation: 'softmax' })
    ],
    { perStep: true }
  ],
  [
    'dropout, which a trace leaves out',
    () => [
      layers.lstm({
        units: 3,
        returnSequences: true,
        dropout: 0.5,
        recurrentDropout: 0.5
      }),
      layers.dropout(0.5),
      layers.gru({ units: 3 }),
      layers.dense({ units: 2, activation: 'sigmoid' })
    ]
  ],
  [
    'a dense layer before',
    () => [
      layers.dense({ units: 4, activation: 'tanh' }),
      layers.simpleRNN({ units: 3 }),
      dense(2)
    ]
  ],
  ['no dense layer', () => [layers.lstm({ units: 2 })]],
  [
    'hard gates, merged directions, outputs from the last step on',
    () => [
      layers.bidirectional({
        layer: layers.lstm({
          units: 4,
          recurrentActivation: 'hardSigmoid',
          returnSequences: true
        }),
        mergeMode: 'mul'
      }),
      layers.gru({
        units: 9,
        recurrentActivation: 'hardSigmoid',
        goBackwards: true,
        returnSequences: true
      }),
      layers.simpleRNN({ units: 3 }),
      dense(2)
    ]
  ],
  [
    'tokens',
    () => [
      layers.embedding({ inputDim: 9, outputDim: 3, maskZero: true }),
      layers.gru({ units: 3 }),
      dense(2)
    ],
    { tokens: true }
  ]
];

const named = cases.map(of => ({ name: of[0], of }));

const x = randomTensor([7, 2], 'x');
const ids = [1, 4, 8, 2, 2, 5, 3];

function modelOf(compute: Compute, [, make, more]: Case) {
  const model = sequential(make(), { seed: 3, compute });
  model.compile({ loss: 'mse' });
  model.build(more?.tokens ? [null] : [null, 2]);
  // Biases that are not zero.
  model.setWeights(
    model.variables.map(({ tensor }, at) =>
      tensor.detach().add(randomTensor(tensor.shape, at).mul(0.3))
    )
  );
  return model;
}

const isByCode = (run: RunOfNetwork) => run.record.onTape !== undefined;

function expectClose(found: Tensor, expected: Tensor) {
  expect(found.shape).toEqual(expected.shape);
  expect(relativeError(found.values, expected.values)).toBeLessThan(1e-5);
}

function expectSame(found: RunOfNetwork, expected: RunOfNetwork) {
  expect(isByCode(found)).toBe(true);
  expect(isByCode(expected)).toBe(false);
  expectClose(found.output!, expected.output!);
  expect(found.layers.map(({ name }) => name)).toEqual(
    expected.layers.map(({ name }) => name)
  );
  expected.layers.forEach((layer, at) => {
    const own = found.layers[at];
    expect(own.direction).toBe(layer.direction);
    expectClose(own.inputGradient!, layer.inputGradient!);
    for (const part of [
      'channels',
      'gradients',
      'weightGradients',
      'parameterGradients'
    ] as const) {
      expect(Object.keys(own[part])).toEqual(Object.keys(layer[part]));
      for (const [name, tensor] of Object.entries(layer[part])) {
        expectClose(own[part][name], tensor);
      }
    }
  });
}

describe('a trace by compiled steps', () => {
  it.each([
    [false, [150]],
    [false, [150, 70]],
    [true, [150]],
    // Two that lie farther apart than f32 reaches.
    [true, [9, 89]],
    [true, [89, 9]]
  ] as const)(
    'has derivatives beyond f32 of outputs that are read at some steps (goBackwards: %s, %j)',
    (goBackwards, read) => {
      const of: Case = [
        'one layer',
        () => [
          // The sums take four units at a time, twice, and two that are left.
          layers.simpleRNN({ units: 10, returnSequences: true, goBackwards }),
          dense(1)
        ]
      ];
      const long = randomTensor([160, 2], 'long');
      const [found, expected] = (['auto', 'tape'] as const).map(compute => {
        const model = modelOf(compute, of);
        model.setWeights(
          model.variables.map(({ tensor }) => tensor.detach().mul(0.1))
        );
        return model.trace(long, {
          gradientsOf: output =>
            read
              .map(step => output.at(0).at(step).sum())
              .reduce((sum, each) => sum.add(each))
        });
      });
      const { values } = expected.gradients.h;
      expect(values.some(value => value !== 0 && Math.abs(value) < 1e-38)).toBe(
        true
      );
      for (let t = 0; t < 160; t++) {
        expect(
          relativeError(
            found.gradients.h.at(t).values,
            expected.gradients.h.at(t).values
          )
        ).toBeLessThan(5e-4);
      }
    }
  );

  it.each(named)('has what the tape has: $name', ({ of }) => {
    const [, , more] = of;
    const given = more?.tokens ? ids : x;
    const target = randomTensor(more?.perStep ? [7, 2] : [2], 'target');
    const [found, expected] = (['auto', 'tape'] as const).map(compute =>
      modelOf(compute, of).trace(given, { target })
    );
    expectSame(found, expected);
    expect(Math.abs(found.loss! / expected.loss! - 1)).toBeLessThan(1e-5);
    if (!more?.tokens) {
      expectClose(found.inputGradient!, expected.inputGradient!);
    }
  });

  it.each(named)('differentiates any number: $name', ({ of }) => {
    const [, , more] = of;
    const given = more?.tokens ? ids : x;
    const gradientsOf = (output: Tensor) => output.square().mul(3).sum();
    const [found, expected] = (['auto', 'tape'] as const).map(compute =>
      modelOf(compute, of).trace(given, { gradientsOf })
    );
    expectSame(found, expected);
  });

  it('has no derivatives without a loss', () => {
    const run = modelOf('auto', cases[0]).trace(x);
    expect(isByCode(run)).toBe(true);
    expect(run.loss).toBeNull();
    expect(run.gradients).toEqual({});
    expect(run.inputGradient).toBeUndefined();
    expect(run.parameterGradients).toEqual({});
  });

  it('is edited', () => {
    const [found, expected] = (['auto', 'tape'] as const).map(compute =>
      modelOf(compute, cases[0]).trace(x, { target: [0, 0] })
    );
    const edit = { steps: 2, feature: 1, value: 3 };
    expectSame(found.edit(edit), expected.edit(edit));
  });

  it.each(named.filter(({ of: [, , more] }) => !more?.tokens))(
    'holds every channel of every layer as the tape does: $name',
    ({ of }) => {
      const target = randomTensor(of[2]?.perStep ? [7, 2] : [2], 'target');
      const [found, expected] = (['auto', 'tape'] as const).map(compute =>
        modelOf(compute, of).trace(x, { target })
      );
      for (const { name: layer, channels } of expected.layers) {
        const all = Object.keys(channels).map((channel, at) => ({
          layer,
          channel,
          value: at % 2 === 0 ? 0.3 : ('mean' as const),
          // The first step, the last, some between; one unit alone, then others.
          steps: at % 3 === 0 ? [0, 3, 6] : [2, 3, 6],
          units: at % 2 === 0 ? [1] : [0, 1]
        }));
        for (const clamps of [...all.map(clamp => [clamp]), all]) {
          const held = found.recompute({ clamps });
          const theirs = expected.recompute({ clamps });
          expectSame(held, theirs);
          expectClose(held.inputGradient!, theirs.inputGradient!);
        }
      }
      // What was held leaves no trace in the next pass.
      expectSame(found.recompute({}), expected.recompute({}));
    }
  );

  it('leaves to the last bit what a held output gate does not reach', () => {
    const model = sequential(
      [layers.lstm({ units: 5, inputShape: [null, 2] }), dense(1)],
      { seed: 4 }
    );
    const run = model.trace(randomTensor([12, 2], 9));
    const held = run.clamp({ channel: 'o', value: 0, steps: [7] });
    const upTo = (of: typeof run, channel: string, last: number) =>
      Array.from({ length: last + 1 }, (_, step) =>
        of.channel(channel).at(step).toArray()
      );
    expect(upTo(held, 'c', 7)).toEqual(upTo(run, 'c', 7));
    expect(upTo(held, 'h', 6)).toEqual(upTo(run, 'h', 6));
    expect(
      held
        .channel('h')
        .at(7)
        .toArray()
        .every(h => h === 0)
    ).toBe(true);
    expect(upTo(held, 'c', 8)).not.toEqual(upTo(run, 'c', 8));
  });

  it('names a layer that cannot be held', () => {
    const run = modelOf('auto', cases[0]).trace(x);
    expect(() =>
      run.recompute({ clamps: [{ layer: 'lstn', channel: 'f', value: 1 }] })
    ).toThrow("there is no layer 'lstn'; the layers are lstm");
  });

  it('is drawn with the summands of its gates, as they were when it was made', async () => {
    const [run, expected] = (['auto', 'tape'] as const).map(compute => {
      const model = modelOf(compute, cases[0]);
      return { model, run: model.trace(x, { target: [0, 0] }) };
    });
    await run.model.fit(
      randomTensor([4, 7, 2], 'x'),
      randomTensor([4, 2], 'y'),
      {
        epochs: 5,
        verbose: 0
      }
    );
    const weights = run.model.getWeights();
    const [own] = run.run.toBundle({ terms: true }).layers;
    const [theirs] = expected.run.toBundle({ terms: true }).layers;
    expect(own.channels.map(({ name }) => name)).toEqual(
      theirs.channels.map(({ name }) => name)
    );
    own.channels.forEach(({ array }, at) =>
      expect(
        relativeError(array.values, theirs.channels[at].array.values)
      ).toBeLessThan(1e-5)
    );
    // And the model keeps what it has learned.
    expect(
      Object.values(run.model.getWeights()).map(tensor => tensor.toArray())
    ).toEqual(Object.values(weights).map(tensor => tensor.toArray()));
  });

  it('has derivatives that f32 has not, where the loss reads each layer', () => {
    const model = modelOf('auto', stacked);
    model.setWeights(
      model.variables.map(({ tensor }) => tensor.detach().mul(0.01))
    );
    const run = model.trace(randomTensor([40, 2], 'long'), { target: [1, 1] });
    expect(isByCode(run)).toBe(true);
    for (const { gradients } of run.layers) {
      expect(gradients.h.at(0).values.some(value => value !== 0)).toBe(true);
    }
  });

  it.each<[string, () => RunOfNetwork]>([
    [
      'padding',
      () =>
        modelOf('auto', cases.at(-1)!).trace([1, 2, 0, 0], { target: [0, 0] })
    ],
    [
      'a state that is carried over',
      () => {
        const model = modelOf('auto', [
          '',
          () => [layers.gru({ units: 2, stateful: true }), dense(2)]
        ]);
        model.predict(x.reshape([1, ...x.shape]));
        return model.trace(x);
      }
    ]
  ])('is left to the tape: %s', (_, trace) => {
    const run = trace();
    expect(isByCode(run)).toBe(false);
    if (run.loss !== null) {
      const { values } = run.gradients.h;
      expect(values.some(value => value !== 0)).toBe(true);
    }
  });
});
