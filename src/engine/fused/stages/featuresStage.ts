import type { Stream } from '../placeNetwork';
import type { MemoryLayout } from '../../kernels/layout';
import { rowStride } from '../../kernels/layout';
import type { Stage, WorkspaceSizes } from '../stage';

/** Copies the features of each real step into its row. */
export function featuresStage(
  stream: Stream,
  { batch, steps }: WorkspaceSizes,
  plan: MemoryLayout
): Stage {
  const row = rowStride(stream.width);
  const offset = plan.place((batch * steps * row) / 4);
  const count = stream.columns.length;
  let address = 0;
  return {
    port: {
      stream,
      values: () => ({ address, row }),
      gradient: () => null
    },
    scratch: 0,
    bind(base) {
      address = base + offset;
    },
    forward({ packed, input, starts }, { f32 }) {
      const { order, rank, source, rows, givenSteps, full } = packed;
      if (full) {
        copyFull(input, starts, packed.steps, count, f32, address, row, order);
        return;
      }
      for (let at = 0; at < rows; at++) {
        const sequence = order[rank[at]];
        const from =
          starts[sequence] + (source[at] - sequence * givenSteps) * count;
        const to = (address + at * row) >> 2;
        for (let feature = 0; feature < count; feature++) {
          f32[to + feature] = input[from + feature];
        }
      }
    },
    backward() {
      // Features do not learn.
    }
  };
}

/** Without padding each sequence is one run of numbers. */
function copyFull(
  input: ArrayLike<number>,
  starts: Int32Array,
  steps: number,
  count: number,
  f32: Float32Array,
  address: number,
  row: number,
  order: Int32Array
): void {
  const batch = order.length;
  const stride = (row * batch) >> 2;
  for (let position = 0; position < batch; position++) {
    let from = starts[order[position]];
    let to = (address + position * row) >> 2;
    for (let step = 0; step < steps; step++) {
      for (let feature = 0; feature < count; feature++) {
        f32[to + feature] = input[from + feature];
      }
      from += count;
      to += stride;
    }
  }
}
