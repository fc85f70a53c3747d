import { Body, I32, op, simd } from './assembler';
import type { Machine } from './lower';
import { Arithmetic } from './lower';

/** Parameters of `multiply`; strides and `n` in bytes, `m` and `k` in numbers. */
const parameters = [
  'm',
  'n',
  'k',
  'a',
  'aRow',
  'aStep',
  'b',
  'bRow',
  'c',
  'cRow',
  'starts'
] as const;

/**
 * `C = A B`, or `C += A B`. B and C have rows of whole vectors; A has a stride from row to row and one
 * from column to column, so that Aᵀ is A with the two exchanged.
 */
export function multiplyBody(machine: Machine): Body {
  const body = new Body(parameters.length);
  const [m, n, k, a, aRow, aStep, b, bRow, c, cRow, starts] = parameters.keys();
  const arithmetic = new Arithmetic(body, machine);
  const splat = machine.dtype === 'f32' ? simd.load32Splat : simd.load64Splat;
  const zero = arithmetic.number(0);
  const [column, limit, row, left, target, four, step, at] = Array.from(
    { length: 8 },
    () => body.local(I32)
  );
  const lefts = Array.from({ length: 4 }, () => body.local(I32));
  const AND = 0x71;

  /** So many rows by so many vectors of the result, summed in locals. */
  function tile(rows: number, vectors: number): void {
    const sums = Array.from({ length: rows * vectors }, () => body.local());
    sums.forEach(sum => body.get(zero).set(sum));
    for (let r = 0; r < rows; r++) {
      body.get(r === 0 ? left : lefts[r - 1]);
      if (r > 0) {
        body.get(aRow).emit(op.i32Add);
      }
      body.set(lefts[r]);
    }
    body.get(b).get(column).emit(op.i32Add).set(at);
    body.integer(0).set(step);
    const right = Array.from({ length: vectors }, () => body.local());
    const factor = body.local();
    body.whileBelow(step, k, () => {
      right.forEach((local, v) =>
        body
          .get(at)
          .memory(simd.load, v * 16)
          .set(local)
      );
      for (let r = 0; r < rows; r++) {
        body.get(lefts[r]).memory(splat, 0).set(factor);
        for (let v = 0; v < vectors; v++) {
          const sum = sums[r * vectors + v];
          arithmetic.addProduct(factor, right[v], sum);
        }
        body.advance(lefts[r], { local: aStep });
      }
      body.advance(at, { local: bRow }).advance(step, { number: 1 });
    });
    const place = lefts[0];
    body.get(target).set(place);
    for (let r = 0; r < rows; r++) {
      for (let v = 0; v < vectors; v++) {
        const sum = sums[r * vectors + v];
        body.get(starts).emit(op.i32Eqz, 0x04, 0x40);
        body
          .get(place)
          .memory(simd.load, v * 16)
          .set(factor);
        body.get(sum).get(factor).vector(arithmetic.add).set(sum);
        body.emit(op.end);
        body
          .get(place)
          .get(sum)
          .memory(simd.store, v * 16);
      }
      body.advance(place, { local: cRow });
    }
  }

  /** All rows of some columns, by tiles of so many rows. */
  function rowsBy(count: number, end: number, vectors: number): void {
    body.whileBelow(row, end, () => {
      tile(count, vectors);
      for (let r = 0; r < count; r++) {
        body.advance(left, { local: aRow }).advance(target, { local: cRow });
      }
      body.advance(row, { number: count });
    });
  }

  function columnsBy(vectors: number, heights: readonly number[]): void {
    body.whileBelow(column, limit, () => {
      body.integer(0).set(row);
      body.get(a).set(left);
      body.get(c).get(column).emit(op.i32Add).set(target);
      for (const height of heights) {
        rowsBy(height, height === 1 ? m : four, vectors);
      }
      body.advance(column, { number: vectors * 16 });
    });
  }

  body.get(m).integer(-4).emit(AND).set(four);
  body.integer(0).set(column);
  // A few rows: more columns at a time, so that sums need not wait for one another.
  body.get(n).integer(-64).emit(AND).integer(0);
  body.get(four).emit(op.i32Eqz, 0x1b).set(limit);
  columnsBy(4, [1]);
  body.get(n).integer(-32).emit(AND).set(limit);
  columnsBy(2, [4, 1]);
  body.get(n).set(limit);
  columnsBy(1, [4, 1]);
  return body;
}
