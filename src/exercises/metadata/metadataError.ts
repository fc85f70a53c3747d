/** A notebook's metadata cannot be used. The message names the place, what was expected and what came. */
export class MetadataError extends Error {
  override readonly name = 'MetadataError';

  constructor(
    readonly place: string,
    readonly expected: string,
    got: unknown
  ) {
    super(`${place}: expected ${expected}, got ${inWords(got)}`);
  }
}

function inWords(value: unknown): string {
  if (value === undefined) {
    return 'nothing';
  }
  if (
    value === null ||
    typeof value === 'number' ||
    typeof value === 'boolean'
  ) {
    return String(value);
  }
  if (typeof value === 'string') {
    return JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value);
  }
  return Array.isArray(value)
    ? `a list of ${value.length}`
    : `a(n) ${typeof value}`;
}
