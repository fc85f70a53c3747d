import type { Layer, Pass } from '../layers/layer';
import { noGradient } from '../tensor/recording';
import { penaltyOf } from '../tensor/regularizers';
import type { Tensor } from '../tensor/tensor';
import type { Variable } from '../tensor/variable';

/** A pass of a training or an evaluation, and what regularisers add to its loss. */
export interface PenalisedPass {
  readonly pass: Pass;
  /** The loss with what weights and outputs of that pass add to it, as Keras shows it. */
  loss(ofData: Tensor): Tensor;
}

/** A pass that notes what the layers' outputs add to the loss. */
export function penalised(
  pass: Pass,
  trainable: readonly Variable[]
): PenalisedPass {
  const found: Tensor[] = [];
  return {
    pass: { ...pass, penalise: penalty => void found.push(penalty) },
    loss: ofData =>
      [...found, ...penaltiesOf(trainable)].reduce(
        (sum, penalty) => sum.add(penalty),
        ofData
      )
  };
}

/** What the weights add to a loss. */
export function weightPenalty(trainable: readonly Variable[]): number {
  return noGradient(() =>
    penaltiesOf(trainable).reduce((sum, penalty) => sum + penalty.item(), 0)
  );
}

/** Whether the output of a layer, or of one inside it, adds to the loss. */
export function penalisesOutputs(layers: readonly Layer[]): boolean {
  return layers.some(
    ({ spec, inner = [] }) =>
      (spec && 'activityRegularizer' in spec && spec.activityRegularizer) ||
      penalisesOutputs(inner)
  );
}

function penaltiesOf(trainable: readonly Variable[]): Tensor[] {
  return trainable.flatMap(({ tensor, regularizer }) =>
    regularizer ? [penaltyOf(regularizer, tensor)] : []
  );
}
