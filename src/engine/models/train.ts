import { host } from '../base/host';
import type { Callback } from '../training/callback';
import type { GateRow, WeightRow } from '../training/epochRow';
import { History } from '../training/history';
import type { TrainingTask } from '../training/trainingTask';
import { requireIdle, trainingLoop } from '../training/trainingLoop';
import type { SavedStates, CheckpointParts } from './checkpoint';
import { checkpointParts, restoreCheckpoint } from './checkpoint';
import type { Compiled } from './compile';
import { learnTaken, shippedTraining } from './shippedTrainings';
import type { Verbose } from './dataset';
import type { Snapshots } from './snapshots';
import type { TrainableModel } from './trainable';
import { weightTimelineOf } from './weightsNow';

/** Options of `fit` that mean the same for every model. */
export interface TrainingSettings {
  readonly epochs: number;
  readonly initialEpoch: number;
  readonly batchSize: number;
  readonly shuffle: boolean;
  readonly callbacks: readonly Callback[];
  readonly gateStatistics: boolean;
  readonly weightStatistics: boolean;
  readonly resumeFrom?: string;
  readonly snapshots?: { readonly every?: unknown };
  readonly shipped: string | false;
  readonly title?: string;
  readonly verbose: Verbose;
}

/** What one kind of model brings to a training; all else is alike for all. */
export interface TrainingPlan extends Pick<
  TrainingTask,
  'loss' | 'excuse' | 'validate'
> {
  readonly who: string;
  readonly model: TrainableModel;
  readonly compiled: Compiled;
  readonly settings: TrainingSettings;
  /** N, how many examples are trained on. */
  readonly examples: number;
  /** All examples that decide something, those held out too: with model and settings they decide all. */
  readonly learnedFrom: readonly unknown[];
  /** `[N]`: examples of one number go into batches together. */
  readonly buckets?: Int32Array;
  /**
   * Steps that are made elsewhere than on the tape, where there is such a place. Asked for once weights
   * and optimizer are as a checkpoint left them: the kernels copy both.
   */
  steps?(): Pick<TrainingTask, 'step' | 'settle'> | null;
  /** Gates over some examples, for `gateStatistics`. */
  gates(): readonly GateRow[];
  /** Norms by gate over some examples, for `weightStatistics`. */
  weightNorms(): readonly WeightRow[];
  /** What is kept of a watched sequence, when there is one. */
  snapshots?(history: History): Snapshots;
  /** The bytes of the model's file with the parts of a checkpoint. */
  write(parts: CheckpointParts): Uint8Array;
  readonly carried?: SavedStates;
}

/** Trains a model of any kind: a history from the first batch on, resumed where a file says so. */
export async function train(training: TrainingPlan): Promise<History> {
  const { who, model, compiled, settings, examples, carried } = training;
  const { epochs, initialEpoch, batchSize, title, resumeFrom, verbose } =
    settings;
  requireEpochsLeft(who, settings);
  // What is to be read is read before anybody sees the training begin.
  const ships =
    settings.shipped === false
      ? null
      : await shippedTraining(training, settings.shipped);
  requireIdle(who, model);
  const fresh = (): History => {
    const made = new History(
      epochs - initialEpoch,
      Math.ceil(examples / batchSize),
      () => model.summary().toBundle()
    );
    made.firstEpoch = initialEpoch;
    return made;
  };
  const history = fresh();
  history.title = title;
  const snapshots = training.snapshots?.(history);
  const timeline = weightTimelineOf(model);
  if (timeline) {
    history.kept.keepOn(timeline);
    if (model.history) {
      timeline.note();
    }
  }
  const resumed =
    resumeFrom === undefined
      ? null
      : restoreCheckpoint(
          model,
          history,
          await host().readFile(resumeFrom),
          `${who}: resumeFrom`,
          carried,
          { examples, batchSize }
        );
  if (resumed) {
    snapshots?.takeAgain();
  }
  model.history = history;
  if (verbose === 1) {
    host().fitStarted?.(history, 'curves');
  }
  const learnLater = (): Promise<void> => {
    const unseen = fresh();
    unseen.title = title;
    if (verbose !== 0) {
      host().fitStarted?.(unseen, 'line');
    }
    return trainingLoop(taskOf(training, unseen, undefined, compiled), unseen);
  };
  const taken = ships?.take(history, learnLater, snapshots) === true;
  if (verbose === 2) {
    host().fitStarted?.(history, 'line');
  }
  if (!taken) {
    const learning = learnTaken(training);
    if (learning) {
      await learning;
    }
    await trainingLoop(
      taskOf(training, history, snapshots, compiled),
      history,
      resumed
    );
    await ships?.keep(history);
  }
  return history;
}

function requireEpochsLeft(
  who: string,
  { epochs, initialEpoch, resumeFrom }: TrainingSettings
): void {
  if (initialEpoch > 0 && resumeFrom !== undefined) {
    throw new TypeError(
      `${who}: a checkpoint knows how many epochs went before; give initialEpoch or resumeFrom, not both`
    );
  }
  if (initialEpoch >= epochs) {
    throw new RangeError(
      `${who}: initialEpoch must be less than epochs (${epochs}), which counts the epochs before as well, got ${initialEpoch}`
    );
  }
}

function taskOf(
  training: TrainingPlan,
  history: History,
  snapshots: Snapshots | undefined,
  { optimizer, metrics }: Compiled
): TrainingTask {
  const { who, model, settings, examples, carried } = training;
  return {
    owner: model,
    who,
    weights: () => model.variables,
    examples,
    batchSize: settings.batchSize,
    shuffleSeed: settings.shuffle ? model.seed : null,
    buckets: training.buckets,
    optimizer,
    metrics,
    callbacks: settings.callbacks,
    variables: () => model.trainable,
    loss: training.loss,
    ...training.steps?.(),
    excuse: training.excuse,
    validate: training.validate,
    changed: () => model.changed(),
    ...(settings.gateStatistics && { gates: () => training.gates() }),
    ...(settings.weightStatistics && {
      weightNorms: () => training.weightNorms()
    }),
    ...(snapshots && {
      snapshot: (epoch: number) => snapshots.take(epoch)
    }),
    begins: () => history.kept.timeline?.beforeTraining(),
    checkpoint: state =>
      training.write(checkpointParts(model, history, state, carried))
  };
}
