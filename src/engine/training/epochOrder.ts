import { random } from '../base/random';
import type { TrainingTask } from './trainingTask';

/**
 * In which order an epoch visits the examples, each once; every `batchSize` of them are a batch.
 *
 * With `buckets` those of one bucket stand together, so that a batch holds examples that are alike,
 * and the batches come in any order: a network that learned from the short ones first and from the
 * long ones last would forget. As many batches as without.
 *
 * @param epoch counts from the start of training
 */
export function epochOrder(
  {
    examples,
    batchSize,
    shuffleSeed,
    buckets
  }: Pick<TrainingTask, 'examples' | 'batchSize' | 'shuffleSeed' | 'buckets'>,
  epoch: number
): Int32Array {
  if (shuffleSeed === null) {
    return grouped(
      Int32Array.from({ length: examples }, (_, at) => at),
      buckets
    );
  }
  const draw = random(shuffleSeed, 'shuffle', epoch);
  const order = draw.permutation(examples);
  if (!buckets || buckets.every(bucket => bucket === buckets[0])) {
    return order;
  }
  const alike = grouped(order, buckets);
  const batches = Math.floor(examples / batchSize);
  const rest = examples - batches * batchSize;
  // The batch that is not full comes last, so whose lengths it has is drawn: else the longest, always.
  const restAt = draw.integer(batches + 1) * batchSize;
  const full = [...alike.subarray(0, restAt), ...alike.subarray(restAt + rest)];
  const found = new Int32Array(examples);
  draw.permutation(batches).forEach((batch, at) => {
    const start = batch * batchSize;
    found.set(full.slice(start, start + batchSize), at * batchSize);
  });
  found.set(alike.subarray(restAt, restAt + rest), examples - rest);
  return found;
}

/** Examples by their buckets; those of one bucket stay in their order. */
function grouped(
  order: Int32Array,
  buckets: Int32Array | undefined
): Int32Array {
  return buckets
    ? Int32Array.from(Array.from(order).sort((a, b) => buckets[a] - buckets[b]))
    : order;
}
