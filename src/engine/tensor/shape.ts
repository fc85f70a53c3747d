import { described } from '../base/described';

/** Row-major extents. */
export type Shape = readonly number[];

/** `[2, 3]` */
export function shapeText(shape: readonly (number | null | string)[]): string {
  return `[${shape.map(extent => extent ?? '?').join(', ')}]`;
}

/** The number of values of a shape; 1 for a scalar. */
export function sizeOf(shape: Shape): number {
  let size = 1;
  for (const extent of shape) {
    size *= extent;
  }
  return size;
}

export function sameShape(a: Shape, b: Shape): boolean {
  if (a.length !== b.length) {
    return false;
  }
  for (let axis = 0; axis < a.length; axis++) {
    if (a[axis] !== b[axis]) {
      return false;
    }
  }
  return true;
}

/**
 * The shape of an element-wise operation, by NumPy's rule: extents are aligned at the right and
 * each pair is equal or one of them is 1. Throws a `RangeError` that names the operation.
 */
export function broadcastShape(
  operation: string,
  shapes: readonly Shape[]
): Shape {
  let result = shapes[0];
  for (let index = 1; index < shapes.length; index++) {
    const other = shapes[index];
    if (sameShape(result, other)) {
      continue;
    }
    const rank = Math.max(result.length, other.length);
    const merged = new Array<number>(rank);
    for (let axis = 0; axis < rank; axis++) {
      const a = result[axis - rank + result.length] ?? 1;
      const b = other[axis - rank + other.length] ?? 1;
      if (a !== b && a !== 1 && b !== 1) {
        throw new RangeError(
          `${operation}: shapes ${shapes.map(shapeText).join(' and ')} do not fit element by element ` +
            `(extents ${a} and ${b} at axis ${axis - rank})`
        );
      }
      merged[axis] = a === 1 ? b : a;
    }
    result = merged;
  }
  return result;
}

/**
 * For each value of `shape`, the position of the value of `from` that is broadcast to it; null when
 * the two are the same.
 */
export function broadcastIndex(from: Shape, shape: Shape): Int32Array | null {
  if (sameShape(from, shape)) {
    return null;
  }
  const index = new Int32Array(sizeOf(shape));
  const rank = shape.length;
  const strides = new Array<number>(rank).fill(0);
  let stride = 1;
  for (let axis = from.length - 1; axis >= 0; axis--) {
    strides[axis + rank - from.length] = from[axis] === 1 ? 0 : stride;
    stride *= from[axis];
  }
  const counter = new Array<number>(rank).fill(0);
  let position = 0;
  for (let at = 0; at < index.length; at++) {
    index[at] = position;
    for (let axis = rank - 1; axis >= 0; axis--) {
      position += strides[axis];
      if (++counter[axis] < shape[axis]) {
        break;
      }
      position -= strides[axis] * shape[axis];
      counter[axis] = 0;
    }
  }
  return index;
}

/** Turns -1 into the last axis; throws when there is no such axis. */
export function resolveAxis(
  operation: string,
  axis: number,
  rank: number
): number {
  const resolved = axis < 0 ? axis + rank : axis;
  if (typeof axis !== 'number') {
    throw new TypeError(
      `${operation}: axis must be a whole number such as -1, the last, got ${described(axis)}`
    );
  }
  if (!Number.isInteger(axis) || resolved < 0 || resolved >= rank) {
    throw new RangeError(
      `${operation}: axis ${axis} does not exist in a tensor of rank ${rank}`
    );
  }
  return resolved;
}

/** Extents before, at and after an axis: the three loops of every operation along one axis. */
export function aroundAxis(
  shape: Shape,
  axis: number
): { outer: number; extent: number; inner: number } {
  return {
    outer: sizeOf(shape.slice(0, axis)),
    extent: shape[axis],
    inner: sizeOf(shape.slice(axis + 1))
  };
}

/** The shape that so many numbers take; one extent may be -1 (whatever is left). */
export function reshaped(
  before: readonly number[],
  wanted: readonly number[]
): number[] {
  requireExtents('reshape', wanted, -1);
  const size = sizeOf(before);
  let known = 1;
  let open = 0;
  for (const extent of wanted) {
    if (extent === -1) {
      open++;
    } else {
      known *= extent;
    }
  }
  const rest = size / known;
  if (open === 0 ? known !== size : open > 1 || !Number.isInteger(rest)) {
    throw new RangeError(
      `reshape: ${size} numbers of shape ${shapeText(before)} cannot take shape ${shapeText(wanted)}`
    );
  }
  return wanted.map(extent => (extent === -1 ? rest : extent));
}

/** An order of all axes, the reverse one by default. */
export function resolveOrder(
  shape: readonly number[],
  order: readonly number[] | undefined
): readonly number[] {
  if (order !== undefined) {
    requireExtents('transpose', order);
  }
  const axes = order ?? shape.map((_, axis) => shape.length - 1 - axis);
  if (
    axes.length !== shape.length ||
    [...axes].sort((a, b) => a - b).some((axis, index) => axis !== index)
  ) {
    throw new RangeError(
      `transpose: order ${shapeText(axes)} must name each axis of ${shapeText(shape)} once`
    );
  }
  return axes;
}

/** An entry along an axis; a negative index counts from the end. */
export function resolveIndex(
  shape: readonly number[],
  axis: number,
  index: number
): number {
  const extent = shape[axis];
  const resolved = index < 0 ? index + extent : index;
  if (!Number.isInteger(index) || resolved < 0 || resolved >= extent) {
    throw new RangeError(
      `at: there is no entry ${index} along axis ${axis} of ${shapeText(shape)} (0 to ${extent - 1})`
    );
  }
  return resolved;
}

/** From `start` (included) to `end` (excluded) along an axis; negative numbers count from the end. */
export function resolveRange(
  shape: readonly number[],
  axis: number,
  start: number,
  end: number | undefined
): { readonly start: number; readonly end: number } {
  const extent = shape[axis];
  const from = start < 0 ? start + extent : start;
  const to = end === undefined ? extent : end < 0 ? end + extent : end;
  if (
    !Number.isInteger(from) ||
    !Number.isInteger(to) ||
    from < 0 ||
    to > extent ||
    from > to
  ) {
    throw new RangeError(
      `slice: ${start} to ${end ?? 'the end'} does not lie in axis ${axis} of ${shapeText(shape)}`
    );
  }
  return { start: from, end: to };
}

/** More numbers than this are a mistake rather than a tensor. */
const MOST_NUMBERS = 2 ** 30;

/**
 * Throws unless the value is a list of whole numbers of at least `least` whose product is within
 * what a tensor can hold.
 */
export function requireExtents(
  who: string,
  value: unknown,
  least = 0
): asserts value is readonly number[] {
  if (
    !Array.isArray(value) ||
    value.some(extent => !Number.isInteger(extent) || extent < least)
  ) {
    throw new TypeError(
      `${who}: shape must be a list of whole numbers of at least ${least}, got ${
        Array.isArray(value)
          ? `[${value.map(String).join(', ')}]`
          : described(value)
      }`
    );
  }
  let size = 1;
  for (const extent of value as readonly number[]) {
    size *= Math.abs(extent);
  }
  if (size > MOST_NUMBERS) {
    throw new RangeError(
      `${who}: shape ${shapeText(value)} would take ${size} numbers, more than ${MOST_NUMBERS}`
    );
  }
}

/** Throws unless every number is that of a row. */
export function requireRows(
  matrix: readonly number[],
  rows: ArrayLike<number>
): void {
  if (matrix.length !== 2) {
    throw new RangeError(
      `gather: takes rows of a matrix, got shape ${shapeText(matrix)}`
    );
  }
  const [count] = matrix;
  for (let at = 0; at < rows.length; at++) {
    const row = rows[at];
    if (!Number.isInteger(row) || row < 0 || row >= count) {
      throw new RangeError(
        `gather: row ${row} does not exist in a matrix of ${count} rows (0 to ${count - 1})`
      );
    }
  }
}

/** Throws unless neither has more than two axes. */
export function requireMatrices(
  who: string,
  a: readonly number[],
  b: readonly number[]
): void {
  if (a.length > 2 || b.length > 2) {
    throw new RangeError(
      `${who}: takes vectors and matrices, got shapes ${shapeText(a)} and ${shapeText(b)} (use matmul)`
    );
  }
}

/** Extent of each of `parts` equal parts of an axis. */
export function resolveWidth(
  shape: readonly number[],
  axis: number,
  parts: number
): number {
  const width = shape[axis] / parts;
  if (!Number.isInteger(width) || !Number.isInteger(parts) || parts < 1) {
    throw new RangeError(
      `split: axis ${axis} of ${shapeText(shape)} does not divide into ${parts} parts`
    );
  }
  return width;
}
