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
