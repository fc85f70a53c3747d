import type { Stream } from '../placeNetwork';
import type { MemoryLayout } from '../../kernels/layout';
import { eights, rowStride } from '../../kernels/layout';
import type { RecurrentSpec } from '../spec';
import type { Batch, StageMemory, Rows } from '../stage';

/** What a recurrent layer leaves out of its input while it learns: features, the same at each step. */
export interface InputDropout {
  bind(base: number): void;
  /** Writes what is left for a direction. */
  drop(at: number, from: Rows, state: Batch, machine: StageMemory): void;
  /** What was left. */
  rows(at: number): Rows;
  /** Where derivatives by what was left are put. */
  readonly gradient: Rows;
  /** From those of some rows to those by the input; the second direction's are added. */
  back(
    at: number,
    offset: number,
    rows: number,
    target: Rows,
    machine: StageMemory
  ): void;
}

/**
 * @param rows of the longest batch of so many sequences
 * @param nameOf the layer of a direction, for its mask
 */
export function inputDropout(
  { dropout }: RecurrentSpec,
  directions: number,
  stream: Stream,
  rows: number,
  batch: number,
  plan: MemoryLayout,
  nameOf: (direction: number) => string
): InputDropout {
  const depth = stream.width;
  const inputRow = rowStride(depth);
  const gradientRow = rowStride(eights(depth));
  const each = Array.from({ length: directions });
  const offsets = {
    mask: each.map(() => plan.place(batch * depth)),
    dropped: each.map(() => plan.place((rows * inputRow) / 4)),
    gradient: plan.place((rows * gradientRow) / 4)
  };
  let base = 0;

  const rowsOf = (at: number): Rows => ({
    address: base + offsets.dropped[at],
    row: inputRow
  });
  const gradientOf = (): Rows => ({
    address: base + offsets.gradient,
    row: gradientRow
  });

  /** Multiplies rows from `offset` on by their sequences' masks. */
  function applyMask(
    at: number,
    offset: number,
    count: number,
    from: Rows,
    to: Rows,
    { kernels, rank }: StageMemory
  ): void {
    kernels.maskByIndex(
      count,
      depth,
      rank + offset * 4,
      from.address + offset * from.row,
      from.row,
      base + offsets.mask[at],
      depth * 4,
      to.address + offset * to.row,
      to.row
    );
  }

  return {
    bind(address) {
      base = address;
    },
    drop(at, from, { packed, dropoutMask }, machine) {
      const features = stream.columns.length;
      const mask = dropoutMask(nameOf(at), 'input', dropout, [
        packed.batch,
        1,
        features
      ]);
      spreadMask(
        mask,
        base + offsets.mask[at],
        depth,
        features,
        stream.columns,
        packed.order,
        machine.f32
      );
      applyMask(at, 0, packed.rows, from, rowsOf(at), machine);
    },
    rows: rowsOf,
    get gradient() {
      return gradientOf();
    },
    back(at, offset, count, target, machine) {
      const { f32 } = machine;
      const own = gradientOf();
      const first = at === 0;
      applyMask(at, offset, count, own, first ? target : own, machine);
      if (first) {
        return;
      }
      for (let row = offset; row < offset + count; row++) {
        const to = (target.address + row * target.row) >> 2;
        const by = (own.address + row * own.row) >> 2;
        for (let feature = 0; feature < depth; feature++) {
          f32[to + feature] += f32[by + feature];
        }
      }
    }
  };
}

/** Puts a mask `[B, features]` of the given order into rows `[B, width]` of the sorted order. */
function spreadMask(
  mask: ArrayLike<number>,
  address: number,
  width: number,
  features: number,
  columns: Int32Array | null,
  order: Int32Array,
  f32: Float32Array
): void {
  for (let position = 0; position < order.length; position++) {
    const to = (address >> 2) + position * width;
    const from = order[position] * features;
    for (let feature = 0; feature < features; feature++) {
      f32[to + (columns ? columns[feature] : feature)] = mask[from + feature];
    }
  }
}
