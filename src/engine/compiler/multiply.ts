// Matrix products. Weights and their derivatives lie in panels (`panels.ts`), read from front to back;
// four rows of a panel stay in registers while all rows of the other side go by, as in `wasm/multiply.ts`.
import { Body, I32, op, simd } from './assembler';
import type { Machine } from './lower';
import { Arithmetic } from './lower';
import { PANEL } from './panels';

/** A vector of the machine, in bytes. */
const VECTOR = 16;
/** Rows of a panel in registers at a time. */
const DEEP = 4;
/** Rows and columns of the left side that stay near while the panels go by. */
const ROWS = 64;
const COLUMNS = 64;
/** Rows of the record that are summed into all panels at once. */
const RECORDS = 128;

/** What bodies of products are written with. */
function tools(parameters: number, machine: Machine) {
  const body = new Body(parameters);
  const size = machine.dtype === 'f32' ? 4 : 8;
  const splat = size === 4 ? simd.load32Splat : simd.load64Splat;
  const arithmetic = new Arithmetic(body, machine);
  const factor = body.local();
  const vectors = Array.from({ length: 2 * DEEP }, () => body.local());
  const words = (count: number) =>
    Array.from({ length: count }, () => body.local(I32));
  return {
    body,
    size,
    words,
    sums: Array.from({ length: 4 }, () => body.local()),
    zero: arithmetic.number(0),
    /** Loads so many rows of a panel from places on, each so many vectors wide. */
    loadRows(places: readonly number[], width: number, apart = 0) {
      places.forEach((place, row) => {
        for (let v = 0; v < width; v++) {
          const local = vectors[row * 2 + v];
          body.get(place);
          body.memory(simd.load, row * apart + v * VECTOR).set(local);
        }
      });
    },
    /** `sums += left · row` of the panel's rows that were loaded, by numbers at places. */
    addRows(
      sums: readonly number[],
      places: readonly (readonly [local: number, offset: number])[]
    ) {
      places.forEach(([place, offset], row) => {
        body.get(place).memory(splat, offset).set(factor);
        sums.forEach((sum, v) =>
          arithmetic.addProduct(factor, vectors[row * 2 + v], sum)
        );
      });
    },
    load: (place: number, v: number, local: number) =>
      body
        .get(place)
        .memory(simd.load, v * VECTOR)
        .set(local),
    store: (place: number, v: number, local: number) =>
      body
        .get(place)
        .get(local)
        .memory(simd.store, v * VECTOR),
    /** `target = source + amount` */
    sum(target: number, source: number, amount: number) {
      body.get(source).get(amount).emit(op.i32Add).set(target);
    },
    /** `target = the smaller of a local and a number` */
    smaller(target: number, local: number, number: number) {
      body.get(local).integer(number).get(local).integer(number);
      body.emit(op.i32LessU, op.select).set(target);
    },
    when(local: number, then: () => void, otherwise?: () => void) {
      body.get(local).emit(op.if, 0x40);
      then();
      if (otherwise) {
        body.emit(op.else);
        otherwise();
      }
      body.emit(op.end);
    }
  };
}

/** `local * number`, on the stack. */
const timesNumber = (body: Body, local: number, number: number) =>
  body.get(local).integer(number).emit(op.i32Mul);

/** Parameters of `multiply`; strides and `n` in bytes, `m` and `k` in numbers. */
const parameters = ['m', 'n', 'k', 'a', 'aRow', 'b', 'c', 'cRow', 'starts'];

/** `C = A B` where it starts, else `C += A B`. A and C have rows, of whole vectors in C; B lies in panels. */
export function multiplyBody(machine: Machine): Body {
  const tool = tools(parameters.length, machine);
  const { body, size, words, sums, zero } = tool;
  const [m, n, k, a, aRow, b, c, cRow, starts] = parameters.keys();
  const [rows, left, depth, done, begins, from, panel, target, end, wide] =
    words(10);
  const [block, at, stop, deep, row, result, last] = words(7);

  /** All rows by some rows of a panel. */
  function tile(count: number, width: number, isFirst: boolean): void {
    tool.loadRows(new Array<number>(count).fill(at), width, width * VECTOR);
    body.get(block).set(row).get(target).set(result);
    body.get(rows).get(aRow).emit(op.i32Mul);
    body.get(block).emit(op.i32Add).set(last);
    const own = sums.slice(0, width);
    body.repeat(row, last, () => {
      own.forEach((sum, v) =>
        isFirst ? body.get(zero).set(sum) : tool.load(result, v, sum)
      );
      tool.addRows(
        own,
        Array.from({ length: count }, (_, each) => [row, each * size])
      );
      own.forEach((sum, v) => tool.store(result, v, sum));
      body.advance(row, { local: aRow }).advance(result, { local: cRow });
    });
    body.advance(block, { number: count * size });
    body.advance(at, { number: count * width * VECTOR });
  }

  /** All rows by a panel's part from `at` on. */
  function through(width: number): void {
    body.get(from).set(block);
    timesNumber(body, depth, width * VECTOR)
      .get(at)
      .emit(op.i32Add)
      .set(stop);
    body.get(depth).integer(-DEEP).emit(op.i32And);
    body.integer(width * VECTOR).emit(op.i32Mul);
    body.get(at).emit(op.i32Add).set(deep);
    tool.when(begins, () => {
      body.get(at).get(deep).emit(op.i32LessU, op.if, 0x40);
      tile(DEEP, width, true);
      body.emit(op.else);
      tile(1, width, true);
      body.emit(op.end);
    });
    body.whileBelow(at, deep, () => tile(DEEP, width, false));
    body.whileBelow(at, stop, () => tile(1, width, false));
  }

  /** One row by so many vectors, whose sums stay in registers; panels lie `apart` from each other. */
  function oneRow(width: number): void {
    const panels = Math.ceil(width / 2);
    const across = Math.min(width, 2);
    const places = [at, stop].slice(0, panels);
    const own = sums.slice(0, width);
    own.forEach((sum, v) => {
      body.get(starts).emit(op.if, 0x40).get(zero).set(sum).emit(op.else);
      tool.load(target, v, sum);
      body.emit(op.end);
    });
    body.get(a).set(row);
    const steps = (count: number) => () => {
      places.forEach((place, which) => {
        tool.loadRows(
          new Array<number>(count).fill(place),
          across,
          across * VECTOR
        );
        tool.addRows(
          own.slice(which * 2, which * 2 + 2),
          Array.from({ length: count }, (_, each) => [row, each * size])
        );
        body.advance(place, { number: count * across * VECTOR });
      });
      body.advance(row, { number: count * size });
    };
    body.get(k).integer(-DEEP).emit(op.i32And).integer(size).emit(op.i32Mul);
    body.get(a).emit(op.i32Add).set(last);
    body.whileBelow(row, last, steps(DEEP));
    timesNumber(body, k, size).get(a).emit(op.i32Add).set(last);
    body.whileBelow(row, last, steps(1));
    own.forEach((sum, v) => tool.store(target, v, sum));
    body.advance(target, { number: width * VECTOR });
  }

  // Whole panels end here; at most one of a single vector follows.
  body.get(n).integer(-PANEL).emit(op.i32And).set(wide);
  body.get(m).integer(1).emit(op.i32Equal, op.if, 0x40);
  body.get(c).set(target).get(b).set(at);
  body
    .get(n)
    .integer(-2 * PANEL)
    .emit(op.i32And);
  body.get(c).emit(op.i32Add).set(end);
  body.whileBelow(target, end, () => {
    timesNumber(body, k, PANEL).get(at).emit(op.i32Add).set(stop);
    oneRow(4);
    body.get(stop).set(at);
  });
  tool.sum(end, c, wide);
  body.whileBelow(target, end, () => oneRow(2));
  tool.sum(end, c, n);
  body.whileBelow(target, end, () => oneRow(1));
  body.emit(op.else);

  body.integer(0).set(left);
  body.whileBelow(left, m, () => {
    body.get(m).get(left).emit(op.i32Sub).set(rows);
    tool.smaller(rows, rows, ROWS);
    body.get(starts).set(begins);
    body.integer(0).set(done).get(a).set(from);
    body.whileBelow(done, k, () => {
      body.get(k).get(done).emit(op.i32Sub).set(depth);
      tool.smaller(depth, depth, COLUMNS);
      timesNumber(body, done, PANEL).get(b).emit(op.i32Add).set(panel);
      body.get(c).set(target);
      tool.sum(end, c, wide);
      body.whileBelow(target, end, () => {
        body.get(panel).set(at);
        through(2);
        timesNumber(body, k, PANEL).get(panel).emit(op.i32Add).set(panel);
        body.advance(target, { number: PANEL });
      });
      tool.sum(end, c, n);
      body.whileBelow(target, end, () => {
        // Its rows are half as wide, and so is what was done of it.
        body.get(panel);
        timesNumber(body, done, VECTOR).emit(op.i32Sub).set(at);
        through(1);
        body.advance(target, { number: VECTOR });
      });
      body.integer(0).set(begins);
      timesNumber(body, depth, size).get(from).emit(op.i32Add).set(from);
      body.advance(done, { local: depth });
    });
    body.get(rows).get(aRow).emit(op.i32Mul).get(a).emit(op.i32Add).set(a);
    body.get(rows).get(cRow).emit(op.i32Mul).get(c).emit(op.i32Add).set(c);
    body.advance(left, { local: rows });
  });
  body.emit(op.end);
  return body;
}

/** Parameters of `multiplyTransposed`; strides and `n` in bytes, `m` and `rows` in numbers. */
const ofTransposed = ['m', 'n', 'rows', 'a', 'b', 'stride', 'c'];

/**
 * `C += Aᵀ B`: A with m and B with n columns lie in rows of the record, C in panels. The derivative by
 * weights: A holds what came in, B what goes back.
 */
export function multiplyTransposedBody(machine: Machine): Body {
  const tool = tools(ofTransposed.length, machine);
  const { body, size, words, sums } = tool;
  const [m, n, rows, a, b, stride, c] = ofTransposed.keys();
  const [depth, source, target, end, left, right, deep, stop, at, last] =
    words(10);
  const lefts = words(DEEP);
  const rights = words(DEEP);

  /** Some rows of both sides into a panel. */
  function outer(count: number, width: number): void {
    const row = width * VECTOR;
    body.get(left).set(lefts[0]).get(right).set(rights[0]);
    for (let each = 1; each < count; each++) {
      tool.sum(lefts[each], lefts[each - 1], stride);
      tool.sum(rights[each], rights[each - 1], stride);
    }
    tool.loadRows(rights.slice(0, count), width);
    const numbers = (some: number) => () => {
      for (let each = 0; each < some; each++) {
        const own = sums.slice(0, width);
        own.forEach((sum, v) => tool.load(at, each * width + v, sum));
        tool.addRows(
          own,
          lefts.slice(0, count).map(local => [local, each * size] as const)
        );
        own.forEach((sum, v) => tool.store(at, each * width + v, sum));
      }
      lefts
        .slice(0, count)
        .forEach(local => body.advance(local, { number: some * size }));
      body.advance(at, { number: some * row });
    };
    body.get(target).set(at);
    body.get(m).integer(-DEEP).emit(op.i32And).integer(row).emit(op.i32Mul);
    body.get(target).emit(op.i32Add).set(last);
    body.whileBelow(at, last, numbers(DEEP));
    timesNumber(body, m, row).get(target).emit(op.i32Add).set(last);
    body.whileBelow(at, last, numbers(1));
    for (const side of [left, right]) {
      timesNumber(body, stride, count).get(side).emit(op.i32Add).set(side);
    }
  }

  function through(width: number): void {
    body.get(a).set(left).get(source).set(right);
    body.get(depth).integer(-DEEP).emit(op.i32And).get(stride).emit(op.i32Mul);
    body.get(a).emit(op.i32Add).set(deep);
    body
      .get(depth)
      .get(stride)
      .emit(op.i32Mul)
      .get(a)
      .emit(op.i32Add)
      .set(stop);
    body.whileBelow(left, deep, () => outer(DEEP, width));
    body.whileBelow(left, stop, () => outer(1, width));
    timesNumber(body, m, width * VECTOR)
      .get(target)
      .emit(op.i32Add)
      .set(target);
    body.advance(source, { number: width * VECTOR });
  }

  const none = words(1)[0];
  body.whileBelow(none, rows, () => {
    tool.smaller(depth, rows, RECORDS);
    body.get(c).set(target).get(b).set(source);
    body.get(n).integer(-PANEL).emit(op.i32And);
    body.get(b).emit(op.i32Add).set(end);
    body.whileBelow(source, end, () => through(2));
    tool.sum(end, b, n);
    body.whileBelow(source, end, () => through(1));
    for (const side of [a, b]) {
      body.get(depth).get(stride).emit(op.i32Mul);
      body.get(side).emit(op.i32Add).set(side);
    }
    body.get(rows).get(depth).emit(op.i32Sub).set(rows);
  });
  return body;
}
