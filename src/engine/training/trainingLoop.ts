import { host } from '../base/host';
import { random } from '../base/random';
import { gradients } from '../tensor/tape';
import { nonFinite } from '../tensor/variable';
import type { Callback, TrainingControl } from './callback';
import { validationName } from './epochRow';
import type { History, ResumeRequest } from './history';
import type { Optimizer } from './optimizer';
import type { LoopState, TrainingTask } from './trainingTask';
import { startOfTraining } from './trainingTask';

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
  let order: Int32Array | null = null;
  let running = task.metrics.map(metric => metric.start());
  let stopReason: string | null = null;
  let begun = false;
  let epochStart = 0;
  const batches = Math.ceil(task.examples / task.batchSize);
  const { firstEpoch } = history;
  let progress = from?.progress ?? {
    ...startOfTraining,
    step: firstEpoch * batches
  };
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
            : random(
                task.shuffleSeed,
                'shuffle',
                firstEpoch + progress.epoch
              ).permutation(task.examples);
        if (progress.batch === 0) {
          running = task.metrics.map(metric => metric.start());
          task.onEpochStart?.();
          epochStart = history.elapsed;
          await each(callback =>
            callback.onEpochBegin?.(firstEpoch + progress.epoch, control)
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
            `fit: interrupted after ${history.batchLosses.length} batches; the weights and model.history are kept, history.resume() goes on`
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
        `fit: the loss became ${value} in batch ${progress.batch + 1} of epoch ${firstEpoch + progress.epoch + 1}; ` +
          (task.excuse?.(chosen) ??
            (history.batchLosses.length === 0
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
    variables.forEach(({ tensor, constraint }) =>
      constraint?.hold(tensor.values, tensor.shape)
    );
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
    await each(callback =>
      callback.onEpochEnd?.(firstEpoch + epoch, logs, control)
    );
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
