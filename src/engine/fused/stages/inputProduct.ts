import type { CompiledRecurrent } from '../compileNetwork';
import type { Layout } from '../../kernels/layout';
import { eights, SCRATCH_ROWS } from '../../kernels/layout';
import type { Chunk } from '../../kernels/chunks';
import type { Batch, Machine, Port, Rows, WorkspaceSizes } from '../stage';
import type { RecurrentSpec } from '../spec';
import type { RecurrentWeights } from '../recurrentWeights';
import { inputDropout } from './inputDropout';
import type { GateSizes, InputGradients } from './inputGradients';
import { inputGradients } from './inputGradients';

/**
 * What a recurrent layer does with its input: `W x + b` for a chunk of steps, and back. The second
 * direction's dx is added to the first's.
 */
export interface InputProduct extends InputGradients {
  readonly scratch: number;
  bind(base: number): void;
  /** Before the chunks of the at-th direction: what is done for all steps at once. */
  prepare(at: number, batch: Batch, machine: Machine): void;
  /** Fills the chunk's rows of the gates at `gates`. */
  forward(at: number, gates: number, chunk: Chunk, machine: Machine): void;
}

/** @param nameOf the layer of a direction, for its dropout mask */
export function inputProduct(
  layer: CompiledRecurrent,
  input: Port,
  { batch, steps, training }: WorkspaceSizes,
  { units, inputWidth, gateRow }: GateSizes,
  plan: Layout,
  nameOf: (direction: number) => string
): InputProduct {
  const { spec, directions, input: stream } = layer;
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
  const way = inputGradients(
    layer,
    input,
    { units, inputWidth, gateRow },
    dropout,
    {
      kernelAt,
      inputOf,
      products: () => base + offsets.products,
      transposed: () => base + offsets.transposed
    }
  );

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
    prepareBackward: way.prepareBackward,
    backward: way.backward,
    finishBackward: way.finishBackward
  };

  function kernelAt(at: number, { weights }: Machine): number {
    return weights + directions[at].kernel * 4;
  }

  /** What the product was given: the input, or what its mask left of it. */
  function inputOf(at: number): Rows {
    return dropout?.rows(at) ?? input.values();
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
