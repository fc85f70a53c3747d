import { requireInteger, requireKnown } from '../check';
import type { FusedTrainer } from '../fused/fusedModel';
import { host } from '../host';
import { shapeText } from '../tensor/shape';
import type { TensorLike } from '../tensor/tensor';
import { noGradient, Tensor } from '../tensor/tensor';
import type { Callback } from '../training/callback';
import { gateStatistics } from '../training/gateStatistics';
import { History } from '../training/history';
import type { WeightsOwner } from '../training/keptWeights';
import type { Metric, RunningMetric } from '../training/metrics';
import { trainingLoop } from '../training/trainingLoop';
import { restoreCheckpoint, writeCheckpoint } from './checkpoint';
import { range, requireExamples, rowsOf, trainedCount } from './dataset';
import type { Compiled } from './compile';
import type { Sequential } from './sequential';
import type { ModelTraceOptions } from './traceModel';

export interface FitOptions {
  /** Default 1. */
  epochs?: number;
  /** Default 32. */
  batchSize?: number;
  /** Share of the examples, taken from the end, that is held out. */
  validationSplit?: number;
  /** Held-out examples `[x, y]`. */
  validationData?: readonly [TensorLike, TensorLike];
  /** In another order each epoch, from the model's seed. Default true. */
  shuffle?: boolean;
  /** Importance of each class: `{ 0: 1, 1: 5 }`. */
  classWeight?: Readonly<Record<number, number>>;
  callbacks?: readonly Callback[];
  /** Keeps each gate's mean and saturation after each epoch. */
  gateStatistics?: boolean;
  /** Keeps the trace of this sequence after each epoch (costs one traced run each time). */
  snapshots?: ModelTraceOptions & { x: TensorLike; every?: number };
  /** A file of `callbacks.checkpoint`: training goes on from there as if never interrupted. */
  resumeFrom?: string;
  title?: string;
  /** 0 trains without a picture; the history is the same. Default 1. */
  verbose?: 0 | 1;
}

const optionNames = [
  'epochs',
  'batchSize',
  'validationSplit',
  'validationData',
  'shuffle',
  'classWeight',
  'callbacks',
  'gateStatistics',
  'snapshots',
  'resumeFrom',
  'title',
  'verbose'
];

/** At most so many sequences are run for the gate statistics of an epoch. */
const STATISTICS_EXAMPLES = 64;

/** What `model.fit` does; see there. */
export async function fitModel(
  model: Sequential,
  xGiven: TensorLike,
  yGiven: TensorLike,
  options: FitOptions
): Promise<History> {
  const who = 'model.fit';
  requireKnown(who, options, optionNames);
  const compiled = requireCompiled(who, model);
  const epochs = requireInteger(who, 'epochs', options.epochs ?? 1);
  const batchSize = requireInteger(who, 'batchSize', options.batchSize ?? 32);
  const all = examples(who, model, xGiven, yGiven);
  const { training, validation } = split(who, model, all, options);
  const count = training.x.shape[0];
  const history = new History(epochs, Math.ceil(count / batchSize), () =>
    model.summary().toBundle()
  );
  history.title = options.title;
  const verbose = requireInteger(who, 'verbose', options.verbose ?? 1, 0);
  const sample = rowsOf(
    (validation ?? training).x,
    range(0, Math.min(STATISTICS_EXAMPLES, (validation ?? training).x.shape[0]))
  );
  const { snapshots } = options;
  const { x: watched, every = 1, ...traceOptions } = snapshots ?? { x: [] };
  requireInteger(who, 'snapshots.every', every);

  const resumed =
    options.resumeFrom === undefined
      ? null
      : restoreCheckpoint(
          model,
          history,
          await host().readFile(options.resumeFrom),
          `${who}: resumeFrom`
        );
  const fused = fusedTraining(model, compiled);
  const importanceOf = (y: Tensor) =>
    options.classWeight && classWeights(y, options.classWeight);
  model.history = history;
  if (verbose !== 0) {
    host().fitStarted?.(history);
  }
  await trainingLoop(
    {
      examples: count,
      batchSize,
      shuffleSeed: (options.shuffle ?? true) ? model.seed : null,
      optimizer: compiled.optimizer,
      metrics: compiled.metrics,
      callbacks: options.callbacks ?? [],
      variables: () => model.trainable,
      loss(rows, step, running) {
        const x = rowsOf(training.x, rows);
        const y = rowsOf(training.y, rows);
        const { values: answer, mask } = model.forward(
          x,
          model.passFor(true, step)
        );
        const rowMask = answer.rank === 3 ? mask : undefined;
        running.forEach(metric => metric.add(y, answer, rowMask));
        return compiled.loss.of(y, answer, {
          mask: rowMask,
          sample: importanceOf(y)
        });
      },
      ...(fused && {
        step(
          rows: Int32Array,
          step: number,
          running: readonly RunningMetric[]
        ) {
          const y =
            options.classWeight || running.length > 0
              ? rowsOf(training.y, rows)
              : null;
          const result = fused.step({
            ...training,
            rows,
            step,
            importance: y ? importanceOf(y)?.values : undefined
          });
          if (y && running.length > 0) {
            const { answer, mask } = fused.answers();
            running.forEach(metric => metric.add(y, answer, mask));
          }
          return result;
        },
        settle(everything: boolean) {
          fused.settleWeights();
          if (everything) {
            fused.settleOptimizer();
          }
        }
      }),
      validate: async () =>
        validation ? scores(model, compiled, validation, batchSize) : null,
      changed: () => model.changed(),
      ...(options.gateStatistics && {
        gates: () => gateStatistics(model, sample)
      }),
      ...(snapshots && {
        snapshot(epoch: number) {
          if (epoch % every === 0 || epoch === history.planned - 1) {
            history.snapshots.push({
              epoch,
              trace: model.trace(watched, traceOptions).toBundle()
            });
            history.kept.keep(epoch, weightsOwner(model));
          }
        },
        ended: () => history.kept.keepLast()
      }),
      checkpoint: state => writeCheckpoint(model, history, state)
    },
    history,
    resumed
  );
  return history;
}

/** What `model.evaluate` does. */
export async function evaluateModel(
  model: Sequential,
  x: TensorLike,
  y: TensorLike,
  options: { batchSize?: number }
): Promise<Readonly<Record<string, number>>> {
  const who = 'model.evaluate';
  requireKnown(who, options, ['batchSize']);
  const compiled = requireCompiled(who, model);
  const batchSize = requireInteger(who, 'batchSize', options.batchSize ?? 32);
  return scores(model, compiled, examples(who, model, x, y), batchSize);
}

/** The model's weights, for going back to those of an epoch. */
function weightsOwner(model: Sequential): WeightsOwner {
  return {
    read: () => model.variables.map(({ tensor }) => tensor.values.slice()),
    write(values) {
      model.variables.forEach(({ tensor }, at) =>
        tensor.values.set(values[at])
      );
      model.changed();
    },
    training: () => model.history?.status === 'running'
  };
}

/**
 * One score of a model on held-out examples, in one go: the same number that `evaluate` gives.
 *
 * @param metric a metric, or null for the first one of `compile` (the loss when there is none)
 */
export function scoreModel(
  who: string,
  model: Sequential,
  x: TensorLike,
  y: TensorLike,
  metric: Metric | 'loss' | null
): { readonly name: string; readonly value: number } {
  const compiled = requireCompiled(who, model);
  const asked = metric ?? compiled.metrics[0] ?? 'loss';
  const work = scoring(
    model,
    { ...compiled, metrics: asked === 'loss' ? [] : [asked] },
    examples(who, model, x, y),
    32
  );
  let step = work.next();
  while (!step.done) {
    step = work.next();
  }
  const name = asked === 'loss' ? 'loss' : asked.name;
  return {
    name: asked === 'loss' ? compiled.loss.name : name,
    value: step.value[name]
  };
}

/** How the kernels train this model, or null when the tape does. */
function fusedTraining(
  model: Sequential,
  { optimizer, loss }: Compiled
): FusedTrainer | null {
  const fused = model.fused();
  const how = fused?.lossOf(loss) ?? null;
  const trainer = fused && how && fused.trainer(optimizer, how);
  if (!trainer && model.compute === 'fused') {
    throw new Error(
      `model.fit: compute 'fused' was asked for, but the kernels have ${how ? `no optimiser '${optimizer.name}'` : `no loss '${loss.name}' for this last layer`}; use compute: 'auto'`
    );
  }
  return trainer;
}

interface Examples {
  readonly x: Tensor;
  readonly y: Tensor;
}

function requireCompiled(who: string, model: Sequential): Compiled {
  if (!model.compiled) {
    throw new Error(
      `${who}: the model has no loss yet; call model.compile({ optimizer: 'adam', loss: … }) first`
    );
  }
  return model.compiled;
}

function examples(
  who: string,
  model: Sequential,
  xGiven: TensorLike,
  yGiven: TensorLike
): Examples {
  const x = model.prepare(who, xGiven);
  const y = requireExamples(who, 'y', yGiven);
  if (x.shape[0] !== y.shape[0]) {
    throw new RangeError(
      `${who}: x holds ${x.shape[0]} examples, but y ${y.shape[0]}`
    );
  }
  // A wrong shape of y is found before the first epoch rather than inside it.
  const answer = firstAnswer(model, x);
  const width = answer.shape[answer.rank - 1];
  const rows = answer.size / width;
  const numbers = y.size / y.shape[0];
  if (numbers !== answer.size && numbers !== rows) {
    throw new RangeError(
      `${who}: the model answers with shape ${shapeText(answer.shape.slice(1))} for each example, but y holds ${shapeText(y.shape.slice(1))}`
    );
  }
  return { x, y };
}

/** The answer to the first example, with no trace of it left in stateful layers. */
function firstAnswer(model: Sequential, x: Tensor): Tensor {
  const carried = model.layers.map(layer => layer.carriedStates?.() ?? null);
  model.resetStates();
  const answer = noGradient(
    () => model.forward(rowsOf(x, range(0, 1)), model.passFor(false, 0)).values
  );
  model.layers.forEach((layer, at) => layer.carryStates?.(carried[at]));
  return answer;
}

function split(
  who: string,
  model: Sequential,
  all: Examples,
  options: FitOptions
): { training: Examples; validation: Examples | null } {
  if (options.validationData !== undefined) {
    const pair: unknown = options.validationData;
    if (!Array.isArray(pair) || pair.length !== 2) {
      throw new TypeError(`${who}: validationData must be [x, y]`);
    }
    const [x, y] = options.validationData;
    return {
      training: all,
      validation: examples(`${who}: validationData`, model, x, y)
    };
  }
  const count = all.x.shape[0];
  const kept = trainedCount(who, options.validationSplit, count);
  if (kept === count) {
    return { training: all, validation: null };
  }
  const part = (from: number, to: number): Examples => ({
    x: rowsOf(all.x, range(from, to)),
    y: rowsOf(all.y, range(from, to))
  });
  return { training: part(0, kept), validation: part(kept, count) };
}

async function scores(
  model: Sequential,
  compiled: Compiled,
  held: Examples,
  batchSize: number
): Promise<Record<string, number>> {
  const work = scoring(model, compiled, held, batchSize);
  let turn = host().now();
  let step = work.next();
  while (!step.done) {
    if (host().now() - turn > 30) {
      await host().pause();
      turn = host().now();
    }
    step = work.next();
  }
  return step.value;
}

/** Scores batch by batch; the caller may give others a turn in between. */
function* scoring(
  model: Sequential,
  compiled: Compiled,
  { x, y }: Examples,
  batchSize: number
): Generator<void, Record<string, number>, void> {
  const running = compiled.metrics.map((metric): RunningMetric =>
    metric.start()
  );
  const fused = model.fused();
  const how = fused?.lossOf(compiled.loss) ?? null;
  const count = x.shape[0];
  let total = 0;
  for (let start = 0; start < count; start += batchSize) {
    const rows = range(start, Math.min(start + batchSize, count));
    total += noGradient(() => {
      const truth = rowsOf(y, rows);
      const some = rowsOf(x, rows);
      if (fused && how) {
        const { loss, answer, mask } = fused.score(some, truth, how);
        running.forEach(metric => metric.add(truth, answer, mask));
        return loss * rows.length;
      }
      const { values: answer, mask } = model.forward(
        some,
        model.passFor(false, 0)
      );
      const rowMask = answer.rank === 3 ? mask : undefined;
      running.forEach(metric => metric.add(truth, answer, rowMask));
      return (
        compiled.loss.of(truth, answer, { mask: rowMask }).item() * rows.length
      );
    });
    yield;
  }
  return {
    loss: total / count,
    ...Object.fromEntries(
      compiled.metrics.map(({ name }, at) => [name, running[at].result()])
    )
  };
}

/** One importance for each row of y, by its class. */
function classWeights(
  y: Tensor,
  weights: Readonly<Record<number, number>>
): Tensor {
  const width = y.rank > 1 ? y.shape[y.rank - 1] : 1;
  const rows = y.size / width;
  const values = Float64Array.from({ length: rows }, (_, row) => {
    let id = y.values[row];
    if (width > 1) {
      id = 0;
      for (let k = 1; k < width; k++) {
        if (y.values[row * width + k] > y.values[row * width + id]) {
          id = k;
        }
      }
    }
    return weights[id] ?? 1;
  });
  return new Tensor(
    values,
    width > 1 || (y.rank > 1 && width === 1) ? y.shape.slice(0, -1) : y.shape
  );
}
