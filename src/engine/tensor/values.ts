import type { Dense, Floats } from './operation';
import { described } from '../base/described';
import { shapeText, sizeOf } from './shape';

/** Axes of an array at most, as in numpy. */
const MOST_AXES = 64;

/**
 * Flat numbers and shape of a number, a typed array or evenly nested arrays. Throws a `TypeError`
 * or `RangeError` that says where, starting with `who`.
 */
export function nestedValues(who: string, value: unknown): Dense {
  if (typeof value === 'number') {
    return { values: Float64Array.of(value), shape: [] };
  }
  if (value instanceof Float32Array || value instanceof Float64Array) {
    return { values: value as Floats, shape: [value.length] };
  }
  const shape: number[] = [];
  for (let level = value; isArrayLike(level); level = level[0]) {
    shape.push(level.length);
    // One that holds itself has no innermost.
    if (shape.length > MOST_AXES) {
      throw new RangeError(
        `${who}: an array may be nested ${MOST_AXES} deep, and this one goes deeper`
      );
    }
    if (isDense(level[0])) {
      shape.push(...level[0].shape);
      break;
    }
    if (level.length === 0) {
      break;
    }
  }
  if (shape.length === 0) {
    throw new TypeError(
      `${who}: expected a tensor, a number or an array of numbers, got ${described(value)}`
    );
  }
  return { values: filled(who, value, shape), shape };
}

/** The numbers of nested arrays, which must have this shape, in row-major order. */
function filled(who: string, whole: unknown, shape: readonly number[]): Floats {
  const values = new Float64Array(sizeOf(shape));
  /** How many numbers lie in an entry of each axis. */
  const parts = shape.map((_, axis) => sizeOf(shape.slice(axis + 1)));
  /** The entries that lead to where it is now. */
  const path: number[] = [];
  const where = () => (path.length === 0 ? '' : ` at [${path.join('][')}]`);

  function fill(value: unknown, axis: number, start: number): void {
    if (axis === shape.length) {
      if (typeof value !== 'number') {
        throw new TypeError(
          `${who}: expected a number${where()}, got ${described(value)}`
        );
      }
      values[start] = value;
      return;
    }
    if (isDense(value)) {
      const rest = shape.slice(axis);
      if (shapeText(value.shape) !== shapeText(rest)) {
        throw new RangeError(
          `${who}: expected shape ${shapeText(rest)}${where()}, got ${shapeText(value.shape)}`
        );
      }
      values.set(value.values, start);
      return;
    }
    if (!isArrayLike(value) || value.length !== shape[axis]) {
      throw new RangeError(
        `${who}: the arrays are uneven: expected ${shape[axis]} entries${where()}, got ${
          isArrayLike(value) ? value.length : described(value)
        }`
      );
    }
    const part = parts[axis];
    for (let index = 0; index < shape[axis]; index++) {
      path.push(index);
      fill(value[index], axis + 1, start + index * part);
      path.pop();
    }
  }

  fill(whole, 0, 0);
  return values;
}

function isArrayLike(value: unknown): value is ArrayLike<unknown> {
  return (
    Array.isArray(value) ||
    (ArrayBuffer.isView(value) && !(value instanceof DataView))
  );
}

function isDense(value: unknown): value is Dense {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    'values' in value &&
    'shape' in value &&
    Array.isArray(value.shape)
  );
}

/** Row-major numbers as nested arrays of a shape; a plain number for a scalar. */
export function nested(values: Floats, shape: readonly number[]): unknown {
  const nest = (axis: number, start: number, size: number): unknown => {
    if (axis === shape.length) {
      return values[start];
    }
    const part = size / shape[axis];
    return Array.from({ length: shape[axis] }, (_, index) =>
      nest(axis + 1, start + index * part, part)
    );
  };
  return nest(0, 0, values.length);
}

/** Nested arrays as text, long ones shortened in the middle. */
export function printed(value: unknown, indent = ''): string {
  if (!Array.isArray(value)) {
    return numberText(Number(value));
  }
  const rows = shortened(value).map(item =>
    item === null ? '…' : printed(item, `${indent} `)
  );
  const nested = Array.isArray(value[0]);
  return `[${rows.join(nested ? `,\n${indent} ` : ', ')}]`;
}

function shortened(items: readonly unknown[]): readonly unknown[] {
  return items.length <= 12
    ? items
    : [...items.slice(0, 5), null, ...items.slice(-5)];
}

function numberText(value: number): string {
  return Number.isInteger(value)
    ? String(value)
    : String(+value.toPrecision(5));
}
