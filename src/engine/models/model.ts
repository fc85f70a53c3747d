import type { FusedModel } from '../fused/fusedModel';
import type { RunOfNetwork } from '../run/run';
import type { Tensor, TensorLike } from '../tensor/tensor';
import type { History } from '../training/history';
import type { Compiled } from './compile';
import type { LayerStack } from './layerStack';
import type { Compute } from './sequentialOptions';
import type { Summary } from './summary';
import type { ModelTraceOptions } from './traceOptions';

/** A stack of layers as training, prediction, traces and files work on it. */
export interface Model extends LayerStack {
  /** What was asked for. */
  readonly compute: Compute;
  readonly compiled: Compiled | null;
  /** The last training run, from its first batch on. */
  history: History | null;
  summary(): Summary;
  trace(x: TensorLike, options?: ModelTraceOptions): RunOfNetwork;
  /** The kernels that compute it, or null when the tape does. */
  fused(): FusedModel | null;
  /** Examples in the shape that the first layer takes; builds the model if need be. */
  prepare(who: string, x: TensorLike): Tensor;
}
