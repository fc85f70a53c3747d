import { requireNumber, requireObject } from '../base/check';
import type { Option } from '../base/options';
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
import type { LayerShape } from '../layers/layer';
import type { TensorLike } from '../tensor/tensor';
import { Tensor } from '../tensor/tensor';
import { described } from '../base/described';
import type { Callback } from '../training/callback';
import { requireCallbacks } from '../training/requireCallbacks';
import { gateStatistics } from '../training/gateStatistics';
import { weightStatistics } from '../training/weightStatistics';
import type { History } from '../training/history';
import type { Loss } from '../training/loss';
import type { TrainingTask } from '../training/trainingLoop';
import { requireIdle } from '../training/trainingLoop';
import { carriedStates } from './checkpoint';
import type { Compiled } from './compile';
import { range, rowsOf } from './dataset';
import { scores } from './evaluateModel';
import type { Examples } from './examples';
import { examples, requireCompiled, split } from './examples';
import type { Model } from './model';
import { writeModel } from './modelFile';
import type { SnapshotOptions } from './snapshots';
import { snapshotsOf } from './snapshots';
import { train } from './train';
import { withFreshStates } from './withFreshStates';

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
  title?: string;
  /** 0 trains without a picture; the history is the same. Default 1. */
  verbose?: 0 | 1;
}

/** Options of training that a study hands on as well. */
export const fitFields = {
  epochs: integer().or(1),
  batchSize: integer().or(32),
  validationSplit: number({ least: 0, most: 1 }).or(0),
  validationData: anything<readonly [TensorLike, TensorLike] | undefined>(),
  shuffle: flag.or(true),
  classWeight: anything<Readonly<Record<number, number>> | undefined>(),
  callbacks: list<Callback>().or([]),
  gateStatistics: flag.or(false),
  weightStatistics: flag.or(false),
  verbose: integer(0).or(1) as Option<0 | 1>
};

const read = options('model.fit', {
  ...fitFields,
  snapshots: object<SnapshotOptions>().optional(),
  resumeFrom: text.optional(),
  title: text.optional()
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
  const all = examples(who, model, xGiven, yGiven);
  requireWeights(who, classWeight, model.outputShapes.at(-1)!);
  const { training, validation } = split(who, model, all, settled);
  const count = training.x.shape[0];
  const held = (validation ?? training).x;
  const sample = rowsOf(held, firstRows(held.shape[0]));
  const watched = {
    x: rowsOf(training.x, firstRows(count)),
    y: rowsOf(training.y, firstRows(count))
  };
  const importanceOf = (y: Tensor) =>
    classWeight && classWeights(y, classWeight, model.outputShapes.at(-1)!);
  const { snapshots } = settled;
  return train({
    who,
    model,
    compiled,
    settings: settled,
    examples: count,
    loss(rows, step, running) {
      const x = rowsOf(training.x, rows);
      const y = rowsOf(training.y, rows);
      const { values: output, mask } = model.forward(
        x,
        model.passFor(true, step)
      );
      const rowMask = output.rank === 3 ? mask : undefined;
      running.forEach(metric => metric.add(y, output, rowMask));
      return compiled.loss.of(y, output, {
        mask: rowMask,
        sample: importanceOf(y)
      });
    },
    steps() {
      const fused = fusedTraining(model, compiled);
      return fused && fusedSteps(fused, training, importanceOf, !!classWeight);
    },
    excuse: rows => excuseOf(compiled.loss, rowsOf(training.y, rows)),
    validate: async () =>
      validation ? scores(model, compiled, validation, batchSize) : null,
    gates: () => withFreshStates(model, () => gateStatistics(model, sample)),
    weightNorms: () =>
      withFreshStates(model, () =>
        weightStatistics(model, watched, compiled.loss)
      ),
    ...(snapshots && {
      snapshots(history: History) {
        requireObject(who, 'snapshots', snapshots);
        const { x, every = 1, ...options } = snapshots;
        return snapshotsOf(who, model, history, every, () =>
          withFreshStates(model, () => model.trace(x, options))
        );
      }
    }),
    write: parts => writeModel(model, parts),
    carried: carriedStates(model)
  });
}

/** Rows that are looked at after each epoch. */
export function firstRows(count: number): Int32Array {
  return range(0, Math.min(STATISTICS_EXAMPLES, count));
}

/** Training steps by the kernels. */
function fusedSteps(
  fused: FusedTrainer,
  training: Examples,
  importanceOf: (y: Tensor) => Tensor | undefined,
  isWeighted: boolean
): Pick<TrainingTask, 'step' | 'settle'> {
  return {
    step(rows, step, running) {
      const y =
        isWeighted || running.length > 0 ? rowsOf(training.y, rows) : null;
      const result = fused.step({
        ...training,
        rows,
        step,
        importance: y ? importanceOf(y)?.values : undefined
      });
      if (y && running.length > 0) {
        const { answer: output, mask } = fused.answers();
        running.forEach(metric => metric.add(y, output, mask));
      }
      return result;
    },
    settle(everything) {
      fused.settleWeights();
      if (everything) {
        fused.settleOptimizer();
      }
    }
  };
}

/** Why a batch with these targets has no loss, or null. */
function excuseOf({ spec }: Loss, { values }: Tensor): string | null {
  const ignoreIndex =
    spec?.kind === 'sparseCategoricalCrossentropy'
      ? spec.ignoreIndex
      : undefined;
  return ignoreIndex !== undefined && values.every(id => id === ignoreIndex)
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
      `model.fit: compute 'fused' was asked for, but the kernels have ${how ? `no optimiser '${optimizer.name}'` : `no loss '${loss.name}' for this last layer`}; use compute: 'auto'`
    );
  }
  return trainer;
}

/** Throws unless each class has a number. */
function requireWeights(
  who: string,
  weights: unknown,
  output: LayerShape
): void {
  if (weights === undefined) {
    return;
  }
  if (
    typeof weights !== 'object' ||
    weights === null ||
    Array.isArray(weights)
  ) {
    throw new TypeError(
      `${who}: classWeight must be an object such as { 0: 1, 1: 5 }, got ${described(weights)}`
    );
  }
  const outputs = output[output.length - 1] ?? 1;
  for (const [id, weight] of Object.entries(weights)) {
    const isId = /^\d+$/.test(id);
    if (!isId || (outputs > 1 && Number(id) >= outputs)) {
      throw new RangeError(
        `${who}: classWeight must name classes by their ids${outputs > 1 ? ` from 0 to ${outputs - 1}` : ', 0 and 1'}, got '${id}'`
      );
    }
    requireNumber(who, `classWeight[${id}]`, weight, { least: 0 });
  }
}

/**
 * One importance for each row of y, by its class.
 *
 * @param output extents of one output: y holds as many numbers, or a class id for each row
 */
function classWeights(
  y: Tensor,
  weights: Readonly<Record<number, number>>,
  output: LayerShape
): Tensor {
  const outputs = output[output.length - 1] ?? 1;
  const rank = output.length + 1;
  const width = y.rank === rank && y.shape[rank - 1] === outputs ? outputs : 1;
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
  return new Tensor(values, y.shape.slice(0, rank - 1));
}
