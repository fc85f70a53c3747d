import type { CompiledRecurrent } from '../compileNetwork';
import type { Layout } from '../layout';
import { eights, SCRATCH_ROWS } from '../layout';
import type { Chunk } from '../chunks';
import type { Batch, Machine, Port, Rows, WorkspaceSizes } from '../stage';
import type { RecurrentSpec } from '../spec';
import type { RecurrentWeights } from '../recurrentWeights';
import { inputDropout } from './inputDropout';

/** How wide a pass is: units, numbers that come from x, and stride of a row of gates. */
export interface GateSizes {
  readonly units: number;
  readonly inputWidth: number;
  readonly gateRow: number;
}

/**
 * What a recurrent layer does with its input: `W x + b` for a chunk of steps, and back. The second
 * direction's dx is added to the first's.
 */
export interface InputProduct {
  readonly scratch: number;
  bind(base: number): void;
  /** Before the chunks of the at-th direction: what is done for all steps at once. */
  prepare(at: number, batch: Batch, machine: Machine): void;
  /** Fills the chunk's rows of the gates at `gates`. */
  forward(at: number, gates: number, chunk: Chunk, machine: Machine): void;
  prepareBackward(at: number, machine: Machine): void;
  /** From the chunk's derivatives at `delta` to W, b and x. */
  backward(at: number, delta: number, chunk: Chunk, machine: Machine): void;
  finishBackward(at: number, machine: Machine): void;
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
  const dropout =
    training && spec.dropout > 0
      ? inputDropout(spec, directions.length, stream, rows, batch, plan, nameOf)
      : null;
  const offsets = {
    bias: directions.map(() => plan.place(inputWidth)),
    transposed: training ? plan.place(inputWidth * back) : 0,
    // Products with each different token, where tokens repeat.
    products: input.repeated ? plan.place((rows * gateRow) / 4) : 0
  };
  let base = 0;
  let start = 0;

  return {
    scratch: SCRATCH_ROWS * Math.max(depth, inputWidth),
    bind(address) {
      base = address;
      dropout?.bind(address);
    },
    prepare(at, state, machine) {
      const { kernels, scratch } = machine;
      const sum = base + offsets.bias[at];
      start = biasesOfInput(
        spec,
        directions[at],
        units,
        inputWidth,
        sum,
        machine
      );
      const repeated = input.repeated?.();
      if (repeated) {
        kernels.multiplyRows(
          repeated.count(),
          inputWidth,
          depth,
          repeated.unique.address,
          repeated.unique.row,
          kernelAt(at, machine),
          base + offsets.products,
          gateRow,
          start,
          scratch
        );
      } else {
        dropout?.drop(at, input.values(), state, machine);
      }
    },
    forward(at, gates, { offset, rows }, machine) {
      const { kernels, scratch } = machine;
      const target = gates + offset * gateRow;
      const repeated = input.repeated?.();
      if (repeated) {
        kernels.gatherRows(
          rows,
          inputWidth,
          repeated.index + offset * 4,
          base + offsets.products,
          gateRow,
          target,
          gateRow
        );
        return;
      }
      const from = inputOf(at);
      kernels.multiplyRows(
        rows,
        inputWidth,
        depth,
        from.address + offset * from.row,
        from.row,
        kernelAt(at, machine),
        target,
        gateRow,
        start,
        scratch
      );
    },
    prepareBackward(at, machine) {
      const repeated = input.repeated?.();
      if (repeated) {
        const first = (base + offsets.products) >> 2;
        const count = (repeated.count() * gateRow) >> 2;
        machine.f32.fill(0, first, first + count);
      }
      if (gradientOf()) {
        machine.kernels.transposePanels(
          depth,
          inputWidth,
          kernelAt(at, machine),
          base + offsets.transposed
        );
      }
    },
    backward(at, delta, { offset, rows }, machine) {
      const { kernels, gradients } = machine;
      const { recurrentBias } = directions[at];
      const repeated = input.repeated?.();
      if (repeated) {
        // What goes back to one token's places is added before it goes further.
        kernels.scatterRows(
          rows,
          inputWidth,
          repeated.index + offset * 4,
          delta,
          gateRow,
          base + offsets.products,
          gateRow
        );
      } else {
        weightGradients(at, inputOf(at), delta, offset, rows, machine);
        inputGradient(at, delta, offset, rows, machine);
      }
      if (recurrentBias >= 0 && spec.cell === 'gru') {
        kernels.sumRows(
          rows,
          inputWidth,
          delta + units * 4,
          gateRow,
          gradients + recurrentBias * 4
        );
      }
    },
    finishBackward(at, machine) {
      const { kernels, gradients, zeros } = machine;
      const { inputBias, recurrentBias } = directions[at];
      const repeated = input.repeated?.();
      if (repeated) {
        const delta = base + offsets.products;
        const count = repeated.count();
        weightGradients(at, repeated.unique, delta, 0, count, machine);
        inputGradient(at, delta, 0, count, machine);
      }
      if (recurrentBias >= 0 && spec.cell !== 'gru') {
        // Both of a pair get the same.
        kernels.addValues(
          inputWidth,
          gradients + inputBias * 4,
          zeros,
          gradients + recurrentBias * 4
        );
      }
    }
  };

  function kernelAt(at: number, { weights }: Machine): number {
    return weights + directions[at].kernel * 4;
  }

  /** What the product was given: the input, or what its mask left of it. */
  function inputOf(at: number): Rows {
    return dropout?.rows(at) ?? input.values();
  }

  function gradientOf(): Rows | null {
    return input.repeated?.().gradient ?? input.gradient();
  }

  /** dW and db of some rows of the input, from `offset` on; delta begins with the first of them. */
  function weightGradients(
    at: number,
    from: Rows,
    delta: number,
    offset: number,
    rows: number,
    { kernels, gradients }: Machine
  ): void {
    const { kernel, inputBias } = directions[at];
    kernels.multiplyTransposed(
      depth,
      inputWidth,
      rows,
      from.address + offset * from.row,
      from.row,
      delta,
      gateRow,
      gradients + kernel * 4
    );
    if (inputBias >= 0) {
      kernels.sumRows(
        rows,
        inputWidth,
        delta,
        gateRow,
        gradients + inputBias * 4
      );
    }
  }

  /** dx = δ Wᵀ; the second direction adds to the first. */
  function inputGradient(
    at: number,
    delta: number,
    offset: number,
    rows: number,
    machine: Machine
  ): void {
    const { kernels, zeros, scratch } = machine;
    const target = gradientOf();
    if (!target) {
      return;
    }
    const own = dropout?.gradient ?? target;
    kernels.multiplyRows(
      rows,
      back,
      inputWidth,
      delta,
      gateRow,
      base + offsets.transposed,
      own.address + offset * own.row,
      own.row,
      dropout || at === 0 ? zeros : 0,
      scratch
    );
    dropout?.back(at, offset, rows, target, machine);
  }
}

/** The sum of the biases that meet x, as the product's start; answers where it stands. */
function biasesOfInput(
  { cell }: RecurrentSpec,
  { inputBias, recurrentBias }: RecurrentWeights,
  units: number,
  inputWidth: number,
  sum: number,
  { kernels, weights, zeros }: Machine
): number {
  if (inputBias < 0) {
    return zeros;
  }
  const first = weights + inputBias * 4;
  if (recurrentBias < 0) {
    return first;
  }
  const second = weights + recurrentBias * 4;
  if (cell === 'gru') {
    // x meets n, z, r; h meets z, r and the candidate's own bias.
    kernels.addValues(units, first, zeros, sum);
    kernels.addValues(2 * units, first + units * 4, second, sum + units * 4);
  } else {
    kernels.addValues(inputWidth, first, second, sum);
  }
  return sum;
}
