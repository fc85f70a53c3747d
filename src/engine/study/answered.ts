import type { Signal } from '../layers/layer';
import { rowsMasked, throughLayers } from '../models/answerMask';
import type { Sequential } from '../models/sequential';
import type { Tensor } from '../tensor/tensor';

/** Answers on examples beside their truth, both in y's own unit. */
export interface Answered {
  readonly truth: Tensor;
  readonly answers: Tensor;
  /** `[N, T]`: 0 where a step is padding; undefined where none can be. */
  readonly mask?: Tensor;
}

/**
 * What a network answers, and which steps `evaluate` counts, without a loss, which the network perhaps does
 * not have, or which perhaps does not take the truth as a score does. Padding is read where `evaluate`
 * reads it: off the input of the kernels, or off what went through the layers.
 *
 * @param x as `model.prepare` gives it
 */
export const answersOf = (
  model: Sequential,
  x: Tensor,
  batchSize: number
): Signal =>
  model.fused()
    ? rowsMasked({
        values: model.predict(x, { batchSize }),
        mask: model.maskOf(x)
      })
    : throughLayers(model, x, batchSize);
