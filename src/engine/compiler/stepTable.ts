import type { Chunk } from '../kernels/chunks';
import type { PackedSequence } from '../kernels/packedSequence';
import { stepFields } from './walk';

/** Rows of a chunk whose states before lie one after another: in other rows, or in those of sequences. */
export interface RowStretch {
  readonly row: number;
  readonly rows: number;
  /** The first row, or sequence, that they read. */
  readonly from: number;
}

/** A chunk with its part of the steps, and which states before its rows read. */
export interface WalkedChunk extends Chunk {
  /** In the order of computation: `steps[begin] … steps[stop − 1]`. */
  readonly begin: number;
  readonly stop: number;
  readonly known: readonly RowStretch[];
  readonly rest: readonly RowStretch[];
}

/** The steps of packed sequences in the order in which they are computed. */
export interface StepTable {
  readonly words: Int32Array;
  /** In the order of computation. */
  readonly chunks: readonly WalkedChunk[];
  /** Real steps of the sequence at each position. */
  readonly lengths: Int32Array;
  /** The row of each sequence's last computed step; −1 where it has none. */
  readonly last: Int32Array;
}

const known = new WeakMap<PackedSequence, Map<boolean, StepTable>>();

/**
 * The table of a packing, made once for each direction.
 *
 * @param reverse from the last step to the first
 */
export function tableOf(packed: PackedSequence, reverse: boolean): StepTable {
  const both = known.get(packed) ?? new Map<boolean, StepTable>();
  known.set(packed, both);
  const found = both.get(reverse) ?? stepTable(packed, reverse);
  both.set(reverse, found);
  return found;
}

function stepTable(
  { batch, steps, counts, chunks }: PackedSequence,
  reverse: boolean
): StepTable {
  const offsets = new Int32Array(steps + 1);
  const lengths = new Int32Array(batch);
  counts.forEach((count, t) => {
    offsets[t + 1] = offsets[t] + count;
    lengths.fill(t + 1, 0, count);
  });
  const orderOf = (t: number) => (reverse ? steps - 1 - t : t);
  const stepAt = (t: number) => {
    const before = reverse ? t + 1 : t - 1;
    const begins = before < 0 || before >= steps;
    return {
      offset: offsets[t],
      count: counts[t],
      known: begins ? 0 : Math.min(counts[t], counts[before]),
      before: begins ? 0 : offsets[before]
    };
  };
  const words = new Int32Array(steps * stepFields.length);
  for (let t = 0; t < steps; t++) {
    const step = stepAt(t);
    stepFields.forEach((field, at) => {
      words[orderOf(t) * stepFields.length + at] = step[field];
    });
  }
  const walked = chunks.map((chunk): WalkedChunk => {
    const known: RowStretch[] = [];
    const rest: RowStretch[] = [];
    for (let t = chunk.first; t < chunk.end; t++) {
      const step = stepAt(t);
      const last = known.at(-1);
      if (
        last &&
        last.row + last.rows === step.offset &&
        last.from + last.rows === step.before
      ) {
        known[known.length - 1] = { ...last, rows: last.rows + step.known };
      } else if (step.known > 0) {
        known.push({ row: step.offset, rows: step.known, from: step.before });
      }
      if (step.known < step.count) {
        rest.push({
          row: step.offset + step.known,
          rows: step.count - step.known,
          from: step.known
        });
      }
    }
    const [a, b] = [orderOf(chunk.first), orderOf(chunk.end - 1)];
    return {
      ...chunk,
      begin: Math.min(a, b),
      stop: Math.max(a, b) + 1,
      known,
      rest
    };
  });
  return {
    words,
    chunks: reverse ? walked.reverse() : walked,
    lengths,
    last: lengths.map((length, position) =>
      length === 0 ? -1 : offsets[reverse ? 0 : length - 1] + position
    )
  };
}
