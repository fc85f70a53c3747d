import { host } from '../base/host';
import { random } from '../base/random';
import { gradients } from '../tensor/tape';
import type { Tensor } from '../tensor/tensor';
import type { Variable } from '../tensor/variable';
import { nonFinite } from '../tensor/variable';
import type { Callback, CallbackState, TrainingControl } from './callback';
import type { GateRow, WeightRow } from './epochRow';
import { validationName } from './epochRow';
import type { History, ResumeRequest } from './history';
import type { Metric, RunningMetric } from '../tensor/metric';
import type { Optimizer } from './optimizer';

/** What is trained, as the loop sees it. */
export interface TrainingTask {
  /** The model: it is trained by one loop at a time. */
  readonly owner: object;
  /** How errors name what was called: `model.fit`. */
  readonly who: string;
  /** N, how many examples there are. */
  readonly examples: number;
  readonly batchSize: number;
  /** Null keeps the order of the data. */
  readonly shuffleSeed: number | null;
  readonly optimizer: Optimizer;
  readonly metrics: readonly Metric[];
  readonly callbacks: readonly Callback[];
  /** All weights by their whole names. */
  weights(): readonly Variable[];
  /** Those that learn. */
  variables(): readonly Variable[];
  /**
   * The loss of some examples, on the tape.
   *
   * @param step counts batches from the start of training: the seed of their dropout
   */
  loss(
    rows: Int32Array,
    step: number,
    running: readonly RunningMetric[]
  ): Tensor;
  /**
   * The same, its gradients and the optimiser's step, made elsewhere than on the tape. The weights
   * stay as they are when the loss is not finite.
   */
  step?(
    rows: Int32Array,
    step: number,
    running: readonly RunningMetric[]
  ): { readonly loss: number; readonly gradientNorm: number };
  /**
   * Brings the variables up to date with steps that were made elsewhere, before anyone else looks;
   * with `everything` also what the optimiser remembers.
   */
  settle?(everything: boolean): void;
  /** Why the loss of these examples can be no number, where that is not the steps' fault. */
  excuse?(rows: Int32Array): string | null;
  /** Loss and metrics on held-out data; null when there is none. */
  validate(): Promise<Readonly<Record<string, number>> | null>;
  /** Called after each change of the weights. */
  changed(): void;
  onEpochStart?(): void;
  gates?(): readonly GateRow[];
  weightNorms?(): readonly WeightRow[];
  snapshot?(epoch: number): void;
  /** Called when training ends or pauses, after the last change of the weights. */
  ended?(): void;
  /** The bytes of a file from which training goes on alike. */
  checkpoint(state: LoopState): Uint8Array;
}

/** Where the loop stands between two batches. */
export interface LoopProgress {
  readonly epoch: number;
  readonly batch: number;
  /** Batches since the start of training. */
  readonly step: number;
  /** Sum of batch losses times their sizes in this epoch, and of gradient norms. */
  readonly lossSum: number;
  readonly normSum: number;
  readonly seen: number;
}

/** Everything that the loop remembers between two batches. */
export interface LoopState {
  readonly progress: LoopProgress;
  /** What each metric has gathered in this epoch. */
  readonly metrics: readonly (readonly number[])[];
  /** One entry a callback; null for one that remembers nothing. */
  readonly callbacks: readonly (CallbackState | null)[];
}

export const startOfTraining: LoopProgress = {
  epoch: 0,
  batch: 0,
  step: 0,
  lossSum: 0,
  normSum: 0,
  seen: 0
};

/** Models that are being trained, and the models that optimisers were used for. */
const busy = new WeakSet<object>();
const optimizerOwners = new WeakMap<Optimizer, object>();

/** Throws while a model is being trained. */
export function requireIdle(who: string, model: object): void {
  if (busy.has(model)) {
    throw new Error(
      `${who}: the model is being trained already; await that training, or stop it with model.history.stop()`
    );
  }
}

/**
 * Throws when training could not begin rightly: the model is being trained, its weights are no
 * numbers, or the optimiser remembers another model.
 */
function requireTrainable({
  who,
  owner,
  optimizer,
  weights
}: TrainingTask): void {
  requireIdle(who, owner);
  const bad = nonFinite(weights());
  if (bad) {
    throw new Error(
      `${who}: the weight ${bad.name} holds ${bad.value} before training begins; make the model anew, or load weights`
    );
  }
  const before = optimizerOwners.get(optimizer);
  if (before !== undefined && before !== owner && optimizer.iterations > 0) {
    throw new Error(
      `${who}: the optimizer ${optimizer.name} has trained another model, whose means it remembers; make one for each model, or call its reset()`
    );
  }
  optimizerOwners.set(optimizer, owner);
}

/** Milliseconds between two turns of the event loop: with batches of up to 50 ms, 20 a second. */
const TURN = 25;

/**
 * Trains until `history.planned` epochs are done, gives the event loop a turn every 25 ms, and can
 * be stopped between two batches and gone on with.
 */
export async function trainingLoop(
  task: TrainingTask,
  history: History,
  from: LoopState | null = null
): Promise<void> {
  let progress = from?.progress ?? startOfTraining;
  let order: Int32Array | null = null;
  let running = task.metrics.map(metric => metric.start());
  let stopReason: string | null = null;
  let begun = false;
  let epochStart = 0;
  const batches = Math.ceil(task.examples / task.batchSize);
  const { optimizer } = task;
  // A checkpoint must see what the other callbacks made of the epoch.
  const callbacks = [
    ...task.callbacks.filter(callback => !callback.runsLast),
    ...task.callbacks.filter(callback => callback.runsLast)
  ];
  const control: TrainingControl = {
    history,
    optimizer,
    get variables() {
      return task.variables();
    },
    stop(reason) {
      stopReason = reason;
    },
    changed: () => task.changed(),
    checkpoint: () => {
      task.settle?.(true);
      return task.checkpoint({
        progress,
        metrics: running.map(({ sums }) => [...(sums ?? [])]),
        callbacks: callbacks.map(callback => callback.state?.() ?? null)
      });
    }
  };

  async function go(request: ResumeRequest): Promise<void> {
    requireTrainable(task);
    busy.add(task.owner);
    try {
      await goOn(request);
    } finally {
      busy.delete(task.owner);
    }
  }

  async function goOn({ epochs, batches: some }: ResumeRequest): Promise<void> {
    if (epochs !== undefined) {
      history.planned = progress.epoch + epochs;
    }
    const lastStep = some === undefined ? Infinity : progress.step + some;
    if (some !== undefined) {
      const epochsNeeded = Math.ceil((progress.batch + some) / batches);
      history.planned = Math.max(
        history.planned,
        progress.epoch + epochsNeeded
      );
    }
    history.status = 'running';
    history.reason = undefined;
    history.stopRequested = null;
    stopReason = null;
    try {
      if (!begun) {
        begun = true;
        await each(callback => callback.onTrainBegin?.(control));
        from?.metrics.forEach((sums, at) => running[at]?.sums?.set(sums));
        from?.callbacks.forEach((state, at) => {
          if (state) {
            callbacks[at]?.restore?.(state);
          }
        });
      }
      const isOver = await epochsUntil(lastStep).finally(() =>
        task.settle?.(true)
      );
      // A run that was only paused must go on as if it had not been.
      if (isOver) {
        await each(callback => callback.onTrainEnd?.(control));
        history.end(
          stopReason === null ? 'finished' : 'stopped',
          stopReason ?? undefined
        );
      }
    } catch (error) {
      if (history.status === 'running') {
        history.end(
          'failed',
          error instanceof Error ? error.message : String(error)
        );
      }
      throw error;
    } finally {
      task.ended?.();
    }
  }

  /** Answers whether training is over, and not only paused. */
  async function epochsUntil(lastStep: number): Promise<boolean> {
    let turn = host().now();
    while (progress.epoch < history.planned) {
      if (order === null) {
        order =
          task.shuffleSeed === null
            ? Int32Array.from({ length: task.examples }, (_, at) => at)
            : random(task.shuffleSeed, 'shuffle', progress.epoch).permutation(
                task.examples
              );
        if (progress.batch === 0) {
          running = task.metrics.map(metric => metric.start());
          task.onEpochStart?.();
          epochStart = history.elapsed;
          await each(callback =>
            callback.onEpochBegin?.(progress.epoch, control)
          );
        }
      }
      while (progress.batch < batches) {
        if (progress.step >= lastStep) {
          history.end('stopped', 'paused after the batches asked for');
          return false;
        }
        const began = host().now();
        const loss = oneBatch(order);
        const now = host().now();
        history.elapsed += now - began;
        for (const callback of callbacks) {
          if (callback.onBatchEnd) {
            task.settle?.(false);
            await callback.onBatchEnd(progress.batch - 1, { loss }, control);
          }
        }
        if (now - turn > TURN) {
          task.settle?.(false);
          history.changed();
          await host().pause();
          turn = host().now();
        }
        if (host().interrupted()) {
          history.end('stopped', 'interrupted');
          throw new Error(
            `fit: interrupted after ${progress.step} batches; the weights and model.history are kept, history.resume() goes on`
          );
        }
        if (history.stopRequested !== null && progress.batch < batches) {
          history.end('stopped', history.stopRequested);
          return false;
        }
      }
      await finishEpoch();
      if (stopReason !== null) {
        return true;
      }
      if (history.stopRequested !== null && progress.epoch < history.planned) {
        history.end('stopped', history.stopRequested);
        return false;
      }
    }
    return true;
  }

  function oneBatch(rows: Int32Array): number {
    const start = progress.batch * task.batchSize;
    const chosen = rows.slice(start, start + task.batchSize);
    const { loss: value, gradientNorm } = task.step
      ? task.step(chosen, progress.step, running)
      : onTape(chosen);
    if (!Number.isFinite(value)) {
      throw new Error(
        `fit: the loss became ${value} in batch ${progress.batch + 1} of epoch ${progress.epoch + 1}; ` +
          (task.excuse?.(chosen) ??
            (progress.step === 0
              ? 'no weight has moved yet, so the numbers of x or y are too large: scale them (fitScaler)'
              : 'lower the learning rate or clip the gradients (clipNorm)'))
      );
    }
    history.batchLosses.push(value);
    progress = {
      epoch: progress.epoch,
      batch: progress.batch + 1,
      step: progress.step + 1,
      lossSum: progress.lossSum + value * chosen.length,
      normSum: progress.normSum + gradientNorm,
      seen: progress.seen + chosen.length
    };
    history.batch = progress.batch;
    return value;
  }

  function onTape(chosen: Int32Array): {
    readonly loss: number;
    readonly gradientNorm: number;
  } {
    const loss = task.loss(chosen, progress.step, running);
    const value = loss.item();
    if (!Number.isFinite(value)) {
      return { loss: value, gradientNorm: 0 };
    }
    const variables = task.variables();
    const found = gradients(
      loss,
      variables.map(({ tensor }) => tensor)
    );
    const { gradientNorm } = optimizer.apply(variables, found);
    task.changed();
    return { loss: value, gradientNorm };
  }

  async function finishEpoch(): Promise<void> {
    const began = host().now();
    task.settle?.(false);
    const logs: Record<string, number> = {
      loss: progress.lossSum / progress.seen
    };
    task.metrics.forEach(({ name }, at) => {
      logs[name] = running[at].result();
    });
    const validation = await task.validate();
    for (const [name, value] of Object.entries(validation ?? {})) {
      logs[validationName(name)] = value;
    }
    const gates = task.gates?.();
    const weights = task.weightNorms?.();
    history.elapsed += host().now() - began;
    history.epochs.push({
      logs,
      learningRate: optimizer.learningRate,
      gradientNorm: progress.normSum / batches,
      seconds: (history.elapsed - epochStart) / 1000,
      ...(gates && { gates }),
      ...(weights && { weights })
    });
    const { epoch } = progress;
    progress = { ...startOfTraining, epoch: epoch + 1, step: progress.step };
    history.batch = 0;
    order = null;
    task.snapshot?.(epoch);
    await each(callback => callback.onEpochEnd?.(epoch, logs, control));
    history.changed();
  }

  async function each(
    call: (callback: Callback) => void | Promise<void> | undefined
  ): Promise<void> {
    for (const callback of callbacks) {
      await call(callback);
    }
  }

  history.continue = go;
  await go({});
}
