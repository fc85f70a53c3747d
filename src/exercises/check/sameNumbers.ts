import { Tensor } from '../../engine/tensor/tensor';
import type { Numbers } from '../answers';

/** How far a number may be off: relative to the one asked for, which counts as `scale` at least. */
export interface Within {
  readonly tolerance: number;
  readonly scale: number;
}

/** Numbers in lists; null where something else stands. */
export function numbersOf(value: unknown): Numbers | null {
  if (value instanceof Tensor) {
    return numbersOf(value.toArray());
  }
  if (typeof value === 'number') {
    return value;
  }
  if (ArrayBuffer.isView(value)) {
    return numbersOf(Array.from(value as unknown as ArrayLike<number>));
  }
  if (!Array.isArray(value)) {
    return null;
  }
  const items = value.map(numbersOf);
  return items.some(item => item === null) ? null : (items as Numbers[]);
}

/** With lists in place of tensors and typed arrays, in lists and objects; whatever else stands there stays. */
export function asLists(value: unknown): unknown {
  if (value instanceof Tensor || ArrayBuffer.isView(value)) {
    return numbersOf(value);
  }
  if (Array.isArray(value)) {
    return value.map(asLists);
  }
  return typeof value === 'object' &&
    value !== null &&
    Object.getPrototypeOf(value) === Object.prototype
    ? Object.fromEntries(
        Object.entries(value).map(([key, each]) => [key, asLists(each)])
      )
    : value;
}

/** Whether numbers were computed in float32, or some of them. */
export function isFloat32(value: unknown): boolean {
  return value instanceof Tensor
    ? value.values instanceof Float32Array
    : value instanceof Float32Array ||
        (Array.isArray(value) && value.some(isFloat32));
}

/** Whether numbers are those asked for, list by list. */
export function same(
  expected: Numbers,
  got: Numbers | null,
  within: Within
): boolean {
  if (typeof expected === 'number') {
    return typeof got === 'number' && close(expected, got, within);
  }
  return (
    Array.isArray(got) &&
    got.length === expected.length &&
    expected.every((each, at) => same(each, got[at] as Numbers, within))
  );
}

/** What is no finite number (∞, or 0 / 0 of a careless answer) is met by itself alone. */
function close(
  expected: number,
  got: number,
  { tolerance, scale }: Within
): boolean {
  return Number.isFinite(expected)
    ? Math.abs(expected - got) <=
        tolerance * Math.max(Math.abs(expected), scale)
    : Object.is(expected, got);
}
