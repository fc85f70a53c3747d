import type { StateStore } from './states';
import type { Stream } from './placeNetwork';
import type { Kernels } from '../kernels/kernels';
import type { PackedSequence } from '../kernels/packedSequence';

/** What a workspace has room for. */
export interface WorkspaceSizes {
  /** Sequences, and steps of the longest. */
  readonly batch: number;
  readonly steps: number;
  /** Whether gradients are computed. */
  readonly training: boolean;
}

/** A matrix in memory: address and stride in bytes. */
export interface Rows {
  readonly address: number;
  readonly row: number;
}

/** Rows that repeat those of a smaller matrix: row n is row `index[n]` of `unique`. */
export interface RepeatedRows {
  readonly unique: Rows;
  readonly gradient: Rows;
  /** Address of the i32 indices. */
  readonly index: number;
  /** How many rows `unique` has in this batch. */
  count(): number;
}

/** What a stage hands to the next. */
export interface Port {
  readonly stream: Stream;
  /** Known after `bind`. `row` is known before. */
  values(): Rows;
  /** Derivatives by the values; null where nothing before them learns. */
  gradient(): Rows | null;
  /** Instead of rows, where they repeat (the same token). */
  repeated?(): RepeatedRows;
}

/** What all stages of one batch see. */
export interface Batch {
  readonly packed: PackedSequence;
  readonly training: boolean;
  /** Numbers of the mask by layer and purpose, in the order of the given batch. */
  dropoutMask(
    layer: string,
    purpose: 'input' | 'recurrent' | 'output',
    rate: number,
    shape: readonly number[]
  ): ArrayLike<number>;
  /** Features `[B, T, I]` or token ids `[B, T]` from `start` on. */
  readonly input: ArrayLike<number>;
  /** First number of each sequence of the batch in `input`. */
  readonly starts: Int32Array;
  /** Of stateful layers. */
  readonly states: StateStore | null;
}

/** Addresses and views that stages need. */
export interface StageMemory {
  readonly kernels: Kernels;
  readonly f32: Float32Array<ArrayBuffer>;
  readonly i32: Int32Array;
  /** Addresses of the arena of weights and of gradients, in bytes. */
  readonly weights: number;
  readonly gradients: number;
  /** Zeros, as many as the widest row. */
  readonly zeros: number;
  /** The packed sequence in memory: counts, and the sequence of each row. */
  readonly counts: number;
  readonly rank: number;
  /** Room that products use while they run. */
  readonly scratch: number;
}

/**
 * How many rows a stage computes. Without training and with padding, one more than there are: the output
 * of nothing, which masked steps show.
 */
export function rowsWithNothing(
  { packed, training }: Batch,
  perStep: boolean
): number {
  return perStep
    ? packed.rows + (training || packed.full ? 0 : 1)
    : packed.batch;
}

/** One layer at work. */
export interface Stage {
  readonly port: Port;
  bind(base: number, machine: StageMemory): void;
  forward(batch: Batch, machine: StageMemory): void;
  backward(batch: Batch, machine: StageMemory): void;
  /** Numbers of rows that products need as scratch. */
  readonly scratch: number;
  /** Zeros that it reads beside those of its rows. */
  readonly zeros?: number;
}
