import fc from 'fast-check';
import {
  benchFor,
  fromPanels,
  kinds,
  numbers,
  panels,
  relativeError
} from './support';

/** `start + A B` in f64. */
function product(
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  m: number,
  k: number,
  n: number,
  start: (row: number, column: number) => number
): Float64Array {
  return Float64Array.from({ length: m * n }, (_, at) => {
    const row = Math.floor(at / n);
    let sum = start(row, at % n);
    for (let depth = 0; depth < k; depth++) {
      sum += a[row * k + depth] * b[depth * n + (at % n)];
    }
    return sum;
  });
}

const sizes = fc.record({
  m: fc.oneof(
    fc.integer({ min: 1, max: 9 }),
    fc.integer({ min: 10, max: 110 })
  ),
  n: fc.integer({ min: 1, max: 12 }).map(panelCount => 8 * panelCount),
  // Beyond 64 a product takes its depth in parts.
  k: fc
    .oneof(fc.integer({ min: 1, max: 10 }), fc.integer({ min: 15, max: 40 }))
    .map(blocks => 4 * blocks),
  gap: fc.integer({ min: 0, max: 2 }).map(quads => 4 * quads)
});

describe.each(kinds)('products (%s)', kind => {
  it('multiply rows by panels like the triple loop', () => {
    fc.assert(
      fc.property(sizes, ({ m, n, k, gap }) => {
        const bench = benchFor(kind, 1 << 20);
        const a = numbers(m * k, 'a');
        const b = numbers(k * n, 'b');
        const bias = numbers(n, 'bias');
        const wide = n + gap;
        const inRows = bench.put(a);
        const weights = bench.put(panels(b, k, n));
        const start = bench.put(bias);
        const scratch = bench.room(64 * k);
        const old = numbers(m * wide, 'old');
        for (const accumulates of [false, true]) {
          const c = bench.put(old);
          bench.kernels.multiplyRows(
            m,
            n,
            k,
            inRows,
            k * 4,
            weights,
            c,
            wide * 4,
            accumulates ? 0 : start,
            scratch
          );
          const found = bench.take(c, m * wide);
          const expected = product(a, b, m, k, n, (row, column) =>
            accumulates ? old[row * wide + column] : bias[column]
          );
          const inside = Float32Array.from(
            { length: m * n },
            (_, at) => found[Math.floor(at / n) * wide + (at % n)]
          );
          expect(relativeError(inside, expected)).toBeLessThan(1e-6);
          // What stands beside the result is left alone.
          for (let row = 0; row < m; row++) {
            for (let column = n; column < wide; column++) {
              expect(found[row * wide + column]).toBe(old[row * wide + column]);
            }
          }
        }
      }),
      { numRuns: 25, verbose: true }
    );
  });

  it('add Aᵀ B to panels for any number of rows', () => {
    fc.assert(
      fc.property(
        sizes,
        fc.integer({ min: 1, max: 300 }),
        ({ n, k: m, gap }, rows) => {
          const bench = benchFor(kind, 1 << 20);
          const a = numbers(rows * (m + gap), 'a');
          const b = numbers(rows * (n + gap), 'b');
          const old = numbers(m * n, 'old');
          const c = bench.put(panels(old, m, n));
          bench.kernels.multiplyTransposed(
            m,
            n,
            rows,
            bench.put(a),
            (m + gap) * 4,
            bench.put(b),
            (n + gap) * 4,
            c
          );
          const found = fromPanels(bench.take(c, m * n), m, n);
          const expected = Float64Array.from({ length: m * n }, (_, at) => {
            let sum = old[at];
            for (let row = 0; row < rows; row++) {
              sum +=
                a[row * (m + gap) + Math.floor(at / n)] *
                b[row * (n + gap) + (at % n)];
            }
            return sum;
          });
          expect(relativeError(found, expected)).toBeLessThan(2e-6);
        }
      ),
      { numRuns: 25, verbose: true }
    );
  });

  it('transpose panels, with zeros where eight is not reached', () => {
    for (const [k, n] of [
      [4, 8],
      [8, 16],
      [12, 32],
      [64, 8]
    ]) {
      const bench = benchFor(kind, 1 << 20);
      const b = numbers(k * n, 'b');
      const columns = (k + 7) & ~7;
      const target = bench.room(n * columns);
      bench.kernels.transposePanels(k, n, bench.put(panels(b, k, n)), target);
      const found = fromPanels(bench.take(target, n * columns), n, columns);
      for (let row = 0; row < n; row++) {
        for (let column = 0; column < columns; column++) {
          expect(found[row * columns + column]).toBe(
            column < k ? b[column * n + row] : 0
          );
        }
      }
    }
  });

  it('sum rows', () => {
    const bench = benchFor(kind, 1 << 20);
    const b = numbers(37 * 12, 'b');
    const target = bench.put(new Float32Array(8).fill(1));
    bench.kernels.sumRows(37, 8, bench.put(b), 48, target);
    const expected = Float64Array.from({ length: 8 }, (_, column) => {
      let sum = 1;
      for (let row = 0; row < 37; row++) {
        sum += b[row * 12 + column];
      }
      return sum;
    });
    expect(relativeError(bench.take(target, 8), expected)).toBeLessThan(1e-6);
  });
});
