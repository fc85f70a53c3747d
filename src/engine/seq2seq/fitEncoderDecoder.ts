import { requireNumber } from '../base/check';
import { anything, integer, options as reader, text } from '../base/options';
import { fitFields } from '../models/fit';
import { readSafetensors } from '../files/safetensors';
import { host } from '../base/host';
import { range, rowsOf, trainedCount } from '../models/dataset';
import { random } from '../base/random';
import { noGradient } from '../tensor/recording';
import { Tensor } from '../tensor/tensor';
import type { TensorLike } from '../tensor/tensor';
import type { Callback } from '../training/callback';
import { requireCallbacks } from '../training/requireCallbacks';
import { History } from '../training/history';
import { losses } from '../training/losses';
import { metrics } from '../training/metrics';
import type { RunningMetric } from '../tensor/metric';
import { requireIdle, trainingLoop } from '../training/trainingLoop';
import { restoreTrainingState } from '../training/trainingState';
import type { TwoNetworks } from './twoNetworks';
import { writeEncoderDecoder } from './encoderDecoderFile';
import { encode, forcedLogits, mixedLogits, writeFreely } from './network';
import { requireTokens } from './tokens';

export interface Seq2seqFitOptions {
  /** Default 1. */
  epochs?: number;
  /** Default 32. */
  batchSize?: number;
  /** Share of the pairs, taken from the end, that is held out. */
  validationSplit?: number;
  /** Held-out pairs `[source, target]`. */
  validationData?: readonly [TensorLike, TensorLike];
  /** In another order each epoch, from the model's seed. Default true. */
  shuffle?: boolean;
  /**
   * How often a step is fed with the right token: 1 always (default), 0 never, or a function of the
   * epoch from 0 (scheduled sampling, Bengio et al. 2015).
   */
  teacherForcing?: number | ((epoch: number) => number);
  callbacks?: readonly Callback[];
  /** A file of `callbacks.checkpoint`: training goes on from there as if never interrupted. */
  resumeFrom?: string;
  title?: string;
}

const read = reader('model.fit', {
  epochs: fitFields.epochs,
  batchSize: fitFields.batchSize,
  validationSplit: fitFields.validationSplit,
  validationData: fitFields.validationData,
  shuffle: fitFields.shuffle,
  teacherForcing: anything<number | ((epoch: number) => number)>().or(1),
  callbacks: fitFields.callbacks,
  resumeFrom: text.optional(),
  title: text.optional()
});
const readEvaluate = reader('model.evaluate', {
  batchSize: integer().or(32),
  maxLength: integer().optional()
});

interface Pairs {
  readonly source: Tensor;
  readonly target: Tensor;
}

const crossentropy = losses.sparseCategoricalCrossentropy({
  fromLogits: true,
  ignoreIndex: 0
});
const accuracy = metrics.accuracy();

/** What `model.fit` does; see there. */
export async function fitEncoderDecoder(
  model: TwoNetworks,
  source: TensorLike,
  target: TensorLike,
  options: Seq2seqFitOptions
): Promise<History> {
  const who = 'model.fit';
  const settled = read(options);
  const { epochs, batchSize, callbacks } = settled;
  requireCallbacks(who, callbacks);
  const { optimizer } = model;
  if (!optimizer) {
    throw new Error(`${who}: call model.compile() first`);
  }
  requireIdle(who, model);
  const { teacherForcing: forcing } = settled;
  const forcingAt = (epoch: number) =>
    requireNumber(
      who,
      'teacherForcing',
      typeof forcing === 'function' ? forcing(epoch) : forcing,
      { least: 0, most: 1 }
    );
  forcingAt(0);
  const all = pairs(who, model, source, target);
  const { training, validation } = split(who, model, all, settled);
  const count = training.source.shape[0];
  const perEpoch = Math.ceil(count / batchSize);
  const history = new History(epochs, perEpoch, () =>
    model.summary().toBundle()
  );
  history.title = settled.title;
  const resumed = settled.resumeFrom
    ? await resumedFrom(
        model,
        history,
        settled.resumeFrom,
        `${who}: resumeFrom`
      )
    : null;
  model.history = history;
  host().fitStarted?.(history);
  await trainingLoop(
    {
      owner: model,
      who,
      weights: () => model.variables,
      examples: count,
      batchSize,
      shuffleSeed: settled.shuffle ? model.seed : null,
      optimizer,
      metrics: [accuracy],
      callbacks,
      variables: () => model.variables,
      loss(rows, step, running) {
        const share = forcingAt(Math.floor(step / perEpoch));
        const batch = {
          source: rowsOf(training.source, rows),
          target: rowsOf(training.target, rows)
        };
        return lossOf(model, batch, share, step, running);
      },
      validate: async () =>
        validation ? forcedScores(model, validation, batchSize) : null,
      changed: () => model.changed(),
      checkpoint: state => writeEncoderDecoder(model, { history, state })
    },
    history,
    resumed
  );
  return history;
}

/** What `model.evaluate` does. */
export async function evaluateEncoderDecoder(
  model: TwoNetworks,
  source: TensorLike,
  target: TensorLike,
  options: { batchSize?: number; maxLength?: number }
): Promise<Readonly<Record<string, number>>> {
  const who = 'model.evaluate';
  const { batchSize, maxLength: longest } = readEvaluate(options);
  const data = pairs(who, model, source, target);
  const [count, steps] = data.target.shape;
  const maxLength = longest ?? steps;
  let right = 0;
  for (let start = 0; start < count; start += batchSize) {
    const rows = range(start, Math.min(start + batchSize, count));
    const truth = rowsOf(data.target, rows);
    const written = noGradient(() =>
      writeFreely(model, encode(model, rowsOf(data.source, rows)), maxLength)
    );
    written.forEach((tokens, row) => {
      const expected = [...truth.at(row).values].filter(id => id !== 0);
      right += Number(
        tokens.length === expected.length &&
          tokens.every((token, at) => token === expected[at])
      );
    });
    await host().pause();
  }
  return {
    ...(await forcedScores(model, data, batchSize)),
    exact: right / count
  };
}

function lossOf(
  model: TwoNetworks,
  { source, target }: Pairs,
  share: number,
  step: number,
  running: readonly RunningMetric[]
): Tensor {
  const encoded = encode(model, source);
  const stream = random(model.seed, 'teacherForcing', step);
  const logits =
    share === 1
      ? forcedLogits(model, target, encoded).logits
      : mixedLogits(model, target, encoded, () => stream.uniform() < share);
  running.forEach(metric => metric.add(target, logits, realTokens(target)));
  return crossentropy.of(target, logits);
}

async function forcedScores(
  model: TwoNetworks,
  data: Pairs,
  batchSize: number
): Promise<Record<string, number>> {
  const running = accuracy.start();
  const count = data.source.shape[0];
  let total = 0;
  let tokens = 0;
  for (let start = 0; start < count; start += batchSize) {
    const rows = range(start, Math.min(start + batchSize, count));
    const target = rowsOf(data.target, rows);
    const real = realTokens(target);
    const some = real.sum().item();
    total += noGradient(
      () =>
        some *
        lossOf(model, { source: rowsOf(data.source, rows), target }, 1, 0, [
          running
        ]).item()
    );
    tokens += some;
    await host().pause();
  }
  return { loss: total / tokens, accuracy: running.result() };
}

function realTokens(target: Tensor): Tensor {
  return new Tensor(
    Float64Array.from(target.values, id => Number(id !== 0)),
    target.shape
  );
}

function pairs(
  who: string,
  model: TwoNetworks,
  source: TensorLike,
  target: TensorLike
): Pairs {
  const s = requireTokens(who, 'source', source, model.sourceSize);
  const t = requireTokens(who, 'target', target, model.targetSize);
  if (s.shape[0] !== t.shape[0]) {
    throw new RangeError(
      `${who}: source holds ${s.shape[0]} sequences, but target ${t.shape[0]}`
    );
  }
  return { source: s, target: t };
}

function split(
  who: string,
  model: TwoNetworks,
  all: Pairs,
  options: Seq2seqFitOptions
): { training: Pairs; validation: Pairs | null } {
  if (options.validationData !== undefined) {
    const pair: unknown = options.validationData;
    if (!Array.isArray(pair) || pair.length !== 2) {
      throw new TypeError(`${who}: validationData must be [source, target]`);
    }
    const [source, target] = options.validationData;
    return {
      training: all,
      validation: pairs(`${who}: validationData`, model, source, target)
    };
  }
  const count = all.source.shape[0];
  const kept = trainedCount(who, options.validationSplit, count);
  const part = (from: number, to: number): Pairs => ({
    source: rowsOf(all.source, range(from, to)),
    target: rowsOf(all.target, range(from, to))
  });
  return kept === count
    ? { training: all, validation: null }
    : { training: part(0, kept), validation: part(kept, count) };
}

async function resumedFrom(
  model: TwoNetworks,
  history: History,
  path: string,
  who: string
) {
  const file = readSafetensors(await host().readFile(path), who);
  const state = restoreTrainingState(who, file, model.optimizer!, history);
  model.setWeights(
    Object.fromEntries(
      model.variables.map(({ name }) => [name, file.tensors[name]])
    )
  );
  return state;
}
