import {
  bytesPerValue,
  sizeOf,
  type DType,
  type NumericArray,
  type NumericValues
} from './array';
import { fromBase64 } from './base64';
import { BundleError, describe } from './bundleError';
import { isLittleEndian, swapBytes } from './encode';

/** A binary buffer of a comm message, as Jupyter's front end or a Node socket hands it over. */
export type MessageBuffer = ArrayBuffer | ArrayBufferView;

/**
 * A copy of plain JSON in which every encoded array is a `NumericArray` and every
 * `{number: 'NaN'}` a number. Bytes are counted before they are decoded.
 *
 * @param buffers where `{dtype, shape, buffer}` finds its bytes
 * @throws BundleError when bytes and shape disagree, or the arrays hold more than `maximumBytes`.
 */
export function decodeArrays(
  root: unknown,
  name: string,
  buffers: readonly MessageBuffer[],
  maximumBytes: number
): unknown {
  let bytesLeft = maximumBytes;

  const walk = (value: unknown, place: string): unknown => {
    if (typeof value !== 'object' || value === null) {
      return value;
    }
    if (Array.isArray(value)) {
      return value.map((item, index) => walk(item, `${place}[${index}]`));
    }
    if (isEncoded(value)) {
      const array = prepare(value, place, buffers);
      bytesLeft -= array.bytes;
      if (bytesLeft < 0) {
        throw new BundleError(
          'tooLarge',
          place,
          `at most ${maximumBytes} bytes of numbers in all`,
          'more'
        );
      }
      return array.decode();
    }
    const special = nonFinite(value);
    if (special !== undefined) {
      return special;
    }
    return Object.fromEntries(
      Object.entries(value)
        .filter(([key, item]) => key !== '__proto__' && item !== undefined)
        .map(([key, item]) => [key, walk(item, `${place}.${key}`)])
    );
  };
  return walk(root, name);
}

interface Encoded {
  readonly dtype: unknown;
  readonly shape: unknown;
  readonly data?: unknown;
  readonly buffer?: unknown;
}

function isEncoded(value: object): value is Encoded {
  return (
    'dtype' in value &&
    'shape' in value &&
    ('data' in value || 'buffer' in value)
  );
}

/** The number that `{number: 'NaN'}` stands for. */
function nonFinite(value: object): number | undefined {
  const keys = Object.keys(value);
  if (keys.length !== 1 || !('number' in value)) {
    return undefined;
  }
  switch (value.number) {
    case 'NaN':
      return NaN;
    case 'Infinity':
      return Infinity;
    case '-Infinity':
      return -Infinity;
    default:
      return undefined;
  }
}

/** Checks everything about an array before any memory is taken for it. */
function prepare(
  { dtype, shape, data, buffer }: Encoded,
  place: string,
  buffers: readonly MessageBuffer[]
): { bytes: number; decode: () => NumericArray } {
  if (dtype !== 'f32' && dtype !== 'f64' && dtype !== 'u8') {
    throw new BundleError(
      'invalid',
      `${place}.dtype`,
      '"f32", "f64" or "u8"',
      describe(dtype)
    );
  }
  if (
    !Array.isArray(shape) ||
    shape.length > 4 ||
    !shape.every(extent => Number.isSafeInteger(extent) && extent >= 0)
  ) {
    throw new BundleError(
      'invalid',
      `${place}.shape`,
      'up to four whole numbers from 0',
      Array.isArray(shape)
        ? `[${shape.slice(0, 8).map(describe).join(', ')}]`
        : describe(shape)
    );
  }
  const extents = Object.freeze(shape.map(Number));
  const bytes = sizeOf(extents) * bytesPerValue[dtype];
  const sizeError = (got: number | string) =>
    new BundleError(
      'invalid',
      place,
      `${bytes} bytes for shape [${extents.join(', ')}] of ${dtype}`,
      String(got)
    );
  const result = (values: NumericValues): NumericArray => ({
    dtype,
    shape: extents,
    values
  });

  if (typeof data === 'string') {
    if (data.length !== Math.ceil(bytes / 3) * 4) {
      throw sizeError(`${data.length} characters of base64`);
    }
    return {
      bytes,
      decode: () => {
        const decoded = bytesOf(data, place);
        if (decoded.length !== bytes) {
          throw sizeError(decoded.length);
        }
        return result(valuesOf(decoded, dtype));
      }
    };
  }
  const source = typeof buffer === 'number' ? buffers[buffer] : undefined;
  if (source === undefined) {
    throw new BundleError(
      'invalid',
      `${place}.buffer`,
      `an index below ${buffers.length}, the number of binary buffers`,
      describe(buffer)
    );
  }
  if (source.byteLength !== bytes) {
    throw sizeError(source.byteLength);
  }
  return {
    bytes,
    decode: () => result(valuesOf(copyOf(source), dtype))
  };
}

/** A copy: the bytes then start at an address that fits their type. */
function copyOf(source: MessageBuffer): Uint8Array<ArrayBuffer> {
  const view = ArrayBuffer.isView(source)
    ? new Uint8Array(source.buffer, source.byteOffset, source.byteLength)
    : new Uint8Array(source);
  return Uint8Array.from(view);
}

function valuesOf(bytes: Uint8Array<ArrayBuffer>, dtype: DType): NumericValues {
  if (dtype === 'u8') {
    return bytes;
  }
  const ordered = isLittleEndian
    ? bytes
    : swapBytes(bytes, bytesPerValue[dtype]);
  return dtype === 'f32'
    ? new Float32Array(ordered.buffer)
    : new Float64Array(ordered.buffer);
}

function bytesOf(text: string, place: string): Uint8Array<ArrayBuffer> {
  // `atob` skips white space; the schema does not, and neither may a message.
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text) || text.length % 4 !== 0) {
    throw new BundleError(
      'invalid',
      `${place}.data`,
      'base64 text',
      'other text'
    );
  }
  return fromBase64(text);
}
