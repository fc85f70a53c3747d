import { BundleError, describe } from './bundleError';

/** How much of a stranger's data is looked at. */
export interface JsonLimits {
  readonly depth: number;
  readonly values: number;
  /** UTF-16 units over all strings and keys. */
  readonly characters: number;
}

/**
 * Makes sure that a value is plain JSON of bounded size before anything recursive touches it.
 * Walks without recursion: depth, loops and accessors cannot hurt.
 *
 * @throws BundleError naming the place.
 */
export function checkPlainJson(
  root: unknown,
  name: string,
  limits: JsonLimits
): void {
  const stack: { value: unknown; place: string; depth: number }[] = [
    { value: root, place: name, depth: 0 }
  ];
  let values = 0;
  let characters = 0;
  const count = (text: string, place: string) => {
    characters += text.length;
    if (characters > limits.characters) {
      throw tooLarge(place, `${limits.characters} characters of text`);
    }
  };

  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    const { value, place, depth } = next;
    values += 1;
    if (values > limits.values) {
      throw tooLarge(name, `${limits.values} values`);
    }
    if (depth > limits.depth) {
      throw tooLarge(place, `${limits.depth} levels of nesting`);
    }
    if (typeof value === 'string') {
      count(value, place);
      continue;
    }
    if (typeof value === 'number') {
      if (!Number.isFinite(value)) {
        throw notJson(place, value);
      }
      continue;
    }
    if (value === null || typeof value === 'boolean') {
      continue;
    }
    if (typeof value !== 'object') {
      throw notJson(place, value);
    }
    for (const [key, item] of ownData(value, place, limits)) {
      const inner = Array.isArray(value)
        ? `${place}[${key}]`
        : `${place}.${key.slice(0, 80)}`;
      if (!Array.isArray(value)) {
        count(key, place);
      }
      stack.push({ value: item, place: inner, depth: depth + 1 });
    }
  }
}

/** The own entries of a list or plain object, read without calling accessors. */
function ownData(
  value: object,
  place: string,
  limits: JsonLimits
): [string, unknown][] {
  if (Array.isArray(value)) {
    if (value.length > limits.values) {
      throw tooLarge(place, `${limits.values} values`);
    }
  } else {
    const prototype: unknown = Object.getPrototypeOf(value);
    // Objects of another realm have another Object.prototype, so its own emptiness is asked.
    if (prototype !== null && Object.getPrototypeOf(prototype) !== null) {
      throw notJson(place, value);
    }
  }
  const entries: [string, unknown][] = [];
  for (const key of Object.keys(value)) {
    const property = Object.getOwnPropertyDescriptor(value, key);
    if (property === undefined || !('value' in property)) {
      throw new BundleError('invalid', place, 'plain JSON', 'an accessor');
    }
    if (property.value !== undefined) {
      entries.push([key, property.value]);
    }
  }
  if (Array.isArray(value) && entries.length !== value.length) {
    throw new BundleError('invalid', place, 'plain JSON', 'a list with holes');
  }
  return entries;
}

function notJson(place: string, value: unknown): BundleError {
  return new BundleError(
    'invalid',
    place,
    'plain JSON',
    typeof value === 'object' ? 'an object with a class' : describe(value)
  );
}

function tooLarge(place: string, limit: string): BundleError {
  return new BundleError('tooLarge', place, `at most ${limit}`, 'more');
}
