import { MetadataError } from './metadataError';

/** The keys of an object that a stranger may have written. */
export type Fields = Readonly<Record<string, unknown>>;

/** @throws MetadataError unless the value is an object. */
export function fieldsOf(value: unknown, place: string): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new MetadataError(place, 'an object', value);
  }
  return value as Fields;
}

/** @throws MetadataError unless the value is text of 1 to `maximum` characters. */
export function requiredText(
  value: unknown,
  place: string,
  maximum = 2000
): string {
  if (typeof value !== 'string' || value === '' || value.length > maximum) {
    throw new MetadataError(place, `text of 1 to ${maximum} characters`, value);
  }
  return value;
}

/** @throws MetadataError unless the value is a list of texts. */
export function textsOf(
  value: unknown,
  place: string,
  { maximum = 2000, entries = 100 } = {}
): readonly string[] {
  if (!Array.isArray(value) || value.length > entries) {
    throw new MetadataError(place, `a list of at most ${entries} texts`, value);
  }
  return value.map((text, index) =>
    requiredText(text, `${place}[${index}]`, maximum)
  );
}

/** @throws MetadataError unless the value is true or false. */
export function flagOf(value: unknown, place: string): boolean {
  if (typeof value !== 'boolean') {
    throw new MetadataError(place, 'true or false', value);
  }
  return value;
}

/** @throws MetadataError unless the value is a finite number from `minimum`. */
export function numberOf(value: unknown, place: string, minimum = 0): number {
  if (typeof value !== 'number' || !Number.isFinite(value) || value < minimum) {
    throw new MetadataError(place, `a number from ${minimum}`, value);
  }
  return value;
}

const identifier = /^[a-zA-Z0-9_-]{1,100}$/;

/** @throws MetadataError unless the value is made of letters, digits, `-` and `_`. */
export function identifierOf(value: unknown, place: string): string {
  if (typeof value !== 'string' || !identifier.test(value)) {
    throw new MetadataError(place, 'letters, digits, - and _', value);
  }
  return value;
}

/** @throws MetadataError unless the value is one of the words. */
export function oneOf<W extends string>(
  value: unknown,
  words: readonly W[],
  place: string
): W {
  const found = words.find(word => word === value);
  if (found === undefined) {
    throw new MetadataError(place, `one of ${words.join(', ')}`, value);
  }
  return found;
}
