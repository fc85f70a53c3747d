import { requireNumber, requireObject, requireOneOf } from '../base/check';
import { anything, object, options as reader, text } from '../base/options';
import type { Verbose } from '../models/dataset';
import { firstRows, fitFields } from '../models/fit';
import type { Snapshots } from '../models/snapshots';
import { snapshotsOf } from '../models/snapshots';
import { train } from '../models/train';
import { noGradient } from '../tensor/recording';
import type { TensorLike } from '../tensor/tensor';
import type { Callback } from '../training/callback';
import { gateRows } from '../training/gateStatistics';
import type { History } from '../training/history';
import { requireCallbacks } from '../training/callback';
import { requireIdle } from '../training/trainingLoop';
import { differentiated, weightRows } from '../training/weightStatistics';
import { writeEncoderDecoder } from './encoderDecoderFile';
import { forcedPass } from './forcedPass';
import { pairs, somePairs, splitPairs } from './pairs';
import { lossOfPairs, scoresOfPairs } from './scorePairs';
import type { Seq2seqTraceOptions } from './traceEncoderDecoder';
import { traceEncoderDecoder } from './traceEncoderDecoder';
import type { TwoNetworks } from './twoNetworks';
import { setLearnedFrom } from './writtenIds';

/** A pair that is watched while an encoder–decoder trains. */
export interface Seq2seqSnapshotOptions extends Seq2seqTraceOptions {
  /** The source `[S]`. */
  source: TensorLike;
  /** Which of the two networks is kept. Default `decoder`, which says where it looked. */
  side?: 'encoder' | 'decoder';
  /** Every so many epochs, and the last one. Default 1. */
  every?: number;
}

export interface Seq2seqFitOptions {
  /** Default 1; those before `initialEpoch` count too. */
  epochs?: number;
  /** How many epochs went before, for schedules by epochs, shuffling and `callbacks`. Default 0. */
  initialEpoch?: number;
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
  /**
   * Keeps each gate's mean and saturation after each epoch, over the first 64 pairs (of those held
   * out, if any), the decoder fed with the right tokens; padding does not count.
   */
  gateStatistics?: boolean;
  /**
   * Keeps the norm of each gate's weights after each epoch, and of the loss's derivative by them over
   * the first 64 pairs, for `weightsByGate`. Costs one pass over these and back.
   */
  weightStatistics?: boolean;
  /**
   * Keeps the trace of one side over this pair after each epoch, or each `every` epochs, and the
   * weights that made it, for `history.useEpoch`.
   */
  snapshots?: Seq2seqSnapshotOptions;
  /** A file of `callbacks.checkpoint`: training goes on from there as if never interrupted. */
  resumeFrom?: string;
  /** Trainings that ship with a lesson, as for a sequential model's `fit`. Default false. */
  shipped?: string | false;
  title?: string;
  /** Curves, one line or nothing, as for a sequential model's `fit`. Default 1. */
  verbose?: Verbose;
}

const read = reader('model.fit', {
  epochs: fitFields.epochs,
  initialEpoch: fitFields.initialEpoch,
  batchSize: fitFields.batchSize,
  validationSplit: fitFields.validationSplit,
  validationData: fitFields.validationData,
  shuffle: fitFields.shuffle,
  teacherForcing: anything<number | ((epoch: number) => number)>().or(1),
  callbacks: fitFields.callbacks,
  gateStatistics: fitFields.gateStatistics,
  weightStatistics: fitFields.weightStatistics,
  snapshots: object<Seq2seqSnapshotOptions>().optional(),
  resumeFrom: text.optional(),
  shipped: fitFields.shipped,
  title: text.optional(),
  verbose: fitFields.verbose
});

/** What `model.fit` does; see there. */
export async function fitEncoderDecoder(
  model: TwoNetworks,
  source: TensorLike,
  target: TensorLike,
  options: Seq2seqFitOptions
): Promise<History> {
  const who = 'model.fit';
  const settled = read(options);
  const { batchSize, snapshots } = settled;
  requireCallbacks(who, settled.callbacks);
  const { compiled } = model;
  if (!compiled) {
    throw new Error(`${who}: call model.compile() first`);
  }
  requireIdle(who, model);
  const forcingAt = forcing(who, settled.teacherForcing);
  const all = pairs(who, model, source, target);
  setLearnedFrom(model, source, target);
  const { training, validation } = splitPairs(who, model, all, settled);
  const count = training.source.shape[0];
  const perEpoch = Math.ceil(count / batchSize);
  const held = validation ?? training;
  const sample = somePairs(held, firstRows(held.source.shape[0]));
  const watched = somePairs(training, firstRows(count));
  return train({
    who,
    model,
    compiled,
    settings: settled,
    examples: count,
    learnedFrom: [training, validation],
    loss: (rows, step, running) =>
      lossOfPairs(
        model,
        somePairs(training, rows),
        forcingAt(Math.floor(step / perEpoch)),
        step,
        running
      ),
    validate: async () =>
      validation ? scoresOfPairs(model, validation, batchSize) : null,
    gates: () => gateRows(noGradient(() => forcedPass(model, sample).layers)),
    weightNorms() {
      const { loss, layers } = forcedPass(model, watched);
      return weightRows(differentiated(loss, layers));
    },
    ...(snapshots && {
      snapshots: history => watchedPair(who, model, history, snapshots)
    }),
    write: parts => writeEncoderDecoder(model, parts)
  });
}

/** The share of right tokens in an epoch; told to be wrong before training begins. */
function forcing(
  who: string,
  given: number | ((epoch: number) => number)
): (epoch: number) => number {
  const at = (epoch: number) =>
    requireNumber(
      who,
      'teacherForcing',
      typeof given === 'function' ? given(epoch) : given,
      { least: 0, most: 1 }
    );
  at(0);
  return at;
}

function watchedPair(
  who: string,
  model: TwoNetworks,
  history: History,
  given: Seq2seqSnapshotOptions
): Snapshots {
  requireObject(who, 'snapshots', given);
  const { source, side = 'decoder', every = 1, ...options } = given;
  requireOneOf(who, 'snapshots.side', side, ['encoder', 'decoder']);
  const trace = () =>
    traceEncoderDecoder(model, source, options, `${who}: snapshots`)[side];
  // A pair that cannot be run is told before the first epoch rather than after it.
  trace();
  return snapshotsOf(who, model, history, every, trace);
}
