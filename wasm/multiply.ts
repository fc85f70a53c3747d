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
// In f64 the same is true of half as many columns: a row of a panel is 32 bytes, a block four numbers.
import { multiplyAdd, splat0, splat1, splat2, splat3 } from './vector';

/** As a product's start: it is added to the result's old content. */
const ACCUMULATE: usize = 0;

/** `C[m, 0…8] += A[m, 0…4] B` for M rows. */
function multiplyBlock<T>(
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
    const s0 = splat0<T>(a);
    const s1 = splat1<T>(a);
    const s2 = splat2<T>(a);
    const s3 = splat3<T>(a);
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
    a += aRow;
    c += cRow;
  }
}

/** `C[m, 0…8] = start + A[m, 0…4] B`: the first block of a result whose old content is not read. */
function multiplyFirstBlock<T>(
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
    const s0 = splat0<T>(a);
    const s1 = splat1<T>(a);
    const s2 = splat2<T>(a);
    const s3 = splat3<T>(a);
    v128.store(
      c,
      multiplyAdd<T>(
        s3,
        b30,
        multiplyAdd<T>(s2, b20, multiplyAdd<T>(s1, b10, multiplyAdd<T>(s0, b00, t0)))
      )
    );
    v128.store(
      c,
      multiplyAdd<T>(
        s3,
        b31,
        multiplyAdd<T>(s2, b21, multiplyAdd<T>(s1, b11, multiplyAdd<T>(s0, b01, t1)))
      ),
      16
    );
    a += aRow;
    c += cRow;
  }
}

/** One row times panels: the weights are read once, so all that counts is to read them in order. */
function multiplyRow<T>(
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
  const end = <usize>N * sizeof<T>();
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
      const s0 = splat0<T>(row);
      const s1 = splat1<T>(row);
      const s2 = splat2<T>(row);
      const s3 = splat3<T>(row);
      c0 = multiplyAdd<T>(s0, v128.load(p), c0);
      c0 = multiplyAdd<T>(s1, v128.load(p, 32), c0);
      c0 = multiplyAdd<T>(s2, v128.load(p, 64), c0);
      c0 = multiplyAdd<T>(s3, v128.load(p, 96), c0);
      c1 = multiplyAdd<T>(s0, v128.load(p, 16), c1);
      c1 = multiplyAdd<T>(s1, v128.load(p, 48), c1);
      c1 = multiplyAdd<T>(s2, v128.load(p, 80), c1);
      c1 = multiplyAdd<T>(s3, v128.load(p, 112), c1);
      c2 = multiplyAdd<T>(s0, v128.load(q), c2);
      c2 = multiplyAdd<T>(s1, v128.load(q, 32), c2);
      c2 = multiplyAdd<T>(s2, v128.load(q, 64), c2);
      c2 = multiplyAdd<T>(s3, v128.load(q, 96), c2);
      c3 = multiplyAdd<T>(s0, v128.load(q, 16), c3);
      c3 = multiplyAdd<T>(s1, v128.load(q, 48), c3);
      c3 = multiplyAdd<T>(s2, v128.load(q, 80), c3);
      c3 = multiplyAdd<T>(s3, v128.load(q, 112), c3);
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
      const s0 = splat0<T>(row);
      const s1 = splat1<T>(row);
      const s2 = splat2<T>(row);
      const s3 = splat3<T>(row);
      c0 = multiplyAdd<T>(s0, v128.load(p), c0);
      c0 = multiplyAdd<T>(s1, v128.load(p, 32), c0);
      c0 = multiplyAdd<T>(s2, v128.load(p, 64), c0);
      c0 = multiplyAdd<T>(s3, v128.load(p, 96), c0);
      c1 = multiplyAdd<T>(s0, v128.load(p, 16), c1);
      c1 = multiplyAdd<T>(s1, v128.load(p, 48), c1);
      c1 = multiplyAdd<T>(s2, v128.load(p, 80), c1);
      c1 = multiplyAdd<T>(s3, v128.load(p, 112), c1);
      p += 128;
      row += aBlock;
    }
    v128.store(c + offset, c0);
    v128.store(c + offset, c1, 16);
  }
}

/**
 * Rows and columns of A that are taken through all panels before the next are begun: 16 kB that stay
 * in the first-level cache beside a panel's part and the result's.
 */
const ROWS: i32 = 64;
const COLUMNS: i32 = 64;

/** How many rows are taken next; two even parts rather than a full one and a sliver. */
@inline
function rowsOf(left: i32): i32 {
  return left > ROWS && left < 2 * ROWS ? (left + 1) >> 1 : min(left, ROWS);
}

/**
 * `C = start + A B`, or `C += A B` when `start` is 0.
 * A is M × K: row m, columns 4q…4q+3 lie at `a + m·aRow + q·aBlock` (rows: `aBlock` 16; blocks:
 * `aRow` 16). B is K × N in panels. C is M × N in rows of stride `cRow`; `start` holds N numbers.
 */
export function product<T>(
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
    multiplyRow<T>(N, K, a, aBlock, b, c, start);
    return;
  }
  let left = M;
  while (left > 0) {
    const rows = rowsOf(left);
    let from = a;
    let begin = start;
    let weights = b;
    for (let k = 0; k < K; k += COLUMNS) {
      const depth = (<usize>min(K - k, COLUMNS)) << 5;
      let panel = weights;
      const end = c + <usize>N * sizeof<T>();
      for (let target = c; target < end; target += 32) {
        let block = from;
        let at = panel;
        const stop = panel + depth;
        if (begin != ACCUMULATE) {
          multiplyFirstBlock<T>(rows, block, aRow, at, begin, target, cRow);
          block += aBlock;
          at += 128;
          begin += 32;
        }
        while (at < stop) {
          multiplyBlock<T>(rows, block, aRow, at, target, cRow);
          block += aBlock;
          at += 128;
        }
        panel += (<usize>K) << 5;
      }
      begin = ACCUMULATE;
      weights += depth;
      from += (depth >> 7) * aBlock;
    }
    a += <usize>rows * aRow;
    c += <usize>rows * cRow;
    left -= rows;
  }
}

/** Copies rows `[M, K]` of stride `aRow` into blocks at `target`; K is a multiple of 4. */
export function blocks<T>(
  M: i32,
  K: i32,
  a: usize,
  aRow: usize,
  target: usize
): void {
  const group = 4 * sizeof<T>();
  const block = <usize>M * group;
  const bytes = <usize>K * sizeof<T>();
  for (let m = 0; m < M; m++) {
    let to = target + <usize>m * group;
    const end = a + bytes;
    for (let from = a; from < end; from += group) {
      v128.store(to, v128.load(from));
      if (sizeof<T>() == 8) {
        v128.store(to, v128.load(from, 16), 16);
      }
      to += block;
    }
    a += aRow;
  }
}

/**
 * The same as `product` for A in rows, going through blocks at `scratch` (64 × K numbers): worth it
 * where many panels read each block again.
 */
export function productOfRows<T>(
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
    product<T>(M, N, K, a, aRow, 4 * sizeof<T>(), b, c, cRow, start);
    return;
  }
  const group = 4 * sizeof<T>();
  let left = M;
  while (left > 0) {
    const rows = rowsOf(left);
    blocks<T>(rows, K, a, aRow, scratch);
    const apart = <usize>rows * group;
    product<T>(rows, N, K, scratch, group, apart, b, c, cRow, start);
    a += <usize>rows * aRow;
    c += <usize>rows * cRow;
    left -= rows;
  }
}

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
  productOfRows<f32>(M, N, K, a, aRow, b, c, cRow, start, scratch);
}

export function multiplyRowsInDoubles(
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
  productOfRows<f64>(M, N, K, a, aRow, b, c, cRow, start, scratch);
}
