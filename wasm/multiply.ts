// Matrix products. Two facts of the compilers that run this decide its shape:
//
// - Four rows of the right-hand matrix, eight columns wide, fill eight registers; a row of the
//   result is then one load, four multiply-adds and one store a half. The stores keep the compiler
//   from hoarding loads, so nothing is spilled. (A tile of the result held in registers and unrolled
//   the same way spills most of its accumulators and runs at two thirds of the speed.)
// - Addresses that follow one another are worth more than fewer instructions: weights lie in panels
//   and the left-hand matrix in blocks, both read from front to back.
//
// Panels `[N/8][K][8]`: eight columns side by side, all K rows of them, then the next eight. All
// weights and their gradients live in panels; N is a multiple of 8 and K of 4, padded with zeros.
// Blocks `[K/4][M][4]`: four columns of all M rows, then the next four. States that are multiplied
// at each step live in blocks.
// Every size in an address is in bytes and is called a stride.
import { multiplyAdd } from './vector';

/** What a product does with the result's old content. */
const ACCUMULATE: usize = 0;

/**
 * `C[m, 0…8] += A[m, 0…4] B` for M rows; `rows` is the stride between rows of A.
 * With `start` the result begins with the eight numbers there and its old content is not read.
 */
function multiplyBlock(
  M: i32,
  a: usize,
  aRow: usize,
  b: usize,
  c: usize,
  cRow: usize
): void {
  const b00 = v128.load(b);
  const b01 = v128.load(b, 16);
  const b10 = v128.load(b, 32);
  const b11 = v128.load(b, 48);
  const b20 = v128.load(b, 64);
  const b21 = v128.load(b, 80);
  const b30 = v128.load(b, 96);
  const b31 = v128.load(b, 112);
  const end = a + <usize>M * aRow;
  while (a < end) {
    const s0 = v128.load32_splat(a);
    const s1 = v128.load32_splat(a, 4);
    const s2 = v128.load32_splat(a, 8);
    const s3 = v128.load32_splat(a, 12);
    v128.store(
      c,
      multiplyAdd(
        s3,
        b30,
        multiplyAdd(
          s2,
          b20,
          multiplyAdd(s1, b10, multiplyAdd(s0, b00, v128.load(c)))
        )
      )
    );
    v128.store(
      c,
      multiplyAdd(
        s3,
        b31,
        multiplyAdd(
          s2,
          b21,
          multiplyAdd(s1, b11, multiplyAdd(s0, b01, v128.load(c, 16)))
        )
      ),
      16
    );
    a += aRow;
    c += cRow;
  }
}

/** `C[m, 0…8] = start + A[m, 0…4] B`: the first block of a result whose old content is not read. */
function multiplyFirstBlock(
  M: i32,
  a: usize,
  aRow: usize,
  b: usize,
  start: usize,
  c: usize,
  cRow: usize
): void {
  const b00 = v128.load(b);
  const b01 = v128.load(b, 16);
  const b10 = v128.load(b, 32);
  const b11 = v128.load(b, 48);
  const b20 = v128.load(b, 64);
  const b21 = v128.load(b, 80);
  const b30 = v128.load(b, 96);
  const b31 = v128.load(b, 112);
  const t0 = v128.load(start);
  const t1 = v128.load(start, 16);
  const end = a + <usize>M * aRow;
  while (a < end) {
    const s0 = v128.load32_splat(a);
    const s1 = v128.load32_splat(a, 4);
    const s2 = v128.load32_splat(a, 8);
    const s3 = v128.load32_splat(a, 12);
    v128.store(
      c,
      multiplyAdd(
        s3,
        b30,
        multiplyAdd(s2, b20, multiplyAdd(s1, b10, multiplyAdd(s0, b00, t0)))
      )
    );
    v128.store(
      c,
      multiplyAdd(
        s3,
        b31,
        multiplyAdd(s2, b21, multiplyAdd(s1, b11, multiplyAdd(s0, b01, t1)))
      ),
      16
    );
    a += aRow;
    c += cRow;
  }
}

/** One row times panels: the weights are read once, so all that counts is to read them in order. */
function multiplyRow(
  N: i32,
  K: i32,
  a: usize,
  aBlock: usize,
  b: usize,
  c: usize,
  start: usize
): void {
  const panel = (<usize>K) << 5;
  const source = start == ACCUMULATE ? c : start;
  let offset: usize = 0;
  const end = (<usize>N) << 2;
  while (offset + 64 <= end) {
    let c0 = v128.load(source + offset);
    let c1 = v128.load(source + offset, 16);
    let c2 = v128.load(source + offset, 32);
    let c3 = v128.load(source + offset, 48);
    let p = b;
    let q = b + panel;
    let row = a;
    const stop = q;
    while (p < stop) {
      const s0 = v128.load32_splat(row);
      const s1 = v128.load32_splat(row, 4);
      const s2 = v128.load32_splat(row, 8);
      const s3 = v128.load32_splat(row, 12);
      c0 = multiplyAdd(s0, v128.load(p), c0);
      c0 = multiplyAdd(s1, v128.load(p, 32), c0);
      c0 = multiplyAdd(s2, v128.load(p, 64), c0);
      c0 = multiplyAdd(s3, v128.load(p, 96), c0);
      c1 = multiplyAdd(s0, v128.load(p, 16), c1);
      c1 = multiplyAdd(s1, v128.load(p, 48), c1);
      c1 = multiplyAdd(s2, v128.load(p, 80), c1);
      c1 = multiplyAdd(s3, v128.load(p, 112), c1);
      c2 = multiplyAdd(s0, v128.load(q), c2);
      c2 = multiplyAdd(s1, v128.load(q, 32), c2);
      c2 = multiplyAdd(s2, v128.load(q, 64), c2);
      c2 = multiplyAdd(s3, v128.load(q, 96), c2);
      c3 = multiplyAdd(s0, v128.load(q, 16), c3);
      c3 = multiplyAdd(s1, v128.load(q, 48), c3);
      c3 = multiplyAdd(s2, v128.load(q, 80), c3);
      c3 = multiplyAdd(s3, v128.load(q, 112), c3);
      p += 128;
      q += 128;
      row += aBlock;
    }
    v128.store(c + offset, c0);
    v128.store(c + offset, c1, 16);
    v128.store(c + offset, c2, 32);
    v128.store(c + offset, c3, 48);
    offset += 64;
    b += panel << 1;
  }
  if (offset < end) {
    let c0 = v128.load(source + offset);
    let c1 = v128.load(source + offset, 16);
    let p = b;
    let row = a;
    const stop = b + panel;
    while (p < stop) {
      const s0 = v128.load32_splat(row);
      const s1 = v128.load32_splat(row, 4);
      const s2 = v128.load32_splat(row, 8);
      const s3 = v128.load32_splat(row, 12);
      c0 = multiplyAdd(s0, v128.load(p), c0);
      c0 = multiplyAdd(s1, v128.load(p, 32), c0);
      c0 = multiplyAdd(s2, v128.load(p, 64), c0);
      c0 = multiplyAdd(s3, v128.load(p, 96), c0);
      c1 = multiplyAdd(s0, v128.load(p, 16), c1);
      c1 = multiplyAdd(s1, v128.load(p, 48), c1);
      c1 = multiplyAdd(s2, v128.load(p, 80), c1);
      c1 = multiplyAdd(s3, v128.load(p, 112), c1);
      p += 128;
      row += aBlock;
    }
    v128.store(c + offset, c0);
    v128.store(c + offset, c1, 16);
  }
}

/** Rows of A that are taken through all panels before the next are begun: what fits beside a panel. */
const CHUNK: i32 = 48;

/**
 * `C = start + A B`, or `C += A B` when `start` is 0.
 * A is M × K: row m, columns 4q…4q+3 lie at `a + m·aRow + q·aBlock` (rows: `aBlock` 16; blocks:
 * `aRow` 16). B is K × N in panels. C is M × N in rows of stride `cRow`; `start` holds N numbers.
 */
export function multiply(
  M: i32,
  N: i32,
  K: i32,
  a: usize,
  aRow: usize,
  aBlock: usize,
  b: usize,
  c: usize,
  cRow: usize,
  start: usize
): void {
  if (M == 1) {
    multiplyRow(N, K, a, aBlock, b, c, start);
    return;
  }
  let left = M;
  while (left > 0) {
    // Two even parts rather than a full one and a sliver.
    const rows =
      left > CHUNK && left < 2 * CHUNK ? (left + 1) >> 1 : min(left, CHUNK);
    let panel = b;
    let first = start;
    const end = c + ((<usize>N) << 2);
    for (let target = c; target < end; target += 32) {
      let block = a;
      const stop = panel + ((<usize>K) << 5);
      if (start != ACCUMULATE) {
        multiplyFirstBlock(rows, block, aRow, panel, first, target, cRow);
        block += aBlock;
        panel += 128;
        first += 32;
      }
      while (panel < stop) {
        multiplyBlock(rows, block, aRow, panel, target, cRow);
        block += aBlock;
        panel += 128;
      }
    }
    a += <usize>rows * aRow;
    c += <usize>rows * cRow;
    left -= rows;
  }
}

/** Copies rows `[M, K]` of stride `aRow` into blocks at `target`. */
export function packBlocks(
  M: i32,
  K: i32,
  a: usize,
  aRow: usize,
  target: usize
): void {
  const block = (<usize>M) << 4;
  const bytes = (<usize>K) << 2;
  for (let m = 0; m < M; m++) {
    let to = target + ((<usize>m) << 4);
    const end = a + bytes;
    for (let from = a; from < end; from += 16) {
      v128.store(to, v128.load(from));
      to += block;
    }
    a += aRow;
  }
}

/**
 * The same as `multiply` for A in rows, going through blocks at `scratch` (48 × K numbers): worth it
 * where many panels read each block again.
 */
export function multiplyRows(
  M: i32,
  N: i32,
  K: i32,
  a: usize,
  aRow: usize,
  b: usize,
  c: usize,
  cRow: usize,
  start: usize,
  scratch: usize
): void {
  if (N < 64 || M < 4) {
    multiply(M, N, K, a, aRow, 16, b, c, cRow, start);
    return;
  }
  let left = M;
  while (left > 0) {
    const rows =
      left > CHUNK && left < 2 * CHUNK ? (left + 1) >> 1 : min(left, CHUNK);
    packBlocks(rows, K, a, aRow, scratch);
    multiply(rows, N, K, scratch, 16, (<usize>rows) << 4, b, c, cRow, start);
    a += <usize>rows * aRow;
    c += <usize>rows * cRow;
    left -= rows;
  }
}

/**
 * One row of `C += Aᵀ B`, 32 bytes: four numbers of A, one from each of four rows, times the eight
 * columns of B's four rows.
 */
@inline
function multiplyOuterRow(
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
    multiplyAdd(
      s3,
      b30,
      multiplyAdd(
        s2,
        b20,
        multiplyAdd(s1, b10, multiplyAdd(s0, b00, v128.load(c)))
      )
    )
  );
  v128.store(
    c,
    multiplyAdd(
      s3,
      b31,
      multiplyAdd(
        s2,
        b21,
        multiplyAdd(s1, b11, multiplyAdd(s0, b01, v128.load(c, 16)))
      )
    ),
    16
  );
}

/** `C[m] += Σ_k A[k, m] B[k]` for four rows k of A and of B; M rows of C, M a multiple of 4. */
function multiplyOuter(
  M: i32,
  a0: usize,
  a1: usize,
  a2: usize,
  a3: usize,
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
  const end = c + ((<usize>M) << 5);
  while (c < end) {
    multiplyOuterRow(
      v128.load32_splat(a0),
      v128.load32_splat(a1),
      v128.load32_splat(a2),
      v128.load32_splat(a3),
      b00,
      b01,
      b10,
      b11,
      b20,
      b21,
      b30,
      b31,
      c
    );
    multiplyOuterRow(
      v128.load32_splat(a0, 4),
      v128.load32_splat(a1, 4),
      v128.load32_splat(a2, 4),
      v128.load32_splat(a3, 4),
      b00,
      b01,
      b10,
      b11,
      b20,
      b21,
      b30,
      b31,
      c + 32
    );
    multiplyOuterRow(
      v128.load32_splat(a0, 8),
      v128.load32_splat(a1, 8),
      v128.load32_splat(a2, 8),
      v128.load32_splat(a3, 8),
      b00,
      b01,
      b10,
      b11,
      b20,
      b21,
      b30,
      b31,
      c + 64
    );
    multiplyOuterRow(
      v128.load32_splat(a0, 12),
      v128.load32_splat(a1, 12),
      v128.load32_splat(a2, 12),
      v128.load32_splat(a3, 12),
      b00,
      b01,
      b10,
      b11,
      b20,
      b21,
      b30,
      b31,
      c + 96
    );
    a0 += 16;
    a1 += 16;
    a2 += 16;
    a3 += 16;
    c += 128;
  }
}

/** Rows that are taken through all panels at once: what both sides can keep near. */
const DEPTH: i32 = 128;

/**
 * `C += Aᵀ B`: A is K × M and B is K × N, both in rows; C is M × N in panels.
 * The gradient of weights: A holds what came in, B what goes back.
 */
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
  const zero = f32x4.splat(0);
  const panel = (<usize>M) << 5;
  while (K > 0) {
    const depth = min(K, DEPTH);
    const whole = depth & ~3;
    let target = c;
    const end = b + ((<usize>N) << 2);
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
        multiplyOuter(
          M,
          a0,
          a1,
          a2,
          a3,
          v128.load(b0),
          v128.load(b0, 16),
          v128.load(b1),
          v128.load(b1, 16),
          v128.load(b2),
          v128.load(b2, 16),
          v128.load(b3),
          v128.load(b3, 16),
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
        const b1 = rest > 1 ? b0 + bRow : b0;
        const b2 = rest > 2 ? b1 + bRow : b0;
        multiplyOuter(
          M,
          a0,
          a1,
          a2,
          a0,
          v128.load(b0),
          v128.load(b0, 16),
          rest > 1 ? v128.load(b1) : zero,
          rest > 1 ? v128.load(b1, 16) : zero,
          rest > 2 ? v128.load(b2) : zero,
          rest > 2 ? v128.load(b2, 16) : zero,
          zero,
          zero,
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

/**
 * Turns B (K × N in panels) into Bᵀ (N × `columns` in panels); `columns` is K rounded up to 8, and
 * what is beyond K becomes zero. K is a multiple of 4.
 */
export function transposePanels(K: i32, N: i32, b: usize, target: usize): void {
  const from = (<usize>K) << 5;
  const to = (<usize>N) << 5;
  for (let k = 0; k < K; k += 4) {
    // Row n of the transpose, columns k…k+3: which panel, and which half of it.
    let out = target + <usize>(k >> 3) * to + (k & 4 ? 16 : 0);
    let source = b + ((<usize>k) << 5);
    for (let n = 0; n < N; n += 8) {
      for (let half: usize = 0; half < 32; half += 16) {
        const r0 = v128.load(source + half);
        const r1 = v128.load(source + half, 32);
        const r2 = v128.load(source + half, 64);
        const r3 = v128.load(source + half, 96);
        const t0 = v128.shuffle<f32>(r0, r1, 0, 4, 1, 5);
        const t1 = v128.shuffle<f32>(r2, r3, 0, 4, 1, 5);
        const t2 = v128.shuffle<f32>(r0, r1, 2, 6, 3, 7);
        const t3 = v128.shuffle<f32>(r2, r3, 2, 6, 3, 7);
        v128.store(out, v128.shuffle<f32>(t0, t1, 0, 1, 4, 5));
        v128.store(out, v128.shuffle<f32>(t0, t1, 2, 3, 6, 7), 32);
        v128.store(out, v128.shuffle<f32>(t2, t3, 0, 1, 4, 5), 64);
        v128.store(out, v128.shuffle<f32>(t2, t3, 2, 3, 6, 7), 96);
        out += 128;
      }
      source += from;
    }
  }
  if (K & 4) {
    let out = target + <usize>(K >> 3) * to + 16;
    for (let n = 0; n < N; n++) {
      v128.store(out, f32x4.splat(0));
      out += 32;
    }
  }
}

/** `target[n] += Σ_k B[k, n]`: the gradient of a bias. N is a multiple of 4. */
export function sumRows(
  K: i32,
  N: i32,
  b: usize,
  bRow: usize,
  target: usize
): void {
  const whole = K & ~3;
  for (let n = 0; n < N; n += 4) {
    let s0 = v128.load(target);
    let s1 = f32x4.splat(0);
    let s2 = s1;
    let s3 = s1;
    let row = b;
    for (let k = 0; k < whole; k += 4) {
      s0 = f32x4.add(s0, v128.load(row));
      row += bRow;
      s1 = f32x4.add(s1, v128.load(row));
      row += bRow;
      s2 = f32x4.add(s2, v128.load(row));
      row += bRow;
      s3 = f32x4.add(s3, v128.load(row));
      row += bRow;
    }
    for (let k = whole; k < K; k++) {
      s0 = f32x4.add(s0, v128.load(row));
      row += bRow;
    }
    v128.store(target, f32x4.add(f32x4.add(s0, s1), f32x4.add(s2, s3)));
    target += 16;
    b += 16;
  }
}
