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

/** `[M, K] × [K, N]` with the left side in blocks, as each step of a recurrent layer multiplies. */
export function productRate({ sharedKernels }, [m, n, k], rounds) {
  const kernels = sharedKernels();
  const row = n * 4 + 64;
  const a = room(kernels, 4 * (m * k + n * k) + m * row + 4096);
  const b = a + m * k * 4;
  const c = (b + n * k * 4 + 63) & ~63;
  const repeat = Math.max(1, Math.round(2e6 / (m * n * k)));
  return best(
    kernels,
    2 * m * n * k * repeat,
    () => {
      for (let count = 0; count < repeat; count++) {
        kernels.multiply(m, n, k, a, 16, m * 16, b, c, row, 0);
      }
    },
    rounds
  );
}

/**
 * All products of a training step on its own shapes: x W over all steps, h U and δ Uᵀ a step, Xᵀ δ
 * and Hᵀ δ.
 *
 * @returns their rate, the peak, and `share`, the milliseconds that they take alone
 */
export function networkRate(
  { sharedKernels },
  [i, h, batch, steps],
  cell,
  rounds
) {
  const kernels = sharedKernels();
  const gates = { lstm: 4, gru: 3, rnn: 1 }[cell] * h;
  const rows = batch * steps;
  const wide = gates * 4 + 64;
  const start = room(
    kernels,
    4 * (rows * (i + h) + gates * (i + 2 * h) + 64 * (i + gates)) +
      rows * wide +
      batch * (4 * gates + 4 * h) +
      65536
  );
  const line = address => (address + 63) & ~63;
  const x = line(start);
  const states = line(x + rows * i * 4);
  const w = line(states + rows * h * 4);
  const u = line(w + gates * i * 4);
  const transposed = line(u + gates * h * 4);
  const delta = line(transposed + gates * h * 4);
  const back = line(delta + rows * wide);
  const scratch = line(back + batch * (gates + h) * 4);
  const flops = 2 * rows * gates * (2 * i + 3 * h);
  const found = best(
    kernels,
    flops,
    () => {
      kernels.multiplyRows(
        rows,
        gates,
        i,
        x,
        i * 4,
        w,
        delta,
        wide,
        w,
        scratch
      );
      for (let step = 0; step < steps; step++) {
        kernels.multiply(
          batch,
          gates,
          h,
          states,
          16,
          batch * 16,
          u,
          delta + step * batch * wide,
          wide,
          0
        );
        kernels.multiply(
          batch,
          h,
          gates,
          back,
          16,
          batch * 16,
          transposed,
          scratch,
          h * 4,
          u
        );
      }
      kernels.multiplyTransposed(i, gates, rows, x, i * 4, delta, wide, w);
      kernels.multiplyTransposed(h, gates, rows, states, h * 4, delta, wide, u);
    },
    rounds
  );
  return { ...found, share: flops / found.rate / 1e6 };
}
