import { initializers } from '../../../../src/engine';
import { random } from '../../../../src/engine/base/random';
import { simdColumns } from '../../../../src/engine/tensor/columns';
import { orthonormalColumns } from '../../../../src/engine/tensor/orthonormalColumns';

const dot = (q: Float64Array, length: number, a: number, b: number) => {
  let sum = 0;
  for (let row = 0; row < length; row++) {
    sum += q[a * length + row] * q[b * length + row];
  }
  return sum;
};

/** The same by plain Gram–Schmidt, one column after another, each twice. */
function plainly(columns: Float64Array, length: number, count: number) {
  const q = columns.slice();
  for (let at = 0; at < count; at++) {
    for (let pass = 0; pass < 2; pass++) {
      for (let other = 0; other < at; other++) {
        const along = dot(q, length, at, other);
        for (let row = 0; row < length; row++) {
          q[at * length + row] -= along * q[other * length + row];
        }
      }
    }
    const norm = Math.sqrt(dot(q, length, at, at));
    for (let row = 0; row < length; row++) {
      q[at * length + row] /= norm;
    }
  }
  return q;
}

const never = () => {
  throw new Error('no column lies in the space of those before');
};

describe('orthonormalColumns', () => {
  it.each([
    [1, 1],
    [7, 7],
    [8, 8],
    [9, 9],
    [64, 61],
    [130, 130],
    [300, 40]
  ])('is the Q of a matrix [%i, %i]', (length, count) => {
    const columns = new Float64Array(length * count);
    random(1, length, count).normals(columns);
    const expected = plainly(columns, length, count);
    orthonormalColumns(columns, length, count, never);
    columns.forEach((value, at) => expect(value).toBeCloseTo(expected[at], 9));
    for (let a = 0; a < count; a++) {
      for (let b = 0; b <= a; b++) {
        const is = Math.abs(dot(columns, length, a, b) - Number(a === b));
        expect(is).toBeLessThan(1e-13);
      }
    }
  });

  it.each([
    [64, 64],
    [130, 101],
    [512, 128]
  ])('is the same to the last bit without SIMD: [%i, %i]', (length, count) => {
    const columns = new Float64Array(length * count);
    random(4, length, count).normals(columns);
    // A column that has to be done twice.
    for (let row = 0; row < length; row++) {
      columns[40 * length + row] =
        columns[3 * length + row] + 1e-6 * columns[40 * length + row];
    }
    const bySimd = columns.slice();
    expect(simdColumns(bySimd, length)).not.toBeNull();
    orthonormalColumns(bySimd, length, count, never);
    const host = globalThis as { WebAssembly?: object };
    const { WebAssembly: present } = host;
    host.WebAssembly = undefined;
    try {
      expect(simdColumns(columns, length)).toBeNull();
      orthonormalColumns(columns, length, count, never);
    } finally {
      host.WebAssembly = present;
    }
    expect(bySimd).toEqual(columns);
  });

  it('does without SIMD where a page forbids to compile, and for an odd length', () => {
    const columns = new Float64Array(65 * 64);
    random(5).normals(columns);
    expect(simdColumns(columns, 65)).toBeNull();
    const { WebAssembly: present } = globalThis as {
      WebAssembly?: { Module: unknown };
    };
    const Module = present!.Module;
    present!.Module = class {
      constructor() {
        throw new Error('Wasm code generation disallowed by embedder');
      }
    };
    try {
      expect(simdColumns(columns, 64)).toBeNull();
    } finally {
      present!.Module = Module;
    }
    expect(simdColumns(columns, 64)).not.toBeNull();
  });

  it('keeps columns apart that nearly lie in the space of those before', () => {
    const [length, count] = [40, 24];
    const columns = new Float64Array(length * count);
    random(2).normals(columns);
    for (let row = 0; row < length; row++) {
      columns[20 * length + row] =
        columns[3 * length + row] + 1e-6 * columns[20 * length + row];
    }
    orthonormalColumns(columns, length, count, never);
    for (let other = 0; other < 20; other++) {
      expect(Math.abs(dot(columns, length, 20, other))).toBeLessThan(1e-9);
    }
  });

  it('draws a column anew that lies in the space of those before', () => {
    const [length, count] = [12, 10];
    const columns = new Float64Array(length * count);
    random(3).normals(columns);
    columns.copyWithin(9 * length, 0, length);
    let redrawn = 0;
    orthonormalColumns(columns, length, count, column => {
      redrawn++;
      random(9).normals(column);
    });
    expect(redrawn).toBe(1);
    for (let other = 0; other < 9; other++) {
      expect(Math.abs(dot(columns, length, 9, other))).toBeLessThan(1e-12);
    }
  });

  it('starts recurrent weights wider than high, and higher than wide', () => {
    for (const [rows, columns] of [
      [10, 40],
      [40, 10]
    ]) {
      const w = initializers.orthogonal(2)([rows, columns], random(1));
      const short = Math.min(rows, columns);
      const wide = columns > rows;
      for (let a = 0; a < short; a++) {
        for (let b = 0; b <= a; b++) {
          let sum = 0;
          for (let at = 0; at < Math.max(rows, columns); at++) {
            sum += wide
              ? w[a * columns + at] * w[b * columns + at]
              : w[at * columns + a] * w[at * columns + b];
          }
          expect(sum).toBeCloseTo(a === b ? 4 : 0, 12);
        }
      }
    }
  });
});
