import { concat } from '../tensor/joining';
import type { Tensor, TensorLike } from '../tensor/tensor';
import { noGradient } from '../tensor/recording';
import { range, selectedRows } from './dataset';
import type { BatchOptions } from './dataset';
import { readBatchSize } from './dataset';
import { requireEvenBatches } from './evenBatches';
import type { Model } from './model';

/** What `model.predict` does: batch by batch, without a tape. */
export function predictModel(
  model: Model,
  x: TensorLike,
  options: BatchOptions
): Tensor {
  const who = 'model.predict';
  const { batchSize: size } = readBatchSize(who)(options);
  const data = model.prepare(who, x);
  const fused = model.fused();
  const output = (some: Tensor) =>
    fused
      ? fused.predict(some)
      : model.forward(some, model.passFor(false, 0)).values;
  const count = data.shape[0];
  requireEvenBatches(who, model, size, { examples: count });
  return noGradient(() => {
    if (count <= size) {
      return output(data);
    }
    const parts: Tensor[] = [];
    for (let start = 0; start < count; start += size) {
      parts.push(
        output(selectedRows(data, range(start, Math.min(start + size, count))))
      );
    }
    return concat(parts, 0);
  });
}
