import type { RunRecord, ScoreOf, TrainingRecord } from '../run/record';
import type { Tensor } from '../tensor/tensor';
import { float64, type NumericArray } from '../../trace';
import type { TrainableModel } from './trainable';

/**
 * What a run says of the model that made it.
 *
 * @param output `[1, …]`, as the last layer gave it
 */
export function recordedNetwork(
  model: TrainableModel,
  output: Tensor,
  score: ScoreOf
): Required<Pick<RunRecord, 'model' | 'training' | 'score' | 'output'>> {
  const { history } = model;
  const epochs = history?.epochs.length ?? 0;
  return {
    model: () => model.summary().toBundle(),
    training: () => trainingOf(history, epochs),
    score,
    output: output.at(0)
  };
}

/** What the history said of the training when the run was made; null before the first epoch had ended. */
function trainingOf(
  history: TrainableModel['history'],
  epochs: number
): TrainingRecord | null {
  const bundle = history?.toBundle();
  const loss = bundle?.metrics.find(({ name }) => name === 'loss');
  const until = ({ values }: NumericArray): NumericArray =>
    float64(Float64Array.from(values).subarray(0, epochs), [epochs]);
  return bundle?.progress && loss && epochs > 0
    ? {
        loss: {
          ...loss,
          training: until(loss.training),
          ...(loss.validation && { validation: until(loss.validation) })
        },
        secondsPerEpoch: bundle.progress.secondsPerEpoch
      }
    : null;
}
