import * as fc from 'fast-check';
import { kernelMemory } from '../../../../src/engine/kernels/kernelMemory';
import { loadKernels } from '../../../../src/engine/kernels/loadKernels';

const { kernels, allocate } = kernelMemory(loadKernels());
const { address } = allocate(1 << 20);
const doubles = () => new Float64Array(kernels.buffer);
/** Where the left side, the right side, the result and scratch begin, in numbers. */
const [A, B, C, S] = [0, 16_000, 60_000, 100_000].map(at => address / 8 + at);

/** Whole numbers, whose sums are exact. */
function drawn(seed: number, count: number): number[] {
  let state = seed >>> 0;
  return Array.from({ length: count }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state >>> 24) - 128;
  });
}

/** Where a number of a matrix of k rows stands in panels of four columns. */
const inPanels = (k: number, row: number, column: number) =>
  Math.floor(column / 4) * 4 * k + row * 4 + (column % 4);

// 70 is more than the rows and columns that stay near, 130 more than the rows that are summed at once.
const some = (most: number) =>
  fc.oneof(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: most }));
const fours = (most: number) =>
  fc.integer({ min: 1, max: most }).map(count => 4 * count);

describe('products in doubles', () => {
  it('are what loops over single numbers give', () => {
    const sizes = fc.record({
      m: some(70),
      n: fours(18),
      k: fours(18),
      starts: fc.boolean(),
      seed: fc.nat()
    });
    fc.assert(
      fc.property(sizes, ({ m, n, k, starts, seed }) => {
        const f64 = doubles();
        const [a, b, c] = [m * k, k * n, m * n].map((count, at) =>
          drawn(seed + at, count)
        );
        a.forEach((value, at) => {
          f64[A + Math.floor(at / k) * (k + 8) + (at % k)] = value;
        });
        b.forEach((value, at) => {
          f64[B + inPanels(k, Math.floor(at / n), at % n)] = value;
        });
        const rowOf = (at: number) =>
          C + n + Math.floor(at / n) * (n + 8) + (at % n);
        c.forEach((value, at) => (f64[rowOf(at)] = value));
        const start = drawn(seed + 3, n);
        f64.set(start, C);
        kernels.multiplyRowsInDoubles(
          m,
          n,
          k,
          A * 8,
          (k + 8) * 8,
          B * 8,
          (C + n) * 8,
          (n + 8) * 8,
          starts ? C * 8 : 0,
          S * 8
        );
        expect(c.map((_, at) => f64[rowOf(at)])).toEqual(
          c.map((before, at) => {
            const [y, x] = [Math.floor(at / n), at % n];
            let sum = starts ? start[x] : before;
            for (let each = 0; each < k; each++) {
              sum += a[y * k + each] * b[each * n + x];
            }
            return sum;
          })
        );
      }),
      { numRuns: 60 }
    );
  });

  it('of the other side turned, sums of rows and turned panels are added to what is there', () => {
    const sizes = fc.record({
      m: fours(12),
      n: fours(12),
      rows: some(270),
      seed: fc.nat()
    });
    fc.assert(
      fc.property(sizes, ({ m, n, rows, seed }) => {
        const f64 = doubles();
        // Both sides are parts of the same rows.
        const stride = m + n + 8;
        const left = drawn(seed, rows * m);
        const right = drawn(seed + 1, rows * n);
        left.forEach((value, at) => {
          f64[A + Math.floor(at / m) * stride + (at % m)] = value;
        });
        right.forEach((value, at) => {
          f64[A + Math.floor(at / n) * stride + m + 4 + (at % n)] = value;
        });
        f64.fill(1, S, S + m * n + n);
        kernels.multiplyTransposedInDoubles(
          m,
          n,
          rows,
          A * 8,
          stride * 8,
          (A + m + 4) * 8,
          stride * 8,
          S * 8
        );
        kernels.sumRowsInDoubles(
          rows,
          n,
          (A + m + 4) * 8,
          stride * 8,
          (S + m * n) * 8
        );
        const sums = Array.from({ length: m * n }, () => 1);
        const columns = Array.from({ length: n }, () => 1);
        for (let row = 0; row < rows; row++) {
          for (let x = 0; x < n; x++) {
            columns[x] += right[row * n + x];
            for (let y = 0; y < m; y++) {
              sums[y * n + x] += left[row * m + y] * right[row * n + x];
            }
          }
        }
        const found = sums.map(
          (_, at) => f64[S + inPanels(m, Math.floor(at / n), at % n)]
        );
        expect(found).toEqual(sums);
        expect([...f64.subarray(S + m * n, S + m * n + n)]).toEqual(columns);
      }),
      { numRuns: 60 }
    );
  });
});
