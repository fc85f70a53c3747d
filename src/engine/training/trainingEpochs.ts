import { requireObject } from '../base/check';
import { described } from '../base/described';
import { host } from '../base/host';
import { gradients } from '../tensor/tape';
import type { RunningMetric } from '../tensor/metric';
import { epochOrder } from './epochOrder';
import { Diverged, lessenSteps } from './diverged';
import { validationName } from './epochRow';
import type { History } from './history';
import type { LoopProgress, LoopState, TrainingTask } from './trainingTask';
import { startOfTraining } from './trainingTask';

/** What a training does between its pauses: batches, and the ends of epochs. */
export interface TrainingEpochs {
  readonly progress: LoopProgress;
  /** What each metric has gathered in this epoch. */
  readonly running: readonly RunningMetric[];
  /** Batches of an epoch. */
  readonly batches: number;
  /** Orders the examples of the epoch, where that is not done; answers whether it begins with its first batch. */
  begin(): boolean;
  /** One step of training; answers its loss. @throws Diverged when that is no number */
  batch(): number;
  /** Writes the epoch down; answers its number and what it came to. */
  finish(): Promise<{
    readonly epoch: number;
    readonly logs: Readonly<Record<string, number>>;
  }>;
}

export function trainingEpochs(
  task: TrainingTask,
  history: History,
  from: LoopState | null
): TrainingEpochs {
  let order: Int32Array | null = null;
  let running = task.metrics.map(metric => metric.start());
  let epochStart = 0;
  const batches = Math.ceil(task.examples / task.batchSize);
  const { firstEpoch } = history;
  const { optimizer } = task;
  let progress = from?.progress ?? {
    ...startOfTraining,
    step: firstEpoch * batches
  };

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
    const applied: unknown = optimizer.apply(variables, found);
    requireObject('optimizer', 'what apply returns', applied);
    const { gradientNorm } = applied as { gradientNorm: unknown };
    // Infinite where the gradients are.
    if (typeof gradientNorm !== 'number') {
      throw new TypeError(
        `optimizer: gradientNorm of what apply returns must be a number, got ${described(gradientNorm)}`
      );
    }
    variables.forEach(({ tensor, constraint }) =>
      constraint?.hold(tensor.values, tensor.shape)
    );
    task.changed();
    return { loss: value, gradientNorm };
  }

  return {
    get progress() {
      return progress;
    },
    get running() {
      return running;
    },
    batches,
    begin() {
      if (order !== null) {
        return false;
      }
      order = epochOrder(task, firstEpoch + progress.epoch);
      if (progress.batch > 0) {
        return false;
      }
      running = task.metrics.map(metric => metric.start());
      task.onEpochStart?.();
      epochStart = history.elapsed;
      return true;
    },
    batch() {
      const start = progress.batch * task.batchSize;
      const chosen = order!.slice(start, start + task.batchSize);
      const { loss: value, gradientNorm } = task.step
        ? task.step(chosen, progress.step, running)
        : onTape(chosen);
      if (!Number.isFinite(value)) {
        throw new Diverged(
          `fit: the loss became ${value} in batch ${progress.batch + 1} of epoch ${firstEpoch + progress.epoch + 1}; ` +
            (task.excuse?.(chosen) ??
              (history.batchLosses.length === 0
                ? 'no weight has moved yet, so the numbers of x or y are too large: scale them (fitScaler)'
                : lessenSteps))
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
    },
    async finish() {
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
      return { epoch, logs };
    }
  };
}
