import * as engine from '../../../src/engine';
import { lossRows } from './lossRows';
import { memoryFiles } from './memoryFiles';
import { optimizerRows } from './optimizerRows';

// Every public call of the engine, with arguments and options with which it works.

const {
  callbacks,
  cell,
  constraints,
  data,
  encoderDecoder,
  fitScaler,
  fitVocabulary,
  gru,
  initializers,
  layers,
  losses,
  lstm,
  matmul,
  metrics,
  optimizers,
  regularizers,
  rnn,
  schedules,
  sequential,
  synthetic,
  tanh,
  tensor,
  timeTable,
  variable
} = engine;

type Call = (...given: never[]) => unknown;

export interface Entry {
  /** How errors name it. */
  readonly who: string;
  readonly call: Call;
  /** Arguments with which it works. */
  readonly valid: () => readonly unknown[];
  /** Arguments and options (`1.title`) that any text may be given for; `1.*` is not looked into. */
  readonly free?: readonly string[];
}

export const entries: Entry[] = [];

function entry(
  who: string,
  call: unknown,
  valid: (() => readonly unknown[]) | readonly unknown[],
  free: readonly string[] = []
): void {
  entries.push({
    who,
    call: call as Call,
    valid: typeof valid === 'function' ? valid : () => valid,
    free
  });
}

// Functions of tensors.

const matrix = [
  [1, 2],
  [3, 4]
];

for (const name of [
  'abs',
  'exp',
  'hardSigmoid',
  'log',
  'neg',
  'oneMinus',
  'relu',
  'sigmoid',
  'softplus',
  'sqrt',
  'square',
  'tanh'
] as const) {
  entry(name, engine[name], [matrix]);
}
for (const name of ['sub', 'mul', 'div', 'maximum', 'minimum'] as const) {
  entry(name, engine[name], [matrix, [1, 2]]);
}
entry('add', engine.add, [matrix, [1, 2], [3, 4]]);
for (const name of ['matmul', 'dot'] as const) {
  entry(name, engine[name], [matrix, matrix]);
}
for (const name of ['sum', 'mean', 'max', 'min'] as const) {
  entry(name, engine[name], [matrix, 1, { keepDims: true }]);
}
for (const name of ['softmax', 'logSoftmax'] as const) {
  entry(name, engine[name], [matrix, 1]);
}
entry('clip', engine.clip, [matrix, 0, 1]);
entry('pow', engine.pow, [matrix, 2]);
entry('gelu', engine.gelu, [matrix, { approximate: true }]);
entry('leakyRelu', engine.leakyRelu, [matrix, 0.1]);
entry('reshape', engine.reshape, [matrix, [4]]);
entry('transpose', engine.transpose, [matrix, [1, 0]]);
entry('concat', engine.concat, [[matrix, matrix], 0]);
entry('stack', engine.stack, [[matrix, matrix], 0]);
entry('select', engine.select, [matrix, matrix, matrix]);
entry('tensor', tensor, [[1, 2], { shape: [2, 1], dtype: 'f64' }]);
entry('variable', variable, [matrix]);
entry('zeros', engine.zeros, [[2, 2], { dtype: 'f32' }]);
entry('ones', engine.ones, [[2, 2], { dtype: 'f32' }]);
entry('noGradient', engine.noGradient, [() => 1]);
entry('gradients', engine.gradients, () => {
  const x = variable([1, 2]);
  return [tanh(x).sum(), [x]];
});

const methods: Record<string, readonly unknown[]> = {
  add: [matrix],
  sub: [matrix],
  mul: [matrix],
  div: [matrix],
  pow: [2],
  gelu: [{ approximate: true }],
  leakyRelu: [0.1],
  maximum: [[1, 2]],
  minimum: [[1, 2]],
  clip: [0, 1],
  sum: [1, { keepDims: true }],
  mean: [1, { keepDims: true }],
  max: [1, { keepDims: true }],
  min: [1, { keepDims: true }],
  softmax: [1],
  logSoftmax: [1],
  argMax: [1],
  matmul: [matrix],
  dot: [matrix],
  reshape: [[4]],
  transpose: [[1, 0]],
  at: [1, { axis: 1 }],
  slice: [0, 1, { axis: 1 }],
  split: [2, 1],
  gather: [[0, 1]],
  cast: ['f32']
};
for (const [name, given] of Object.entries(methods)) {
  entry(
    name,
    (...values: unknown[]) =>
      (
        tensor(matrix) as unknown as Record<
          string,
          (...values: unknown[]) => unknown
        >
      )[name](...values),
    given
  );
}

// Makers of cells, layers, losses and the like.

const gated = {
  units: 3,
  convention: 'keras',
  useBias: true,
  kernelInitializer: initializers.zeros(),
  recurrentInitializer: initializers.zeros(),
  biasInitializer: initializers.zeros(),
  activation: 'tanh',
  seed: 1
};
const cellOptions = { ...gated, inputSize: 2, dtype: 'f64' };
const gates = { recurrentActivation: 'sigmoid' };
entry('rnn', rnn, [cellOptions]);
entry('lstm', lstm, [
  { ...cellOptions, ...gates, unitForgetBias: true, projection: 2 }
]);
entry('gru', gru, [{ ...cellOptions, ...gates, resetAfter: true }]);
const plain = { inputSize: 2, units: 3, seed: 1, dtype: 'f64' };
entry('minGru', engine.minGru, [plain]);
entry('minLstm', engine.minLstm, [plain]);
entry('sLstm', engine.sLstm, [plain]);
entry('selectiveStateSpace', engine.selectiveStateSpace, [
  { ...plain, states: 2 }
]);
entry('linearAttention', engine.linearAttention, [{ ...plain, keyDim: 2 }]);
entry('mLstm', engine.mLstm, [{ ...plain, keyDim: 2 }]);
entry('deltaNet', engine.deltaNet, [
  { ...plain, keyDim: 2, gated: true, negativeEigenvalues: true }
]);
entry('scan', engine.scan, [matrix, matrix, [1, 2]]);

const own = {
  name: 'own',
  state: ['h'],
  parameters: ['W', 'U', 'b'],
  step: ({ x, h }: Record<string, never>, { W, U, b }: Record<string, never>) =>
    ({ h: tanh(engine.add(matmul(x, W), matmul(h, U), b)) }) as const
};
entry(
  'cell',
  cell,
  [{ ...own, inputSize: 2, units: 3, seed: 1, dtype: 'f64' }],
  ['0.name']
);

const common = { name: 'here', trainable: true };
const heldWeights = {
  kernelRegularizer: regularizers.l2(),
  biasRegularizer: regularizers.l1(),
  activityRegularizer: regularizers.l1(),
  kernelConstraint: constraints.maxNorm(),
  biasConstraint: constraints.nonNeg()
};
const recurrent = {
  ...common,
  ...gated,
  ...heldWeights,
  recurrentRegularizer: regularizers.orthogonal(),
  recurrentConstraint: constraints.unitNorm(),
  returnSequences: true,
  goBackwards: true,
  stateful: true,
  dropout: 0.1,
  recurrentDropout: 0.1
};
const plainRecurrent = {
  ...common,
  units: 3,
  convention: 'keras',
  seed: 1,
  returnSequences: true,
  goBackwards: true,
  stateful: true,
  dropout: 0.1,
  recurrentDropout: 0.1,
  activityRegularizer: regularizers.l1()
};
const layerOptions: Record<keyof typeof layers, object> = {
  simpleRNN: recurrent,
  lstm: { ...recurrent, ...gates, unitForgetBias: true, projection: 2 },
  gru: { ...recurrent, ...gates, resetAfter: true },
  recurrent: { ...common, units: 3, cell: own, seed: 1, dropout: 0.1 },
  minGru: plainRecurrent,
  minLstm: plainRecurrent,
  sLstm: plainRecurrent,
  selectiveStateSpace: { ...plainRecurrent, states: 2 },
  linearAttention: { ...plainRecurrent, keyDim: 2 },
  mLstm: { ...plainRecurrent, keyDim: 2 },
  deltaNet: {
    ...plainRecurrent,
    keyDim: 2,
    gated: true,
    negativeEigenvalues: true
  },
  bidirectional: {
    ...common,
    layer: layers.gru({ units: 2 }),
    mergeMode: 'sum'
  },
  timeDistributed: { ...common, layer: layers.dense({ units: 2 }) },
  conv1d: {
    ...common,
    ...heldWeights,
    filters: 2,
    kernelSize: 3,
    padding: 'causal',
    dilationRate: 2,
    activation: 'relu',
    useBias: true,
    convention: 'keras',
    kernelInitializer: initializers.zeros(),
    biasInitializer: initializers.zeros(),
    seed: 1
  },
  dense: {
    ...common,
    ...heldWeights,
    units: 2,
    activation: 'relu',
    useBias: true,
    convention: 'keras',
    kernelInitializer: initializers.zeros(),
    biasInitializer: initializers.zeros(),
    seed: 1
  },
  embedding: {
    ...common,
    inputDim: 5,
    outputDim: 2,
    maskZero: true,
    inputLength: 4,
    embeddingsInitializer: initializers.zeros(),
    embeddingsRegularizer: regularizers.l2(),
    activityRegularizer: regularizers.l2(),
    embeddingsConstraint: constraints.unitNorm(),
    seed: 1
  },
  dropout: { ...common, rate: 0.5, noiseShape: [null, 1] },
  layerNormalization: { ...common, epsilon: 1e-3 },
  masking: { ...common, maskValue: -1 },
  activation: { ...common, activation: 'tanh' },
  leakyReLU: { ...common, negativeSlope: 0.1 },
  flatten: common,
  globalAveragePooling1D: common,
  attention: { ...common, score: 'additive', units: 3, seed: 1 },
  selfAttention: {
    ...common,
    heads: 2,
    keyDim: 2,
    causal: true,
    rotary: true,
    useBias: true,
    seed: 1
  },
  positionEncoding: { ...common, kind: 'learned', maxLength: 9, seed: 1 },
  residual: { ...common, layers: [layers.dense({ units: 2 })] }
};
for (const [name, options] of Object.entries(layerOptions)) {
  entry(`layers.${name}`, layers[name as keyof typeof layers], [options]);
}

entry(
  'losses.ctc',
  (...values: unknown[]) =>
    losses
      .ctc()
      .of(values[0] as number, engine.zeros([2, 4, 3]), values[1] as object),
  [
    [
      [1, 2],
      [2, -1]
    ],
    { mask: engine.ones([2, 4]), sample: tensor([1, 2]) }
  ]
);
entry('ctcDecode', engine.ctcDecode, [
  [
    [
      [0, 1],
      [1, 0]
    ]
  ],
  {
    strategy: 'beamSearch',
    beamWidth: 3,
    topPaths: 2,
    blank: 1,
    mask: [[1, 1]]
  }
]);

for (const [name, rows] of Object.entries(lossRows)) {
  const options = Object.fromEntries(
    Object.entries(rows[rows.length - 1].loss.spec!).filter(
      ([option, value]) => option !== 'kind' && value !== undefined
    )
  );
  const given = Object.keys(options).length > 0 ? [options] : [];
  const make = losses[name as keyof typeof losses] as (
    ...given: unknown[]
  ) => engine.Loss;
  entry(`losses.${name}`, make, given);
  if (name === 'ctc') {
    continue;
  }
  const distributions = [
    [0.5, 0.5],
    [0, 1]
  ];
  const truth = name.startsWith('sparse') ? [0, 1] : distributions;
  entry(
    `losses.${name}`,
    (...values: unknown[]) =>
      make(...given).of(
        values[0] as number,
        tensor([
          [0.2, 0.8],
          [0.5, 0.5]
        ]),
        values[1] as object
      ),
    [truth, { mask: tensor([1, 0]), sample: tensor([1, 2]) }]
  );
}
for (const name of Object.keys(metrics) as (keyof typeof metrics)[]) {
  entry(`metrics.${name}`, metrics[name], []);
}
entry('metrics.topKCategoricalAccuracy', metrics.topKCategoricalAccuracy, [
  { k: 2 }
]);
entry('metrics.perplexity', metrics.perplexity, [{ fromLogits: true }]);

for (const [name, options] of Object.entries(optimizerRows)) {
  const make = optimizers[name as keyof typeof optimizers];
  entry(`optimizers.${name}`, make, [options]);
  entry(`optimizers.${name}`, make, [{ clipValue: 1 }]);
  entry(`optimizers.${name}`, make, [{ globalClipNorm: 1 }]);
}
entry('schedules.exponential', schedules.exponential, [
  { initialLearningRate: 0.1, decaySteps: 3, decayRate: 0.5, staircase: true }
]);
entry('schedules.step', schedules.step, [
  { initialLearningRate: 0.1, decaySteps: 3, decayRate: 0.5 }
]);
entry('schedules.cosine', schedules.cosine, [
  {
    initialLearningRate: 0.1,
    decaySteps: 3,
    alpha: 0.1,
    warmupTarget: 0.2,
    warmupSteps: 2
  }
]);
entry('schedules.piecewise', schedules.piecewise, [
  { boundaries: [2, 5], values: [0.1, 0.05, 0.01] }
]);
const watch = { monitor: 'loss', mode: 'min' };
entry(
  'callbacks.earlyStopping',
  callbacks.earlyStopping,
  [
    {
      ...watch,
      patience: 1,
      minDelta: 0.1,
      restoreBestWeights: true,
      startFromEpoch: 1
    }
  ],
  ['0.monitor']
);
entry(
  'callbacks.reduceLearningRateOnPlateau',
  callbacks.reduceLearningRateOnPlateau,
  [
    {
      ...watch,
      factor: 0.5,
      patience: 1,
      minDelta: 0.1,
      cooldown: 1,
      minLearningRate: 0.01,
      thresholdMode: 'relative',
      convention: 'keras'
    }
  ],
  ['0.monitor']
);
entry('callbacks.learningRateScheduler', callbacks.learningRateScheduler, [
  () => 0.1
]);
entry(
  'callbacks.checkpoint',
  callbacks.checkpoint,
  [{ ...watch, path: 'file', saveBestOnly: true, every: 2 }],
  ['0.monitor', '0.path']
);
entry('initializers.constant', initializers.constant, [1]);
entry('initializers.uniform', initializers.uniform, [-1, 1]);
entry('initializers.normal', initializers.normal, [0.1]);
entry('initializers.orthogonal', initializers.orthogonal, [1]);
for (const name of [
  'zeros',
  'ones',
  'glorotUniform',
  'heNormal',
  'orthogonal'
] as const) {
  entry(`initializers.${name}`, initializers[name], []);
}
entry('regularizers.l1', regularizers.l1, [{ l1: 0.1 }]);
entry('regularizers.l2', regularizers.l2, [{ l2: 0.1 }]);
entry('regularizers.l1l2', regularizers.l1l2, [{ l1: 0.1, l2: 0.2 }]);
entry('regularizers.orthogonal', regularizers.orthogonal, [
  { factor: 0.1, mode: 'rows' }
]);
entry('constraints.maxNorm', constraints.maxNorm, [{ maxValue: 1, axis: 0 }]);
entry('constraints.minMaxNorm', constraints.minMaxNorm, [
  { minValue: 0.5, maxValue: 1, rate: 0.5, axis: 0 }
]);
entry('constraints.nonNeg', constraints.nonNeg, []);
entry('constraints.unitNorm', constraints.unitNorm, [{ axis: 0 }]);
entry('random', engine.random, [3, 'purpose'], ['1']);

// Data.

entry('words', engine.words, ['some words'], ['0']);
entry('characters', engine.characters, ['some words'], ['0']);
entry('fitVocabulary', fitVocabulary, [
  ['a b', 'b c'],
  { level: 'word', maxSize: 9, minCount: 1, special: ['<end>'] }
]);
const vocabulary = fitVocabulary(['a b', 'b c']);
entry('vocabulary.encode', vocabulary.encode, ['a b'], ['0']);
entry('vocabulary.decode', vocabulary.decode, [[1, 2]]);
entry('vocabulary.idOf', vocabulary.idOf, ['a'], ['0']);
entry('vocabulary.count', vocabulary.count, [['a b', 'b']]);
entry('fitBytePairEncoding', engine.fitBytePairEncoding, [
  ['a b', 'b c'],
  { vocabSize: 300, minFrequency: 1, special: ['<pad>'] }
]);
const bytePairs = engine.fitBytePairEncoding(['a b'], { vocabSize: 300 });
entry('bytePairEncoding.encode', bytePairs.encode, ['a b'], ['0']);
entry('bytePairEncoding.decode', bytePairs.decode, [
  [1, 2],
  { skipSpecialTokens: false }
]);
entry('bytePairEncoding.idOf', bytePairs.idOf, ['a'], ['0']);
// Files, of which those of other programs hold more than is read.
entry(
  'bytePairEncodingOf',
  engine.bytePairEncodingOf,
  [bytePairs.toJSON()],
  ['0.*']
);
entry('vocabularyOf', engine.vocabularyOf, [vocabulary.toJSON()], ['0.*']);
entry('linearRegression', engine.linearRegression, [
  [[1], [2], [4]],
  [3, 5, 9],
  { alpha: 0.1 }
]);
entry('naiveBayes', engine.naiveBayes, [
  [
    [1, 0],
    [0, 2]
  ],
  [0, 1],
  { alpha: 0.5 }
]);
{
  const letters = fitVocabulary(['abab'], { level: 'character' });
  entry(
    'nGrams',
    engine.nGrams,
    [['abab', 'ba'], letters, { order: 2, discount: 0.5 }],
    ['0', '1.*']
  );
  const counts = engine.nGrams(['abab', 'ba'], letters);
  entry(
    'nGrams.probabilities',
    counts.probabilities.bind(counts),
    ['a'],
    ['0']
  );
  entry('nGrams.perplexity', counts.perplexity.bind(counts), [['ab', 'ba']]);
}
entry('padSequences', engine.padSequences, [
  [[1, 2], [3]],
  { maxLength: 3, padding: 'pre', truncating: 'post', value: 7 }
]);
entry('windows', engine.windows, [
  [1, 2, 3, 4, 5, 6],
  { steps: 2, ahead: 1, horizon: 2, stride: 1, target: 0 }
]);
entry(
  'readCsv',
  engine.readCsv,
  [
    'date,v\n2024-01-01,1\n2024-01-02,2\n',
    {
      name: 'mine',
      date: 'date',
      dateFormat: 'year-month-day',
      columns: ['v'],
      units: { v: 'mm' },
      labels: { v: 'rain' },
      step: 'day',
      missing: 'refuse',
      decimal: '.'
    }
  ],
  ['1.step', '1.units.v', '1.labels.v']
);
entry('fitScaler', fitScaler, [matrix]);
const scaler = fitScaler(matrix);
entry('scaler.apply', scaler.apply, [matrix]);
entry('scaler.invert', scaler.invert, [matrix]);
const sizes = { count: 4, steps: 10, seed: 1 };
entry('synthetic.adding', synthetic.adding, [sizes]);
entry('synthetic.copy', synthetic.copy, [
  { count: 4, length: 2, delay: 3, tokens: 4, seed: 1 }
]);
entry('synthetic.brackets', synthetic.brackets, [sizes]);
entry('synthetic.delayedXor', synthetic.delayedXor, [sizes]);
const sentences = 'text,label\n"good film",1\n"bad food",0\n'.repeat(20);
entry('data.sentiment', data.sentiment, [
  { maxLength: 4, vocabularySize: 9, testSplit: 0.2, seed: 1, padding: 'pre' }
]);
const pictures = `digit,pixels\n${`3,${'aq'.repeat(32)}\n`.repeat(5)}`;
entry('data.digits', data.digits, [{ testSplit: 0.2, seed: 1 }]);
entry('data.names', data.names, [{ testSplit: 0.2, seed: 1 }]);
entry('data.numbers', data.numbers, [{ testSplit: 0.2, seed: 1 }]);
const watched = `person,exercise,values\n${`1,row,${'7 '.repeat(960).trim()}\n8,row,${'7 '.repeat(960).trim()}\n`.repeat(2)}`;
const spoken = `word,sounds\n${'key,K IY\n'.repeat(5)}`;
entry('data.pronunciations', data.pronunciations, [
  { testSplit: 0.2, seed: 1 }
]);
const marked = `year,tokens,tags\n${'1790,To Spain,op\n'.repeat(5)}`;
entry('data.tagged', data.tagged, [{ testSplit: 0.2, seed: 1 }]);
entry(
  'timeTable',
  timeTable,
  [
    {
      name: 'table',
      step: 'day',
      dates: ['2001-01-01', '2001-01-02'],
      variables: [{ name: 'rain', label: 'rain', unit: 'mm' }],
      columns: { rain: Float64Array.of(1, 2) }
    }
  ],
  ['0.name', '0.step', '0.variables.0.*', '0.columns.*']
);

entry(
  'linearForecast',
  engine.linearForecast,
  [
    timeTable({
      name: 'rain',
      step: 'day',
      dates: Array.from({ length: 20 }, (_, day) =>
        new Date(Date.UTC(2001, 0, 1 + day)).toISOString().slice(0, 10)
      ),
      variables: [{ name: 'rain', label: 'rain' }],
      columns: { rain: Float64Array.from({ length: 20 }, (_, day) => day % 3) }
    }),
    {
      target: 'rain',
      lags: 2,
      inputs: ['rain'],
      season: 7.5,
      testFrom: '2001-01-16'
    }
  ],
  ['0.*']
);

// Cells and models at work.

const run = lstm({ inputSize: 2, units: 2, seed: 1 });
const rows = [
  [1, 2],
  [3, 4],
  [5, 6]
];
entry('lstm.step', run.step.bind(run), [{ x: [1, 2], h: [0, 0], c: [0, 0] }]);
entry(
  'lstm.run',
  run.run.bind(run),
  [
    rows,
    {
      gradientsOf: ({ h }: { h: engine.Tensor }) => h.at(-1).sum(),
      initialState: { h: [0, 0], c: [0, 0] },
      reverse: true
    }
  ],
  ['1.title']
);
entry('lstm.setWeights', run.setWeights.bind(run), () => [
  Object.values(run.getWeights()),
  { convention: 'keras' }
]);
entry('lstm.getWeights', run.getWeights.bind(run), [{ convention: 'pytorch' }]);

function model(): engine.Sequential {
  const made = sequential(
    [
      layers.gru({ units: 2, inputShape: [null, 2] }),
      layers.dense({ units: 1 })
    ],
    { seed: 1 }
  );
  made.compile({ optimizer: 'sgd', loss: 'meanSquaredError' });
  return made;
}
const x = [rows, rows, rows, rows];
const y = [1, 2, 3, 4];
const at =
  (name: string) =>
  (...given: unknown[]) =>
    (model() as unknown as Record<string, (...given: unknown[]) => unknown>)[
      name
    ](...given);
entry(
  'sequential',
  sequential,
  () => [
    [layers.dense({ units: 1 })],
    { name: 'model', seed: 1, dtype: 'f32', compute: 'auto' }
  ],
  ['1.name']
);
entry('model.build', at('build'), [[null, 2]]);
entry('model.layer', at('layer'), ['gru'], []);
entry('model.compile', at('compile'), [
  { optimizer: 'adam', loss: 'meanSquaredError', metrics: ['mae'] }
]);
entry(
  'model.fit',
  at('fit'),
  [
    x,
    y,
    {
      epochs: 1,
      batchSize: 2,
      validationSplit: 0.5,
      shuffle: true,
      callbacks: [],
      gateStatistics: true,
      snapshots: { x: rows, every: 1 },
      title: 'title',
      verbose: 0
    }
  ],
  ['2.title']
);
entry('model.fit', at('fit'), [x, y, { validationData: [x, y] }]);
entry(
  'model.fit',
  (...given: unknown[]) => {
    const made = sequential([
      layers.gru({ units: 2 }),
      layers.dense({ units: 1, activation: 'sigmoid' })
    ]);
    made.compile({ loss: 'binaryCrossentropy' });
    return made.fit(...(given as Parameters<typeof made.fit>));
  },
  [x, [0, 1, 0, 1], { classWeight: { 1: 2 }, verbose: 0 }]
);
entry(
  'model.fit',
  (...given: unknown[]) => {
    const made = sequential([layers.masking(), layers.gru({ units: 2 })]);
    made.compile({ loss: 'meanSquaredError' });
    return made.fit(...(given as Parameters<typeof made.fit>));
  },
  [x, x.map(() => [1, 2]), { bucketByLength: true, verbose: 0 }]
);
entry('model.evaluate', at('evaluate'), [x, y, { batchSize: 2 }]);
entry('model.predict', at('predict'), [x, { batchSize: 2 }]);
entry('model.trace', at('trace'), [rows, { target: [1] }]);
entry(
  'stream.step',
  (value: never) => {
    const live = model().stream();
    return live.step(value);
  },
  [[1, 2]]
);
entry('model.setWeights', at('setWeights'), () => [
  Object.values(model().getWeights())
]);
entry('model.save', at('save'), ['file'], ['0']);
entry('model.saveWeights', at('saveWeights'), ['file'], ['0']);
entry(
  'model.loadWeights',
  at('loadWeights'),
  ['weights', { modules: {} }],
  ['0']
);
entry('loadRun', engine.loadRun, ['run']);
entry(
  'run.save',
  (...given: never[]) =>
    lstm({ inputSize: 1, units: 2, seed: 1 })
      .run([1, 0])
      .save(...(given as unknown as ['file'])),
  ['run copy', { sequence: 0, title: 'title' }],
  ['0', '1.title']
);
entry('loadModel', engine.loadModel, ['model']);
entry('loadEncoderDecoder', engine.loadEncoderDecoder, ['translator']);
entry(
  'readSafetensors',
  engine.readSafetensors,
  () => [engine.writeSafetensors({ a: tensor([1]) }), 'readSafetensors'],
  ['1']
);
entry(
  'writeSafetensors',
  engine.writeSafetensors,
  [{ a: tensor([1]) }, { some: 'words' }],
  ['1.some']
);

const translator = (): engine.EncoderDecoder => {
  const made = encoderDecoder({
    sourceSize: 5,
    targetSize: 5,
    units: 3,
    seed: 1
  });
  made.compile();
  return made;
};
entry(
  'encoderDecoder',
  encoderDecoder,
  [
    {
      sourceSize: 5,
      targetSize: 5,
      units: 3,
      embedding: 2,
      cell: 'gru',
      attention: 'general',
      bidirectional: true,
      startToken: 1,
      endToken: 2,
      convention: 'keras',
      seed: 1,
      dtype: 'f64',
      name: 'translator'
    }
  ],
  ['0.name']
);
const pairs = [
  [
    [3, 4],
    [4, 3]
  ],
  [
    [3, 2],
    [4, 2]
  ]
] as const;
const on =
  (name: string) =>
  (...given: unknown[]) =>
    (
      translator() as unknown as Record<
        string,
        (...given: unknown[]) => unknown
      >
    )[name](...given);
entry(
  'model.fit',
  on('fit'),
  [
    ...pairs,
    {
      epochs: 1,
      batchSize: 1,
      teacherForcing: 0.5,
      shuffle: true,
      callbacks: [],
      gateStatistics: true,
      weightStatistics: true,
      snapshots: { source: [3, 4], target: [4, 2], side: 'encoder', every: 2 },
      verbose: 0
    }
  ],
  ['2.title']
);
entry('model.evaluate', on('evaluate'), [
  ...pairs,
  { batchSize: 1, maxLength: 4 }
]);
const ownLook = (weights: readonly number[]) => weights;
entry('model.predict', on('predict'), [
  pairs[0],
  { maxLength: 4, lookAt: ownLook }
]);
entry('model.decode', on('decode'), [
  [3, 4],
  { method: 'beam', width: 2, maxLength: 4, lengthPenalty: 0.5 }
]);
entry('model.decode', on('decode'), [
  [3, 4],
  { method: 'sample', temperature: 0.5, seed: 1, lookAt: ownLook }
]);
entry('model.trace', on('trace'), [[3, 4], { target: [4, 2] }]);
entry(
  'model.attentionOf',
  (...given: unknown[]) => {
    const made = sequential([layers.selfAttention({ keyDim: 2 })]);
    return made.attentionOf(...(given as Parameters<typeof made.attentionOf>));
  },
  [
    rows,
    {
      ...{ heads: [[1, 1]], tokens: ['a', 'b', 'c'], title: 'title' },
      lookAt: ownLook
    }
  ],
  ['1.title', '1.tokens']
);
entry('model.attentionOf', on('attentionOf'), [
  [3, 4],
  { target: [4, 2], lookAt: ownLook }
]);
entry('model.setWeights', on('setWeights'), () => [
  Object.values(translator().getWeights())
]);
entry('model.compile', on('compile'), [
  { optimizer: 'adam', metrics: ['accuracy'] }
]);
entry('attend', engine.attend, [
  tensor([matrix]),
  tensor([matrix]),
  tensor([matrix]),
  { score: 'scaled', mask: tensor([[1, 1]]) }
]);

// Looking inside.

const traced = run.run(rows, { gradientsOf: ({ h }) => h.at(-1).sum() });
entry('jacobian', engine.jacobian, [traced, { step: 2, from: 0, sequence: 0 }]);
for (const name of [
  'eigenvalues',
  'singularValues',
  'spectralNorm',
  'spectralRadius'
] as const) {
  entry(name, engine[name], [matrix]);
}
entry('effectiveMemory', engine.effectiveMemory, [[0.1, 0.5, 1], 2, 0.01]);
entry('gradientFlow', engine.gradientFlow, [traced, undefined], ['1']);
entry('gradientFlow', engine.gradientFlow, [run, rows, { threshold: 0.1 }]);
entry('gradientFlow', engine.gradientFlow, () => [
  model(),
  rows,
  { threshold: 0.1 }
]);
entry('weightsByGate', engine.weightsByGate, [traced, { title: 'mine' }]);
entry('cellShares', engine.cellShares, [traced]);
entry('saturation', engine.saturation, [traced]);
entry('health', engine.health, () => [model(), [rows]]);
entry('compareRuns', engine.compareRuns, [[traced, traced]], []);
entry('bootstrap', engine.bootstrap, [
  [2, 4, 3, 5],
  {
    against: [1, 4, 2, 4],
    confidence: 0.9,
    block: 2,
    resamples: 100,
    seed: 3
  }
]);
entry('conformal', engine.conformal, [[3, -1, 2, -5], { confidence: 0.5 }]);
entry('coverage', engine.coverage, [
  [1, 2, 3],
  [0, 0, 0],
  [2, 2, 2]
]);
entry('confusionMatrix', engine.confusionMatrix, () => [
  classifier(),
  x,
  [0, 1, 0, 1],
  { labels: ['no', 'yes'], threshold: 0.5 }
]);
function classifier(): engine.Sequential {
  return sequential(
    [
      layers.gru({ units: 2, inputShape: [null, 2] }),
      layers.dense({ units: 1, activation: 'sigmoid' })
    ],
    { seed: 1 }
  );
}
entry(
  'writeText',
  engine.writeText,
  () => [
    sequential(
      [
        layers.embedding({
          inputDim: vocabulary.size,
          outputDim: 2,
          inputShape: [null]
        }),
        layers.gru({ units: 2 }),
        layers.dense({ units: vocabulary.size, activation: 'softmax' })
      ],
      { seed: 1 }
    ),
    vocabulary,
    { prompt: 'a', length: 2, seed: 1 }
  ],
  ['1.*', '2.prompt']
);
entry(
  'predict',
  engine.predict,
  [
    {
      key: 'key',
      question: 'What?',
      truth: [1, 0.5],
      given: 1,
      quantity: { name: 'c', range: [0, 1] },
      factor: { name: 'f', range: [0, 1] },
      verdicts: [{ below: 0.1, text: 'close' }]
    }
  ],
  ['0.key', '0.question', '0.given']
);
entry(
  'forecast',
  engine.forecast,
  [
    {
      truth: [1, 2],
      forecasts: [{ name: 'one', values: [1, 2] }],
      quantity: { name: 'rain' }
    }
  ],
  []
);
/** Of the tape: kernels would be made ready for each of many calls. */
function smallest(): engine.Sequential {
  const made = sequential([layers.gru({ units: 1 })], {
    seed: 1,
    compute: 'tape'
  });
  made.compile({ optimizer: 'sgd', loss: 'meanSquaredError' });
  return made;
}
entry('study', engine.study, () => [
  {
    networks: {
      one: () => smallest(),
      two: () => smallest()
    },
    x,
    y,
    testData: [x, y],
    seeds: 1,
    epochs: 1,
    verbose: 0
  }
]);
entry(
  'thread',
  engine.thread,
  [
    [1, 0],
    {
      until: 'product',
      labels: ['wet', 'dry'],
      stepName: 'day',
      inputNames: ['rain']
    }
  ],
  ['1.stepName']
);
entry(
  'race',
  engine.race,
  () => [
    {
      models: { one: smallest() },
      x,
      y,
      testData: { 1: [x, y] },
      groupName: 'length',
      epochs: 1,
      batchSize: 2,
      shuffle: false,
      metric: 'mae',
      baseline: { name: 'far off', value: 9 },
      title: 'One alone'
    }
  ],
  ['0.groupName']
);
entry('kFold', engine.kFold, [{ splits: 2, shuffle: true, seed: 1 }]);
entry('timeSeriesSplit', engine.timeSeriesSplit, [
  { splits: 2, gap: 1, testSize: 1, maxTrainSize: 3 }
]);
entry('standardScaler', engine.standardScaler, []);
entry('ridge', engine.ridge, [{ alpha: 1 }]);
entry(
  'pipeline',
  engine.pipeline,
  () => [
    {
      steps: { scaler: engine.standardScaler() },
      target: engine.standardScaler(),
      model: model(),
      fit: { epochs: 1 }
    }
  ],
  // Asked of the model, once it is fitted.
  ['0.fit.epochs']
);
entry('distributions.uniform', engine.distributions.uniform, [0, 1]);
entry('distributions.logUniform', engine.distributions.logUniform, [0.1, 1]);
entry('distributions.integers', engine.distributions.integers, [0, 3]);
const searched = {
  estimator({ rate }: { rate: number }) {
    const line = sequential([layers.dense({ units: 1 })], { seed: 1 });
    line.compile({
      optimizer: optimizers.sgd({ learningRate: rate }),
      loss: 'meanSquaredError'
    });
    return line;
  },
  x: [[1], [2], [4], [3]],
  y: [1, 2, 4, 3],
  cv: 2,
  scoring: 'meanAbsoluteError',
  seeds: 1,
  refit: true,
  fit: { epochs: 1 },
  baseline: { name: 'none', value: 1 },
  file: 'scores',
  threads: 1,
  progress: () => undefined,
  verbose: 0,
  title: 'mine'
};
entry(
  'gridSearch',
  engine.gridSearch,
  [{ ...searched, paramGrid: { rate: [0, 0.01] } }],
  ['0.file']
);
entry(
  'randomSearch',
  engine.randomSearch,
  [
    {
      ...searched,
      paramDistributions: { rate: engine.distributions.uniform(0, 0.01) },
      iterations: 2,
      seed: 1
    }
  ],
  ['0.file']
);
entry('setHost', engine.setHost, [{ now: () => 1 }], ['0.*']);
entry('host', engine.host, []);

// Methods of what calls give.

const shown = () => run.run(rows, { gradientsOf: ({ h }) => h.at(-1).sum() });
entry('run.layer', (name: never) => shown().layer(name), ['lstm']);
entry('run.channel', (name: never) => shown().channel(name), ['f']);
entry('run.recompute', (changes: never) => shown().recompute(changes), [
  {
    edits: [{ step: 0, feature: 0, value: 1 }],
    clamps: [{ layer: 'lstm', channel: 'f', value: 1, units: [0], steps: [0] }]
  }
]);
entry('run.clamp', (clamp: never) => shown().clamp(clamp), [
  { layer: 'lstm', channel: 'f', value: 1, units: [1], steps: [2] }
]);
entry('run.edit', (edit: never) => shown().edit(edit), [
  { steps: [1], value: 1, feature: 1, sequence: 0 }
]);
entry('run.gradientFlow', (options: never) => shown().gradientFlow(options), [
  { threshold: 0.1, layer: 'lstm' }
]);
entry('run.toBundle', (options: never) => shown().toBundle(options), [
  { title: 'title', sequence: 0 }
]);
entry(
  'run.outputGradient',
  (options: never) => model().trace(rows).outputGradient(options),
  [{ output: 0, step: 2 }]
);
entry(
  'run.layer',
  async (name: never) => (await engine.loadRun('run')).layer(name),
  ['lstm']
);
const trained = () =>
  model().fit(x, y, { epochs: 1, snapshots: { x: rows }, verbose: 0 });
for (const [name, given] of [
  ['useEpoch', [0]],
  ['resume', [{ epochs: 1 }]],
  ['subscribe', [() => undefined]]
] as const) {
  entry(
    `history.${name}`,
    async (value: never) => (await trained())[name](value),
    given
  );
}
const fitted = async () => {
  const pipe = engine.pipeline({ model: engine.ridge() });
  await pipe.fit([[1], [2]], [1, 2]);
  return pipe;
};
entry(
  'pipeline.fit',
  (...given: never[]) =>
    engine
      .pipeline({ model: engine.ridge() })
      .fit(...(given as unknown as [number[][], number[]])),
  [
    [[1], [2]],
    [1, 2]
  ]
);
entry(
  'pipeline.predict',
  async (value: never) => (await fitted()).predict(value),
  [[[1], [2]]]
);
entry(
  'pipeline.score',
  async (...given: never[]) =>
    (await fitted()).score(
      ...(given as unknown as [number[][], number[], 'meanAbsoluteError'])
    ),
  [[[1], [2]], [1, 2], 'meanAbsoluteError']
);
const line = engine.linearRegression([[1], [2], [4]], [3, 5, 9]);
entry('linearRegression.predict', line.predict.bind(line), [[[1], [2]]]);
const bayes = engine.naiveBayes(
  [
    [1, 0],
    [0, 2]
  ],
  [0, 1]
);
entry('naiveBayes.predict', bayes.predict.bind(bayes), [[[1, 0]]]);
entry(
  'naiveBayes.predictProbabilities',
  bayes.predictProbabilities.bind(bayes),
  [[[1, 0]]]
);
const days = timeTable({
  name: 'rain',
  step: 'day',
  dates: Array.from({ length: 20 }, (_, day) =>
    new Date(Date.UTC(2001, 0, 1 + day)).toISOString().slice(0, 10)
  ),
  variables: [{ name: 'rain', label: 'rain' }],
  columns: { rain: Float64Array.from({ length: 20 }, (_, day) => day % 3) }
});
entry('rain.column', days.column.bind(days), ['rain']);
entry('rain.between', days.between.bind(days), ['2001-01-02', '2001-01-05']);
entry(
  'rain.with',
  days.with.bind(days),
  [
    { name: 'sun', label: 'sun' },
    Float64Array.from({ length: 20 }, (_, day) => day)
  ],
  ['0.*']
);
entry('rain.forecast', days.forecast.bind(days), [
  { target: 'rain', inputs: ['rain'], steps: 3, testFrom: '2001-01-16' }
]);
entry('model.toPyTorch', at('toPyTorch'), [{ dtype: 'f32' }]);
entry(
  'gradientFlow.from',
  (step: never) => shown().gradientFlow().from(step),
  [2]
);

/** The files and data that the calls read, in memory. */
export async function writeFiles(): Promise<void> {
  const files = memoryFiles();
  await model().save('model');
  await model().saveWeights('weights');
  await translator().save('translator');
  await run.run([[1, 0]]).save('run');
  if (files.size !== 4) {
    throw new Error(`four files were to be written, not ${files.size}`);
  }
  engine.setHost({
    readData: async name =>
      new TextEncoder().encode(
        {
          'digits.csv': pictures,
          'movements.csv': watched,
          'pronunciations.csv': spoken,
          'tagged.csv': marked
        }[name] ?? sentences
      )
  });
}
