import type { PlacedMerge } from '../placeNetwork';
import type { MemoryLayout } from '../../kernels/layout';
import { rowsWithNothing } from '../stage';
import type { Port, Stage, WorkspaceSizes } from '../stage';

/** Both directions of the layer before, which stand side by side in a row, as one row of half its width. */
export function mergeStage(
  { spec, output }: PlacedMerge,
  input: Port,
  { batch, steps, training }: WorkspaceSizes,
  plan: MemoryLayout
): Stage {
  const { width, perStep } = output;
  const { mode } = spec;
  const row = width * 4;
  // One row more than there are steps: the output of nothing, for masked steps.
  const most = perStep ? batch * steps + 1 : batch;
  const offsets = {
    values: plan.place(most * width),
    gradient: training ? plan.place(most * width) : 0
  };
  const share = mode === 'ave' ? 0.5 : 1;
  let base = 0;
  return {
    port: {
      stream: output,
      values: () => ({ address: base + offsets.values, row }),
      gradient: () =>
        training ? { address: base + offsets.gradient, row } : null
    },
    scratch: 0,
    bind(address) {
      base = address;
    },
    forward(state, { f32 }) {
      const from = input.values();
      const target = (base + offsets.values) >> 2;
      for (let at = 0; at < rowsWithNothing(state, perStep); at++) {
        const a = (from.address + at * from.row) >> 2;
        const to = target + at * width;
        for (let k = 0; k < width; k++) {
          const first = f32[a + k];
          const second = f32[a + width + k];
          f32[to + k] =
            mode === 'mul' ? first * second : share * (first + second);
        }
      }
    },
    backward(state, { f32 }) {
      const from = input.values();
      const before = input.gradient();
      if (!before) {
        return;
      }
      const gradient = (base + offsets.gradient) >> 2;
      for (let at = 0; at < rowsWithNothing(state, perStep); at++) {
        const a = (from.address + at * from.row) >> 2;
        const to = (before.address + at * before.row) >> 2;
        for (let k = 0; k < width; k++) {
          const d = f32[gradient + at * width + k];
          f32[to + k] = mode === 'mul' ? d * f32[a + width + k] : share * d;
          f32[to + width + k] = mode === 'mul' ? d * f32[a + k] : share * d;
        }
      }
    }
  };
}
