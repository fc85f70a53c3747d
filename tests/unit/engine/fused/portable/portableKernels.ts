import type { Kernels } from '../../../../../src/engine/fused/kernels';
import { memoryError } from '../../../../../src/engine/fused/memoryError';
import { sequenceBytes } from '../../../../../src/engine/fused/sequenceRecord';
import { gruPasses } from './gru';
import { heapOf } from './heap';
import { lstmPasses } from './lstm';
import { products } from './products';
import { rnnPasses } from './rnn';
import { rowFunctions } from './rows';
import { updates } from './updates';

/**
 * The kernels in plain TypeScript, over the same memory layout: a second reading of what each must
 * compute, which the tests of both builds run beside them. Nothing about it is meant to be fast.
 *
 * @param limit the most bytes that the memory may grow to
 */
export function portableKernels(limit: number): Kernels {
  let buffer = new ArrayBuffer(65536);
  const heap = heapOf(buffer);
  return {
    kind: 'TypeScript',
    firstFreeByte: 64,
    get size() {
      return buffer.byteLength;
    },
    get buffer() {
      return buffer;
    },
    grow(bytes) {
      if (bytes <= buffer.byteLength) {
        return;
      }
      if (bytes > limit) {
        throw memoryError(bytes, limit);
      }
      const larger = new ArrayBuffer(Math.ceil(bytes / 65536) * 65536);
      new Uint8Array(larger).set(new Uint8Array(buffer));
      buffer = larger;
      Object.assign(heap, heapOf(buffer));
    },
    multiplyAddPeak(count) {
      let sum = 0;
      for (let at = 0; at < count * 48; at++) {
        sum = Math.fround(sum + 0.75);
      }
      return sum;
    },
    sequenceBytes: () => sequenceBytes,
    ...products(heap),
    ...rowFunctions(heap),
    ...updates(heap),
    ...lstmPasses(heap),
    ...gruPasses(heap),
    ...rnnPasses(heap)
  };
}
