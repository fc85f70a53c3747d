import { requireInteger } from '../base/check';
import type { TensorLike } from '../tensor/tensor';
import type { RunOfNetwork } from '../run/run';
import type { History } from '../training/history';
import type { ModelTraceOptions } from './traceOptions';
import type { TrainableModel } from './trainable';
import { beginWeightTimeline } from './weightsNow';

/** A sequence that is watched while a model trains. */
export interface SnapshotOptions extends ModelTraceOptions {
  x: TensorLike;
  /** Every so many epochs, and the last one. Default 1. */
  every?: number;
}

/** Keeps traces of one sequence, and the weights that made them. */
export interface Snapshots {
  /** At the end of an epoch. */
  take(epoch: number): void;
  /** After a training was taken up from a checkpoint: makes those again that it had taken. */
  takeAgain(): void;
}

/**
 * What `fit` does with its option `snapshots`.
 *
 * @param every how many epochs lie between two traces
 * @param trace runs the watched sequence with the weights of now
 */
export function snapshotsOf(
  who: string,
  model: TrainableModel,
  history: History,
  every: number,
  trace: () => RunOfNetwork
): Snapshots {
  requireInteger(who, 'snapshots.every', every);
  const timeline = beginWeightTimeline(model);
  history.kept.keepOn(timeline);
  const isWanted = (epoch: number) =>
    epoch % every === 0 || epoch === history.planned - 1;

  function push(epoch: number): void {
    history.snapshots.push({ epoch, trace: trace().toBundle() });
  }

  return {
    take(epoch) {
      if (isWanted(epoch)) {
        push(epoch);
        history.kept.keep(epoch);
      }
    },
    takeAgain() {
      const { owner } = timeline;
      const now = owner.read();
      for (const [epoch, values] of history.kept.takeUp(isWanted)) {
        owner.write(values);
        push(epoch);
      }
      owner.write(now);
    }
  };
}
