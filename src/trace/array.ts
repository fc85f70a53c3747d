/**
 * Numbers with a shape. In memory they are typed arrays; in a notebook they are base64 text
 * (see `encode.ts`); on the comm they are binary buffers (see `protocol.ts`).
 */
export interface NumericArray {
  readonly dtype: DType;
  /** Row-major (C order) extents. A scalar has shape `[]`. */
  readonly shape: readonly number[];
  readonly values: NumericValues;
}

/** `f32` for gates and states; `f64` for everything drawn on a log axis; `u8` for masks. */
export type DType = 'f32' | 'f64' | 'u8';

export type NumericValues = Float32Array | Float64Array | Uint8Array;

/** A `NumericArray` as it stands in a notebook: base64 of the little-endian bytes. */
export interface EncodedArray {
  readonly dtype: DType;
  readonly shape: readonly number[];
  readonly data: string;
}

export const bytesPerValue: Readonly<Record<DType, number>> = {
  f32: 4,
  f64: 8,
  u8: 1
};

/** The number of values of a shape: the product of its extents, 1 for a scalar. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((size, extent) => size * extent, 1);
}

/** Tells a `NumericArray` from any other value of a bundle. */
export function isNumericArray(value: unknown): value is NumericArray {
  return (
    typeof value === 'object' &&
    value !== null &&
    'values' in value &&
    ArrayBuffer.isView(value.values) &&
    'shape' in value &&
    Array.isArray(value.shape)
  );
}

/** Makes an `f32` array; the values are copied. */
export function float32(
  values: ArrayLike<number>,
  shape: readonly number[]
): NumericArray {
  return checked({ dtype: 'f32', shape, values: Float32Array.from(values) });
}

/** Makes an `f64` array; the values are copied. */
export function float64(
  values: ArrayLike<number>,
  shape: readonly number[]
): NumericArray {
  return checked({ dtype: 'f64', shape, values: Float64Array.from(values) });
}

/**
 * Makes an array that holds every number as it was computed: of 32 bits where these do, of 64 where a
 * finite number would become infinite or vanish in them. There, too, each other number is what 32 bits make
 * of it: one huge number changes no other. The values are copied.
 *
 * @example
 * ```ts
 * floats([1, 0.5], [2]).dtype; // f32
 * floats([1, 1e39], [2]).dtype; // f64
 * ```
 */
export function floats(
  values: ArrayLike<number>,
  shape: readonly number[]
): NumericArray {
  const holds =
    values instanceof Float32Array || Array.prototype.every.call(values, fits);
  return holds
    ? float32(values, shape)
    : float64(
        Float64Array.from(values, value =>
          fits(value) ? Math.fround(value) : value
        ),
        shape
      );
}

/** Whether 32 bits hold the size of a number. */
function fits(value: number): boolean {
  const rounded = Math.fround(value);
  return (
    Number.isFinite(rounded) === Number.isFinite(value) &&
    (rounded === 0) === (value === 0)
  );
}

/** Makes a `u8` array; the values are copied. */
export function uint8(
  values: ArrayLike<number>,
  shape: readonly number[]
): NumericArray {
  return checked({ dtype: 'u8', shape, values: Uint8Array.from(values) });
}

function checked(array: NumericArray): NumericArray {
  const expected = sizeOf(array.shape);
  if (array.values.length !== expected) {
    throw new RangeError(
      `values: shape [${array.shape.join(', ')}] needs ${expected} numbers, got ${array.values.length}`
    );
  }
  return array;
}
