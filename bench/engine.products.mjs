// How near the kernels' products come to what the machine can multiply and add.
import { timed } from './engine.own.mjs';

/** GFLOP/s of 12 independent accumulators in registers. */
function peakRate(kernels) {
  const count = 200_000;
  const { minimum } = timed(() => kernels.multiplyAddPeak(count), 0.03);
  return (count * 96) / minimum / 1e6;
}

/** Matrices of a product in memory that nobody else has. */
function room(kernels, bytes) {
  const start = kernels.size;
  kernels.grow(start + bytes);
  new Float32Array(kernels.buffer, start, bytes >> 2).fill(0.01);
  return start;
}

/** Best GFLOP/s of some calls, and the peak beside it. */
function best(kernels, flops, call, rounds) {
  let rate = 0;
  let peak = 0;
  for (let round = 0; round < rounds; round++) {
    peak = Math.max(peak, peakRate(kernels));
    rate = Math.max(rate, flops / timed(call, 0.1).minimum / 1e6);
  }
  return { rate, peak };
}

/** `[M, K] × [K, N]`, as each step of a recurrent layer multiplies. */
export function productRate({ sharedKernels }, [m, n, k], rounds) {
  const kernels = sharedKernels();
  const row = n * 4 + 64;
  const a = room(kernels, 4 * (m * k + n * k + 64 * k) + m * row + 4096);
  const b = a + m * k * 4;
  const scratch = b + n * k * 4;
  const c = (scratch + 64 * k * 4 + 63) & ~63;
  const repeat = Math.max(1, Math.round(2e6 / (m * n * k)));
  return best(
    kernels,
    2 * m * n * k * repeat,
    () => {
      for (let count = 0; count < repeat; count++) {
        kernels.multiplyRows(m, n, k, a, k * 4, b, c, row, 0, scratch);
      }
    },
    rounds
  );
}

/** The stride of a row of numbers, as `src/engine/kernels/layout.ts` chooses it. */
function strideOf(count) {
  const lines = Math.ceil(count / 16);
  return (lines % 2 === 0 ? lines + 1 : lines) * 64;
}

/**
 * All products of a training step on its own shapes and strides: x W over all steps, h U and δ Uᵀ a
 * step, Xᵀ δ and Hᵀ δ.
 *
 * @param step the whole training step, which takes turns with them
 * @returns the products' rate, the peak, `share`, the milliseconds that they take alone, and
 *   `took`, those of the whole step
 */
export function networkRate(
  { sharedKernels },
  [i, h, batch, steps],
  cell,
  step,
  rounds
) {
  const kernels = sharedKernels();
  const gates = { lstm: 4, gru: 3, rnn: 1 }[cell] * h;
  const rows = batch * steps;
  const wide = strideOf(gates);
  const inputRow = strideOf(i);
  const stateRow = strideOf(h);
  let end = 0;
  const place = bytes => {
    const at = end;
    end += (bytes + 63) & ~63;
    return at;
  };
  const offsets = {
    x: place(rows * inputRow),
    states: place(rows * stateRow),
    w: place(gates * i * 4),
    u: place(gates * h * 4),
    transposed: place(gates * h * 4),
    delta: place(rows * wide),
    hidden: place(batch * stateRow),
    scratch: place(64 * Math.max(i, gates) * 4),
    zeros: place(h * 4)
  };
  const start = room(kernels, end + 64);
  const at = Object.fromEntries(
    Object.entries(offsets).map(([name, offset]) => [name, start + offset])
  );
  const flops = 2 * rows * gates * (2 * i + 3 * h);
  const products = () => {
    kernels.multiplyRows(
      rows,
      gates,
      i,
      at.x,
      inputRow,
      at.w,
      at.delta,
      wide,
      at.w,
      at.scratch
    );
    for (let count = 0; count < steps; count++) {
      const delta = at.delta + count * batch * wide;
      kernels.multiplyRows(
        batch,
        gates,
        h,
        at.states + count * batch * stateRow,
        stateRow,
        at.u,
        delta,
        wide,
        0,
        at.scratch
      );
      kernels.multiplyRows(
        batch,
        h,
        gates,
        delta,
        wide,
        at.transposed,
        at.hidden,
        stateRow,
        at.zeros,
        at.scratch
      );
    }
    kernels.multiplyTransposed(
      i,
      gates,
      rows,
      at.x,
      inputRow,
      at.delta,
      wide,
      at.w
    );
    kernels.multiplyTransposed(
      h,
      gates,
      rows,
      at.states,
      stateRow,
      at.delta,
      wide,
      at.u
    );
  };
  let share = Infinity;
  let took = Infinity;
  let peak = 0;
  for (let round = 0; round < rounds; round++) {
    peak = Math.max(peak, peakRate(kernels));
    share = Math.min(share, timed(products, 0.1).minimum);
    took = Math.min(took, timed(step, 0.1).minimum);
  }
  return { rate: flops / share / 1e6, peak, share, took };
}
