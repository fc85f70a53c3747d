import type { Signal } from '../layers/layer';
import { rowMask } from '../layers/layer';
import { concat } from '../tensor/joining';
import { ones } from '../tensor/making';
import { noGradient } from '../tensor/recording';
import type { Tensor } from '../tensor/tensor';
import { range, selectedRows } from './dataset';
import type { Model } from './model';
import { withFreshStates } from './withFreshStates';

/** What goes through the layers, at rest, and which rows of it are no padding. */
export function throughLayers(
  model: Model,
  x: Tensor,
  batchSize: number
): Signal {
  const batches: Signal[] = [];
  const count = x.shape[0];
  for (let start = 0; start < count; start += batchSize) {
    const some = selectedRows(
      x,
      range(start, Math.min(start + batchSize, count))
    );
    batches.push(
      rowsMasked(noGradient(() => model.forward(some, model.passFor(false, 0))))
    );
  }
  return joined(batches);
}

/**
 * Which rows of the answers to these examples `fit` and `evaluate` count: padding is where the layers leave
 * it, and one that turns its outputs turns it, too.
 *
 * @returns `[N, T]`, or undefined where all count
 */
export const answerMask = (model: Model, x: Tensor): Tensor | undefined =>
  model.outputShapes.at(-1)!.length === 1
    ? undefined
    : model.fused()
      ? model.maskOf(x)
      : withFreshStates(model, () => throughLayers(model, x, x.shape[0]).mask);

/** Padding is of steps: an answer to a whole sequence counts. */
export const rowsMasked = (answer: Signal): Signal => ({
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
