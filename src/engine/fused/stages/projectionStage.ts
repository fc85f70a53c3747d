import type { CompiledProjection } from '../compileNetwork';
import type { Layout } from '../../kernels/layout';
import { eights, SCRATCH_ROWS } from '../../kernels/layout';
import { rowsWithNothing } from '../stage';
import type { Port, Stage, WorkspaceSizes } from '../stage';

/** `h = m P` for each row, and for each direction of the recurrent layer before. */
export function projectionStage(
  { spec, recurrent, output }: CompiledProjection,
  input: Port,
  { batch, steps, training }: WorkspaceSizes,
  plan: Layout
): Stage {
  const { width, perStep } = output;
  const { directions } = recurrent;
  const units = eights(recurrent.spec.units);
  const size = eights(spec.size);
  const row = width * 4;
  // One row more than there are steps: the output of nothing, for masked steps.
  const most = perStep ? batch * steps + 1 : batch;
  const offsets = {
    values: plan.place(most * width),
    gradient: training ? plan.place(most * width) : 0,
    transposed: training ? plan.place(size * units) : 0
  };
  let base = 0;
  return {
    port: {
      stream: output,
      values: () => ({ address: base + offsets.values, row }),
      gradient: () =>
        training ? { address: base + offsets.gradient, row } : null
    },
    scratch: SCRATCH_ROWS * units,
    bind(address) {
      base = address;
    },
    forward(state, { kernels, weights, zeros, scratch }) {
      const from = input.values();
      directions.forEach(({ projection }, at) =>
        kernels.multiplyRows(
          rowsWithNothing(state, perStep),
          size,
          units,
          from.address + at * units * 4,
          from.row,
          weights + projection! * 4,
          base + offsets.values + at * size * 4,
          row,
          zeros,
          scratch
        )
      );
    },
    backward(state, { kernels, weights, gradients, zeros, scratch }) {
      const rows = rowsWithNothing(state, perStep);
      const from = input.values();
      const before = input.gradient();
      directions.forEach(({ projection }, at) => {
        const gradient = base + offsets.gradient + at * size * 4;
        kernels.multiplyTransposed(
          units,
          size,
          rows,
          from.address + at * units * 4,
          from.row,
          gradient,
          row,
          gradients + projection! * 4
        );
        if (before) {
          const transposed = base + offsets.transposed;
          const matrix = weights + projection! * 4;
          kernels.transposePanels(units, size, matrix, transposed);
          kernels.multiplyRows(
            rows,
            units,
            size,
            gradient,
            row,
            transposed,
            before.address + at * units * 4,
            before.row,
            zeros,
            scratch
          );
        }
      });
    }
  };
}
