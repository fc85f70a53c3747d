import type { CompiledRecurrent } from '../compileNetwork';
import type { Layout } from '../../kernels/layout';
import { eights } from '../../kernels/layout';
import { gatesOf } from '../spec';
import type { Machine, WorkspaceSizes } from '../stage';

/** The matrix that h_{t−1} meets, for each direction of a layer. */
export interface RecurrentMatrix {
  bind(base: number): void;
  /** Where it and its derivative lie. */
  address(at: number, machine: Machine): number;
  gradient(at: number, machine: Machine): number;
  /** Before a pass forward. */
  prepare(at: number, machine: Machine): void;
  /** Before a pass back, and after it. */
  clear(at: number, machine: Machine): void;
  finish(at: number, machine: Machine): void;
}

/** U itself, or P U where the state is projected. */
export function recurrentMatrix(
  layer: CompiledRecurrent,
  sizes: WorkspaceSizes,
  plan: Layout
): RecurrentMatrix {
  const { directions, spec } = layer;
  if (spec.projection !== undefined) {
    return projectedMatrix(layer, spec.projection, sizes, plan);
  }
  const nothing = () => undefined;
  return {
    bind: nothing,
    address: (at, { weights }) => weights + directions[at].recurrent * 4,
    gradient: (at, { gradients }) => gradients + directions[at].recurrent * 4,
    prepare: nothing,
    clear: nothing,
    finish: nothing
  };
}

/**
 * With `h = m P` the gates see `h U = m (P U)`: so the pass goes on with m, what a cell lets out before it
 * is projected, and one matrix. Of its derivative D, U gets Pᵀ D and P gets D Uᵀ.
 */
function projectedMatrix(
  { spec, directions }: CompiledRecurrent,
  projection: number,
  { training }: WorkspaceSizes,
  plan: Layout
): RecurrentMatrix {
  const units = eights(spec.units);
  const size = eights(projection);
  const columns = gatesOf[spec.cell] * units;
  const offsets = directions.map(() => ({
    matrix: plan.place(units * columns),
    gradient: training ? plan.place(units * columns) : 0,
    // P as rows.
    projection: plan.place(units * size)
  }));
  // Of the direction at work: the matrix or its derivative as rows, and Uᵀ.
  const rows = plan.place(units * columns);
  const transposed = training ? plan.place(columns * size) : 0;
  let base = 0;
  const placeOf = (address: number) => address >> 2;
  const weightAt = (at: number, which: 'recurrent' | 'projection') =>
    directions[at][which]! * 4;
  return {
    bind(address) {
      base = address;
    },
    address: at => base + offsets[at].matrix,
    gradient: at => base + offsets[at].gradient,
    prepare(at, { kernels, f32, weights, zeros, scratch }) {
      const from = placeOf(weights + weightAt(at, 'projection'));
      const own = placeOf(base + offsets[at].projection);
      eachOfPanels(units, size, (panel, row) => {
        f32[own + row] = f32[from + panel];
      });
      kernels.multiplyRows(
        units,
        columns,
        size,
        base + offsets[at].projection,
        size * 4,
        weights + weightAt(at, 'recurrent'),
        base + rows,
        columns * 4,
        zeros,
        scratch
      );
      const product = placeOf(base + rows);
      const target = placeOf(base + offsets[at].matrix);
      eachOfPanels(units, columns, (panel, row) => {
        f32[target + panel] = f32[product + row];
      });
    },
    clear(at, { f32 }) {
      const start = placeOf(base + offsets[at].gradient);
      f32.fill(0, start, start + units * columns);
    },
    finish(at, { kernels, f32, weights, gradients }) {
      const whole = placeOf(base + offsets[at].gradient);
      const asRows = placeOf(base + rows);
      eachOfPanels(units, columns, (panel, row) => {
        f32[asRows + row] = f32[whole + panel];
      });
      kernels.multiplyTransposed(
        size,
        columns,
        units,
        base + offsets[at].projection,
        size * 4,
        base + rows,
        columns * 4,
        gradients + weightAt(at, 'recurrent')
      );
      eachOfPanels(units, columns, (panel, _, unit, column) => {
        f32[asRows + column * units + unit] = f32[whole + panel];
      });
      const u = placeOf(weights + weightAt(at, 'recurrent'));
      const uTransposed = placeOf(base + transposed);
      eachOfPanels(size, columns, (panel, _, row, column) => {
        f32[uTransposed + column * size + row] = f32[u + panel];
      });
      kernels.multiplyTransposed(
        units,
        size,
        columns,
        base + rows,
        units * 4,
        base + transposed,
        size * 4,
        gradients + weightAt(at, 'projection')
      );
    }
  };
}

/** Each number of a matrix: where it stands in panels `[columns/8][rows][8]`, and where in rows. */
function eachOfPanels(
  rows: number,
  columns: number,
  visit: (panel: number, row: number, r: number, column: number) => void
): void {
  let panel = 0;
  for (let first = 0; first < columns; first += 8) {
    for (let r = 0; r < rows; r++) {
      for (let column = first; column < first + 8; column++) {
        visit(panel++, r * columns + column, r, column);
      }
    }
  }
}
