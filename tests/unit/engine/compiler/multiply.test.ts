import * as fc from 'fast-check';
import { moduleOf } from '../../../../src/engine/compiler/assembler';
import type { Machine } from '../../../../src/engine/compiler/lower';
import {
  multiplyBody,
  multiplyTransposedBody
} from '../../../../src/engine/compiler/multiply';
import { columnsInPanels } from '../../../../src/engine/compiler/panels';

// 70 is more than the rows and columns that stay near, 130 more than the rows that are summed at once.
const some = (most: number) =>
  fc.oneof(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: most }));
const sizes = fc.record({
  m: some(70),
  vectors: fc.integer({ min: 1, max: 7 }),
  k: some(70),
  starts: fc.boolean(),
  seed: fc.nat()
});

/** Whole numbers, whose sums are exact in both precisions. */
function drawn(seed: number, count: number): number[] {
  let state = seed >>> 0;
  return Array.from({ length: count }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state >>> 24) - 128;
  });
}

const moduleFor = (machine: Machine): BufferSource =>
  moduleOf([
    { name: 'multiply', body: multiplyBody(machine) },
    { name: 'multiplyTransposed', body: multiplyTransposedBody(machine) }
  ]) as BufferSource;

// Not every Node multiplies and adds in one instruction.
const machines = (['f32', 'f64'] as const)
  .flatMap(dtype => [true, false].map((fuses): Machine => ({ dtype, fuses })))
  .filter(machine => WebAssembly.validate(moduleFor(machine)));

describe.each(machines)('products of $dtype, fused: $fuses', machine => {
  const size = machine.dtype === 'f32' ? 4 : 8;
  const lanes = 16 / size;
  const memory = new WebAssembly.Memory({ initial: 40, maximum: 40 });
  const { exports } = new WebAssembly.Instance(
    new WebAssembly.Module(moduleFor(machine)),
    { env: { memory } }
  );
  const run = exports as Record<string, (...values: number[]) => void>;
  const floats =
    size === 4
      ? new Float32Array(memory.buffer)
      : new Float64Array(memory.buffer);
  const [A, B, C] = [64, 600_000, 1_400_000].map(at => at / size);

  function inPanels(at: number, k: number, n: number, put?: readonly number[]) {
    const columns = columnsInPanels(k, n, size);
    return Array.from({ length: k * n }, (_, each) => {
      const { start, step } = columns[each % n];
      const place = at + start + Math.floor(each / n) * step;
      if (put) {
        floats[place] = put[each];
      }
      return floats[place];
    });
  }

  it('are what loops over single numbers give', () => {
    fc.assert(
      fc.property(sizes, ({ m, vectors, k, starts, seed }) => {
        const n = vectors * lanes;
        const [a, b, c] = [m * k, k * n, m * n].map((count, at) =>
          drawn(seed + at, count)
        );
        const row = (width: number) => width + 2 * lanes;
        a.forEach((value, at) => {
          floats[A + Math.floor(at / k) * row(k) + (at % k)] = value;
        });
        inPanels(B, k, n, b);
        c.forEach((value, at) => {
          floats[C + Math.floor(at / n) * row(n) + (at % n)] = value;
        });
        run.multiply(
          m,
          n * size,
          k,
          A * size,
          row(k) * size,
          B * size,
          C * size,
          row(n) * size,
          starts ? 1 : 0
        );
        const given = c.map(
          (_, at) => floats[C + Math.floor(at / n) * row(n) + (at % n)]
        );
        expect(given).toEqual(
          c.map((before, at) => {
            const [y, x] = [Math.floor(at / n), at % n];
            let sum = starts ? 0 : before;
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

  it('of the other side turned, and sums of rows, are added to what is there', () => {
    fc.assert(
      fc.property(
        sizes,
        fc.integer({ min: 1, max: 270 }),
        ({ m, vectors, seed }, rows) => {
          const n = vectors * lanes;
          // Both sides are parts of the same rows.
          const stride = m + lanes + n;
          const left = drawn(seed, rows * m);
          const right = drawn(seed + 1, rows * n);
          const before = drawn(seed + 2, m * n);
          left.forEach((value, at) => {
            floats[A + Math.floor(at / m) * stride + (at % m)] = value;
          });
          right.forEach((value, at) => {
            floats[A + Math.floor(at / n) * stride + m + (at % n)] = value;
          });
          inPanels(C, m, n, before);
          run.multiplyTransposed(
            m,
            n * size,
            rows,
            A * size,
            (A + m) * size,
            stride * size,
            C * size
          );
          const wanted = before.map((value, at) => {
            const [y, x] = [Math.floor(at / n), at % n];
            let sum = value;
            for (let each = 0; each < rows; each++) {
              sum += left[each * m + y] * right[each * n + x];
            }
            return sum;
          });
          expect(inPanels(C, m, n)).toEqual(wanted);
        }
      ),
      { numRuns: 40 }
    );
  });
});
