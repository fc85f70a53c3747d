import { readFile } from 'node:fs/promises';
import path from 'node:path';
import {
  lstm,
  layers,
  optimizers,
  random,
  sequential,
  tensor
} from '../../src/engine';
import type { Sequential } from '../../src/engine';
import type { RunOfNetwork } from '../../src/engine';
import { weather } from '../../src/engine/data/weather';

/** Where the build-time packages lie. */
let modules = 'node_modules';
export function setModules(folder: string): void {
  modules = folder;
}

const LENGTH = 16;
const WORDS = 900;

interface Reviews {
  readonly x: number[][];
  readonly y: number[][][];
  readonly sentences: readonly (readonly string[])[];
  readonly labels: readonly number[];
  readonly vocabulary: readonly string[];
}

/** Short labeled sentences of three sites, as token ids; 0 is padding, 1 an unknown word. */
async function reviews(): Promise<Reviews> {
  const files = await Promise.all(
    ['amazon', 'imdb', 'yelp'].map(async name =>
      readFile(
        path.join(modules, 'sentiment', 'test', 'fixtures', `${name}.json`),
        'utf8'
      )
    )
  );
  const rows = files
    .flatMap(text => JSON.parse(text) as { text?: string; class?: number }[])
    .filter(row => row.text && row.class !== undefined)
    .map(row => ({
      words: (row.text ?? '').toLowerCase().match(/[a-z']+|[.!?]/g) ?? [],
      label: Number(row.class)
    }))
    .filter(({ words }) => words.length >= 3 && words.length <= LENGTH);
  const counts = new Map<string, number>();
  for (const { words } of rows) {
    for (const word of words) {
      counts.set(word, (counts.get(word) ?? 0) + 1);
    }
  }
  const vocabulary = [
    '',
    '?',
    ...[...counts]
      .sort((a, b) => b[1] - a[1])
      .slice(0, WORDS - 2)
      .map(([word]) => word)
  ];
  const ids = new Map(vocabulary.map((word, id) => [word, id]));
  // The files are one after the other: mixed, so that the held-out tenth is of all three.
  const generator = random(5);
  const mixed = rows
    .map(row => ({ row, key: generator.uniform() }))
    .sort((a, b) => a.key - b.key)
    .map(({ row }) => row);
  return {
    x: mixed.map(({ words }) =>
      Array.from({ length: LENGTH }, (_, step) =>
        step < words.length ? (ids.get(words[step]) ?? 1) : 0
      )
    ),
    // The label is asked for after every word.
    y: mixed.map(({ label }) => Array.from({ length: LENGTH }, () => [label])),
    sentences: mixed.map(({ words }) => words),
    labels: mixed.map(({ label }) => label),
    vocabulary
  };
}

let reading: Promise<Reviews> | null = null;

export interface ReviewModel {
  readonly model: Sequential;
  readonly data: Reviews;
  trace(sentence: string, label: number): RunOfNetwork;
}

/** An untrained network that says after each word whether a sentence is positive. */
export async function reviewModel(
  units: number,
  compute: 'auto' | 'tape' = 'auto'
): Promise<ReviewModel> {
  reading ??= reviews();
  const data = await reading;
  const model = sequential(
    [
      layers.embedding({
        inputDim: data.vocabulary.length,
        outputDim: 16,
        maskZero: true
      }),
      layers.lstm({ units, returnSequences: true }),
      layers.timeDistributed({
        layer: layers.dense({ units: 1, activation: 'sigmoid' })
      })
    ],
    { seed: 11, compute }
  );
  model.compile({
    // Fast enough that eight epochs open and close the gates for all to see.
    optimizer: optimizers.adam({ learningRate: 0.01 }),
    loss: 'binaryCrossentropy',
    metrics: ['accuracy']
  });
  const ids = new Map(data.vocabulary.map((word, id) => [word, id]));
  return {
    model,
    data,
    trace(sentence, label) {
      const tokens = sentence.split(' ');
      return model.trace(
        tokens.map(word => ids.get(word) ?? 1),
        {
          tokens,
          vocabulary: { tokens: data.vocabulary },
          target: tokens.map(() => [label]),
          outputNames: ['P(positive)']
        }
      );
    }
  };
}

/** Trains on the sentences with gate statistics and a replay, and gives the history. */
export function trainReviews(
  { model, data }: ReviewModel,
  epochs: number,
  watched: string
): Promise<unknown> {
  const ids = new Map(data.vocabulary.map((word, id) => [word, id]));
  const tokens = watched.split(' ');
  return model.fit(data.x.slice(0, 1800), data.y.slice(0, 1800), {
    epochs,
    validationSplit: 0.1,
    gateStatistics: true,
    snapshots: {
      x: tokens.map(word => ids.get(word) ?? 1),
      tokens,
      outputNames: ['P(positive)']
    },
    title: '1,620 sentences, 180 for validation'
  });
}

/** A trained forecaster of tomorrow's highest temperature, and a stretch of days to look at. */
export async function weatherModel(units: number): Promise<RunOfNetwork> {
  const table = await weather();
  const task = table.forecast({
    inputs: ['high', 'precipitation'],
    target: 'high',
    steps: 30,
    testFrom: '2015-01-01'
  });
  const model = sequential(
    [
      layers.lstm({ units, returnSequences: true }),
      layers.timeDistributed({ layer: layers.dense({ units: 1 }) })
    ],
    { seed: 3 }
  );
  model.compile({ optimizer: 'adam', loss: 'meanSquaredError' });
  // The target of every step is the next step's input.
  const count = 300;
  const x = Array.from({ length: count }, (_, at) =>
    task.training.x.at(at * 3)
  );
  const y = Array.from({ length: count }, (_, at) => {
    const next = task.training.x.at(Math.min(at * 3 + 1, 1060));
    return Array.from({ length: 30 }, (_, step) => [
      next.at(step).at(0).item()
    ]);
  });
  await model.fit(
    x.map(each =>
      Array.from({ length: 30 }, (_, step) => [...each.at(step).values])
    ),
    y,
    { epochs: 12, batchSize: 16 }
  );
  const stretch = task.stretch('2015-03-01', 150);
  return model.trace(stretch.x, {
    labels: stretch.dates,
    target: task.targetScaler.apply(
      Array.from(stretch.truth, value => [value])
    ),
    scaler: task.scaler,
    targetScaler: task.targetScaler,
    inputNames: ['highest', 'rain'],
    inputUnit: '°C',
    outputNames: ['one day ahead'],
    outputUnit: '°C',
    stepName: 'day',
    title: 'Seattle, March–July 2015'
  });
}

/** A GRU that forecasts the highest and the lowest temperature of the next day. */
export async function bothTemperatures(): Promise<RunOfNetwork> {
  const table = await weather();
  const task = table.forecast({
    inputs: ['high', 'low'],
    target: 'high',
    steps: 30,
    testFrom: '2015-01-01'
  });
  const model = sequential(
    [
      layers.gru({ units: 4, returnSequences: true }),
      layers.timeDistributed({ layer: layers.dense({ units: 2 }) })
    ],
    { seed: 3 }
  );
  model.compile({ optimizer: 'adam', loss: 'meanSquaredError' });
  const rows = (at: number): number[][] =>
    task.training.x.at(at).toArray<number[][]>();
  // The target of every step is the next day's input.
  const starts = Array.from({ length: 300 }, (_, at) => at * 3);
  await model.fit(
    starts.map(rows),
    starts.map(at => rows(at + 1)),
    { epochs: 12, batchSize: 16 }
  );
  const { x, dates } = task.stretch('2015-03-01', 91);
  const days = tensor(x).toArray<number[][]>();
  return model.trace(days.slice(0, -1), {
    labels: dates.slice(0, -1),
    target: days.slice(1),
    scaler: task.scaler,
    targetScaler: task.scaler,
    inputNames: ['highest', 'lowest'],
    inputUnit: '°C',
    outputNames: ['highest, one day ahead', 'lowest, one day ahead'],
    outputUnit: '°C',
    stepName: 'day',
    title: 'Seattle, March–May 2015'
  });
}

/** Waves of different lengths and heights through a network that nothing was taught. */
export function manySequences(): RunOfNetwork {
  return lstm({ inputSize: 1, units: 48, seed: 7 }).run(
    Array.from({ length: 20 }, (_, sequence) =>
      Array.from({ length: 40 }, (_, step) => [
        (1 + sequence / 5) * Math.sin((2 * Math.PI * step) / (4 + sequence))
      ])
    ),
    { inputNames: ['wave'], gradientsOf: ({ h }) => h.at(-1).sum() }
  );
}
