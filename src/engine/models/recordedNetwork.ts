import type { RunRecord, Score, TrainingRecord } from '../run/record';
import type { Tensor } from '../tensor/tensor';
import type { TrainableModel } from './trainable';

/**
 * What a run says of the model that made it.
 *
 * @param output `[1, …]`, as the last layer gave it
 */
export function recordedNetwork(
  model: TrainableModel,
  output: Tensor,
  score: Score
): Required<Pick<RunRecord, 'model' | 'training' | 'score' | 'output'>> {
  return {
    model: () => model.summary().toBundle(),
    training: () => trainingOf(model),
    score,
    output: output.at(0)
  };
}

/** What the model's history says of its training; null before the first epoch has ended. */
function trainingOf({ history }: TrainableModel): TrainingRecord | null {
  const bundle = history?.toBundle();
  const loss = bundle?.metrics.find(({ name }) => name === 'loss');
  return bundle?.progress && loss && bundle.epochs.done > 0
    ? { loss, secondsPerEpoch: bundle.progress.secondsPerEpoch }
    : null;
}
