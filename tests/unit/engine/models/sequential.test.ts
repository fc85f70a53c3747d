import type { Sequential, TensorLike, Tensor } from '../../../../src/engine';
import {
  add,
  layers,
  loadModel,
  losses,
  lstm,
  matmul,
  optimizers,
  readSafetensors,
  schedules,
  sequential,
  tanh,
  tensor,
  writeSafetensors
} from '../../../../src/engine';
import { decodeBundle, encode } from '../../../../src/trace';
import type { Trace } from '../../../../src/trace';
import { memoryFiles } from '../memoryFiles';

const signal = [0.5, -1, 2, 0.25];

function forecaster(options: { seed?: number; dtype?: 'f32' | 'f64' } = {}) {
  const model = sequential(
    [layers.lstm({ units: 3 }), layers.dense({ units: 1 })],
    { seed: 4, ...options }
  );
  model.compile({ loss: 'mse' });
  model.build([null, 1]);
  return model;
}

function classifier(): Sequential {
  const model = sequential(
    [
      layers.embedding({ inputDim: 6, outputDim: 2, maskZero: true }),
      layers.bidirectional({
        layer: layers.gru({ units: 3, returnSequences: true })
      }),
      layers.lstm({ units: 2 }),
      layers.dense({ units: 3, activation: 'softmax' })
    ],
    { seed: 4 }
  );
  model.compile({
    loss: 'sparseCategoricalCrossentropy',
    metrics: ['accuracy']
  });
  model.build([null]);
  return model;
}

const read = (trace: Trace): Trace =>
  decodeBundle(JSON.parse(JSON.stringify(encode(trace)))) as Trace;

describe('what is asked of a model', () => {
  it.each(['predict', 'evaluate', 'fit', 'trace'] as const)(
    '%s refuses a number that float32 cannot hold, where the network computes in it',
    async what => {
      const large = [[1e39, 0, 0, 0]];
      const ask = async (model: Sequential) =>
        what === 'predict'
          ? model.predict(large)
          : what === 'trace'
            ? model.trace(large[0])
            : model[what](large, [1]);
      for (const model of [forecaster(), forecaster({ dtype: 'f32' })]) {
        await expect(ask(model)).rejects.toThrow(
          `model.${what}: x holds 1e+39, but the network computes in float32, which ends at 3.4e38`
        );
      }
      await expect(ask(forecaster({ dtype: 'f64' }))).resolves.toBeDefined();
    }
  );

  it('takes verbose as Keras does, and refuses importances of nothing', async () => {
    const model = forecaster();
    const x = [signal];
    expect(await model.evaluate(x, [1], { verbose: 0 })).toEqual(
      await model.evaluate(x, [1])
    );
    expect(model.predict(x, { verbose: 0 }).shape).toEqual([1, 1]);
    await expect(model.evaluate(x, [1], { sampleWeight: [0] })).rejects.toThrow(
      'model.evaluate: sampleWeight is 0 for every example'
    );
    await expect(model.fit(x, [1], { sampleWeight: [0] })).rejects.toThrow(
      'model.fit: sampleWeight is 0 for every example'
    );
  });

  it.each([
    [[0, 0, 1, 1], 'left to learn from'],
    [[1, 1, 0, 0], 'held out']
  ])('refuses importances %j, 0 for each that is %s', async (given, which) => {
    await expect(
      forecaster().fit(new Array(4).fill(signal), [1, 2, 3, 4], {
        sampleWeight: given,
        validationSplit: 0.5,
        verbose: 0
      })
    ).rejects.toThrow(
      `model.fit: sampleWeight is 0 for every example ${which}, so nothing would count`
    );
  });

  it('refuses classes of which none counts, by themselves or with their examples', async () => {
    const model = sequential(
      [layers.dense({ units: 1, activation: 'sigmoid' })],
      { seed: 1 }
    );
    model.compile({ loss: 'binaryCrossentropy' });
    const fit = (options: object) =>
      model.fit([[1], [2], [3]], [0, 1, 1], { verbose: 0, ...options });
    await expect(fit({ classWeight: { 0: 0, 1: 0 } })).rejects.toThrow(
      'model.fit: classWeight is 0 for every example'
    );
    await expect(
      fit({ classWeight: { 1: 0 }, sampleWeight: [0, 1, 1] })
    ).rejects.toThrow(
      'model.fit: classWeight times sampleWeight is 0 for every example'
    );
    await expect(fit({ classWeight: { 1: 0 } })).resolves.toBeDefined();
  });
});

describe('summary', () => {
  it('prints each layer with the arithmetic of its parameters', () => {
    const model = sequential([
      layers.embedding({ inputDim: 5000, outputDim: 128 }),
      layers.lstm({ units: 64 }),
      layers.dense({ units: 1, activation: 'sigmoid' })
    ]);
    const text = String(model);
    expect(text).toContain('vd = 5000·128');
    expect(text).toContain('49,408      4((n+m)m+m) = 4((128+64)·64+64)');
    expect(text).toContain('nm+m = 64·1+1');
    expect(text).toContain('689,473 parameters');
    expect(model.summary().total).toBe(
      model.variables.reduce((sum, { tensor: { size } }) => sum + size, 0)
    );
    expect(
      model
        .summary()
        .toBundle()
        .layers.map(({ outputShape }) => outputShape)
    ).toEqual([[null, 128], [64], [1]]);
  });

  it('names layers as Keras does', () => {
    const model = sequential([
      layers.simpleRNN({ units: 1, returnSequences: true }),
      layers.simpleRNN({ units: 1 }),
      layers.dense({ units: 1, name: 'head' })
    ]);
    expect(model.layers.map(({ name }) => name)).toEqual([
      'simple_rnn',
      'simple_rnn_1',
      'head'
    ]);
  });
});

describe('predict', () => {
  it('does not depend on the size of its batches', () => {
    const model = forecaster();
    const x = Array.from({ length: 7 }, (_, n) => signal.map(v => v * n));
    expect(model.predict(x, { batchSize: 2 }).toArray()).toEqual(
      model.predict(x).toArray()
    );
  });

  it('takes one feature with or without its own axis', () => {
    const model = forecaster();
    expect(model.predict([signal]).toArray()).toEqual(
      model.predict([signal.map(v => [v])]).toArray()
    );
  });

  it('in f32 agrees with f64 to single precision', () => {
    const single = forecaster({ dtype: 'f32' }).predict([signal]);
    expect(single.dtype).toBe('f32');
    expect(single.item()).toBeCloseTo(forecaster().predict([signal]).item(), 6);
  });

  it('leaves nothing on the tape', () => {
    expect(forecaster().predict([signal]).tracked).toBe(false);
  });
});

describe('stream', () => {
  const networks: [string, () => Sequential, (number | number[])[]][] = [
    ['a forecaster', () => forecaster({ dtype: 'f64' }), signal],
    [
      'a stack that answers at each step',
      () => {
        const model = sequential(
          [
            layers.gru({
              units: 3,
              returnSequences: true,
              inputShape: [null, 2]
            }),
            layers.layerNormalization(),
            layers.dropout(0.5),
            layers.lstm({ units: 2, returnSequences: true }),
            layers.timeDistributed({ layer: layers.dense({ units: 2 }) })
          ],
          { seed: 1 }
        );
        return model;
      },
      [
        [1, 2],
        [0, -1],
        [0.5, 0.5]
      ]
    ],
    [
      'a reader of tokens with padding',
      () =>
        sequential(
          [
            layers.embedding({ inputDim: 5, outputDim: 2, maskZero: true }),
            layers.lstm({ units: 3, returnSequences: true }),
            layers.gru({ units: 3 }),
            layers.dense({ units: 1 })
          ],
          { seed: 1, dtype: 'f64' }
        ),
      [0, 3, 0, 4]
    ]
  ];

  it.each(networks)(
    'equals predict on all steps so far: %s',
    (_, make, steps) => {
      const model = make();
      const live = model.stream();
      steps.forEach((x, t) => {
        const answer = live.step(x);
        const whole = model
          .predict([steps.slice(0, t + 1)] as number[][])
          .at(0);
        const expected = whole.rank === 2 ? whole.at(-1) : whole;
        expected.values.forEach((value, at) =>
          expect(answer.values[at]).toBeCloseTo(value, 14)
        );
      });
      expect(live.steps).toBe(steps.length);
      live.reset();
      expect(live.steps).toBe(0);
      expect(live.step(steps[0]).toArray()).toEqual(
        model.stream().step(steps[0]).toArray()
      );
    }
  );

  it('shows the states', () => {
    const live = forecaster().stream();
    live.step(1);
    expect(live.states.lstm.c.shape).toEqual([3]);
  });

  it('refuses layers that need the whole sequence', () => {
    expect(() => classifier().stream()).toThrow(
      "model.stream: layer 'bidirectional' reads the sequence from its end as well, so the network cannot answer step by step"
    );
  });

  it('says what is wrong with a step', () => {
    const live = forecaster().stream();
    expect(() => live.step([1, 2])).toThrow(
      'stream.step: x must have shape [1], got [2]'
    );
    expect(() => live.step(NaN)).toThrow('stream.step: x is NaN at feature 0');
    expect(() => live.step(undefined as never)).toThrow(
      'stream.step: x must be a number, got undefined'
    );
  });
});

describe('trace', () => {
  it('keeps all layers and directions, with gradients of the compiled loss', () => {
    const model = classifier();
    const run = model.trace([1, 2, 3, 0], {
      target: 2,
      tokens: ['the', 'old', 'house', '–'],
      outputNames: ['a', 'b', 'c']
    });
    expect(
      run.layers.map(({ name, direction }) => `${name} ${direction}`)
    ).toEqual([
      'bidirectional/forward forward',
      'bidirectional/backward backward',
      'lstm forward'
    ]);
    expect(run.loss).toBeCloseTo(-Math.log(run.output!.values[2]), 12);
    const trace = read(run.toBundle());
    expect(trace.time).toMatchObject({
      name: 'token',
      labels: ['the', 'old', 'house', '–']
    });
    expect([...trace.time.mask!.values]).toEqual([1, 1, 1, 0]);
    expect(trace.input.editable).toBe(false);
    expect(trace.outputs.map(({ name }) => name)).toEqual(['a', 'b', 'c']);
    // What answers once answers at the last step that is no padding.
    expect(trace.targets!.map(({ values }) => values.values[2])).toEqual([
      0, 0, 1
    ]);
    expect(trace.model!.layers).toHaveLength(4);
    // A network that answers once has no value before the end, nor at padding.
    expect(trace.outputs[0].values.values[1]).toBeNaN();
    expect(trace.outputs[0].values.values[3]).toBeNaN();

    const padding = trace.layers[2].channels.find(
      ({ name }) => name === 'dL/dh'
    )!.array.values;
    expect([...padding.slice(4, 6)]).toEqual([...padding.slice(6, 8)]);
  });

  it('has the state gradients that a hand-made chain has', () => {
    const model = forecaster({ dtype: 'f64' });
    const run = model.trace(signal, { target: [0.7] });
    const cell = lstm({ inputSize: 1, units: 3 });
    cell.setWeights(model.cells[0].getWeights());
    const [kernel, bias] = model.variables
      .slice(-2)
      .map(({ tensor }) => tensor);
    const direct = cell.run(signal, {
      gradientsOf: ({ h }) =>
        matmul(h.at(-1), kernel).add(bias).sub(0.7).square().sum()
    });
    expect(run.loss).toBeCloseTo(direct.loss!, 14);
    run.gradients.c.values.forEach((value, at) =>
      expect(value).toBeCloseTo(direct.gradients.c.values[at], 14)
    );
  });

  it("shows and edits the input in its own unit, and answers in the target's", () => {
    const scaler = {
      apply: (x: TensorLike) => tensor(x).sub(20).div(5),
      invert: (x: TensorLike) => tensor(x).mul(5).add(20)
    };
    const model = forecaster({ dtype: 'f64' });
    const run = model.trace([0, 1, -1], {
      target: [1],
      scaler,
      targetScaler: scaler,
      inputNames: ['temperature'],
      inputUnit: '°C',
      outputUnit: '°C'
    });
    const trace = read(run.toBundle());
    expect([...trace.input.array.values]).toEqual([20, 25, 15]);
    expect(trace.targets![0].values.values[2]).toBe(25);
    expect(trace.outputs[0].values.values[2]).toBeCloseTo(
      5 * run.output!.item() + 20,
      4
    );
    const changed = run.edit({ steps: 1, value: 30 });
    expect(changed.output!.item()).toBeCloseTo(
      model.predict([[0, 2, -1]]).item(),
      14
    );
    expect(
      changed.clamp({ channel: 'o', value: 0 }).output!.item()
    ).toBeCloseTo(model.variables.at(-1)!.tensor.values[0], 14);
  });

  it('clamps a channel of any layer by its name', () => {
    const run = classifier().trace([1, 2, 3], { target: 0 });
    const held = run.clamp({
      layer: 'bidirectional/backward',
      channel: 'z',
      value: 1
    });
    expect(
      new Set(held.layer('bidirectional/backward').channels.h.values)
    ).toEqual(new Set([0]));
    expect(held.loss).not.toBe(run.loss);
  });

  it('refuses to be built on a shape that is no list of extents', () => {
    const model = sequential([layers.dense({ units: 1 })]);
    for (const wrong of [[], [0], [1.5], 3, 'x']) {
      expect(() => model.build(wrong as number[])).toThrow(
        'model.build: inputShape must be a list of extents such as [null, 3]'
      );
    }
  });

  it('draws at most twelve of many outputs, the strongest', () => {
    const model = sequential(
      [
        layers.simpleRNN({
          units: 4,
          returnSequences: true,
          inputShape: [null, 1]
        }),
        layers.dense({ units: 40, activation: 'softmax' })
      ],
      { seed: 1 }
    );
    const trace = read(model.trace(signal).toBundle());
    expect(trace.outputs).toHaveLength(12);
    expect(trace.outputs[0].range).toEqual([0, 1]);
    expect(trace.outputs[0].values.values[0]).not.toBeNaN();
  });

  it.each([
    [12, undefined],
    [13, 13]
  ])('of %i outputs says %s to be there beside those drawn', (units, count) => {
    const model = sequential([layers.dense({ units, inputShape: [null, 1] })]);
    const { outputs, outputCount } = model.trace(signal).toBundle();
    expect(outputs).toHaveLength(12);
    expect(outputCount).toBe(count);
  });

  it('draws the largest output of each step, also where others rise higher elsewhere', () => {
    // Step 0 answers one of 20 by a little; at step 1 all others rise above that.
    const model = sequential([
      layers.dense({ units: 20, inputShape: [null, 2], useBias: false })
    ]);
    const kernel = Array.from({ length: 2 }, (_, row) =>
      Array.from({ length: 20 }, (_, k) => (k === 7 ? 1 - row : row + k / 100))
    );
    model.setWeights([tensor(kernel)]);
    const traced = model.trace([
      [1, 0],
      [0, 1]
    ]);
    const { outputs, outputCount } = read(traced.toBundle());
    expect(outputs.map(({ name }) => name)).toContain('output 7');
    // What is left out is told.
    expect(outputs).toHaveLength(12);
    expect(outputCount).toBe(20);
  });

  it('is stale after training', async () => {
    const model = forecaster();
    const run = model.trace(signal);
    await model.fit([signal], [1]);
    expect(run.stale).toBe(true);
    expect(model.trace(signal).stale).toBe(false);
  });

  it.each<[string, () => unknown, string]>([
    [
      'a batch',
      () => forecaster().trace([[[1], [2]]]),
      'model.trace: x must be one sequence [T, I], got shape [1, 2, 1] (take one of a batch with x.at(0))'
    ],
    [
      'a target without a loss',
      () =>
        sequential([layers.gru({ units: 1, inputShape: [null, 1] })]).trace(
          [1],
          { target: [1] }
        ),
      'model.trace: a target needs a loss; call model.compile first, or give gradientsOf'
    ],
    [
      'a target of another shape',
      () => forecaster().trace([1], { target: [1, 2] }),
      'model.trace: the target has shape [2], but the output [1]'
    ],
    [
      'too few tokens',
      () => classifier().trace([1, 2], { tokens: ['a'] }),
      'model.trace: tokens must be one a step (2), got 1'
    ],
    [
      'names of features',
      () => forecaster().trace([1], { inputNames: ['a', 'b'] }),
      'model.trace: inputNames must be one a feature (1), got 2'
    ],
    [
      'NaN',
      () => forecaster().trace([1, NaN]),
      'model.trace: x is NaN at step 1, feature 0'
    ],
    [
      'nothing',
      () => forecaster().trace(undefined as never),
      'model.trace: x must be one sequence, got undefined'
    ],
    [
      'a typing error',
      () => forecaster().trace([1], { targets: [1] } as never),
      "model.trace: there is no option 'targets' (did you mean 'target'?)"
    ]
  ])('refuses %s', (_, call, message) => {
    expect(call).toThrow(message);
  });
});

describe('save and load', () => {
  it('bring back layers, weights, and what compile settled', async () => {
    memoryFiles();
    const model = sequential(
      [
        layers.masking({ maskValue: -1, inputShape: [null, 2] }),
        layers.bidirectional({
          layer: layers.lstm({
            units: 3,
            returnSequences: true,
            convention: 'pytorch'
          }),
          mergeMode: 'sum'
        }),
        layers.timeDistributed({
          layer: layers.dense({ units: 4, activation: 'relu' })
        }),
        layers.layerNormalization(),
        layers.gru({
          units: 2,
          resetAfter: false,
          kernelInitializer: shape =>
            new Float64Array(shape[0] * shape[1]).fill(0.1)
        }),
        layers.dropout(0.3),
        layers.dense({ units: 1, name: 'head', trainable: false })
      ],
      { seed: 11, name: 'mixed' }
    );
    model.compile({
      optimizer: optimizers.adamW({
        learningRate: schedules.cosine({
          initialLearningRate: 0.1,
          decaySteps: 7
        }),
        clipNorm: 1
      }),
      loss: losses.huber({ delta: 0.5 }),
      metrics: ['mae', 'rmse']
    });
    const x = [
      [
        [1, 2],
        [-1, -1],
        [0.5, 0]
      ]
    ];
    await model.fit(x, [1], { epochs: 2 });
    await model.save('file');
    const loaded = await loadModel('file');
    expect(loaded.predict(x).toArray()).toEqual(model.predict(x).toArray());
    expect(String(loaded)).toBe(String(model));
    expect(loaded.compiled!.loss.spec).toEqual({ kind: 'huber', delta: 0.5 });
    expect(loaded.compiled!.optimizer.state()).toEqual(
      model.compiled!.optimizer.state()
    );
    expect(loaded.compiled!.metrics.map(({ name }) => name)).toEqual([
      'meanAbsoluteError',
      'rootMeanSquaredError'
    ]);
    expect(loaded.layer('head').trainable).toBe(false);
    expect(loaded.seed).toBe(11);
  });

  it('go on training as if never kept, along the schedule and with the moments', async () => {
    memoryFiles();
    const made = (): Sequential => {
      const model = forecaster();
      model.compile({
        optimizer: optimizers.adam({
          learningRate: schedules.cosine({
            initialLearningRate: 0.1,
            decaySteps: 7
          })
        }),
        loss: 'mse'
      });
      return model;
    };
    const x = [signal, [1, 2, 3, 4]];
    const whole = made();
    await whole.fit(x, [1, 2], { epochs: 3, verbose: 0 });
    await whole.save('half');
    const again = await loadModel('half');
    for (const model of [whole, again]) {
      await model.fit(x, [1, 2], { initialEpoch: 3, epochs: 6, verbose: 0 });
    }
    expect(again.predict(x).toArray()).toEqual(whole.predict(x).toArray());
    expect(again.compiled!.optimizer.iterations).toBe(6);
  });

  it('of weights alone', async () => {
    memoryFiles();
    const model = forecaster();
    await model.saveWeights('weights');
    const other = forecaster({ seed: 99 });
    await other.loadWeights('weights');
    expect(other.predict([signal]).item()).toBe(model.predict([signal]).item());
    await expect(classifier().loadWeights('weights')).rejects.toThrow(
      "the file has no weight 'embedding/embeddings'"
    );
    await expect(loadModel('weights')).rejects.toThrow(
      'this file holds no model of gatescope'
    );
  });

  it('refuse what no file can hold', async () => {
    const model = sequential([
      layers.recurrent({
        units: 1,
        inputShape: [null, 1],
        cell: {
          name: 'own',
          state: ['h'],
          parameters: ['W', 'U', 'b'],
          step: ({ x, h }, { W, U, b }) => ({
            h: tanh(add(matmul(x, W), matmul(h, U), b))
          })
        }
      })
    ]);
    await expect(model.save('file')).rejects.toThrow(
      "layer 'rnn' is of a type of your own, which no file can hold; use model.saveWeights"
    );
  });

  it('take the weights of a PyTorch module, stacked and in both directions', async () => {
    const files = memoryFiles();
    const reference = sequential(
      [
        layers.embedding({ inputDim: 9, outputDim: 4 }),
        layers.bidirectional({
          layer: layers.lstm({
            units: 3,
            returnSequences: true,
            convention: 'pytorch'
          })
        }),
        layers.bidirectional({
          layer: layers.lstm({ units: 3, convention: 'pytorch' })
        }),
        layers.dense({ units: 2, convention: 'pytorch' })
      ],
      { seed: 1 }
    );
    const state: Record<string, Tensor> = {};
    const put = (
      prefix: string,
      weights: Record<string, Tensor>,
      suffix: string
    ) =>
      Object.entries(weights).forEach(
        ([name, value]) => (state[`${prefix}.${name}${suffix}`] = value)
      );
    const [embedding, first, second, dense] = reference.layers;
    state['table.weight'] = embedding.variables[0].tensor;
    [first, second].forEach((layer, level) => {
      put('rnn', layer.cells[0].getWeights(), `_l${level}`);
      put('rnn', layer.cells[1].getWeights(), `_l${level}_reverse`);
    });
    state['fc.weight'] = dense.variables[0].tensor.transpose();
    state['fc.bias'] = dense.variables[1].tensor;
    files.set('torch', writeSafetensors(state));
    const model = sequential(
      [
        layers.embedding({ inputDim: 9, outputDim: 4 }),
        layers.bidirectional({
          layer: layers.lstm({ units: 3, returnSequences: true })
        }),
        layers.bidirectional({ layer: layers.lstm({ units: 3 }) }),
        layers.dense({ units: 2 })
      ],
      { seed: 2 }
    );
    await model.loadWeights('torch');
    expect(model.predict([[1, 5, 8]]).toArray()).toEqual(
      reference.predict([[1, 5, 8]]).toArray()
    );
    expect(model.summary().total).toBe(reference.summary().total);
  });

  it('ask which module is meant when shapes do not tell', async () => {
    const files = memoryFiles();
    const value = (v: number) => tensor([[v]]);
    files.set(
      'torch',
      writeSafetensors({
        'a.weight': value(1),
        'a.bias': tensor([0]),
        'b.weight': value(2),
        'b.bias': tensor([0])
      })
    );
    const model = sequential([layers.dense({ units: 1, inputShape: [1] })]);
    await expect(model.loadWeights('torch')).rejects.toThrow(
      "modules a and b both fit layer 'dense'; say which: { modules: { dense: 'a' } }"
    );
    await model.loadWeights('torch', { modules: { dense: 'b' } });
    expect(model.predict([[3]]).item()).toBe(6);
    await expect(forecaster().loadWeights('torch')).rejects.toThrow(
      "no module of the file fits layer 'lstm'"
    );
  });
});

describe('safetensors', () => {
  it('come back as they went, names beyond ASCII too', () => {
    const file = readSafetensors(
      writeSafetensors(
        {
          'größe/π': tensor([
            [1, -0.1],
            [1e-300, 3]
          ]),
          single: tensor([0.5], { dtype: 'f32' })
        },
        { note: '忘れる' }
      )
    );
    expect(file.tensors['größe/π'].toArray()).toEqual([
      [1, -0.1],
      [1e-300, 3]
    ]);
    expect(file.tensors.single.dtype).toBe('f32');
    expect(file.metadata).toEqual({ note: '忘れる' });
  });

  it('of half precision are read', () => {
    const header = JSON.stringify({
      a: { dtype: 'F16', shape: [4], data_offsets: [0, 8] },
      b: { dtype: 'BF16', shape: [2], data_offsets: [8, 12] }
    });
    const bytes = new Uint8Array(8 + header.length + 12);
    const view = new DataView(bytes.buffer);
    view.setBigUint64(0, BigInt(header.length), true);
    bytes.set(
      [...header].map(c => c.charCodeAt(0)),
      8
    );
    // 1, −2, 65504 (the largest) and 2⁻²⁴ (the smallest) in binary16; 1 and −3.140625 in bfloat16
    [0x3c00, 0xc000, 0x7bff, 0x0001, 0x3f80, 0xc049].forEach((bits, at) =>
      view.setUint16(8 + header.length + 2 * at, bits, true)
    );
    const { tensors } = readSafetensors(bytes);
    expect(tensors.a.toArray()).toEqual([1, -2, 65504, 2 ** -24]);
    expect(tensors.b.toArray()).toEqual([1, -3.140625]);
  });

  const broken = (change: (bytes: Uint8Array) => Uint8Array) => () =>
    readSafetensors(change(writeSafetensors({ a: tensor([1, 2]) })));
  const withHeader = (entry: object) => () => {
    const header = JSON.stringify({ a: entry });
    const bytes = new Uint8Array(8 + header.length + 16);
    new DataView(bytes.buffer).setBigUint64(0, BigInt(header.length), true);
    bytes.set(
      [...header].map(c => c.charCodeAt(0)),
      8
    );
    return readSafetensors(bytes);
  };
  it.each<[string, () => unknown, string]>([
    ['cut off', broken(bytes => bytes.slice(0, 20)), 'its header would take'],
    ['too short', broken(bytes => bytes.slice(0, 3)), 'it has 3 bytes'],
    [
      'without their end',
      broken(bytes => bytes.slice(0, -1)),
      "the entry of 'a' has a wrong shape or place"
    ],
    [
      'with a hostile header',
      broken(bytes => bytes.map((b, at) => (at < 8 ? 255 : b))),
      'its header would take'
    ],
    [
      'with a header that is no JSON',
      broken(bytes => bytes.map((b, at) => (at === 8 ? 1 : b))),
      'its header is not JSON'
    ],
    [
      'of floats of one byte',
      withHeader({ dtype: 'F8_E4M3', shape: [16], data_offsets: [0, 16] }),
      "tensor 'a' is of type F8_E4M3; F64, F32, F16, BF16, I64, "
    ],
    [
      'of a negative shape',
      withHeader({ dtype: 'F64', shape: [-2], data_offsets: [0, 16] }),
      "the entry of 'a' has a wrong shape or place"
    ],
    [
      'of a shape that does not fill their place',
      withHeader({ dtype: 'F64', shape: [3], data_offsets: [0, 16] }),
      "'a' of shape [3] takes 24 bytes, but has 16"
    ],
    [
      'without an entry',
      withHeader(null as never),
      "tensor 'a' is of type undefined"
    ]
  ])('%s are refused', (_, call, message) => {
    expect(call).toThrow(message);
  });
});

describe('mistakes', () => {
  it.each<[string, () => unknown, string]>([
    [
      'no layers',
      () => sequential([]),
      'sequential: layers must be a list of at least one layer, got an empty array'
    ],
    [
      'something that is no layer',
      () => sequential([lstm({ inputSize: 1, units: 1 }) as never]),
      'sequential: layers[0] must be a layer such as layers.lstm({ units: 8 }), got an object'
    ],
    [
      'one name twice',
      () =>
        sequential([
          layers.dense({ units: 1, name: 'a' }),
          layers.dense({ units: 1, name: 'a' })
        ]),
      "sequential: two layers are called 'a'"
    ],
    [
      'an unknown option',
      () => sequential([layers.dense({ units: 1 })], { sead: 1 } as never),
      "sequential: there is no option 'sead' (did you mean 'seed'?)"
    ],
    [
      'half a seed',
      () => sequential([layers.dense({ units: 1 })], { seed: 0.5 }),
      'sequential: seed must be a whole number'
    ],
    [
      'an input of another shape',
      () => forecaster().predict([[[1, 2]]]),
      'model.predict: x must have shape [N, T, 1], got [1, 1, 2]'
    ],
    [
      'an empty input',
      () => forecaster().predict([]),
      'model.predict: x is empty, shape [0]'
    ],
    [
      'NaN',
      () => forecaster().predict([[1, NaN]]),
      'model.predict: x holds NaN at [0, 1]'
    ],
    [
      'a summary before there are weights',
      () => sequential([layers.gru({ units: 1 })]).summary(),
      'model.summary: the model has no weights yet; give the first layer inputShape, or call model.build([null, features])'
    ],
    [
      'a layer that is not there',
      () => forecaster().layer('gru'),
      "model.layer: there is no layer 'gru'; the layers are lstm, dense"
    ],
    [
      'too few weights',
      () => forecaster().setWeights([]),
      'model.setWeights: expected 5 weights (lstm/kernel, lstm/recurrentKernel, lstm/bias, dense/kernel, dense/bias), got 0'
    ],
    [
      'a weight of another shape',
      () =>
        forecaster().setWeights({
          ...forecaster().getWeights(),
          'dense/bias': [1, 2]
        }),
      'model.setWeights: dense/bias must have shape [1], got [2]'
    ]
  ])('%s', (_, call, message) => {
    expect(call).toThrow(message);
  });
});
