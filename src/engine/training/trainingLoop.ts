import { host } from '../base/host';
import { nonFinite } from '../tensor/variable';
import type { Callback, TrainingControl } from './callback';
import type { History, ResumeRequest } from './history';
import type { Optimizer } from './optimizer';
import type { TrainingEpochs } from './trainingEpochs';
import { trainingEpochs } from './trainingEpochs';
import type { LoopState, TrainingTask } from './trainingTask';

/** Models that are being trained, and the models that optimizers were used for. */
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
 * numbers, or the optimizer remembers another model.
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
      `${who}: the weight ${bad.name} holds ${bad.value} before training begins; make the model again, or load weights`
    );
  }
  claimOptimizer(who, optimizer, owner);
}

/** Notes which model an optimizer trains. @throws Error when it remembers another one */
export function claimOptimizer(
  who: string,
  optimizer: Optimizer,
  owner: object
): void {
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
  let stopReason: string | null = null;
  let begun = false;
  const epochs = trainingEpochs(task, history, from);
  const { batches } = epochs;
  const { firstEpoch } = history;
  // A checkpoint must see what the other callbacks made of the epoch.
  const callbacks = [
    ...task.callbacks.filter(callback => !callback.runsLast),
    ...task.callbacks.filter(callback => callback.runsLast)
  ];
  const control = controlOf(task, history, epochs, callbacks, reason => {
    stopReason = reason;
  });

  async function go(request: ResumeRequest): Promise<void> {
    requireTrainable(task);
    busy.add(task.owner);
    history.endsTwice = true;
    try {
      await goOn(request);
    } finally {
      busy.delete(task.owner);
      history.endsTwice = false;
      await host().pause();
      history.changed();
    }
  }

  async function goOn({
    epochs: more,
    batches: some
  }: ResumeRequest): Promise<void> {
    const { progress } = epochs;
    if (more !== undefined) {
      history.planned = progress.epoch + more;
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
    task.begins?.();
    try {
      if (!begun) {
        begun = true;
        await each(callback => callback.onTrainBegin?.(control));
        from?.metrics.forEach((sums, at) =>
          epochs.running[at]?.sums?.set(sums)
        );
        from?.callbacks.forEach((state, at) => {
          if (state) {
            callbacks[at]?.restore?.(state);
          }
        });
      }
      const pause = await epochsUntil(lastStep).finally(() =>
        task.settle?.(true)
      );
      // A run that was only paused must go on as if it had not been.
      if (pause !== null) {
        history.end('stopped', pause);
      } else {
        await each(callback => callback.onTrainEnd?.(control));
        history.end(
          stopReason === null ? 'finished' : 'stopped',
          stopReason ?? undefined
        );
      }
    } catch (error) {
      if (history.status === 'running') {
        history.end(...endBy(error));
      }
      throw error;
    }
  }

  /** Answers why training only pauses; null where it is over. */
  async function epochsUntil(lastStep: number): Promise<string | null> {
    let turn = host().now();
    while (epochs.progress.epoch < history.planned) {
      if (epochs.begin()) {
        await each(callback =>
          callback.onEpochBegin?.(firstEpoch + epochs.progress.epoch, control)
        );
      }
      while (epochs.progress.batch < batches) {
        if (epochs.progress.step >= lastStep) {
          return 'paused after the batches asked for';
        }
        const began = host().now();
        const loss = epochs.batch();
        const now = host().now();
        history.elapsed += now - began;
        for (const callback of callbacks) {
          if (callback.onBatchEnd) {
            task.settle?.(false);
            const { batch } = epochs.progress;
            await callback.onBatchEnd(batch - 1, { loss }, control);
          }
        }
        if (now - turn > TURN) {
          task.settle?.(false);
          history.changed();
          await host().pause();
          turn = host().now();
        }
        if (host().interrupted()) {
          throw new Interrupted(
            `fit: interrupted after ${history.batchLosses.length} batches; the weights and model.history are kept, history.resume() goes on`
          );
        }
        if (history.stopRequested !== null && epochs.progress.batch < batches) {
          return history.stopRequested;
        }
      }
      const { epoch, logs } = await epochs.finish();
      await each(callback =>
        callback.onEpochEnd?.(firstEpoch + epoch, logs, control)
      );
      history.changed();
      if (stopReason !== null) {
        return null;
      }
      if (
        history.stopRequested !== null &&
        epochs.progress.epoch < history.planned
      ) {
        return history.stopRequested;
      }
    }
    return null;
  }

  async function each(
    call: (callback: Callback) => void | Promise<void> | undefined
  ): Promise<void> {
    for (const callback of callbacks) {
      await call(callback);
    }
  }

  history.goesOnBy(go);
  await go({});
}

/** Thrown where the notebook cell was interrupted. */
class Interrupted extends Error {
  override readonly name = 'Error';
}

function endBy(error: unknown): ['stopped' | 'failed', string] {
  return error instanceof Interrupted
    ? ['stopped', 'interrupted']
    : ['failed', error instanceof Error ? error.message : String(error)];
}

/** What callbacks may do. */
function controlOf(
  task: TrainingTask,
  history: History,
  epochs: TrainingEpochs,
  callbacks: readonly Callback[],
  stop: (reason: string) => void
): TrainingControl {
  return {
    history,
    optimizer: task.optimizer,
    get variables() {
      return task.variables();
    },
    stop,
    changed: () => task.changed(),
    checkpoint: () => {
      task.settle?.(true);
      return task.checkpoint({
        progress: epochs.progress,
        metrics: epochs.running.map(({ sums }) => [...(sums ?? [])]),
        callbacks: callbacks.map(callback => callback.state?.() ?? null)
      });
    }
  };
}
