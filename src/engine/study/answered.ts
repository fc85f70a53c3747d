import type { Signal } from '../layers/layer';
import { range, rowsOf } from '../models/dataset';
import { scoreModel } from '../models/evaluateModel';
import type { Sequential } from '../models/sequential';
import { concat } from '../tensor/joining';
import { ones } from '../tensor/making';
import { noGradient } from '../tensor/recording';
import { Tensor } from '../tensor/tensor';

/** Answers on examples beside their truth, both in y's own unit. */
export interface Answered {
  readonly truth: Tensor;
  readonly answers: Tensor;
  /** `[N, T]`: 0 where a step is padding; undefined where none can be. */
  readonly mask?: Tensor;
}

/**
 * What a compiled network answers, and which steps `evaluate` counts: a metric of `evaluate` itself
 * writes them down.
 *
 * @param y as `fit` was given it
 */
export function answeredByNetwork(
  who: string,
  network: Sequential,
  x: Tensor,
  y: Tensor
): Signal {
  const batches: Signal[] = [];
  scoreModel(who, network, x, y, {
    name: 'answers',
    start: () => ({
      add(_, { values, shape }, mask) {
        // The kernels write the next batch into the same memory.
        batches.push({ values: new Tensor(values.slice(), shape), mask });
      },
      result: () => 0
    })
  });
  return joined(batches);
}

/**
 * The same of a network that perhaps has no loss, for truths that perhaps no loss takes. Padding is read
 * where `evaluate` reads it: off the input of the kernels, or off what went through the layers.
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
const rowsMasked = ({ values, mask }: Signal): Signal => ({
  values,
  mask: values.rank === 3 ? mask : undefined
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
