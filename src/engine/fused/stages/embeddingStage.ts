import type { PlacedEmbedding } from '../placeNetwork';
import type { Kernels } from '../../kernels/kernels';
import type { MemoryLayout } from '../../kernels/layout';
import { rowStride } from '../../kernels/layout';
import type { FusedWeight } from '../weight';
import type { Rows, Stage, WorkspaceSizes } from '../stage';

/** The table's gradient: some rows of it, and which. */
export interface TableGradient {
  /** Numbers in a row, padding included. */
  readonly width: number;
  /** V. */
  readonly rows: number;
  /** Address of `[count, width]` without gaps. */
  readonly gradient: number;
  /** Address of i32 `[V]`: the row of `gradient`, or −1. */
  readonly index: number;
  /** Address of zeros for a row without one. */
  readonly zeros: number;
  /** How many rows have one. */
  count(): number;
}

export interface EmbeddingStage extends Stage {
  /** Null in a workspace without gradients. */
  readonly table: (() => TableGradient) | null;
}

/**
 * Looks up the vector of each token.
 *
 * A batch of text repeats few words often. With `repeated` the layer after it is given each
 * different token once and an index, so that what it does to a token's vector it does once for all
 * its places, and the gradients of a token's places are added before they go back.
 */
export function embeddingStage(
  { spec, start, output }: PlacedEmbedding,
  { batch, steps, training }: WorkspaceSizes,
  plan: MemoryLayout,
  repeated: boolean
): EmbeddingStage {
  const { width } = output;
  const { inputDim } = spec;
  const most = batch * steps;
  const different = Math.min(most, inputDim);
  const row = rowStride(width);
  const offsets = {
    ids: plan.place(different),
    index: plan.place(most),
    unique: repeated ? plan.place((different * row) / 4) : 0,
    values: repeated ? 0 : plan.place((most * row) / 4),
    valuesGradient: training && !repeated ? plan.place((most * row) / 4) : 0,
    gradient: training ? plan.place(different * width) : 0,
    position: training ? plan.place(inputDim) : 0
  };
  // Where each token stands among the different ones; −1 when it does not.
  const position = new Int32Array(inputDim).fill(-1);
  const ids = new Int32Array(different);
  let count = 0;
  let base = 0;
  let zeros = 0;
  const rowsAt = (offset: number): Rows => ({ address: base + offset, row });
  const tokenAt = tokenReader(spec.name, inputDim);

  return {
    port: {
      stream: output,
      values: () => rowsAt(offsets.values),
      gradient: () => (training ? rowsAt(offsets.valuesGradient) : null),
      ...(repeated && {
        repeated: () => ({
          unique: rowsAt(offsets.unique),
          gradient: { address: base + offsets.gradient, row: width * 4 },
          index: base + offsets.index,
          count: () => count
        })
      })
    },
    scratch: 0,
    table: training
      ? () => ({
          width,
          rows: inputDim,
          gradient: base + offsets.gradient,
          index: base + offsets.position,
          zeros,
          count: () => count
        })
      : null,
    bind(address, machine) {
      base = address;
      ({ zeros } = machine);
      if (training) {
        machine.i32.fill(
          -1,
          (base + offsets.position) >> 2,
          ((base + offsets.position) >> 2) + inputDim
        );
        count = 0;
        position.fill(-1);
      }
    },
    forward({ packed, input, starts }, { kernels, i32, weights }) {
      const { order, rank, source, rows, givenSteps } = packed;
      const positions = (base + offsets.position) >> 2;
      for (let at = 0; at < count; at++) {
        position[ids[at]] = -1;
        if (training) {
          i32[positions + ids[at]] = -1;
        }
      }
      count = 0;
      const index = (base + offsets.index) >> 2;
      for (let at = 0; at < rows; at++) {
        const sequence = order[rank[at]];
        const token = tokenAt(
          input,
          starts[sequence] + source[at] - sequence * givenSteps
        );
        let place = position[token];
        if (place < 0) {
          place = count;
          position[token] = place;
          ids[count++] = token;
          if (training) {
            i32[positions + token] = place;
          }
        }
        i32[index + at] = repeated ? place : token;
      }
      const table = weights + start * 4;
      if (repeated) {
        i32.set(ids.subarray(0, count), (base + offsets.ids) >> 2);
        kernels.gatherRows(
          count,
          width,
          base + offsets.ids,
          table,
          width * 4,
          base + offsets.unique,
          row
        );
      } else {
        kernels.gatherRows(
          rows,
          width,
          base + offsets.index,
          table,
          width * 4,
          base + offsets.values,
          row
        );
      }
    },
    backward({ packed }, { kernels, f32, i32 }) {
      if (repeated) {
        return;
      }
      // Here the index still holds tokens; from now on it holds their places.
      const index = (base + offsets.index) >> 2;
      for (let at = index; at < index + packed.rows; at++) {
        i32[at] = position[i32[at]];
      }
      const gradient = (base + offsets.gradient) >> 2;
      f32.fill(0, gradient, gradient + count * width);
      kernels.scatterRows(
        packed.rows,
        width,
        base + offsets.index,
        base + offsets.valuesGradient,
        row,
        base + offsets.gradient,
        width * 4
      );
    }
  };
}

/** Reads token ids and refuses what is none. */
function tokenReader(
  name: string,
  inputDim: number
): (input: ArrayLike<number>, at: number) => number {
  return (input, at) => {
    const token = input[at];
    if (!(token >= 0 && token < inputDim) || token !== Math.floor(token)) {
      throw new RangeError(
        `layer '${name}': token ids must be whole numbers from 0 to ${inputDim - 1}, got ${token}`
      );
    }
    return token;
  };
}

/** The table's gradient as its framework shapes it, with zeros for each token that did not occur. */
export function tableGradient(
  { gradient, index, width }: TableGradient,
  { shape: [rows, columns] }: FusedWeight,
  { buffer }: Kernels
): Float32Array {
  const f32 = new Float32Array(buffer);
  const i32 = new Int32Array(buffer);
  const result = new Float32Array(rows * columns);
  for (let token = 0; token < rows; token++) {
    const row = i32[(index >> 2) + token];
    if (row >= 0) {
      const from = (gradient >> 2) + row * width;
      result.set(f32.subarray(from, from + columns), token * columns);
    }
  }
  return result;
}
