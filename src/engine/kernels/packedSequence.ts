import type { Chunk } from './chunks';
import { chunksOf } from './chunks';

/**
 * How the steps of a batch lie in memory: sequences sorted by their number of real steps, longest
 * first, one row for each real step, all first steps before all second ones. Masked steps have no
 * rows: a masked step carries the state on, so leaving it out changes nothing that comes after.
 */
export interface PackedSequence {
  readonly batch: number;
  /** Steps of the batch as it was given, padding included. */
  readonly givenSteps: number;
  /** Real steps of the longest sequence. */
  readonly steps: number;
  /** Rows in all. */
  readonly rows: number;
  /** `[batch]`: which sequence of the batch is the r-th longest. */
  readonly order: Int32Array;
  /** `[steps]`: how many sequences have a t-th real step. */
  readonly counts: Int32Array;
  /** `[rows]`: row r's sequence in the sorted order. */
  readonly rank: Int32Array;
  /** `[rows]`: `b · givenSteps + t` of the step that a row holds. */
  readonly source: Int32Array;
  /** In the order of time. */
  readonly chunks: readonly Chunk[];
  /** True when every step is real. */
  readonly full: boolean;
}

/** Sequences without padding, packed. */
export function fullyPacked(batch: number, steps: number): PackedSequence {
  const rows = batch * steps;
  const counts = new Int32Array(steps).fill(batch);
  return {
    batch,
    givenSteps: steps,
    steps,
    rows,
    order: Int32Array.from({ length: batch }, (_, b) => b),
    counts,
    rank: Int32Array.from({ length: rows }, (_, row) => row % batch),
    source: Int32Array.from(
      { length: rows },
      (_, row) => (row % batch) * steps + Math.floor(row / batch)
    ),
    chunks: chunksOf(counts),
    full: true
  };
}

/** Packs batches one after another without making new arrays for each. */
export interface Packer {
  /** @param isReal whether step t of sequence b is real, at `b · steps + t` */
  pack(
    batch: number,
    steps: number,
    isReal: (position: number) => boolean
  ): PackedSequence;
}

/** @param batch the largest batch, @param steps the most steps that will come */
export function packer(batch: number, steps: number): Packer {
  const size = batch * steps;
  const lengths = new Int32Array(batch);
  const starts = new Int32Array(steps + 2);
  const order = new Int32Array(batch);
  const counts = new Int32Array(steps);
  const offsets = new Int32Array(steps);
  const rank = new Int32Array(size);
  const source = new Int32Array(size);
  return {
    pack(b, t, isReal) {
      let rows = 0;
      let longest = 0;
      starts.fill(0);
      for (let sequence = 0; sequence < b; sequence++) {
        let length = 0;
        for (let step = 0; step < t; step++) {
          length += isReal(sequence * t + step) ? 1 : 0;
        }
        lengths[sequence] = length;
        starts[length]++;
        rows += length;
        longest = Math.max(longest, length);
      }
      // Counting sort, longest first, equals in their order.
      let before = 0;
      for (let length = longest; length >= 0; length--) {
        const here = starts[length];
        starts[length] = before;
        before += here;
      }
      for (let sequence = 0; sequence < b; sequence++) {
        order[starts[lengths[sequence]]++] = sequence;
      }
      let offset = 0;
      for (let step = 0; step < longest; step++) {
        let count = 0;
        while (count < b && lengths[order[count]] > step) {
          count++;
        }
        counts[step] = count;
        offsets[step] = offset;
        offset += count;
      }
      for (let position = 0; position < b; position++) {
        const sequence = order[position];
        let real = 0;
        for (let step = 0; step < t; step++) {
          const at = sequence * t + step;
          if (isReal(at)) {
            const row = offsets[real] + position;
            rank[row] = position;
            source[row] = at;
            real++;
          }
        }
      }
      return {
        batch: b,
        givenSteps: t,
        steps: longest,
        rows,
        order: order.subarray(0, b),
        counts: counts.subarray(0, longest),
        rank: rank.subarray(0, rows),
        source: source.subarray(0, rows),
        chunks: chunksOf(counts.subarray(0, longest)),
        full: rows === b * t
      };
    }
  };
}
