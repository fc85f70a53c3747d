import type { MemoryLayout } from '../../kernels/layout';
import type { Batch, Port, Rows, Stage, WorkspaceSizes } from '../stage';

/** The steps of each sequence from the last to the first; all of them are real. */
export function reverseStage(
  input: Port,
  { batch, steps, training }: WorkspaceSizes,
  plan: MemoryLayout
): Stage {
  const { width } = input.stream;
  const row = width * 4;
  const offsets = {
    values: plan.place(batch * steps * width),
    gradient: training ? plan.place(batch * steps * width) : 0
  };
  let base = 0;
  const own = (offset: number): Rows => ({ address: base + offset, row });

  /** Row r of a step t goes to row r of step T − 1 − t. */
  function reverse(
    { packed }: Batch,
    from: Rows,
    to: Rows,
    f32: Float32Array
  ): void {
    for (let at = 0; at < packed.rows; at++) {
      const t = Math.floor(at / packed.batch);
      const target = (packed.steps - 1 - 2 * t) * packed.batch + at;
      const start = (from.address + at * from.row) >> 2;
      f32.copyWithin((to.address + target * to.row) >> 2, start, start + width);
    }
  }

  return {
    port: {
      stream: input.stream,
      values: () => own(offsets.values),
      gradient: () => (training ? own(offsets.gradient) : null)
    },
    scratch: 0,
    bind(address) {
      base = address;
    },
    forward(state, { f32 }) {
      if (!state.packed.full) {
        throw new Error('fused: sequences with padding cannot be reversed');
      }
      reverse(state, input.values(), own(offsets.values), f32);
    },
    backward(state, { f32 }) {
      const before = input.gradient();
      if (before) {
        reverse(state, own(offsets.gradient), before, f32);
      }
    }
  };
}
