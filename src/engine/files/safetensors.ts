import { requireText } from '../base/check';
import { shapeText, sizeOf } from '../tensor/shape';
import { Tensor } from '../tensor/tensor';
import { described, isRecord } from '../base/described';

/** What a safetensors file holds: named tensors and a few words. */
export interface SafetensorsFile {
  readonly tensors: Readonly<Record<string, Tensor>>;
  readonly metadata: Readonly<Record<string, string>>;
}

/** Where the format keeps words beside the tensors. */
const METADATA = '__metadata__';

/** Far above any recurrent network's list of names. */
const LONGEST_HEADER = 100_000_000;

/**
 * Reads a file in the safetensors format (as PyTorch and Hugging Face write it). Numbers of half
 * precision come as f32, whole numbers as f64.
 *
 * @throws RangeError when the bytes are no such file or a tensor is of another type
 * @example
 * ```ts
 * const { tensors } = readSafetensors(writeSafetensors({ w: tensor([1, 2]) }));
 * tensors.w.toArray(); // [1, 2]
 * ```
 */
export function readSafetensors(
  bytes: Uint8Array,
  who = 'readSafetensors'
): SafetensorsFile {
  const given: unknown = bytes;
  if (!(given instanceof Uint8Array)) {
    throw new TypeError(
      `${who}: bytes must be a Uint8Array, got ${described(given)}`
    );
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const broken = (why: string) =>
    new RangeError(`${who}: this is no safetensors file: ${why}`);
  if (bytes.length < 8) {
    throw broken(`it has ${bytes.length} bytes`);
  }
  const length = Number(view.getBigUint64(0, true));
  if (length > LONGEST_HEADER || 8 + length > bytes.length) {
    throw broken(
      `its header would take ${length} bytes of ${bytes.length - 8}`
    );
  }
  let header: unknown;
  try {
    header = JSON.parse(utf8(bytes.subarray(8, 8 + length)));
  } catch {
    throw broken('its header is not JSON');
  }
  if (typeof header !== 'object' || header === null || Array.isArray(header)) {
    throw broken('its header is not an object');
  }
  const data = bytes.subarray(8 + length);
  const tensors: [string, Tensor][] = [];
  const metadata: [string, string][] = [];
  for (const [name, entry] of Object.entries(header)) {
    if (name === METADATA) {
      for (const [key, value] of Object.entries(entry ?? {})) {
        metadata.push([key, String(value)]);
      }
      continue;
    }
    const { dtype, shape, data_offsets: offsets } = (entry ?? {}) as Entry;
    const read = typeof dtype === 'string' ? readers[dtype] : undefined;
    if (!read) {
      throw new RangeError(
        `${who}: tensor '${name}' is of type ${String(dtype)}; ${Object.keys(readers).join(', ')} can be read`
      );
    }
    if (!isShape(shape) || !isOffsets(offsets, data.length)) {
      throw broken(`the entry of '${name}' has a wrong shape or place`);
    }
    const [start, end] = offsets;
    const size = sizeOf(shape);
    if (end - start !== size * read.bytes) {
      throw broken(
        `'${name}' of shape ${shapeText(shape)} takes ${size * read.bytes} bytes, but has ${end - start}`
      );
    }
    const part = new DataView(
      data.buffer,
      data.byteOffset + start,
      end - start
    );
    const values = SINGLE.includes(String(dtype))
      ? new Float32Array(size)
      : new Float64Array(size);
    for (let at = 0; at < size; at++) {
      values[at] = read.at(part, at * read.bytes);
    }
    tensors.push([name, new Tensor(values, shape)]);
  }
  // A name may be __proto__, which would be lost if it were assigned.
  return {
    tensors: Object.fromEntries(tensors),
    metadata: Object.fromEntries(metadata)
  };
}

/**
 * Writes tensors in the safetensors format; f64 stays f64.
 *
 * @throws TypeError when a value is no tensor; RangeError when a tensor has the name of the format's own words
 * @example
 * ```ts
 * writeSafetensors({ w: tensor([1, 2]) }).length > 16; // true
 * ```
 */
export function writeSafetensors(
  tensors: Readonly<Record<string, Tensor>>,
  metadata: Readonly<Record<string, string>> = {}
): Uint8Array<ArrayBuffer> {
  const who = 'writeSafetensors';
  if (!isRecord(tensors)) {
    throw new TypeError(
      `${who}: tensors must be an object of tensors by name, got ${described(tensors)}`
    );
  }
  for (const [name, value] of Object.entries(tensors)) {
    if (!(value instanceof Tensor)) {
      throw new TypeError(
        `${who}: '${name}' must be a tensor, got ${described(value)}`
      );
    }
  }
  if (!isRecord(metadata)) {
    throw new TypeError(
      `${who}: metadata must be an object of texts, got ${described(metadata)}`
    );
  }
  for (const [name, value] of Object.entries(metadata)) {
    requireText(who, `metadata.${name}`, value);
  }
  if (Object.hasOwn(tensors, METADATA)) {
    throw new RangeError(
      `${who}: a tensor cannot be called '${METADATA}', under which the format keeps metadata`
    );
  }
  const header: [string, unknown][] = [[METADATA, metadata]];
  let offset = 0;
  for (const [name, { dtype, shape, values }] of Object.entries(tensors)) {
    const end = offset + values.byteLength;
    header.push([
      name,
      {
        dtype: dtype === 'f64' ? 'F64' : 'F32',
        shape,
        data_offsets: [offset, end]
      }
    ]);
    offset = end;
  }
  const json = ascii(JSON.stringify(Object.fromEntries(header)));
  // Padded with spaces so that the numbers start on a multiple of eight.
  const text = json.padEnd(Math.ceil(json.length / 8) * 8);
  const bytes = new Uint8Array(8 + text.length + offset);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, BigInt(text.length), true);
  for (let at = 0; at < text.length; at++) {
    bytes[8 + at] = text.charCodeAt(at);
  }
  let position = 8 + text.length;
  for (const { values } of Object.values(tensors)) {
    for (const value of values) {
      if (values instanceof Float64Array) {
        view.setFloat64(position, value, true);
      } else {
        view.setFloat32(position, value, true);
      }
      position += values.BYTES_PER_ELEMENT;
    }
  }
  return bytes;
}

interface Entry {
  readonly dtype?: unknown;
  readonly shape?: unknown;
  readonly data_offsets?: unknown;
}

interface Reader {
  readonly bytes: number;
  at(view: DataView, place: number): number;
}

const readers: Readonly<Record<string, Reader>> = {
  F64: { bytes: 8, at: (view, place) => view.getFloat64(place, true) },
  F32: { bytes: 4, at: (view, place) => view.getFloat32(place, true) },
  F16: { bytes: 2, at: (view, place) => half(view.getUint16(place, true)) },
  BF16: {
    bytes: 2,
    at: (view, place) => brainHalf(view.getUint16(place, true))
  },
  I64: {
    bytes: 8,
    at: (view, place) => Number(view.getBigInt64(place, true))
  },
  U64: {
    bytes: 8,
    at: (view, place) => Number(view.getBigUint64(place, true))
  },
  I32: { bytes: 4, at: (view, place) => view.getInt32(place, true) },
  U32: { bytes: 4, at: (view, place) => view.getUint32(place, true) },
  I16: { bytes: 2, at: (view, place) => view.getInt16(place, true) },
  U16: { bytes: 2, at: (view, place) => view.getUint16(place, true) },
  I8: { bytes: 1, at: (view, place) => view.getInt8(place) },
  U8: { bytes: 1, at: (view, place) => view.getUint8(place) },
  BOOL: { bytes: 1, at: (view, place) => view.getUint8(place) }
};

/** What an f32 holds. */
const SINGLE = ['F32', 'F16', 'BF16'];

/** IEEE 754 binary16: 1 sign bit, 5 of exponent, 10 of fraction. */
function half(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) {
    return sign * fraction * 2 ** -24;
  }
  return exponent === 0x1f
    ? fraction === 0
      ? sign * Infinity
      : NaN
    : sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** bfloat16: the upper half of an f32. */
export function brainHalf(bits: number): number {
  const view = new DataView(new ArrayBuffer(4));
  view.setUint32(0, bits << 16);
  return view.getFloat32(0);
}

function isShape(shape: unknown): shape is number[] {
  return (
    Array.isArray(shape) &&
    shape.every(extent => Number.isInteger(extent) && extent >= 0)
  );
}

function isOffsets(
  offsets: unknown,
  size: number
): offsets is [number, number] {
  return (
    Array.isArray(offsets) &&
    offsets.length === 2 &&
    offsets.every(Number.isInteger) &&
    offsets[0] >= 0 &&
    offsets[0] <= offsets[1] &&
    offsets[1] <= size
  );
}

/** Every character beyond ASCII as JSON's \\uXXXX. */
function ascii(json: string): string {
  return json.replace(
    /[\u0080-\uffff]/g,
    character => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
  );
}

export function utf8(bytes: Uint8Array): string {
  const pieces: string[] = [];
  for (let start = 0; start < bytes.length; start += 0x8000) {
    pieces.push(String.fromCharCode(...bytes.subarray(start, start + 0x8000)));
  }
  const text = pieces.join('');
  return /[\u0080-\u00ff]/.test(text)
    ? decodeURIComponent(
        text.replace(
          /[^]/g,
          character =>
            `%${character.charCodeAt(0).toString(16).padStart(2, '0')}`
        )
      )
    : text;
}
