// Columns of f64 made orthogonal to others. A program of its own beside the kernels: the start of a
// layer must not load them, and it needs one function.
// Every number is computed by the operations, and in the order, of the engine's script that runs
// where there is no SIMD, so that a seed starts the same network everywhere, to the last bit.

/** `p[row] −= k a0 + l a1 + m a2 + n a3`, two rows at a time. */
@inline
function subtracted(
  p: v128,
  k: v128,
  l: v128,
  m: v128,
  n: v128,
  a0: v128,
  a1: v128,
  a2: v128,
  a3: v128
): v128 {
  return f64x2.sub(
    p,
    f64x2.add(
      f64x2.add(
        f64x2.add(f64x2.mul(k, a0), f64x2.mul(l, a1)),
        f64x2.mul(m, a2)
      ),
      f64x2.mul(n, a3)
    )
  );
}

/** Two columns at p less what lies along the four at q; lane 0 of `a0` … is of the first. */
function subtractFromTwo(
  rows: usize,
  q: usize,
  p: usize,
  a0: v128,
  a1: v128,
  a2: v128,
  a3: v128
): void {
  const q1 = q + rows;
  const q2 = q1 + rows;
  const q3 = q2 + rows;
  const p1 = p + rows;
  const x0 = v128.shuffle<f64>(a0, a0, 0, 0);
  const x1 = v128.shuffle<f64>(a1, a1, 0, 0);
  const x2 = v128.shuffle<f64>(a2, a2, 0, 0);
  const x3 = v128.shuffle<f64>(a3, a3, 0, 0);
  const y0 = v128.shuffle<f64>(a0, a0, 1, 1);
  const y1 = v128.shuffle<f64>(a1, a1, 1, 1);
  const y2 = v128.shuffle<f64>(a2, a2, 1, 1);
  const y3 = v128.shuffle<f64>(a3, a3, 1, 1);
  for (let row: usize = 0; row < rows; row += 16) {
    const k = v128.load(q + row);
    const l = v128.load(q1 + row);
    const m = v128.load(q2 + row);
    const n = v128.load(q3 + row);
    v128.store(
      p + row,
      subtracted(v128.load(p + row), k, l, m, n, x0, x1, x2, x3)
    );
    v128.store(
      p1 + row,
      subtracted(v128.load(p1 + row), k, l, m, n, y0, y1, y2, y3)
    );
  }
}

/**
 * The four columns at `p` less what lies along the four orthonormal ones at `q`. A column takes
 * `rows` bytes, a multiple of 16.
 */
export function subtractFour(rows: usize, q: usize, p: usize): void {
  const q1 = q + rows;
  const q2 = q1 + rows;
  const q3 = q2 + rows;
  const p1 = p + rows;
  const p2 = p1 + rows;
  const p3 = p2 + rows;
  // Each lane sums one product of columns, row after row.
  let a0 = f64x2.splat(0);
  let a1 = f64x2.splat(0);
  let a2 = f64x2.splat(0);
  let a3 = f64x2.splat(0);
  let b0 = f64x2.splat(0);
  let b1 = f64x2.splat(0);
  let b2 = f64x2.splat(0);
  let b3 = f64x2.splat(0);
  for (let row: usize = 0; row < rows; row += 8) {
    const x = v128.load64_zero(p + row);
    const xy = v128.load_lane<f64>(p1 + row, x, 1);
    const z = v128.load64_zero(p2 + row);
    const zw = v128.load_lane<f64>(p3 + row, z, 1);
    const k = v128.load64_splat(q + row);
    a0 = f64x2.add(a0, f64x2.mul(k, xy));
    b0 = f64x2.add(b0, f64x2.mul(k, zw));
    const l = v128.load64_splat(q1 + row);
    a1 = f64x2.add(a1, f64x2.mul(l, xy));
    b1 = f64x2.add(b1, f64x2.mul(l, zw));
    const m = v128.load64_splat(q2 + row);
    a2 = f64x2.add(a2, f64x2.mul(m, xy));
    b2 = f64x2.add(b2, f64x2.mul(m, zw));
    const n = v128.load64_splat(q3 + row);
    a3 = f64x2.add(a3, f64x2.mul(n, xy));
    b3 = f64x2.add(b3, f64x2.mul(n, zw));
  }
  subtractFromTwo(rows, q, p, a0, a1, a2, a3);
  subtractFromTwo(rows, q, p2, b0, b1, b2, b3);
}
