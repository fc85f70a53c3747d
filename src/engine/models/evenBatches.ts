import { isStateful } from './lengthBuckets';
import type { Model } from './model';

/**
 * Throws where a stateful network would meet a smaller batch, before it has computed any: the state of
 * each row goes on in the next batch.
 *
 * @param counts how many examples there are of each kind that is cut into batches
 * @throws RangeError that names the layer, and a size that makes all batches alike
 */
export function requireEvenBatches(
  who: string,
  { layers }: Pick<Model, 'layers'>,
  batchSize: number,
  counts: Readonly<Record<string, number>>
): void {
  const stateful = layers.find(isStateful);
  const sizes = Object.values(counts).flatMap(count => [
    Math.min(count, batchSize),
    count % batchSize || batchSize
  ]);
  if (!stateful || sizes.every(size => size === sizes[0])) {
    return;
  }
  const given = Object.entries(counts).map(
    ([name, count]) => `${count} ${name}`
  );
  throw new RangeError(
    `${who}: batches must be of one size, since '${stateful.name}' is stateful and carries the state of each row to the next batch, got ${given.join(' and ')} in batches of ${batchSize}; with batchSize: ${Object.values(counts).reduce(commonDivisor)} they are`
  );
}

const commonDivisor = (a: number, b: number): number =>
  b === 0 ? a : commonDivisor(b, a % b);
