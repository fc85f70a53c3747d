import { Tensor } from './tensor';

/**
 * 16 letters that differ where two values do: numbers by their bits, lists and objects by what they
 * hold, functions by their source text. What a function reads from around it is not seen, and neither
 * are private fields.
 */
export function digestOf(value: unknown): string {
  const lanes = lanesOf();
  take(lanes, value, new Map());
  return lanes.text();
}

/** @param seen what was taken in before, with its number: a list that holds itself ends, too */
function take(lanes: Lanes, value: unknown, seen: Map<object, number>): void {
  if (typeof value === 'number') {
    lanes.addText('number');
    lanes.addNumbers([value]);
  } else if (value instanceof Tensor) {
    lanes.addText('tensor');
    lanes.addNumbers(value.shape);
    lanes.addNumbers(value.values);
  } else if (ArrayBuffer.isView(value) && !(value instanceof DataView)) {
    lanes.addText('numbers');
    if (value instanceof BigInt64Array || value instanceof BigUint64Array) {
      lanes.addText(value.join());
    } else {
      lanes.addNumbers(value as unknown as ArrayLike<number>);
    }
  } else if (typeof value !== 'object' || value === null) {
    lanes.addText(typeof value);
    lanes.addText(String(value));
  } else if (seen.has(value)) {
    lanes.addText('again');
    lanes.addNumbers([seen.get(value) as number]);
  } else {
    seen.set(value, seen.size);
    takeFields(lanes, value, seen);
  }
}

/** Lists in their order, fields in that of the alphabet: `{ a, b }` says what `{ b, a }` does. */
function takeFields(
  lanes: Lanes,
  value: object,
  seen: Map<object, number>
): void {
  lanes.addText(classOf(value));
  const items = itemsOf(value);
  const fields = items
    ? Array.from(items, (item, at) => [String(at), item] as const)
    : Object.entries(value)
        .filter(([, field]) => field !== undefined)
        .sort(([a], [b]) => (a < b ? -1 : 1));
  lanes.addNumbers([fields.length]);
  for (const [name, field] of fields) {
    lanes.addText(name);
    take(lanes, field, seen);
  }
}

/** The class of what has one: its methods are no fields. Browsers write those of the language in ways of their own. */
function classOf(value: object): string {
  const made: unknown = value.constructor;
  const source = String(made);
  return typeof made === 'function' && source.includes('[native code]')
    ? made.name
    : source;
}

/** What lies in an object in an order, and not by names. */
function itemsOf(value: object): readonly unknown[] | null {
  if (value instanceof Date) {
    return [value.getTime()];
  }
  const isCollection = value instanceof Map || value instanceof Set;
  return isCollection ? [...value] : Array.isArray(value) ? value : null;
}

/** What is taken in, word by word of 32 bits. */
interface Lanes {
  addText(text: string): void;
  addNumbers(values: ArrayLike<number>): void;
  text(): string;
}

/** Murmur3's rounds with two pairs of constants, so that what meets in one lane parts in the other. */
function lanesOf(): Lanes {
  let first = 0x2f0b4a27;
  let second = 0x6c078965;
  const number = new Float64Array(1);
  const words = new Uint32Array(number.buffer);

  function add(word: number): void {
    first = round(first, word, 0xcc9e2d51, 0x1b873593);
    second = round(second, word, 0x239b961b, 0x38b34ae5);
  }

  return {
    addText(text) {
      add(text.length);
      for (let at = 0; at < text.length; at++) {
        add(text.charCodeAt(at));
      }
    },
    addNumbers(values) {
      add(values.length);
      for (let at = 0; at < values.length; at++) {
        number[0] = values[at];
        add(words[0]);
        add(words[1]);
      }
    },
    text: () =>
      [first, second]
        .map(lane => settled(lane).toString(16).padStart(8, '0'))
        .join('')
  };
}

const turned = (word: number, by: number): number =>
  (word << by) | (word >>> (32 - by));

function round(lane: number, word: number, a: number, b: number): number {
  const mixed = Math.imul(turned(Math.imul(word, a), 15), b);
  return (Math.imul(turned(lane ^ mixed, 13), 5) + 0xe6546b64) | 0;
}

/** Spreads the last words over all bits. */
function settled(lane: number): number {
  let value = Math.imul(lane ^ (lane >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return (value ^ (value >>> 16)) >>> 0;
}
