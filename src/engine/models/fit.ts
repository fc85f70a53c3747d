import {
  anything,
  flag,
  integer,
  list,
  number,
  object,
  options,
  text
} from '../base/options';
import type { FusedTrainer } from '../fused/fusedModel';
import { rowMask } from '../layers/layer';
import { answerMask } from './answerMask';
import { noGradient } from '../tensor/recording';
import type { Tensor, TensorLike } from '../tensor/tensor';
import type { Callback } from '../training/callback';
import { ctcExcuse } from '../training/ctc';
import { requireCallbacks } from '../training/callback';
import { gateStatistics } from '../training/gateStatistics';
import { weightStatistics } from '../training/weightStatistics';
import type { History } from '../training/history';
import type { Loss } from '../training/loss';
import type { TrainingTask } from '../training/trainingTask';
import { requireIdle } from '../training/trainingLoop';
import { statesOf } from './checkpoint';
import type { Compiled } from './compile';
import { range, selectedRows, verbose, type Verbose } from './dataset';
import { scores } from './evaluateModel';
import { requireEvenBatches } from './evenBatches';
import type { Examples, ValidationData } from './examples';
import { examples, requireCompiled, split } from './examples';
import type { ClassWeight } from './importance';
import {
  importanceOf,
  requireClassWeight,
  requireSomeImportance
} from './importance';
import type { LengthBuckets } from './lengthBuckets';
import { bucketByLength, isStateful, lengthBuckets } from './lengthBuckets';
import { setLearnedFrom } from './knownWords';
import type { Model } from './model';
import { writeModel } from './modelFile';
import { penalised } from './penalties';
import { shippedName } from './shippedTrainings';
import type { SnapshotOptions } from './snapshots';
import { snapshotsOf } from './snapshots';
import { traceModel } from './traceModel';
import { traceFields } from './traceOptions';
import { train } from './train';
import { withFreshStates } from './withFreshStates';

export interface FitOptions {
  /** Default 1; those before `initialEpoch` count too, as in Keras. */
  epochs?: number;
  /**
   * How many epochs went before: the first has this number (from 0) for `callbacks`, and its own
   * shuffling and dropout, so that `fit` of 3 epochs and then of 6 from 3 on is `fit` of 6. Default 0.
   */
  initialEpoch?: number;
  /** Default 32. */
  batchSize?: number;
  /** Share of the examples, taken from the end, that is held out. */
  validationSplit?: number;
  /** Held-out examples `[x, y]`, or `[x, y, sampleWeight]`. */
  validationData?: ValidationData;
  /** In another order each epoch, from the model's seed. Default true. */
  shuffle?: boolean;
  /**
   * Puts sequences of like length into a batch together, so that less padding is computed: the steps
   * that are padding in a whole batch are left out of it. `true` for each length by itself; a list such
   * as `[8, 16, 24]` for the lengths at which the next bucket begins, as TensorFlow's
   * `bucket_boundaries`. Each example is visited once an epoch and there are as many batches as without;
   * the shortest come first with `shuffle: false`. The kernels compute no padding anyway: what is
   * computed step by step gains. Default false.
   */
  bucketByLength?: boolean | readonly number[];
  /**
   * Importance of each class: `{ 0: 1, 1: 5 }`; one that is not named counts 1.
   * Targets of one output that are no class (0.9) are refused.
   */
  classWeight?: ClassWeight;
  /**
   * Importance of each example `[N]`, or of each of its steps `[N, T]`, in the loss; times that of its
   * class, where both are given. Metrics count all alike, as Keras's.
   */
  sampleWeight?: TensorLike;
  callbacks?: readonly Callback[];
  /** Keeps each gate's mean and saturation after each epoch. */
  gateStatistics?: boolean;
  /**
   * Keeps the norm of each gate's weights after each epoch, and of the loss's derivative by them over
   * the first 64 training examples, for `weightsByGate`. Costs one pass over these and back.
   */
  weightStatistics?: boolean;
  /**
   * Keeps the trace of this sequence after each epoch, or each `every` epochs, and the weights that
   * made it. Each costs one traced run (and its back-propagation with a `target`), the memory of the
   * trace (`T·units` numbers a channel) and of one copy of the weights; a checkpoint holds the
   * copies of the weights, and a resumed training makes the traces again from them.
   */
  snapshots?: SnapshotOptions;
  /** A file of `callbacks.checkpoint`: training goes on from there as if never interrupted. */
  resumeFrom?: string;
  /**
   * The name of trainings that ship with a lesson: where this very training is among them (the same
   * network, weights, examples and options), weights and epochs are taken from there, at once. Where
   * training goes on from it, it is trained first, so that the optimizer remembers it. The losses of
   * single batches are not there, and `history.resume` cannot go on; `snapshots` are made from weights that
   * ship. All else is trained, and so is what has callbacks other than `earlyStopping`, stateful layers, or
   * parts of your own. Default false.
   */
  shipped?: string | false;
  title?: string;
  /**
   * 1 draws the curves. 2 shows one line instead, without losses: which training by its title, and how far
   * it is; all such trainings of a notebook cell share it. 0 shows nothing. The history is the same.
   * Default 1.
   */
  verbose?: Verbose;
}

/** Options of training that a study hands on as well. */
export const fitFields = {
  epochs: integer().or(1),
  initialEpoch: integer(0).or(0),
  batchSize: integer().or(32),
  validationSplit: number({ least: 0, most: 1 }).or(0),
  validationData: anything<ValidationData | undefined>(),
  shuffle: flag.or(true),
  bucketByLength,
  classWeight: anything<ClassWeight | undefined>(),
  sampleWeight: anything<TensorLike | undefined>(),
  callbacks: list<Callback>().or([]),
  gateStatistics: flag.or(false),
  weightStatistics: flag.or(false),
  shipped: shippedName,
  verbose
};

const allFields = {
  ...fitFields,
  snapshots: object<SnapshotOptions>().optional(),
  resumeFrom: text.optional(),
  title: text.optional()
};

/** The options of `fit`, for who takes them to hand them on. */
export const fitNames = Object.keys(allFields);

const read = options('model.fit', allFields);

const readSnapshots = options('model.fit: snapshots', {
  ...traceFields,
  x: anything<TensorLike>(),
  every: integer().or(1)
});

/** At most so many sequences are run for the gate statistics of an epoch. */
const STATISTICS_EXAMPLES = 64;

/** What `model.fit` does; see there. */
export async function fitModel(
  model: Model,
  xGiven: TensorLike,
  yGiven: TensorLike,
  given: FitOptions
): Promise<History> {
  const who = 'model.fit';
  const settled = read(given);
  const { batchSize, callbacks, classWeight } = settled;
  const compiled = requireCompiled(who, model);
  requireIdle(who, model);
  requireCallbacks(who, callbacks);
  const all = examples(who, model, xGiven, yGiven, settled.sampleWeight);
  setLearnedFrom(model, xGiven, yGiven, all);
  const output = model.outputShapes.at(-1)!;
  requireClassWeight(who, classWeight, output, compiled.answer, {
    ...all,
    mask: () => answerMask(model, all.x)
  });
  const { training, validation } = split(who, model, all, settled);
  const count = training.x.shape[0];
  const held = (validation ?? training).x;
  const sample = selectedRows(held, firstRows(held.shape[0]));
  const watched = {
    x: selectedRows(training.x, firstRows(count)),
    y: selectedRows(training.y, firstRows(count))
  };
  const buckets = lengthBuckets(who, model, training, settled.bucketByLength);
  requireEvenBatches(who, model, batchSize, {
    examples: count,
    ...(validation && { 'validation examples': validation.x.shape[0] })
  });
  const importance: ImportanceOfExamples | null =
    classWeight || training.weight
      ? ({ y, weight }) =>
          importanceOf(y, output, { classWeight, sample: weight })
      : null;
  if (classWeight && importance) {
    const counted = importance(training)!;
    requireSomeImportance(
      who,
      training.weight ? 'classWeight times sampleWeight' : 'classWeight',
      counted
    );
  }
  const { snapshots } = settled;
  return train({
    who,
    model,
    compiled,
    settings: model.layers.some(isStateful)
      ? { ...settled, shipped: false }
      : settled,
    examples: count,
    learnedFrom: [training, validation],
    buckets: buckets?.of,
    loss(rows, step, running) {
      const some = buckets ? buckets.batch(rows) : someOf(training, rows);
      const { x, y } = some;
      const { pass, loss } = penalised(
        model.passFor(true, step),
        model.trainable
      );
      const answer = model.forward(x, pass);
      const { values } = answer;
      const mask = rowMask(answer);
      running.forEach(metric => metric.add(y, values, mask));
      return loss(
        compiled.loss.of(y, values, { mask, sample: importance?.(some) })
      );
    },
    steps() {
      const fused = fusedTraining(model, compiled);
      const again = () => {
        const now = fusedTraining(model, compiled);
        if (!now) {
          throw new Error(
            `${who}: the step of a cell became one while it trained that only the tape can take; use sequential(layers, { compute: 'tape' })`
          );
        }
        return now;
      };
      return fused && fusedSteps(fused, again, training, buckets, importance);
    },
    excuse: rows =>
      excuseOf(model, compiled.loss, someOf(training, rows), rows),
    validate: async () =>
      validation ? scores(model, compiled, validation, batchSize) : null,
    gates: () => withFreshStates(model, () => gateStatistics(model, sample)),
    weightNorms: () =>
      withFreshStates(model, () =>
        weightStatistics(model, watched, compiled.loss)
      ),
    ...(snapshots && {
      snapshots(history: History) {
        const { x, every, ...options } = readSnapshots(snapshots);
        const trace = () =>
          withFreshStates(model, () =>
            traceModel(model, x, options, `${who}: snapshots`)
          );
        // A sequence that cannot be run is told before the first epoch rather than after it.
        trace();
        return snapshotsOf(who, model, history, every, trace);
      }
    }),
    write: parts => writeModel(model, parts),
    carried: statesOf(model)
  });
}

/** Rows that are looked at after each epoch. */
export function firstRows(count: number): Int32Array {
  return range(0, Math.min(STATISTICS_EXAMPLES, count));
}

/** What each row of some examples counts. */
type ImportanceOfExamples = (
  some: Pick<Examples, 'y' | 'weight'>
) => Tensor | undefined;

function someOf(training: Examples, rows: Int32Array): Examples {
  return { x: selectedRows(training.x, rows), ...truthOf(training, rows) };
}

function truthOf(
  { y, weight }: Examples,
  rows: Int32Array
): Pick<Examples, 'y' | 'weight'> {
  return {
    y: selectedRows(y, rows),
    ...(weight && { weight: selectedRows(weight, rows) })
  };
}

/**
 * Training steps by the kernels.
 *
 * @param again gives the kernels again, when a step of one's own has become another one
 */
function fusedSteps(
  begun: FusedTrainer,
  again: () => FusedTrainer,
  training: Examples,
  buckets: LengthBuckets | null,
  importance: ImportanceOfExamples | null
): Pick<TrainingTask, 'step' | 'settle'> {
  let fused = begun;
  let isSeen = false;
  const settle = (everything: boolean) => {
    fused.settleWeights();
    if (everything) {
      fused.settleOptimizer();
    }
  };
  return {
    step(rows, step, running) {
      // A callback may meanwhile have changed what a step reads.
      if (isSeen && !fused.isCurrent()) {
        settle(true);
        fused = again();
      }
      isSeen = false;
      // The kernels read rows where they are: of a batch that was cut, in a table of its own.
      const cut = buckets?.batch(rows);
      const looksAtTruth = importance !== null || running.length > 0;
      const some = cut ?? (looksAtTruth ? truthOf(training, rows) : null);
      const result = fused.step({
        ...(cut ?? training),
        rows: cut ? range(0, rows.length) : rows,
        step,
        importance: some ? importance?.(some)?.values : undefined
      });
      if (some && running.length > 0) {
        const { output, mask } = fused.outputs();
        running.forEach(metric => metric.add(some.y, output, mask));
      }
      return result;
    },
    settle(everything) {
      isSeen = true;
      settle(everything);
    }
  };
}

/** Why a batch with these targets has no loss, or null. */
function excuseOf(
  model: Model,
  { spec }: Loss,
  { x, y }: Examples,
  rows: Int32Array
): string | null {
  if (spec?.kind === 'ctc') {
    const output = withFreshStates(model, () =>
      noGradient(() => model.forward(x, model.passFor(false, 0)))
    );
    return ctcExcuse(spec, y, output, rows);
  }
  const ignoreIndex =
    spec?.kind === 'sparseCategoricalCrossentropy'
      ? spec.ignoreIndex
      : undefined;
  return ignoreIndex !== undefined && y.values.every(id => id === ignoreIndex)
    ? `each of its targets is ${ignoreIndex}, which ignoreIndex leaves out, so there is nothing to learn from: use a larger batch, or convention: 'keras', for which such a batch counts 0`
    : null;
}

/** How the kernels train this model, or null when the tape does. */
function fusedTraining(
  model: Model,
  { optimizer, loss }: Compiled
): FusedTrainer | null {
  const fused = model.fused();
  const how = fused?.lossOf(loss) ?? null;
  const trainer = fused && how && fused.trainer(optimizer, how);
  if (!trainer && model.compute === 'fused') {
    throw new Error(
      `model.fit: compute 'fused' was asked for, but the kernels have ${how ? `no optimizer '${optimizer.name}'` : `no loss '${loss.name}' for this last layer`}; use compute: 'auto'`
    );
  }
  return trainer;
}
