import type { KernelFunctions } from '../../../../../src/engine/fused/kernels';
import type { Heap } from './heap';

/** Matrix products of `wasm/multiply.ts`, one number at a time. */
export function products(
  heap: Heap
): Pick<
  KernelFunctions,
  | 'multiply'
  | 'multiplyRows'
  | 'multiplyTransposed'
  | 'packBlocks'
  | 'sumRows'
  | 'transposePanels'
> {
  const multiply: KernelFunctions['multiply'] = (
    m,
    n,
    k,
    a,
    aRow,
    aBlock,
    b,
    c,
    cRow,
    start
  ) => {
    const { f32 } = heap;
    for (let row = 0; row < m; row++) {
      const from = (a + row * aRow) >> 2;
      const to = (c + row * cRow) >> 2;
      if (start !== 0) {
        f32.copyWithin(to, start >> 2, (start >> 2) + n);
      }
      addProduct(f32, to, n, k, from, aBlock >> 2, b >> 2);
    }
  };
  return {
    multiply,

    multiplyRows(m, n, k, a, aRow, b, c, cRow, start) {
      multiply(m, n, k, a, aRow, 16, b, c, cRow, start);
    },

    multiplyTransposed(m, n, k, a, aRow, b, bRow, c) {
      const { f32 } = heap;
      const sums = new Float64Array(8);
      for (let panel = 0; panel < n; panel += 8) {
        for (let row = 0; row < m; row++) {
          sums.fill(0);
          for (let depth = 0; depth < k; depth++) {
            const left = f32[((a + depth * aRow) >> 2) + row];
            const right = ((b + depth * bRow) >> 2) + panel;
            for (let at = 0; at < 8; at++) {
              sums[at] += left * f32[right + at];
            }
          }
          const to = (c >> 2) + panel * m + row * 8;
          for (let at = 0; at < 8; at++) {
            f32[to + at] += sums[at];
          }
        }
      }
    },

    packBlocks(m, k, a, aRow, target) {
      const { f32 } = heap;
      for (let row = 0; row < m; row++) {
        const from = (a + row * aRow) >> 2;
        for (let column = 0; column < k; column++) {
          f32[(target >> 2) + (column >> 2) * m * 4 + row * 4 + (column & 3)] =
            f32[from + column];
        }
      }
    },

    sumRows(k, n, b, bRow, target) {
      const { f32 } = heap;
      for (let column = 0; column < n; column++) {
        let sum = 0;
        for (let row = 0; row < k; row++) {
          sum += f32[((b + row * bRow) >> 2) + column];
        }
        f32[(target >> 2) + column] += sum;
      }
    },

    transposePanels(k, n, b, target) {
      const { f32 } = heap;
      const columns = (k + 7) & ~7;
      for (let row = 0; row < n; row++) {
        const from = (b >> 2) + (row >> 3) * k * 8 + (row & 7);
        for (let column = 0; column < columns; column++) {
          f32[(target >> 2) + (column >> 3) * n * 8 + row * 8 + (column & 7)] =
            column < k ? f32[from + column * 8] : 0;
        }
      }
    }
  };
}

/**
 * `f32[to + j] += Σ_k row[k] B[k, j]` for n columns of B in panels; the row's numbers come in fours
 * that are `block` apart. Indices, not bytes.
 */
export function addProduct(
  f32: Float32Array,
  to: number,
  n: number,
  k: number,
  row: number,
  block: number,
  panels: number
): void {
  for (let panel = 0; panel < n; panel += 8) {
    let b = panels + panel * k;
    let s0 = 0;
    let s1 = 0;
    let s2 = 0;
    let s3 = 0;
    let s4 = 0;
    let s5 = 0;
    let s6 = 0;
    let s7 = 0;
    for (let depth = 0; depth < k; depth++) {
      const value = f32[row + (depth >> 2) * block + (depth & 3)];
      s0 += value * f32[b];
      s1 += value * f32[b + 1];
      s2 += value * f32[b + 2];
      s3 += value * f32[b + 3];
      s4 += value * f32[b + 4];
      s5 += value * f32[b + 5];
      s6 += value * f32[b + 6];
      s7 += value * f32[b + 7];
      b += 8;
    }
    const at = to + panel;
    f32[at] += s0;
    f32[at + 1] += s1;
    f32[at + 2] += s2;
    f32[at + 3] += s3;
    f32[at + 4] += s4;
    f32[at + 5] += s5;
    f32[at + 6] += s6;
    f32[at + 7] += s7;
  }
}
