import type { EncodedArray, NumericArray, NumericValues } from './array';
import { isNumericArray } from './array';
import { toBase64 } from './base64';
import type { BufferedArray } from './protocol';

/** The same object with every `NumericArray` replaced by `A`, and numbers as JSON can hold them. */
export type Encoded<T, A> = T extends NumericArray
  ? A
  : T extends readonly (infer U)[]
    ? readonly Encoded<U, A>[]
    : T extends object
      ? { readonly [K in keyof T]: Encoded<T[K], A> }
      : number extends T
        ? T | NonFinite
        : T;

/** JSON has no NaN and no infinity, and a loss that has diverged is one of them. */
export interface NonFinite {
  readonly number: 'NaN' | 'Infinity' | '-Infinity';
}

/** Turns a bundle into plain JSON: arrays become base64 text. */
export function encode<T extends object>(value: T): Encoded<T, EncodedArray> {
  return mapArrays(value, asText) as Encoded<T, EncodedArray>;
}

const asText = ({ dtype, shape, values }: NumericArray): EncodedArray => ({
  dtype,
  shape,
  data: toBase64(littleEndianBytes(values))
});

/** Length of the JSON that a notebook would keep of a bundle, without writing its arrays as text. */
export function encodedLength(value: object): number {
  let letters = 0;
  const rest = mapArrays(value, ({ dtype, shape, values }) => {
    // Base64 writes three bytes as four letters, the last one or two as well.
    letters += 4 * Math.ceil(values.byteLength / 3);
    return { dtype, shape, data: '' } satisfies EncodedArray;
  });
  return JSON.stringify(rest).length + letters;
}

/** A binary buffer costs everybody on its way more than so many bytes do in the text of the message. */
const LEAST_BUFFER = 512;

/** Turns a message into JSON and binary buffers for the comm; small arrays stay in the JSON. */
export function packBuffers<T extends object>(
  value: T
): {
  data: Encoded<T, BufferedArray | EncodedArray>;
  buffers: ArrayBuffer[];
} {
  const buffers: ArrayBuffer[] = [];
  const data = mapArrays(value, array => {
    if (array.values.byteLength < LEAST_BUFFER) {
      return asText(array);
    }
    buffers.push(littleEndianBytes(array.values).slice().buffer);
    return {
      dtype: array.dtype,
      shape: array.shape,
      buffer: buffers.length - 1
    };
  });
  return {
    data: data as Encoded<T, BufferedArray | EncodedArray>,
    buffers
  };
}

function mapArrays(
  value: unknown,
  replace: (array: NumericArray) => unknown
): unknown {
  if (isNumericArray(value)) {
    return replace(value);
  }
  if (Array.isArray(value)) {
    return value.map(item => mapArrays(item, replace));
  }
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.entries(value)
        .filter(([, item]) => item !== undefined)
        .map(([key, item]) => [key, mapArrays(item, replace)])
    );
  }
  if (typeof value === 'number' && !Number.isFinite(value)) {
    return { number: String(value) };
  }
  return value;
}

/** The bytes of the values in little-endian order, whatever the machine's own. */
export function littleEndianBytes(
  values: NumericValues
): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(
    values.buffer.slice(
      values.byteOffset,
      values.byteOffset + values.byteLength
    ) as ArrayBuffer
  );
  return isLittleEndian ? bytes : swapBytes(bytes, values.BYTES_PER_ELEMENT);
}

export const isLittleEndian = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

/** Reverses the bytes of each value in place. */
export function swapBytes(
  bytes: Uint8Array<ArrayBuffer>,
  width: number
): Uint8Array<ArrayBuffer> {
  for (let start = 0; start < bytes.length; start += width) {
    bytes.subarray(start, start + width).reverse();
  }
  return bytes;
}
