import {
  compareRuns,
  confusionMatrix,
  data,
  fitVocabulary,
  forecast,
  distributions,
  gradientFlow,
  layers,
  lstm,
  optimizers,
  pipeline,
  random,
  randomSearch,
  rnn,
  sequential,
  standardScaler,
  study,
  timeSeriesSplit,
  windows,
  writeText,
  type ComparisonOfRuns,
  type ConfusionMatrix,
  type RunOfNetwork,
  type SearchResult,
  type Sequential,
  type Tensor,
  type WrittenText
} from '../../src/engine';
import { whereItHolds } from '../../src/kernel/core/library/whereItHolds';
import { weatherModel } from './networks';
import type { SampleEntry } from './samples';

const STEPS = 30;
const UNITS = 16;
const MARKED = [3, 11] as const;

/** The adding problem (Hochreiter and Schmidhuber 1997): the sum of two marked numbers of thirty. */
function addingProblem(count: number, seed: number) {
  const generator = random(seed);
  const x: number[][][] = [];
  const y: number[][] = [];
  for (let each = 0; each < count; each++) {
    const values = Array.from({ length: STEPS }, () => generator.uniform());
    const [first, second] =
      each === 0
        ? MARKED
        : [
            Math.floor(generator.uniform() * (STEPS / 2)),
            Math.floor((STEPS / 2) * (1 + generator.uniform()))
          ];
    x.push(
      values.map((value, step) => [
        value,
        step === first || step === second ? 1 : 0
      ])
    );
    y.push([values[first] + values[second]]);
  }
  return { x, y };
}

interface Trained {
  readonly name: string;
  readonly run: RunOfNetwork;
}

let trained: Promise<readonly Trained[]> | null = null;

/** An RNN, an LSTM and a GRU trained on the same sequences, once. */
function trainedOnAdding(): Promise<readonly Trained[]> {
  trained ??= trainAll();
  return trained;
}

async function trainAll(): Promise<readonly Trained[]> {
  const { x, y } = addingProblem(1200, 3);
  const make = {
    RNN: () => layers.simpleRNN({ units: UNITS }),
    LSTM: () => layers.lstm({ units: UNITS }),
    GRU: () => layers.gru({ units: UNITS })
  };
  const done: Trained[] = [];
  for (const [name, layer] of Object.entries(make)) {
    const model = sequential([layer(), layers.dense({ units: 1 })], {
      seed: 7
    });
    model.compile({ optimizer: 'adam', loss: 'meanSquaredError' });
    await model.fit(x, y, {
      epochs: 60,
      batchSize: 20,
      validationSplit: 0.1
    });
    const run = model.trace(x[0], {
      target: y[0],
      inputNames: ['value', 'marker'],
      outputNames: ['sum'],
      marks: MARKED.map(step => ({ step, name: 'to remember' })),
      title: name
    });
    done.push({ name, run });
  }
  return done;
}

/** The trained networks side by side, with their scores on held-out sequences. */
async function comparison(): Promise<ComparisonOfRuns> {
  const all = await trainedOnAdding();
  const { x, y } = addingProblem(1200, 3);
  const held = y.slice(1080).map(([sum]) => sum);
  const mean = y.slice(0, 1080).reduce((sum, [each]) => sum + each, 0) / 1080;
  const naive =
    held.reduce((sum, each) => sum + (each - mean) ** 2, 0) / held.length;
  return compareRuns(
    all.map(({ run }) => run),
    {
      title: 'adding problem · 1,080 sequences',
      testData: [x.slice(1080), y.slice(1080)],
      baseline: { name: 'always the mean', value: naive }
    }
  );
}

/** Days whose errors say how wide the band of the days after them is. */
const DAYS_BEFORE = 30;

/** Two kinds of network, each trained from three seeds and scored on what it has not seen. */
async function seeds(): Promise<ComparisonOfRuns> {
  const { x, y } = addingProblem(600, 3);
  const kind =
    (layer: () => ReturnType<typeof layers.lstm>) =>
    (seed: number): Sequential => {
      const model = sequential([layer(), layers.dense({ units: 1 })], { seed });
      model.compile({ optimizer: 'adam', loss: 'meanSquaredError' });
      return model;
    };
  const found = await study({
    networks: {
      LSTM: kind(() => layers.lstm({ units: 8 })),
      GRU: kind(() => layers.gru({ units: 8 }))
    },
    x: x.slice(0, 500),
    y: y.slice(0, 500),
    testData: [x.slice(500), y.slice(500)],
    seeds: 3,
    epochs: 25,
    batchSize: 20,
    baseline: { name: 'always 1', value: 1 / 6 }
  });
  return found.compare(x[0], { inputNames: ['value', 'marker'] });
}

/** What the trained forecaster says of days it has not seen, beside "same as today". */
async function weatherForecast() {
  const trace = (await weatherModel(6)).toBundle();
  const [output] = trace.outputs;
  const [target] = trace.targets ?? [];
  const truth = Array.from(target.values.values);
  const guess = Array.from(output.values.values);
  const { values } = trace.input.array;
  const today = truth.map((_, step) => values[step * trace.input.names.length]);
  const later = <T>(all: readonly T[]): T[] => all.slice(DAYS_BEFORE);
  return forecast({
    truth: later(truth),
    labels: later(trace.time.labels ?? []),
    stepName: 'day',
    quantity: { name: 'highest temperature', unit: '°C' },
    title: 'Seattle, one day ahead',
    forecasts: [
      {
        name: 'LSTM',
        values: later(guess),
        band: {
          errors: truth
            .map((value, step) => value - guess[step])
            .slice(0, DAYS_BEFORE)
        },
        error: 'meanAbsoluteError'
      },
      {
        name: 'same as today',
        values: later(today),
        error: 'meanAbsoluteError'
      }
    ]
  });
}

/** What the review classifier answers on sentences that it was not trained on. */
async function confusion(): Promise<ConfusionMatrix> {
  const sentences = await data.sentiment({
    maxLength: 20,
    vocabularySize: 900,
    testSplit: 0.1
  });
  const model = sequential(
    [
      layers.embedding({
        inputDim: sentences.vocabulary.size,
        outputDim: 16,
        maskZero: true
      }),
      layers.lstm({ units: 16 }),
      layers.dense({ units: 1, activation: 'sigmoid' })
    ],
    { seed: 11 }
  );
  model.compile({ optimizer: 'adam', loss: 'binaryCrossentropy' });
  await model.fit(sentences.x, sentences.y, { epochs: 5 });
  const { x, y, texts } = sentences.test;
  return confusionMatrix(model, x, y, {
    labels: ['negative', 'positive'],
    texts,
    title: 'review sentences, held out'
  });
}

/** A text written letter by letter by a small network that has read a few lines. */
async function writtenText(): Promise<WrittenText> {
  const text =
    'the sea was calm and the ship was slow. the wind came up and the sea was high. ' +
    'the men saw the whale and the boats went down. the whale went down and the men came up. ';
  const vocabulary = fitVocabulary([text], { level: 'character' });
  const ids = vocabulary.encode(text);
  const window = 12;
  const starts = Array.from({ length: ids.length - window }, (_, at) => at);
  const model = sequential(
    [
      layers.embedding({ inputDim: vocabulary.size, outputDim: 12 }),
      layers.lstm({ units: 24 }),
      layers.dense({ units: vocabulary.size, activation: 'softmax' })
    ],
    { seed: 5 }
  );
  model.compile({ optimizer: 'adam', loss: 'sparseCategoricalCrossentropy' });
  await model.fit(
    starts.map(at => ids.slice(at, at + window)),
    starts.map(at => ids[at + window]),
    { epochs: 250, batchSize: 8 }
  );
  return writeText(model, vocabulary, {
    prompt: text.slice(0, window),
    length: 120,
    temperature: 1.2,
    seed: 2,
    window,
    title: 'written letter by letter'
  });
}

/** Settings of a small network, drawn at random, on births of three years; a fourth is fresh. */
async function settings(): Promise<SearchResult> {
  const days = await data.births();
  const examples = (from: string, to: string) =>
    windows(days.between(from, to).column('births'), { steps: 14 });
  const made = (params: Readonly<Record<string, unknown>>, seed: number) => {
    const model = sequential(
      [
        layers.gru({ units: params.units as number }),
        layers.dense({ units: 1 })
      ],
      { seed }
    );
    model.compile({
      optimizer: optimizers.adam({
        learningRate: params.learningRate as number
      }),
      loss: 'meanSquaredError'
    });
    return pipeline({
      steps: { scaler: standardScaler() },
      target: standardScaler(),
      model,
      fit: { epochs: params.epochs as number, verbose: 0 }
    });
  };
  const { x, y } = examples('2009-01-01', '2011-12-31');
  const found = await randomSearch({
    estimator: made,
    paramDistributions: {
      units: [4, 8, 16],
      epochs: [3, 6, 12],
      learningRate: distributions.logUniform(0.001, 0.03)
    },
    iterations: 12,
    x,
    y,
    cv: timeSeriesSplit({ splits: 3 }),
    scoring: {
      name: 'mean error',
      unit: 'births',
      of: (truth, answers) => truth.sub(answers).abs().mean().item()
    },
    refit: false,
    title: 'births a day, one day ahead'
  });
  const fresh = examples('2012-01-01', '2012-12-31');
  const onFresh: number[] = [];
  for (const { params } of found.cvResults) {
    const pipe = made(params, 1);
    await pipe.fit(x, y);
    onFresh.push(pipe.score(fresh.x, fresh.y, 'meanAbsoluteError'));
  }
  return found.withFresh(onFresh);
}

/** Comparisons, gradient flow and predictions of networks trained here. */
export const taskSamples: readonly SampleEntry[] = [
  {
    name: 'flow',
    title: 'Gradient flow: RNN, LSTM and GRU trained on the adding problem',
    live: false,
    make: async () => {
      const all = await trainedOnAdding();
      return gradientFlow(
        all.map(({ run }) => run),
        { names: all.map(({ name }) => name), title: 'adding problem' }
      );
    }
  },
  {
    name: 'flow-names',
    title: 'Gradient flow: networks with long names, not trained',
    live: false,
    make: () => {
      const x = Array.from({ length: 40 }, (_, step) => [Math.sin(step)]);
      const last = { gradientsOf: ({ h }: { h: Tensor }) => h.at(-1).sum() };
      const size = { inputSize: 1, units: 6, seed: 4 };
      return Promise.resolve(
        gradientFlow([rnn(size).run(x, last), lstm(size).run(x, last)], {
          names: [
            'a simple recurrent network without any gates, of six units',
            'a long short-term memory whose forget bias is one, of six units'
          ]
        })
      );
    }
  },
  {
    name: 'compare',
    title: 'Compare: RNN, LSTM and GRU trained on the adding problem',
    make: comparison
  },
  {
    name: 'compare-seeds',
    title: 'Compare: LSTM and GRU, three seeds each, on held-out sequences',
    make: seeds
  },
  {
    name: 'forecast',
    title: 'Predictions: a forecast with its band',
    live: false,
    make: weatherForecast
  },
  {
    name: 'confusion',
    title: 'Predictions: a confusion matrix',
    live: false,
    make: confusion
  },
  {
    name: 'text',
    title: 'Predictions: a text colored by probability or by a unit',
    live: false,
    make: writtenText
  },
  {
    name: 'search',
    title:
      'Search: settings with their scores, and the score of each on a fresh year',
    live: false,
    make: settings
  },
  {
    name: 'claim',
    title: 'Where does this hold? A sentence of lesson 02 with its sweep',
    live: false,
    make: () => whereItHolds('02 small-radius-not-yet', { open: true })
  }
];
