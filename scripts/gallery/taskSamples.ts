import {
  compareRuns,
  forecast,
  gradientFlow,
  layers,
  random,
  sequential,
  type ComparisonOfRuns,
  type RunOfNetwork
} from '../../src/engine';
import { float64, TRACE_VERSION } from '../../src/trace';
import type { Predictions } from '../../src/trace';
import { reviewModel, trainReviews, weatherModel } from './networks';
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

/** What the trained forecaster says of days it has not seen, beside "same as today". */
async function weatherForecast() {
  const trace = (await weatherModel(6)).toBundle();
  const [output] = trace.outputs;
  const [target] = trace.targets ?? [];
  const steps = trace.time.steps;
  const truth = Array.from(target.values.values);
  const guess = Array.from(output.values.values);
  const today = Array.from(
    { length: steps },
    (_, step) => trace.input.array.values[step * trace.input.names.length]
  );
  const errors = guess.map((value, step) => value - truth[step]);
  const sorted = errors.map(Math.abs).sort((a, b) => a - b);
  const width = sorted[Math.floor(0.8 * sorted.length)];
  const absolute = (values: readonly number[]): number =>
    values.reduce(
      (sum, value, step) => sum + Math.abs(value - truth[step]),
      0
    ) / steps;
  return forecast({
    truth,
    labels: trace.time.labels,
    stepName: 'day',
    quantity: { name: 'highest temperature', unit: '°C' },
    title: 'Seattle, one day ahead',
    forecasts: [
      {
        name: 'LSTM',
        values: guess,
        band: {
          lower: guess.map(value => value - width),
          upper: guess.map(value => value + width),
          name: '80 % of its errors'
        },
        error: { name: 'mean absolute error', value: absolute(guess) }
      },
      {
        name: 'same as today',
        values: today,
        error: { name: 'mean absolute error', value: absolute(today) }
      }
    ]
  });
}

/** What the review classifier answers on sentences that it was not trained on. */
async function confusion(): Promise<Predictions> {
  const network = await reviewModel(16);
  await trainReviews(network, 6, 'not good');
  const { data } = network;
  const counts = [0, 0, 0, 0];
  const examples: { text: string; truth: number; answer: number }[] = [];
  for (let each = 900; each < 1100 && each < data.sentences.length; each++) {
    const words = data.sentences[each];
    const truth = data.labels[each];
    const { values } = network.trace(words.join(' '), truth).toBundle()
      .outputs[0].values;
    const answer = values[values.length - 1] >= 0.5 ? 1 : 0;
    counts[truth * 2 + answer] += 1;
    if (truth !== answer && examples.length < 20) {
      examples.push({ text: words.join(' '), truth, answer });
    }
  }
  return {
    version: TRACE_VERSION,
    kind: 'predictions',
    id: 'gallery-confusion',
    title: 'review sentences, held out',
    content: {
      form: 'confusion',
      classes: ['negative', 'positive'],
      counts: float64(counts, [2, 2]),
      examples
    }
  };
}

/** A text written letter by letter by a small network that has read a few lines. */
async function writtenText(): Promise<Predictions> {
  const text =
    'the sea was calm and the ship was slow. the wind came up and the sea was high. ' +
    'the men saw the whale and the boats went down. the whale went down and the men came up. ';
  const letters = [...new Set(text)].sort();
  const window = 12;
  const oneHot = (letter: string): number[] =>
    letters.map(each => (each === letter ? 1 : 0));
  const x: number[][][] = [];
  const y: number[][] = [];
  for (let from = 0; from + window < text.length; from++) {
    x.push([...text.slice(from, from + window)].map(oneHot));
    y.push(oneHot(text[from + window]));
  }
  const model = sequential(
    [
      layers.lstm({ units: 24 }),
      layers.dense({ units: letters.length, activation: 'softmax' })
    ],
    { seed: 5 }
  );
  model.compile({ optimizer: 'adam', loss: 'categoricalCrossentropy' });
  await model.fit(x, y, { epochs: 250, batchSize: 8 });
  const generator = random(2);
  const prompt = text.slice(0, window);
  const tokens = [...prompt];
  const probabilities: number[] = tokens.map(() => NaN);
  for (let count = 0; count < 120; count++) {
    const answer = model.predict([tokens.slice(-window).map(oneHot)]).at(0);
    const all = Array.from(answer.values);
    let chance = generator.uniform();
    const chosen = all.findIndex(each => (chance -= each) <= 0);
    const at = chosen < 0 ? all.length - 1 : chosen;
    tokens.push(letters[at]);
    probabilities.push(all[at]);
  }
  const trace = model.trace(tokens.map(oneHot), {}).toBundle();
  const h = trace.layers[0].channels.find(({ name }) => name === 'h');
  return {
    version: TRACE_VERSION,
    kind: 'predictions',
    id: 'gallery-text',
    title: 'written letter by letter',
    content: {
      form: 'text',
      tokens,
      promptLength: prompt.length,
      probabilities: float64(probabilities, [probabilities.length]),
      ...(h && { hidden: h.array })
    }
  };
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
    name: 'compare',
    title: 'Compare: RNN, LSTM and GRU trained on the adding problem',
    make: comparison
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
    title: 'Predictions: a text coloured by probability or by a unit',
    live: false,
    make: writtenText
  }
];
