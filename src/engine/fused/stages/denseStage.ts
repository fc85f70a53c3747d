import type { PlacedDense } from '../placeNetwork';
import type { MemoryLayout } from '../../kernels/layout';
import { eights, SCRATCH_ROWS } from '../../kernels/layout';
import type { Port, Stage, WorkspaceSizes } from '../stage';
import { rowsWithNothing } from '../stage';

/** What `wasm/activation.ts` calls them. Softmax is left to the loss or to who reads the output. */
export const activationCode = {
  linear: 0,
  softmax: 0,
  tanh: 1,
  sigmoid: 2,
  relu: 3
} as const;

/**
 * `y = activation(x W + b)` for each row. The last layer of a network stays linear here: its
 * activation goes together with the loss.
 */
export function denseStage(
  { spec, kernel, bias, input: stream, output }: PlacedDense,
  input: Port,
  { batch, steps, training }: WorkspaceSizes,
  plan: MemoryLayout,
  last: boolean
): Stage {
  const { width, perStep } = output;
  const depth = stream.width;
  const back = eights(depth);
  const row = width * 4;
  // One row more than there are steps: the output of nothing, for masked steps.
  const most = perStep ? batch * steps + 1 : batch;
  const offsets = {
    values: plan.place(most * width),
    gradient: training ? plan.place(most * width) : 0,
    transposed: training ? plan.place(width * back) : 0
  };
  const code = last ? 0 : activationCode[spec.activation];
  let base = 0;
  return {
    port: {
      stream: output,
      values: () => ({ address: base + offsets.values, row }),
      gradient: () =>
        training ? { address: base + offsets.gradient, row } : null
    },
    scratch: SCRATCH_ROWS * Math.max(depth, width),
    bind(address) {
      base = address;
    },
    forward(state, { kernels, weights, zeros, scratch }) {
      const rows = rowsWithNothing(state, perStep);
      const from = input.values();
      const values = base + offsets.values;
      kernels.multiplyRows(
        rows,
        width,
        depth,
        from.address,
        from.row,
        weights + kernel * 4,
        values,
        row,
        bias < 0 ? zeros : weights + bias * 4,
        scratch
      );
      if (code !== 0) {
        kernels.activate(code, rows * width, values, values);
        if (code === activationCode.sigmoid && width > spec.units) {
          kernels.clearColumns(rows, spec.units, width, values, row);
        }
      }
    },
    backward(state, { kernels, weights, gradients, zeros, scratch }) {
      const rows = rowsWithNothing(state, perStep);
      const from = input.values();
      const gradient = base + offsets.gradient;
      if (code !== 0) {
        kernels.activateBackward(
          code,
          rows * width,
          base + offsets.values,
          gradient,
          gradient
        );
      }
      kernels.multiplyTransposed(
        depth,
        width,
        rows,
        from.address,
        from.row,
        gradient,
        row,
        gradients + kernel * 4
      );
      if (bias >= 0) {
        kernels.sumRows(rows, width, gradient, row, gradients + bias * 4);
      }
      const before = input.gradient();
      if (before) {
        const transposed = base + offsets.transposed;
        kernels.transposePanels(depth, width, weights + kernel * 4, transposed);
        kernels.multiplyRows(
          rows,
          back,
          width,
          gradient,
          row,
          transposed,
          before.address,
          before.row,
          zeros,
          scratch
        );
      }
    }
  };
}
