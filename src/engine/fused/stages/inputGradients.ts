import type { Chunk } from '../../kernels/chunks';
import type { CompiledRecurrent } from '../compileNetwork';
import { eights } from '../../kernels/layout';
import type { Machine, Port, Rows } from '../stage';
import type { InputDropout } from './inputDropout';

/** How wide a pass is: units, numbers that come from x, and stride of a row of gates. */
export interface GateSizes {
  readonly units: number;
  readonly inputWidth: number;
  readonly gateRow: number;
}

/** The way back of a product. */
export interface InputGradients {
  prepareBackward(at: number, machine: Machine): void;
  /** From the chunk's derivatives at `delta` to W, b and x. */
  backward(at: number, delta: number, chunk: Chunk, machine: Machine): void;
  finishBackward(at: number, machine: Machine): void;
}

/** Where what a product is made of stands, in bytes. */
interface ProductPlaces {
  kernelAt(direction: number, machine: Machine): number;
  /** What the product was given. */
  inputOf(direction: number): Rows;
  /** Products with each different token, where tokens repeat; on the way back their derivatives. */
  products(): number;
  /** Room for Wᵀ. */
  transposed(): number;
}

/** The way back of `W x + b`: to W, b and x. */
export function inputGradients(
  { spec, directions, input: stream }: CompiledRecurrent,
  input: Port,
  { units, inputWidth, gateRow }: GateSizes,
  dropout: InputDropout | null,
  { kernelAt, inputOf, products, transposed }: ProductPlaces
): InputGradients {
  const depth = stream.width;
  const back = eights(depth);

  return {
    prepareBackward(at, machine) {
      const repeated = input.repeated?.();
      if (repeated) {
        const first = products() >> 2;
        const count = (repeated.count() * gateRow) >> 2;
        machine.f32.fill(0, first, first + count);
      }
      if (gradientOf()) {
        machine.kernels.transposePanels(
          depth,
          inputWidth,
          kernelAt(at, machine),
          transposed()
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
          products(),
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
        const delta = products();
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
      transposed(),
      own.address + offset * own.row,
      own.row,
      dropout || at === 0 ? zeros : 0,
      scratch
    );
    dropout?.back(at, offset, rows, target, machine);
  }
}
