import type { Stream } from './placeNetwork';
import type { FusedLoss } from './loss';
import { computeLoss } from './loss';
import type { PackedSequence } from '../kernels/packedSequence';
import type { DenseActivation } from './spec';
import { activationCode } from './stages/denseStage';
import type { HeadBuffers } from './workspace';
import type { StageMemory, Port, Rows } from './stage';

/** The last layer's activation and what is done with the outputs. */
export interface Head {
  /** Computes the outputs from the last stage's rows. */
  activate(packed: PackedSequence, machine: StageMemory, extra: boolean): void;
  /** Outputs `[B, K]` or `[B, T, K]` in the order of the batch, after `activate`. */
  outputs(
    packed: PackedSequence,
    machine: StageMemory,
    padded: 'repeat' | 'nothing',
    target: Float32Array
  ): void;
  /** The same from before the activation. */
  logits(
    packed: PackedSequence,
    machine: StageMemory,
    target: Float32Array
  ): void;
  /** Takes derivatives by the logits, in the order of the batch; those of masked steps are left out. */
  takeGradient(
    packed: PackedSequence,
    machine: StageMemory,
    gradient: ArrayLike<number>
  ): void;
  /** The loss after `activate`, and its derivatives by what came in where they have a place. */
  loss(packed: PackedSequence, machine: StageMemory, target: Target): number;
}

/** What the outputs of a batch should have been. */
export interface Target {
  readonly loss: FusedLoss;
  /** Truths, `width` numbers for each row, in the order of the batch from `starts[b]` on. */
  readonly truth: ArrayLike<number>;
  readonly starts: Int32Array;
  /** Numbers for each row in `truth`. */
  readonly width: number;
  /** Importance of each row in the order of the batch, or null. */
  readonly importance: ArrayLike<number> | null;
}

/**
 * @param activation of the last layer; `linear` when that is not a dense one
 */
export function head(
  stream: Stream,
  port: Port,
  buffers: HeadBuffers,
  activation: DenseActivation
): Head {
  const { width, columns, perStep } = stream;
  const rowsOf = (packed: PackedSequence) =>
    perStep ? packed.rows : packed.batch;

  function activateAs(
    kind: DenseActivation,
    rows: number,
    { kernels, f32 }: StageMemory
  ): void {
    const { address, row } = port.values();
    if (kind === 'softmax' && columns[columns.length - 1] >= columns.length) {
      softmaxOfColumns(stream, port.values(), buffers, rows, f32);
    } else if (kind === 'softmax') {
      kernels.softmaxRows(
        rows,
        columns.length,
        width,
        address,
        row,
        buffers.activated,
        width * 4,
        buffers.largest,
        buffers.sums
      );
    } else if (kind !== 'linear') {
      // A dense layer's rows have no gaps; those of a recurrent one may.
      const whole = row === width * 4;
      for (let at = 0; at < (whole ? 1 : rows); at++) {
        kernels.activate(
          activationCode[kind],
          whole ? rows * width : width,
          address + at * row,
          buffers.activated + at * width * 4
        );
      }
    }
  }

  const outputRows = () =>
    activation === 'linear'
      ? port.values()
      : { address: buffers.activated, row: width * 4 };

  return {
    activate(packed, machine, extra) {
      activateAs(activation, rowsOf(packed) + (extra ? 1 : 0), machine);
    },

    outputs(packed, machine, padded, target) {
      copyRows(stream, outputRows(), packed, machine, padded, target);
    },

    logits(packed, machine, target) {
      copyRows(stream, port.values(), packed, machine, 'nothing', target);
    },

    takeGradient(packed, { f32 }, gradient) {
      const target = port.gradient();
      if (!target) {
        throw new Error('fused: this place has no room for derivatives');
      }
      const count = columns.length;
      const { source, order } = packed;
      for (let at = 0; at < rowsOf(packed); at++) {
        const from = (perStep ? source[at] : order[at]) * count;
        const to = (target.address + at * target.row) >> 2;
        for (let k = 0; k < count; k++) {
          f32[to + columns[k]] = gradient[from + k];
        }
      }
    },

    loss(packed, machine, target) {
      const { f32 } = machine;
      const { loss } = target;
      const rows = rowsOf(packed);
      const logits = port.values();
      const gradient = port.gradient() ?? {
        address: buffers.unwanted,
        row: width * 4
      };
      const binary = loss.kind === 'binaryCrossentropy';
      const classes =
        loss.kind === 'categoricalCrossentropy' ||
        loss.kind === 'sparseCategoricalCrossentropy';
      const needed = binary ? 'sigmoid' : classes ? 'softmax' : activation;
      if (needed !== activation) {
        activateAs(needed, rows, machine);
      }
      const outputs =
        needed === 'linear'
          ? logits
          : { address: buffers.activated, row: width * 4 };
      const { givenSteps, order, rank, source } = packed;
      const truthAt = (row: number): number => {
        if (!perStep) {
          return target.starts[order[row]];
        }
        const sequence = order[rank[row]];
        return (
          target.starts[sequence] +
          (source[row] - sequence * givenSteps) * target.width
        );
      };
      const value = computeLoss(loss, {
        f32,
        rows,
        width,
        logits: logits.address >> 2,
        logitsStride: logits.row >> 2,
        outputs: outputs.address >> 2,
        outputsStride: outputs.row >> 2,
        gradient: gradient.address >> 2,
        gradientStride: gradient.row >> 2,
        columns,
        truth: (row, k) => target.truth[truthAt(row) + k],
        importance: row =>
          target.importance === null
            ? 1
            : target.importance[perStep ? source[row] : order[row]],
        logSum: row =>
          f32[(buffers.largest >> 2) + row] +
          Math.log(f32[(buffers.sums >> 2) + row])
      });
      if (!binary && !classes && activation !== 'linear') {
        machine.kernels.activateBackward(
          activationCode[activation],
          rows * width,
          outputs.address,
          gradient.address,
          gradient.address
        );
      }
      return value;
    }
  };
}

/** Rows of a matrix in the order of the batch. */
function copyRows(
  { columns, perStep }: Stream,
  { address, row }: Rows,
  packed: PackedSequence,
  { f32 }: StageMemory,
  padded: 'repeat' | 'nothing',
  target: Float32Array
): void {
  const count = columns.length;
  const copy = (from: number, to: number) => {
    const start = (address + from * row) >> 2;
    for (let k = 0; k < count; k++) {
      target[to * count + k] = f32[start + columns[k]];
    }
  };
  if (!perStep) {
    for (let at = 0; at < packed.batch; at++) {
      copy(at, packed.order[at]);
    }
    return;
  }
  const { rows, batch, givenSteps, source, full } = packed;
  if (full) {
    for (let at = 0; at < rows; at++) {
      copy(at, source[at]);
    }
    return;
  }
  const rowAt = new Int32Array(batch * givenSteps).fill(-1);
  for (let at = 0; at < rows; at++) {
    rowAt[source[at]] = at;
  }
  for (let b = 0; b < batch; b++) {
    // The row after the last is the output to nothing.
    let before = rows;
    for (let t = 0; t < givenSteps; t++) {
      const at = rowAt[b * givenSteps + t];
      if (at >= 0) {
        before = at;
      }
      copy(
        at >= 0 ? at : padded === 'repeat' ? before : rows,
        b * givenSteps + t
      );
    }
  }
}

/** Where both directions of a layer stand side by side, padding lies between the real columns. */
function softmaxOfColumns(
  { columns, width }: Stream,
  { address, row }: Rows,
  buffers: HeadBuffers,
  rows: number,
  f32: Float32Array
): void {
  for (let at = 0; at < rows; at++) {
    const from = (address + at * row) >> 2;
    const to = (buffers.activated >> 2) + at * width;
    let largest = -Infinity;
    for (const column of columns) {
      largest = Math.max(largest, f32[from + column]);
    }
    let sum = 0;
    for (const column of columns) {
      const value = Math.exp(f32[from + column] - largest);
      f32[to + column] = value;
      sum += value;
    }
    for (const column of columns) {
      f32[to + column] /= sum;
    }
    f32[(buffers.largest >> 2) + at] = largest;
    f32[(buffers.sums >> 2) + at] = sum;
  }
}
