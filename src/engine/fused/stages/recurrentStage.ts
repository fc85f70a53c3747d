import type { CompiledRecurrent } from '../compileNetwork';
import type { Layout } from '../layout';
import { eights, strideOf } from '../layout';
import type { RecurrentPass } from '../recurrentPass';
import { recurrentPass } from '../recurrentPass';
import type {
  Batch,
  Machine,
  Port,
  Rows,
  Stage,
  WorkspaceSizes
} from '../workspace';

export interface RecurrentStage extends Stage {
  /** Forward first. */
  readonly passes: readonly RecurrentPass[];
}

/** A recurrent layer in one direction or both. */
export function recurrentStage(
  layer: CompiledRecurrent,
  input: Port,
  sizes: WorkspaceSizes,
  plan: Layout
): RecurrentStage {
  const { spec, directions, input: stream, output } = layer;
  const { batch, steps, training, traced } = sizes;
  const { returnSequences } = spec;
  const rows = batch * steps;
  const depth = stream.width;
  const back = eights(depth);
  const drops = training && spec.dropout > 0;
  const passes = directions.map(({ reverse }) =>
    recurrentPass(
      {
        cell: spec.cell,
        resetAfter: spec.resetAfter ?? true,
        relu: spec.activation === 'relu',
        units: spec.units,
        reverse,
        batch,
        steps,
        rows,
        training,
        traced,
        recurrentDropout: training && spec.recurrentDropout > 0
      },
      plan
    )
  );
  const { units, inputWidth, gateRow } = passes[0];
  const outputRow = strideOf(output.width);
  const inputRow = strideOf(depth);
  const single = passes.length === 1;
  const offsets = {
    // One row more: the answer to nothing, for masked steps.
    output: plan.place(((rows + 1) * outputRow) / 4),
    outputGradient:
      training && returnSequences ? plan.place((rows * outputRow) / 4) : 0,
    last: single || returnSequences ? 0 : plan.place(batch * output.width),
    lastGradient:
      single || returnSequences || !training
        ? 0
        : plan.place(batch * output.width),
    bias: passes.map(() => plan.place(inputWidth)),
    transposed: training ? plan.place(inputWidth * back) : 0,
    // Products with each different token, where tokens repeat.
    products: input.repeated ? plan.place((rows * gateRow) / 4) : 0,
    mask: drops ? passes.map(() => plan.place(batch * depth)) : [],
    dropped: drops ? passes.map(() => plan.place((rows * inputRow) / 4)) : [],
    droppedGradient: drops ? plan.place((rows * strideOf(back)) / 4) : 0
  };
  let base = 0;
  const layerName = (direction: number) =>
    single
      ? spec.name
      : `${spec.name}/${directions[direction].reverse ? 'backward' : 'forward'}`;
  const lastRow = output.width * 4;

  const port: Port = {
    stream: output,
    values: () =>
      returnSequences
        ? { address: base + offsets.output, row: outputRow }
        : single
          ? { address: passes[0].at('finalHidden'), row: units * 4 }
          : { address: base + offsets.last, row: lastRow },
    gradient: () =>
      !training
        ? null
        : returnSequences
          ? { address: base + offsets.outputGradient, row: outputRow }
          : single
            ? { address: passes[0].at('hiddenGradient'), row: units * 4 }
            : { address: base + offsets.lastGradient, row: lastRow }
  };

  return {
    port,
    passes,
    scratch: 48 * Math.max(depth, inputWidth),
    bind(address, machine) {
      base = address;
      passes.forEach((pass, at) => {
        const { recurrent, recurrentBias } = directions[at];
        pass.bind(
          base,
          {
            output: base + offsets.output + at * units * 4,
            outputRow,
            counts: machine.counts,
            zeros: machine.zeros,
            recurrent: machine.weights + recurrent * 4,
            recurrentGradient: machine.gradients + recurrent * 4,
            candidateBias:
              recurrentBias < 0
                ? machine.zeros
                : machine.weights + (recurrentBias + 2 * units) * 4
          },
          machine.i32
        );
      });
    },
    forward(state, machine) {
      passes.forEach((pass, at) => forward(pass, at, state, machine));
      if (returnSequences && !state.packing.full) {
        const after =
          (base + offsets.output + state.packing.rows * outputRow) >> 2;
        machine.f32.fill(0, after, after + output.width);
      }
      if (!returnSequences && !single) {
        joinLast(state, machine);
      }
    },
    backward(state, machine) {
      if (!returnSequences && !single) {
        splitLast(state, machine);
      }
      passes.forEach((pass, at) => backward(pass, at, state, machine));
    }
  };

  function forward(
    pass: RecurrentPass,
    at: number,
    state: Batch,
    machine: Machine
  ): void {
    const { kernels, f32, i32, scratch } = machine;
    const { packing } = state;
    const start = startOf(at, machine);
    const kernel = machine.weights + directions[at].kernel * 4;
    const gates = pass.at('gates');
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
    pass.set(i32, 'steps', packing.steps);
    pass.set(i32, 'batch', packing.batch);
    if (training && spec.recurrentDropout > 0) {
      const mask = state.dropoutMask(
        layerName(at),
        'recurrent',
        spec.recurrentDropout,
        [packing.batch, spec.units]
      );
      spreadMask(
        mask,
        pass.at('mask'),
        units,
        spec.units,
        null,
        packing.order,
        f32
      );
    }
    pass.forward(kernels);
  }

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
    const mask = state.dropoutMask(layerName(at), 'input', spec.dropout, [
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

  function backward(
    pass: RecurrentPass,
    at: number,
    state: Batch,
    machine: Machine
  ): void {
    const { kernels, f32, i32, gradients } = machine;
    const { packing } = state;
    const states = packing.batch * units;
    const hidden = pass.at('hiddenGradient') >> 2;
    if (returnSequences) {
      f32.fill(0, hidden, hidden + states);
      pass.set(
        i32,
        'outputGradient',
        base + offsets.outputGradient + at * units * 4
      );
      pass.set(i32, 'outputGradientRow', outputRow);
    }
    if (spec.cell === 'lstm') {
      const memory = pass.at('memoryGradient') >> 2;
      f32.fill(0, memory, memory + states);
    }
    pass.backward(kernels);

    const { kernel, inputBias, recurrentBias } = directions[at];
    const delta = pass.at('gateGradients');
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

  /** Both directions' last states side by side. */
  function joinLast({ packing }: Batch, { f32 }: Machine): void {
    passes.forEach((pass, at) => {
      const from = pass.at('finalHidden') >> 2;
      const to = (base + offsets.last) >> 2;
      for (let b = 0; b < packing.batch; b++) {
        f32.copyWithin(
          to + b * output.width + at * units,
          from + b * units,
          from + (b + 1) * units
        );
      }
    });
  }

  function splitLast({ packing }: Batch, { f32 }: Machine): void {
    passes.forEach((pass, at) => {
      const to = pass.at('hiddenGradient') >> 2;
      const from = (base + offsets.lastGradient) >> 2;
      for (let b = 0; b < packing.batch; b++) {
        const start = from + b * output.width + at * units;
        f32.copyWithin(to + b * units, start, start + units);
      }
    });
  }
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
