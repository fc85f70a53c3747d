import type { PlacedDropout } from '../placeNetwork';
import type { MemoryLayout } from '../../kernels/layout';
import type { Batch, StageMemory, Port, Stage, WorkspaceSizes } from '../stage';

/** Multiplies by a mask of 0 and 1/(1−rate) while training, else hands on what it is given. */
export function dropoutStage(
  { spec, output }: PlacedDropout,
  input: Port,
  { batch, steps, training }: WorkspaceSizes,
  plan: MemoryLayout
): Stage {
  if (!training || spec.rate === 0) {
    return {
      port: input,
      scratch: 0,
      bind() {
        // Nothing of its own.
      },
      forward() {
        // Hands on.
      },
      backward() {
        // Hands on.
      }
    };
  }
  const { width, columns, perStep } = output;
  const row = width * 4;
  const most = perStep ? batch * steps : batch;
  const offsets = {
    index: plan.place(most),
    mask: plan.place(most * width),
    values: plan.place(most * width),
    gradient: plan.place(most * width)
  };
  let base = 0;
  const apply = (
    { kernels }: StageMemory,
    rows: number,
    from: { readonly address: number; readonly row: number },
    to: { readonly address: number; readonly row: number }
  ) =>
    kernels.maskByIndex(
      rows,
      width,
      base + offsets.index,
      from.address,
      from.row,
      base + offsets.mask,
      row,
      to.address,
      to.row
    );
  const rowsIn = ({ packed }: Batch) => (perStep ? packed.rows : packed.batch);
  const own = (offset: number) => ({ address: base + offset, row });
  return {
    port: {
      stream: output,
      values: () => own(offsets.values),
      gradient: () => own(offsets.gradient)
    },
    scratch: 0,
    bind(address, { i32 }) {
      base = address;
      for (let at = 0; at < most; at++) {
        i32[((base + offsets.index) >> 2) + at] = at;
      }
    },
    forward(state, machine) {
      const { packed, dropoutMask } = state;
      const features = columns.length;
      const shape = perStep
        ? [packed.batch, packed.givenSteps, features]
        : [packed.batch, features];
      const mask = dropoutMask(spec.name, 'output', spec.rate, shape);
      const rows = rowsIn(state);
      const { f32, i32 } = machine;
      const source = perStep ? packed.source : packed.order;
      if (features === width) {
        // The mask as it is; each row finds its part by the index.
        f32.set(mask, (base + offsets.mask) >> 2);
        i32.set(source, (base + offsets.index) >> 2);
        apply(machine, rows, input.values(), own(offsets.values));
        return;
      }
      for (let at = 0; at < rows; at++) {
        const from = source[at] * features;
        const to = (base + offsets.mask + at * row) >> 2;
        for (let feature = 0; feature < features; feature++) {
          f32[to + columns[feature]] = mask[from + feature];
        }
      }
      apply(machine, rows, input.values(), own(offsets.values));
    },
    backward(state, machine) {
      const gradient = input.gradient();
      if (gradient) {
        apply(machine, rowsIn(state), own(offsets.gradient), gradient);
      }
    }
  };
}
