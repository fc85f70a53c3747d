import type { FusedModel } from '../fused/fusedModel';
import type { RunOfNetwork } from '../run/run';
import type { Tensor, TensorLike } from '../tensor/tensor';
import type { LayerStack } from './layerStack';
import type { Compute } from './sequentialOptions';
import type { ModelTraceOptions } from './traceOptions';
import type { TrainableModel } from './trainable';

/** A stack of layers as training, prediction, traces and files work on it. */
export interface Model
  extends LayerStack, Pick<TrainableModel, 'compiled' | 'history' | 'summary'> {
  /** What was asked for. */
  readonly compute: Compute;
  trace(x: TensorLike, options?: ModelTraceOptions): RunOfNetwork;
  /** The kernels that compute it, or null when the tape does. */
  fused(): FusedModel | null;
  /** Examples in the shape that the first layer takes; builds the model if need be. */
  prepare(who: string, x: TensorLike): Tensor;
}
