// Gradients of weights, sums over all rows of a batch: Aᵀ B into panels, and a bias's sums. The same
// four rows of eight columns stay in registers as in `multiply.ts`; here they are rows of B.
import { multiplyAdd, splat0, splat1, splat2, splat3 } from './vector';

/**
 * One row of `C += Aᵀ B`, 32 bytes: four numbers of A, one from each of four rows, times the eight
 * columns of B's four rows.
 */
@inline
function multiplyOuterRow<T>(
  s0: v128,
  s1: v128,
  s2: v128,
  s3: v128,
  b00: v128,
  b01: v128,
  b10: v128,
  b11: v128,
  b20: v128,
  b21: v128,
  b30: v128,
  b31: v128,
  c: usize
): void {
  v128.store(
    c,
    multiplyAdd<T>(
      s3,
      b30,
      multiplyAdd<T>(
        s2,
        b20,
        multiplyAdd<T>(s1, b10, multiplyAdd<T>(s0, b00, v128.load(c)))
      )
    )
  );
  v128.store(
    c,
    multiplyAdd<T>(
      s3,
      b31,
      multiplyAdd<T>(
        s2,
        b21,
        multiplyAdd<T>(s1, b11, multiplyAdd<T>(s0, b01, v128.load(c, 16)))
      )
    ),
    16
  );
}

/** Numbers that a missing row counts with. */
const nothing = memory.data<f32>([0, 0, 0, 0, 0, 0, 0, 0], 16);

/** `C[m] += Σ_k A[k, m] B[k]` for four rows k of A and of B; M rows of C, M a multiple of 4. */
@inline
function multiplyOuter<T>(
  M: i32,
  a0: usize,
  a1: usize,
  a2: usize,
  a3: usize,
  b0: usize,
  b1: usize,
  b2: usize,
  b3: usize,
  c: usize
): void {
  const b00 = v128.load(b0);
  const b01 = v128.load(b0, 16);
  const b10 = v128.load(b1);
  const b11 = v128.load(b1, 16);
  const b20 = v128.load(b2);
  const b21 = v128.load(b2, 16);
  const b30 = v128.load(b3);
  const b31 = v128.load(b3, 16);
  const end = c + ((<usize>M) << 5);
  while (c < end) {
    multiplyOuterRow<T>(
      splat0<T>(a0),
      splat0<T>(a1),
      splat0<T>(a2),
      splat0<T>(a3),
      b00, b01, b10, b11, b20, b21, b30, b31,
      c
    );
    multiplyOuterRow<T>(
      splat1<T>(a0),
      splat1<T>(a1),
      splat1<T>(a2),
      splat1<T>(a3),
      b00, b01, b10, b11, b20, b21, b30, b31,
      c + 32
    );
    multiplyOuterRow<T>(
      splat2<T>(a0),
      splat2<T>(a1),
      splat2<T>(a2),
      splat2<T>(a3),
      b00, b01, b10, b11, b20, b21, b30, b31,
      c + 64
    );
    multiplyOuterRow<T>(
      splat3<T>(a0),
      splat3<T>(a1),
      splat3<T>(a2),
      splat3<T>(a3),
      b00, b01, b10, b11, b20, b21, b30, b31,
      c + 96
    );
    a0 += 4 * sizeof<T>();
    a1 += 4 * sizeof<T>();
    a2 += 4 * sizeof<T>();
    a3 += 4 * sizeof<T>();
    c += 128;
  }
}

/** Rows that are taken through all panels at once: what both sides can keep near. */
const DEPTH: i32 = 128;

/**
 * `C += Aᵀ B`: A is K × M and B is K × N, both in rows; C is M × N in panels.
 * The gradient of weights: A holds what came in, B what goes back.
 */
export function outerSums<T>(
  M: i32,
  N: i32,
  K: i32,
  a: usize,
  aRow: usize,
  b: usize,
  bRow: usize,
  c: usize
): void {
  const panel = (<usize>M) << 5;
  while (K > 0) {
    const depth = min(K, DEPTH);
    const whole = depth & ~3;
    let target = c;
    const end = b + <usize>N * sizeof<T>();
    for (let source = b; source < end; source += 32) {
      let a0 = a;
      let b0 = source;
      for (let k = 0; k < whole; k += 4) {
        const a1 = a0 + aRow;
        const a2 = a1 + aRow;
        const a3 = a2 + aRow;
        const b1 = b0 + bRow;
        const b2 = b1 + bRow;
        const b3 = b2 + bRow;
        multiplyOuter<T>(
          M,
          a0,
          a1,
          a2,
          a3,
          b0,
          b1,
          b2,
          b3,
          target
        );
        a0 = a3 + aRow;
        b0 = b3 + bRow;
      }
      const rest = depth - whole;
      if (rest > 0) {
        // Missing rows count with zeros; their side of A is any row that exists.
        const a1 = rest > 1 ? a0 + aRow : a0;
        const a2 = rest > 2 ? a1 + aRow : a0;
        const b1 = rest > 1 ? b0 + bRow : nothing;
        const b2 = rest > 2 ? b1 + bRow : nothing;
        multiplyOuter<T>(
          M,
          a0,
          a1,
          a2,
          a0,
          b0,
          b1,
          b2,
          nothing,
          target
        );
      }
      target += panel;
    }
    a += <usize>depth * aRow;
    b += <usize>depth * bRow;
    K -= depth;
  }
}

export function multiplyTransposed(
  M: i32,
  N: i32,
  K: i32,
  a: usize,
  aRow: usize,
  b: usize,
  bRow: usize,
  c: usize
): void {
  outerSums<f32>(M, N, K, a, aRow, b, bRow, c);
}

export function multiplyTransposedInDoubles(
  M: i32,
  N: i32,
  K: i32,
  a: usize,
  aRow: usize,
  b: usize,
  bRow: usize,
  c: usize
): void {
  outerSums<f64>(M, N, K, a, aRow, b, bRow, c);
}

/** `target[n] += Σ_k B[k, n]` in f64; N is a multiple of 2. */
export function sumRowsInDoubles(
  K: i32,
  N: i32,
  b: usize,
  bRow: usize,
  target: usize
): void {
  for (let n = 0; n < N; n += 2) {
    let sum = v128.load(target);
    let row = b;
    for (let k = 0; k < K; k++) {
      sum = f64x2.add(sum, v128.load(row));
      row += bRow;
    }
    v128.store(target, sum);
    target += 16;
    b += 16;
  }
}

/** The last two of four numbers, as f64. */
@inline
function promoteHigh(x: v128): v128 {
  return f64x2.promote_low_f32x4(v128.shuffle<i64>(x, x, 1, 0));
}

/**
 * `target[n] += Σ_k B[k, n]`: the gradient of a bias. N is a multiple of 4. Summed in f64, so that what
 * cancels leaves nothing, of which an optimizer that divides by the gradient's size would make a step.
 */
export function sumRows(
  K: i32,
  N: i32,
  b: usize,
  bRow: usize,
  target: usize
): void {
  const whole = K & ~1;
  for (let n = 0; n < N; n += 4) {
    const before = v128.load(target);
    let low0 = f64x2.promote_low_f32x4(before);
    let high0 = promoteHigh(before);
    let low1 = f64x2.splat(0);
    let high1 = low1;
    let row = b;
    for (let k = 0; k < whole; k += 2) {
      const even = v128.load(row);
      row += bRow;
      const odd = v128.load(row);
      row += bRow;
      low0 = f64x2.add(low0, f64x2.promote_low_f32x4(even));
      high0 = f64x2.add(high0, promoteHigh(even));
      low1 = f64x2.add(low1, f64x2.promote_low_f32x4(odd));
      high1 = f64x2.add(high1, promoteHigh(odd));
    }
    if (whole < K) {
      const last = v128.load(row);
      low0 = f64x2.add(low0, f64x2.promote_low_f32x4(last));
      high0 = f64x2.add(high0, promoteHigh(last));
    }
    v128.store(
      target,
      v128.shuffle<i64>(
        f32x4.demote_f64x2_zero(f64x2.add(low0, low1)),
        f32x4.demote_f64x2_zero(f64x2.add(high0, high1)),
        0,
        2
      )
    );
    target += 16;
    b += 16;
  }
}
