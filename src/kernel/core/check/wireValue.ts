import { Tensor } from '../../../engine/tensor/tensor';
import type { StepForm } from '../../../exercises/check/stepForm';
import { fromBase64, toBase64 } from '../../../trace/base64';

/**
 * A value on its way between the process that marks and the one in which the answer runs. Data goes
 * by value, so neither side can change what the other holds; what has a life of its own (a
 * function, a model) stays where it is and goes by number.
 */
export type WireValue =
  | null
  | boolean
  | string
  | number
  | { readonly k: 'undefined' }
  | { readonly k: 'number'; readonly v: string }
  | { readonly k: 'bigint'; readonly v: string }
  | { readonly k: 'list'; readonly v: readonly WireValue[] }
  | {
      readonly k: 'object';
      readonly v: readonly (readonly [string, WireValue])[];
    }
  | {
      readonly k: 'tensor';
      readonly shape: readonly number[];
      readonly type: string;
      readonly v: string;
    }
  | { readonly k: 'array'; readonly type: string; readonly v: string }
  | { readonly k: 'error'; readonly error: WireError }
  /** Something of the sender's, by its number. */
  | {
      readonly k: 'mine';
      readonly id: number;
      readonly callable: boolean;
      readonly name: string;
    }
  /** Something of the receiver's. */
  | { readonly k: 'yours'; readonly id: number };

export interface WireError {
  readonly name: string;
  readonly message: string;
  readonly stack: string;
  /** What is wrong with the form of a step, where the library found it. */
  readonly form?: StepForm;
}

/** How a side keeps what goes by number. */
export interface WireRegistry {
  /** The wire form of what does not go by value. */
  give(value: object): WireValue;
  /** What the other side's number stands for here. */
  take(wire: Extract<WireValue, { k: 'mine' | 'yours' }>): unknown;
  /** The error that the other side tells of. */
  error(wire: WireError): Error;
}

// As they were before an answer ran: what it changes of them spoils no value on its way.
const { isFinite: isFiniteNumber } = Number;
const {
  is: isSame,
  entries,
  getOwnPropertyDescriptors,
  getOwnPropertyDescriptor,
  getPrototypeOf
} = Object;
const { apply } = Reflect;
/** `Float64Array` of such an array and of one whose class extends it; undefined of a DataView. */
const typeOfArray = getOwnPropertyDescriptor(
  getPrototypeOf(Uint8Array.prototype) as object,
  Symbol.toStringTag
)!.get!;
const { isArray, from } = Array;
const { isView } = ArrayBuffer;
const listFrom: typeof Array.from = from.bind(Array);

/** Numbers, texts and lists in one value; more is refused, so that no answer fills the marker's memory. */
const MOST_PARTS = 5_000_000;
const DEEPEST = 100;
/** Digits of a whole number: to read one takes time that grows with their square. */
const MOST_DIGITS = 10_000;

const arrayTypes = {
  Float64Array,
  Float32Array,
  Int32Array,
  Uint32Array,
  Int16Array,
  Uint16Array,
  Int8Array,
  Uint8Array,
  Uint8ClampedArray
} as const;

/** @throws RangeError when the value is too large or too deep. */
export function toWire(value: unknown, registry: WireRegistry): WireValue {
  let parts = 0;
  const wire = (part: unknown, depth: number): WireValue => {
    parts += 1;
    if (parts > MOST_PARTS || depth > DEEPEST) {
      throw new RangeError(
        'The value is too large to be looked at: more than five million parts, or a hundred levels.'
      );
    }
    switch (typeof part) {
      case 'string':
      case 'boolean':
        return part;
      case 'number':
        return isFiniteNumber(part) && !isSame(part, -0)
          ? part
          : { k: 'number', v: isSame(part, -0) ? '-0' : String(part) };
      case 'bigint':
        return { k: 'bigint', v: digitsOf(part) };
      case 'object':
        return part === null ? null : objectToWire(part, depth);
      case 'function':
        return registry.give(part);
      default:
        return { k: 'undefined' };
    }
  };
  const objectToWire = (part: object, depth: number): WireValue => {
    if (isArray(part)) {
      return {
        k: 'list',
        v: listFrom(part, item => wire(item, depth + 1))
      };
    }
    if (part instanceof Tensor) {
      parts += part.size;
      const { values, shape } = part;
      return {
        k: 'tensor',
        shape,
        type: values.constructor.name,
        v: bytesOf(values)
      };
    }
    if (isView(part)) {
      // Of a class that extends one, too.
      const type = apply(typeOfArray, part, []) as string | undefined;
      return type !== undefined && type in arrayTypes
        ? { k: 'array', type, v: bytesOf(part) }
        : registry.give(part);
    }
    if (part instanceof Error) {
      return { k: 'error', error: errorToWire(part) };
    }
    return isData(part)
      ? {
          k: 'object',
          v: fieldsOf(part).map(([key, item]) => [key, wire(item, depth + 1)])
        }
      : registry.give(part);
  };
  return wire(value, 0);
}

/**
 * The value as this side knows it: plain data of this side's own classes, whatever the other sent.
 *
 * @throws TypeError when it is not what `toWire` writes
 */
export function fromWire(
  wire: WireValue,
  registry: WireRegistry,
  depth = 0
): unknown {
  if (typeof wire !== 'object' || wire === null) {
    return wire;
  }
  if (depth > DEEPEST) {
    throw new TypeError('a value deeper than any that is sent');
  }
  switch (wire.k) {
    case 'undefined':
      return undefined;
    case 'number':
      return Number(textFrom(wire.v));
    case 'bigint':
      return bigintFrom(textFrom(wire.v));
    case 'list':
      return partsFrom(wire.v).map(item => fromWire(item, registry, depth + 1));
    case 'object': {
      const object = {};
      for (const [key, item] of partsFrom(wire.v)) {
        // As own data, `__proto__` too.
        Object.defineProperty(object, textFrom(key), {
          value: fromWire(item, registry, depth + 1),
          configurable: true,
          enumerable: true,
          writable: true
        });
      }
      return object;
    }
    case 'array':
      return arrayFrom(wire.type, wire.v);
    case 'tensor': {
      const values = arrayFrom(wire.type, wire.v);
      partsFrom(wire.shape);
      if (
        !(values instanceof Float64Array || values instanceof Float32Array) ||
        wire.shape.reduce((size, extent) => size * extent, 1) !==
          values.length ||
        !wire.shape.every(extent => Number.isInteger(extent) && extent >= 0) ||
        // None of a billion rows without a number in them.
        wire.shape.length > DEEPEST ||
        wire.shape.reduce((rows, extent) => rows * Math.max(1, extent), 1) >
          MOST_PARTS
      ) {
        throw new TypeError('a tensor whose shape is not that of its numbers');
      }
      return new Tensor(values as Tensor['values'], [...wire.shape]);
    }
    case 'error':
      return registry.error(wire.error);
    case 'mine':
    case 'yours':
      return registry.take(wire);
    default:
      throw new TypeError('a value of no known kind');
  }
}

/**
 * Whether an object is its fields and no more: a plain one, one made with such as its prototype, or one of
 * a class without methods.
 */
function isData(value: object): boolean {
  for (
    let at = getPrototypeOf(value) as object | null;
    at !== null && at !== Object.prototype;
    at = getPrototypeOf(at) as object | null
  ) {
    for (const [name, { value: field, get }] of entries(
      getOwnPropertyDescriptors(at)
    )) {
      if (
        get !== undefined ||
        (typeof field === 'function' && name !== 'constructor')
      ) {
        return false;
      }
    }
  }
  return true;
}

/** Its fields, and those that it has from its prototypes. */
function fieldsOf(value: object): [string, unknown][] {
  const fields = new Map<string, unknown>();
  for (const name in value) {
    fields.set(name, (value as Record<string, unknown>)[name]);
  }
  return [...fields];
}

function digitsOf(whole: bigint): string {
  const text = String(whole);
  if (text.length > MOST_DIGITS) {
    throw new RangeError(
      'The value is too large to be looked at: a whole number of more than ten thousand digits.'
    );
  }
  return text;
}

/** The other side is a student's: what should be a text may be anything. */
function textFrom(value: unknown): string {
  if (typeof value !== 'string') {
    throw new TypeError('a value whose words are no text');
  }
  return value;
}

function partsFrom<T>(value: readonly T[]): readonly T[] {
  if (!isArray(value) || value.length > MOST_PARTS) {
    throw new TypeError('a value whose parts are no list, or too many');
  }
  return value;
}

function bigintFrom(text: string): bigint {
  if (text.length > MOST_DIGITS) {
    throw new TypeError('a whole number of more digits than are sent');
  }
  return BigInt(text);
}

function bytesOf({ buffer, byteOffset, byteLength }: ArrayBufferView): string {
  return toBase64(new Uint8Array(buffer, byteOffset, byteLength));
}

function arrayFrom(type: string, text: string): ArrayBufferView {
  if (typeof type !== 'string' || !Object.hasOwn(arrayTypes, type)) {
    throw new TypeError('an array of no known type');
  }
  const Type = arrayTypes[type as keyof typeof arrayTypes];
  const bytes = fromBase64(textFrom(text));
  if (bytes.length % Type.BYTES_PER_ELEMENT !== 0) {
    throw new TypeError('an array that ends inside a number');
  }
  return new Type(bytes.buffer);
}

const LONGEST = 10_000;
const NAME = /^[\p{ID_Continue}$]{1,100}$/u;

/** What is told of an error; nothing of it can be more than text. */
export function errorToWire(error: unknown): WireError {
  const read = (key: 'name' | 'message' | 'stack'): string => {
    try {
      const text: unknown = (error as Record<string, unknown>)[key];
      return typeof text === 'string' ? text.slice(0, LONGEST) : '';
    } catch {
      return '';
    }
  };
  if (typeof error !== 'object' || error === null) {
    return { name: 'Thrown', message: text(error), stack: '' };
  }
  return {
    name: read('name') || 'Error',
    message: read('message'),
    stack: read('stack')
  };
}

function text(value: unknown): string {
  try {
    return String(value).slice(0, LONGEST);
  } catch {
    return typeof value;
  }
}

/**
 * An error that says what the other side's did, and stands where this side got it: a stack that was sent
 * may name any place.
 *
 * @param isTheirs the lines of that stack which are taken over, before those of this side
 */
export function errorFromWire(
  { name, message, stack }: WireError,
  isTheirs: (line: string) => boolean = () => false
): Error {
  // Whatever is no text was not written by `errorToWire`.
  const words = (value: unknown, most: number) =>
    typeof value === 'string' ? value.slice(0, most) : '';
  const error = new Error(words(message, LONGEST));
  // Without a name, or with a sentence for one, it would speak as a report does.
  error.name = NAME.test(words(name, LONGEST)) ? name : 'Error';
  // Of one without words, so that no line of a message is taken for a place.
  const here = new Error().stack?.split('\n').slice(1) ?? [];
  error.stack = [
    `Error: ${error.message.replaceAll('\n', ' ')}`,
    ...words(stack, LONGEST).split('\n').filter(isTheirs),
    ...here
  ].join('\n');
  return error;
}
