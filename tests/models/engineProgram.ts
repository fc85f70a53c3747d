// The engine's part in tests of Python models: reads jobs as JSON, does them all in one process and
// prints what it found as JSON.

import { readFileSync } from 'node:fs';
import type { Layer, RunOfNetwork, Sequential } from '../../src/engine';
import {
  layers,
  loadRun,
  sequential,
  setHost,
  type TensorLike
} from '../../src/engine';
import { readUserFile, writeUserFile } from '../../src/node/files';
import { exportedNetworks } from './exportedNetworks';
import { writtenCells } from './writtenCells';

setHost({ readFile: readUserFile, writeFile: writeUserFile });

/** A network that Python has the weights of. */
interface TraceJob {
  readonly do: 'trace';
  readonly layers: readonly LayerEntry[];
  readonly weights: string;
  readonly x: TensorLike;
  readonly target?: TensorLike;
}

interface LayerEntry {
  readonly type: 'simpleRNN' | 'lstm' | 'gru' | 'dense' | 'embedding';
  readonly both?: boolean;
  readonly options: object;
}

type Job =
  | { readonly do: 'export' }
  | { readonly do: 'cells'; readonly count: number; readonly seed: number }
  | TraceJob
  | { readonly do: 'load'; readonly path: string }
  | { readonly do: 'save'; readonly path: string };

function madeLayer({ type, both, options }: LayerEntry): Layer {
  const make = layers[type] as (options: object) => Layer;
  const layer = make(options);
  return both ? layers.bidirectional({ layer: layer as never }) : layer;
}

async function trace(job: TraceJob) {
  const model = sequential(job.layers.map(madeLayer), {
    seed: 1,
    dtype: 'f64'
  });
  model.compile({ loss: 'meanSquaredError' });
  await model.loadWeights(job.weights);
  const run = model.trace(
    job.x,
    job.target === undefined ? {} : { target: job.target }
  );
  return { ...numbersOf(run), slope: run.outputGradient().toArray() };
}

interface LayerNumbers {
  readonly name: string;
  readonly direction: string;
  readonly channels: Readonly<Record<string, { toArray(): unknown }>>;
  readonly gradients: Readonly<Record<string, { toArray(): unknown }>>;
}

function numbersOf(run: {
  readonly loss: number | null;
  readonly layers: readonly LayerNumbers[];
}) {
  const plain = (named: LayerNumbers['channels']) =>
    Object.fromEntries(
      Object.entries(named).map(([name, values]) => [name, values.toArray()])
    );
  return {
    loss: run.loss,
    layers: run.layers.map(({ name, direction, channels, gradients }) => ({
      name,
      direction,
      channels: plain(channels),
      gradients: plain(gradients)
    }))
  };
}

async function load(path: string) {
  const run = await loadRun(path);
  return {
    ...numbersOf(run),
    text: String(run),
    title: run.title,
    steps: run.steps
  };
}

/** A run with padding, two directions, tokens and a loss: all that a file has a place for. */
async function save(path: string) {
  const model: Sequential = sequential(
    [
      layers.embedding({
        inputDim: 5,
        outputDim: 3,
        maskZero: true,
        inputShape: [null]
      }),
      layers.bidirectional({
        layer: layers.lstm({ units: 2, returnSequences: true })
      }),
      layers.gru({ units: 3 }),
      layers.dense({ units: 1 })
    ],
    { seed: 3, dtype: 'f64' }
  );
  model.compile({ loss: 'meanSquaredError' });
  const run: RunOfNetwork = model
    .trace([0, 0, 3, 1, 4], { target: [1] })
    .clamp({ layer: 'gru', channel: 'z', value: 0.5, units: [1] });
  await run.save(path, { title: 'from TypeScript' });
  return numbersOf(run);
}

function exported() {
  return Promise.all(
    exportedNetworks().map(async ({ name, model, x, y }) => ({
      name,
      x,
      tokens: model.readsTokens,
      output: model.predict(x).toArray(),
      ...(y && {
        y,
        ids: model.compiled!.answer!.truth !== 'numbers',
        loss: (await model.evaluate(x, y)).loss
      }),
      torch: [model.toPyTorch(), model.toPyTorch({ dtype: 'f64' })],
      keras: model.toKeras()
    }))
  );
}

async function done(job: Job): Promise<unknown> {
  switch (job.do) {
    case 'export':
      return exported();
    case 'cells':
      return writtenCells(job.count, job.seed);
    case 'trace':
      return trace(job);
    case 'load':
      return load(job.path);
    case 'save':
      return save(job.path);
  }
}

async function main(): Promise<void> {
  const jobs = JSON.parse(readFileSync(0, 'utf8')) as Job[];
  const found: unknown[] = [];
  for (const job of jobs) {
    found.push(await done(job));
  }
  process.stdout.write(JSON.stringify(found));
}

void main();
