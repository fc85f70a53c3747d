import type { CompiledRecurrent } from '../compileNetwork';
import type { Layout } from '../layout';
import { eights, strideOf } from '../layout';
import type { Batch, Machine, Port, Rows, WorkspaceSizes } from '../workspace';
import { spreadMask } from './spreadMask';

/** How wide a pass is: units, numbers that come from x, and stride of a row of gates. */
export interface GateSizes {
  readonly units: number;
  readonly inputWidth: number;
  readonly gateRow: number;
}

/** What a recurrent layer does with its input: `W x + b` for all steps at once, and back. */
export interface InputProduct {
  readonly scratch: number;
  bind(base: number): void;
  /** Fills the rows at `gates` for the at-th direction. */
  forward(at: number, gates: number, batch: Batch, machine: Machine): void;
  /** From the rows at `delta` to W, b and x; the second direction's dx is added to the first's. */
  backward(at: number, delta: number, batch: Batch, machine: Machine): void;
}

/** @param nameOf the layer of a direction, for its dropout mask */
export function inputProduct(
  { spec, directions, input: stream }: CompiledRecurrent,
  input: Port,
  { batch, steps, training }: WorkspaceSizes,
  { units, inputWidth, gateRow }: GateSizes,
  plan: Layout,
  nameOf: (direction: number) => string
): InputProduct {
  const rows = batch * steps;
  const depth = stream.width;
  const back = eights(depth);
  const drops = training && spec.dropout > 0;
  const inputRow = strideOf(depth);
  const offsets = {
    bias: directions.map(() => plan.place(inputWidth)),
    transposed: training ? plan.place(inputWidth * back) : 0,
    // Products with each different token, where tokens repeat.
    products: input.repeated ? plan.place((rows * gateRow) / 4) : 0,
    mask: drops ? directions.map(() => plan.place(batch * depth)) : [],
    dropped: drops
      ? directions.map(() => plan.place((rows * inputRow) / 4))
      : [],
    droppedGradient: drops ? plan.place((rows * strideOf(back)) / 4) : 0
  };
  let base = 0;

  return {
    scratch: 48 * Math.max(depth, inputWidth),
    bind(address) {
      base = address;
    },
    forward(at, gates, state, machine) {
      const { kernels, scratch } = machine;
      const { packing } = state;
      const start = startOf(at, machine);
      const kernel = machine.weights + directions[at].kernel * 4;
      const repeated = input.repeated?.();
      if (repeated) {
        const products = base + offsets.products;
        kernels.multiplyRows(
          repeated.count(),
          inputWidth,
          depth,
          repeated.unique.address,
          repeated.unique.row,
          kernel,
          products,
          gateRow,
          start,
          scratch
        );
        kernels.gatherRows(
          packing.rows,
          inputWidth,
          repeated.index,
          products,
          gateRow,
          gates,
          gateRow
        );
      } else {
        const from = drops ? dropInput(at, state, machine) : input.values();
        kernels.multiplyRows(
          packing.rows,
          inputWidth,
          depth,
          from.address,
          from.row,
          kernel,
          gates,
          gateRow,
          start,
          scratch
        );
      }
    },
    backward(at, delta, state, machine) {
      const { kernels, f32, gradients } = machine;
      const { packing } = state;
      const { kernel, inputBias, recurrentBias } = directions[at];
      const repeated = input.repeated?.();
      let rowsBack = packing.rows;
      let from = drops
        ? { address: base + offsets.dropped[at], row: inputRow }
        : input.values();
      let deltaIn = delta;
      if (repeated) {
        // What goes back to one token's places is added before it goes further.
        rowsBack = repeated.count();
        from = repeated.unique;
        deltaIn = base + offsets.products;
        f32.fill(0, deltaIn >> 2, (deltaIn + rowsBack * gateRow) >> 2);
        kernels.scatterRows(
          packing.rows,
          inputWidth,
          repeated.index,
          delta,
          gateRow,
          deltaIn,
          gateRow
        );
      }
      kernels.multiplyTransposed(
        depth,
        inputWidth,
        rowsBack,
        from.address,
        from.row,
        deltaIn,
        gateRow,
        gradients + kernel * 4
      );
      if (inputBias >= 0) {
        kernels.sumRows(
          rowsBack,
          inputWidth,
          deltaIn,
          gateRow,
          gradients + inputBias * 4
        );
      }
      if (recurrentBias >= 0 && spec.cell === 'gru') {
        kernels.sumRows(
          packing.rows,
          inputWidth,
          delta + units * 4,
          gateRow,
          gradients + recurrentBias * 4
        );
      } else if (recurrentBias >= 0) {
        // Both of a pair get the same.
        kernels.addValues(
          inputWidth,
          gradients + inputBias * 4,
          machine.zeros,
          gradients + recurrentBias * 4
        );
      }
      inputGradient(at, rowsBack, deltaIn, state, machine);
    }
  };

  /** The sum of the biases that meet x, as the product's start. */
  function startOf(at: number, { kernels, weights, zeros }: Machine): number {
    const { inputBias, recurrentBias } = directions[at];
    if (inputBias < 0) {
      return zeros;
    }
    const first = weights + inputBias * 4;
    if (recurrentBias < 0) {
      return first;
    }
    const second = weights + recurrentBias * 4;
    const sum = base + offsets.bias[at];
    if (spec.cell === 'gru') {
      // x meets n, z, r; h meets z, r and the candidate's own bias.
      kernels.addValues(units, first, zeros, sum);
      kernels.addValues(2 * units, first + units * 4, second, sum + units * 4);
    } else {
      kernels.addValues(inputWidth, first, second, sum);
    }
    return sum;
  }

  /** Features under this direction's mask, one mask for all steps of a sequence. */
  function dropInput(at: number, state: Batch, machine: Machine): Rows {
    const { packing } = state;
    const features = stream.columns.length;
    const mask = state.dropoutMask(nameOf(at), 'input', spec.dropout, [
      packing.batch,
      1,
      features
    ]);
    spreadMask(
      mask,
      base + offsets.mask[at],
      depth,
      features,
      stream.columns,
      packing.order,
      machine.f32
    );
    const from = input.values();
    const dropped = { address: base + offsets.dropped[at], row: inputRow };
    machine.kernels.maskByIndex(
      packing.rows,
      depth,
      machine.rank,
      from.address,
      from.row,
      base + offsets.mask[at],
      depth * 4,
      dropped.address,
      dropped.row
    );
    return dropped;
  }

  /** dx = δ Wᵀ; the second direction adds to the first. */
  function inputGradient(
    at: number,
    rowsBack: number,
    delta: number,
    { packing }: Batch,
    { kernels, f32, weights, zeros, scratch, rank }: Machine
  ): void {
    const repeated = input.repeated?.();
    const target = repeated ? repeated.gradient : input.gradient();
    if (!target) {
      return;
    }
    const transposed = base + offsets.transposed;
    kernels.transposePanels(
      depth,
      inputWidth,
      weights + directions[at].kernel * 4,
      transposed
    );
    const own = drops
      ? { address: base + offsets.droppedGradient, row: strideOf(back) }
      : target;
    kernels.multiplyRows(
      rowsBack,
      back,
      inputWidth,
      delta,
      gateRow,
      transposed,
      own.address,
      own.row,
      drops || at === 0 ? zeros : 0,
      scratch
    );
    if (!drops) {
      return;
    }
    const first = at === 0;
    kernels.maskByIndex(
      packing.rows,
      depth,
      rank,
      own.address,
      own.row,
      base + offsets.mask[at],
      depth * 4,
      first ? target.address : own.address,
      first ? target.row : own.row
    );
    if (!first) {
      for (let row = 0; row < packing.rows; row++) {
        const to = (target.address + row * target.row) >> 2;
        const by = (own.address + row * own.row) >> 2;
        for (let feature = 0; feature < depth; feature++) {
          f32[to + feature] += f32[by + feature];
        }
      }
    }
  }
}
