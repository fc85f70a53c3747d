import type {
  Layer,
  Loss,
  Optimizer,
  Sequential,
  TensorLike
} from '../../src/engine';
import {
  callbacks,
  gradients,
  layers,
  losses,
  metrics,
  type Metric,
  optimizers,
  schedules,
  sequential,
  tensor,
  variable
} from '../../src/engine';
import type { Pass } from '../../src/engine/layers/layer';
import type { RecurrentLayer } from '../../src/engine/layers/recurrent';
import type { TrainingControl } from '../../src/engine';
import { seededPass } from '../../src/engine/models/seededPass';
import { fixture } from './fixture';
import { relativeError } from './relativeError';

const TOLERANCE = 1e-10;
const pass: Pass = seededPass(1, false, 0);

interface LayerCase {
  name: string;
  layer:
    'simpleRNN' | 'lstm' | 'gru' | 'dense' | 'layerNormalization' | 'conv1d';
  options: { mergeMode?: 'concat' };
  x: TensorLike;
  mask: number[][] | null;
  initial: TensorLike[] | null;
  weights: TensorLike[];
  outputs: TensorLike[];
  upstream: TensorLike[];
  loss: number;
  weightGradients: TensorLike[];
  xGradient: TensorLike;
}

function fill(layer: Layer, weights: readonly TensorLike[]): void {
  expect(layer.variables).toHaveLength(weights.length);
  layer.variables.forEach(({ tensor: { values, shape } }, at) => {
    const given = tensor(weights[at]);
    expect(given.shape).toEqual(shape);
    values.set(given.values);
  });
}

function built<T extends Layer>(layer: T, of: LayerCase): T {
  layer.name ||= 'layer';
  layer.build(tensor(of.x).shape.slice(1), { seed: 1, dtype: 'f64' });
  fill(layer, of.weights);
  return layer;
}

function compare(
  of: LayerCase,
  layer: Layer,
  x: ReturnType<typeof variable>,
  outputs: ReturnType<typeof variable>[]
): void {
  outputs.forEach((output, at) =>
    expect(relativeError(output, of.outputs[at])).toBeLessThan(TOLERANCE)
  );
  expect(outputs).toHaveLength(of.outputs.length);
  const loss = outputs
    .map((output, at) => output.mul(of.upstream[at]).sum())
    .reduce((a, b) => a.add(b));
  expect(relativeError(loss, of.loss)).toBeLessThan(TOLERANCE);
  const found = gradients(loss, [
    x,
    ...layer.variables.map(weight => weight.tensor)
  ]);
  expect(relativeError(found[0], of.xGradient)).toBeLessThan(TOLERANCE);
  of.weightGradients.forEach((gradient, at) =>
    expect(relativeError(found[at + 1], gradient)).toBeLessThan(TOLERANCE)
  );
}

const make = {
  simpleRNN: layers.simpleRNN,
  lstm: layers.lstm,
  gru: layers.gru
};

describe('recurrent layers agree with Keras in outputs, states and gradients', () => {
  it.each(fixture<LayerCase>('keras/recurrent.json'))('$name', of => {
    const kind = of.layer as keyof typeof make;
    const layer: RecurrentLayer = built(
      make[kind]({ units: 4, ...of.options }),
      of
    );
    const x = variable(of.x);
    const signal = {
      values: x,
      ...(of.mask && { mask: tensor(of.mask) })
    };
    const { stateNames } = layer.cell;
    const initialState = of.initial
      ? Object.fromEntries(
          stateNames.map((name, at) => [name, of.initial![at]])
        )
      : undefined;
    const { output, state } = layer.output(signal, pass, { initialState });
    compare(of, layer, x, [
      output.values,
      ...stateNames.map(name => state[name])
    ]);
  });
});

describe('bidirectional layers agree with Keras', () => {
  it.each(fixture<LayerCase>('keras/bidirectional.json'))('$name', of => {
    const kind = of.layer as keyof typeof make;
    const { mergeMode, ...options } = of.options;
    const layer = built(
      layers.bidirectional({
        layer: make[kind]({ units: 3, ...options }),
        mergeMode
      }),
      of
    );
    const x = variable(of.x);
    const signal = { values: x, ...(of.mask && { mask: tensor(of.mask) }) };
    if (of.initial === null) {
      compare(of, layer, x, [layer.call(signal, pass).values]);
      return;
    }
    // Keras lists the states of the forward layer, then those of the backward one.
    const { stateNames } = layer.cells[0];
    const [forward, backward] = [0, stateNames.length].map(start =>
      Object.fromEntries(
        stateNames.map((name, at) => [name, of.initial![start + at]])
      )
    );
    const { output, state } = layer.output(signal, pass, {
      initialState: { forward, backward }
    });
    compare(of, layer, x, [
      output.values,
      ...stateNames.map(name => state.forward[name]),
      ...stateNames.map(name => state.backward[name])
    ]);
  });
});

describe('other layers agree with Keras', () => {
  it.each([
    ...fixture<LayerCase>('keras/others.json'),
    ...fixture<LayerCase>('keras/convolutions.json')
  ])('$name', of => {
    const factory = layers[of.layer as 'dense'];
    const layer = built(factory({ ...of.options } as { units: number }), of);
    const x = variable(of.x);
    compare(of, layer, x, [layer.call({ values: x }, pass).values]);
  });
});

/** Step by step in f64, and by the kernels in f32. */
const ways = [
  ['tape', TOLERANCE],
  ['fused', 1e-5]
] as const;

interface MaskingCase {
  name: string;
  x: TensorLike;
  table?: TensorLike;
  weights: TensorLike[];
  output: TensorLike;
  pooled?: TensorLike;
}

it.each(fixture<MaskingCase>('keras/masking.json'))(
  'the mask of $name agrees with Keras',
  of => {
    for (const [compute, tolerance] of ways) {
      const model = sequential(
        of.table
          ? [
              layers.embedding({ inputDim: 4, outputDim: 3, maskZero: true }),
              layers.gru({ units: 2 })
            ]
          : [layers.masking({ maskValue: -1 }), layers.lstm({ units: 2 })],
        { compute }
      );
      model.predict(of.x);
      model.setWeights([...(of.table ? [of.table] : []), ...of.weights]);
      expect(relativeError(model.predict(of.x), of.output)).toBeLessThan(
        tolerance
      );
    }
    if (of.table) {
      const bag = sequential([
        layers.embedding({ inputDim: 4, outputDim: 3, maskZero: true }),
        layers.globalAveragePooling1D()
      ]);
      bag.build([null]);
      bag.setWeights([of.table]);
      expect(relativeError(bag.predict(of.x), of.pooled)).toBeLessThan(
        TOLERANCE
      );
    }
  }
);

interface Entry {
  kind: 'embedding' | 'lstm' | 'bidirectional' | 'timeDistributed';
  options: object;
  layer?: Entry;
}

interface StackCase {
  name: string;
  layers: Entry[];
  x: TensorLike;
  weights: TensorLike[];
  output: TensorLike;
  upstream: TensorLike;
  gradients: TensorLike[];
}

function layerOf({ kind, options, layer }: Entry): Layer {
  return (layers[kind] as (options: object) => Layer)({
    ...options,
    ...(layer && { layer: layerOf(layer) })
  });
}

describe('whole models with padding in the middle agree with Keras', () => {
  it.each(fixture<StackCase>('keras/stacks.json'))('$name', of => {
    const x = tensor(of.x);
    for (const [compute, tolerance] of ways) {
      const model = sequential(of.layers.map(layerOf), {
        seed: 1,
        compute: compute === 'tape' ? 'tape' : 'auto'
      });
      model.build(model.readsTokens ? [null] : x.shape.slice(1));
      model.setWeights(of.weights);
      expect(relativeError(model.predict(of.x), of.output)).toBeLessThan(
        tolerance
      );
      if (compute === 'tape') {
        const loss = model.forward(x, pass).values.mul(of.upstream).sum();
        gradients(
          loss,
          model.variables.map(weight => weight.tensor)
        ).forEach((gradient, at) =>
          expect(relativeError(gradient, of.gradients[at])).toBeLessThan(
            tolerance
          )
        );
      }
    }
  });
});

interface MetricCase {
  name: string;
  metric:
    | keyof typeof metrics
    | {
        name: keyof typeof metrics;
        options: Readonly<Record<string, unknown>>;
      };
  batches: { truth: TensorLike; answer: TensorLike; mask: TensorLike | null }[];
  value: number;
}

it.each(fixture<MetricCase>('keras/metrics.json'))(
  'metric $name agrees with Keras, which counts in float32',
  of => {
    const { name, options } =
      typeof of.metric === 'string'
        ? { name: of.metric, options: {} }
        : of.metric;
    const make = metrics[name] as (options: object) => Metric;
    const running = make(options).start();
    of.batches.forEach(({ truth, answer, mask }) =>
      running.add(
        tensor(truth),
        tensor(answer),
        mask === null ? undefined : tensor(mask)
      )
    );
    expect(Math.abs(running.result() - of.value)).toBeLessThan(
      1e-6 * Math.max(1, of.value)
    );
  }
);

interface StatefulCase {
  name: string;
  layer: keyof typeof make;
  weights: TensorLike[];
  batches: TensorLike[];
  outputs: TensorLike[];
  gradients?: TensorLike[][];
}

const statefulCases = fixture<StatefulCase>('keras/stateful.json');

it.each(statefulCases.filter(of => !of.gradients))(
  'a stateful $name carries its states as Keras does',
  of => {
    const kind = make[of.layer];
    for (const [compute, tolerance] of ways) {
      const model = sequential(
        [
          layers.embedding({ inputDim: 4, outputDim: 3, maskZero: true }),
          layers.bidirectional({
            layer: kind({ units: 3, stateful: true, returnSequences: true })
          }),
          kind({ units: 2, stateful: true, goBackwards: true })
        ],
        { compute: compute === 'tape' ? 'tape' : 'auto' }
      );
      model.build([null]);
      model.setWeights(of.weights);
      of.batches.forEach((batch, at) =>
        expect(
          relativeError(model.predict(batch), of.outputs[at])
        ).toBeLessThan(tolerance)
      );
    }
  }
);

it.each(statefulCases.filter(of => of.gradients))(
  'a stateful $name carries its state as Keras does',
  of => {
    const layer = make[of.layer]({ units: 3, stateful: true });
    layer.build([null, 2], { seed: 1, dtype: 'f64' });
    fill(layer, of.weights);
    of.batches.forEach((batch, at) => {
      const { values } = layer.call({ values: tensor(batch) }, pass);
      expect(relativeError(values, of.outputs[at])).toBeLessThan(TOLERANCE);
      const found = gradients(
        values.square().sum(),
        layer.variables.map(weight => weight.tensor)
      );
      found.forEach((gradient, which) =>
        expect(relativeError(gradient, of.gradients![at][which])).toBeLessThan(
          TOLERANCE
        )
      );
    });
  }
);

interface LossCase {
  name: string;
  loss: keyof typeof losses;
  options: object;
  answer: TensorLike;
  truth: TensorLike;
  mask: TensorLike | null;
  sample: TensorLike | null;
  value: number;
  gradient: TensorLike;
}

it.each(fixture<LossCase>('keras/losses.json'))(
  'loss $name agrees with Keras, with its gradient',
  of => {
    const answer = variable(of.answer);
    const loss = (losses[of.loss] as (options: object) => Loss)(of.options).of(
      of.truth,
      answer,
      {
        ...(of.mask && { mask: tensor(of.mask) }),
        ...(of.sample && { sample: tensor(of.sample) })
      }
    );
    expect(relativeError(loss, of.value)).toBeLessThan(TOLERANCE);
    expect(
      relativeError(gradients(loss, [answer])[0], of.gradient)
    ).toBeLessThan(TOLERANCE);
  }
);

interface OptimizerCase {
  name: string;
  optimizer: keyof typeof optimizers;
  options: {
    learningRate?:
      number | { schedule: keyof typeof schedules; options: object };
  };
  start: TensorLike[];
  target: TensorLike[];
  rows: TensorLike[][];
  scale: number;
}

it.each(fixture<OptimizerCase>('keras/optimizers.json'))(
  '$name takes the same steps as in Keras',
  of => {
    const { learningRate } = of.options;
    const optimizer: Optimizer = (
      optimizers[of.optimizer] as (options: object) => Optimizer
    )({
      ...of.options,
      ...(typeof learningRate === 'object' && {
        learningRate: schedules[learningRate.schedule](
          learningRate.options as never
        )
      })
    });
    const weights = of.start.map(values => ({
      name: 'w',
      tensor: variable(values),
      trainable: true
    }));
    for (const expected of of.rows) {
      const found = weights.map(({ tensor: w }, at) => {
        const curvature = tensor(
          Float64Array.from({ length: w.size }, (_, k) => of.scale * (k + 1))
        ).reshape(w.shape);
        return w.detach().sub(of.target[at]).mul(curvature).mul(2);
      });
      optimizer.apply(weights, found);
      weights.forEach((weight, at) =>
        expect(relativeError(weight.tensor, expected[at])).toBeLessThan(
          TOLERANCE
        )
      );
    }
  }
);

interface ScheduleCase {
  name: string;
  schedule: keyof typeof schedules;
  options: object;
  rates: number[];
}

it.each(fixture<ScheduleCase>('keras/schedules.json'))(
  'schedule $name agrees with Keras, which computes it in float32, to the last bit',
  of => {
    const schedule = schedules[of.schedule](of.options as never);
    of.rates.forEach((rate, step) => {
      expect(Math.abs(schedule.at(step) - rate)).toBeLessThan(1e-8);
      expect(schedule.at(step, Math.fround)).toBe(rate);
    });
  }
);

interface CallbackCase {
  name: string;
  options: object;
  values: number[];
  rates?: number[];
  stopped?: number | null;
}

it.each(fixture<CallbackCase>('keras/plateau.json'))(
  '$name acts at the same epochs as in Keras',
  async of => {
    const optimizer = optimizers.sgd({ learningRate: 0.125 });
    let stopped: number | null = null;
    let epoch = 0;
    const control = {
      optimizer,
      history: {},
      variables: [],
      stop: () => (stopped ??= epoch)
    } as unknown as TrainingControl;
    const options = { monitor: 'loss', ...of.options };
    const callback = of.rates
      ? callbacks.reduceLearningRateOnPlateau(options)
      : callbacks.earlyStopping(options);
    await callback.onTrainBegin?.(control);
    const rates: number[] = [];
    for (const loss of of.values) {
      await callback.onEpochEnd?.(epoch, { loss }, control);
      rates.push(optimizer.learningRate);
      epoch++;
    }
    if (of.rates) {
      of.rates.forEach((rate, at) => expect(rates[at]).toBeCloseTo(rate, 8));
    } else {
      expect(stopped).toBe(of.stopped);
    }
  }
);

interface TrainingCase {
  name: string;
  optimizer: keyof typeof optimizers;
  options: object;
  classWeight: Record<number, number> | null;
  x: number[][];
  y: TensorLike;
  start: TensorLike[];
  history: Record<string, number[]>;
  end: TensorLike[];
  prediction: TensorLike;
}

it.each(
  fixture<TrainingCase>('keras/training.json').flatMap(of =>
    ways.map(([compute, tolerance]) => ({ ...of, compute, tolerance }))
  )
)(
  'fit with $name ($compute) gives the losses, scores and weights of Keras',
  async of => {
    const isTagger = of.name.includes('tagger');
    const embedding = layers.embedding({
      inputDim: 7,
      outputDim: 3,
      maskZero: true
    });
    const model: Sequential = sequential(
      isTagger
        ? [
            embedding,
            layers.lstm({ units: 4, returnSequences: true }),
            layers.timeDistributed({
              layer: layers.dense({ units: 3, activation: 'softmax' })
            })
          ]
        : [
            embedding,
            layers.bidirectional({
              layer: layers.lstm({ units: 4, returnSequences: true })
            }),
            layers.gru({ units: 3 }),
            layers.dense({ units: 1, activation: 'sigmoid' })
          ],
      { compute: of.compute }
    );
    model.build([null]);
    model.setWeights(of.start);
    model.compile({
      optimizer: (optimizers[of.optimizer] as (options: object) => Optimizer)(
        of.options
      ),
      loss: isTagger ? 'sparseCategoricalCrossentropy' : 'binaryCrossentropy',
      metrics: ['accuracy']
    });
    const history = await model.fit(of.x, of.y, {
      epochs: of.history.loss.length,
      batchSize: isTagger ? 5 : 4,
      shuffle: false,
      ...(!isTagger && { validationSplit: 0.2 }),
      ...(of.classWeight && { classWeight: of.classWeight })
    });
    const names = {
      loss: 'loss',
      accuracy: 'accuracy',
      val_loss: 'valLoss',
      val_accuracy: 'valAccuracy'
    };
    // Keras keeps its running means in float32.
    for (const [theirs, ours] of Object.entries(names)) {
      (of.history[theirs] ?? []).forEach((value, epoch) =>
        expect(history.history[ours][epoch]).toBeCloseTo(value, 5)
      );
    }
    Object.values(model.getWeights()).forEach((weight, at) =>
      expect(relativeError(weight, of.end[at])).toBeLessThan(of.tolerance)
    );
    expect(relativeError(model.predict(of.x), of.prediction)).toBeLessThan(
      of.tolerance
    );
  }
);

interface InitialCase {
  name: string;
  layer: keyof typeof make;
  shapes: number[][];
  bias: TensorLike;
}

it.each(fixture<InitialCase>('keras/initial.json'))(
  'weights of $name have the shapes and the bias that Keras starts with',
  of => {
    const layer = make[of.layer]({ units: 6 });
    layer.build([null, 3], { seed: 1, dtype: 'f64' });
    expect(layer.variables.map(weight => weight.tensor.shape)).toEqual(
      of.shapes
    );
    expect(relativeError(layer.variables[2].tensor, of.bias)).toBe(0);
  }
);
