import type { Signal } from '../layers/layer';
import { rowMask } from '../layers/layer';
import { range, rowsOf } from '../models/dataset';
import type { Sequential } from '../models/sequential';
import { concat } from '../tensor/joining';
import { ones } from '../tensor/making';
import { noGradient } from '../tensor/recording';
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
export function answersOf(
  model: Sequential,
  x: Tensor,
  batchSize: number
): Signal {
  if (model.fused()) {
    return rowsMasked({
      values: model.predict(x, { batchSize }),
      mask: model.maskOf(x)
    });
  }
  const batches: Signal[] = [];
  const count = x.shape[0];
  for (let start = 0; start < count; start += batchSize) {
    const some = rowsOf(x, range(start, Math.min(start + batchSize, count)));
    batches.push(
      rowsMasked(noGradient(() => model.forward(some, model.passFor(false, 0))))
    );
  }
  return joined(batches);
}

/** Padding is of steps: an answer to a whole sequence counts. */
const rowsMasked = (answer: Signal): Signal => ({
  values: answer.values,
  mask: rowMask(answer)
});

function joined(batches: readonly Signal[]): Signal {
  const all = ({ values }: Signal): Tensor => ones(values.shape.slice(0, 2));
  return {
    values: concat(
      batches.map(({ values }) => values),
      0
    ),
    ...(batches.some(({ mask }) => mask) && {
      mask: concat(
        batches.map(batch => batch.mask ?? all(batch)),
        0
      )
    })
  };
}
