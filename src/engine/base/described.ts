/** What came instead of what was expected: `the string 'abc'`, `undefined`, `a function`. */
export function described(value: unknown): string {
  if (value === null || value === undefined) {
    return String(value);
  }
  if (typeof value === 'string') {
    return `the string '${value.length > 40 ? `${value.slice(0, 40)}…` : value}'`;
  }
  if (typeof value === 'number' || typeof value === 'boolean') {
    return `the ${typeof value} ${value}`;
  }
  if (Array.isArray(value)) {
    return value.length === 0 ? 'an empty array' : 'an array';
  }
  if (typeof value === 'function') {
    return 'a function';
  }
  const kind = isRecord(value) ? 'object' : kindOf(value);
  return `a${/^[aeio]/i.test(kind) ? 'n' : ''} ${kind}`;
}

/** Whether a value has fields by name and is no list, `Map`, `Date` or the like, whose fields lie elsewhere. */
export const isRecord = (value: unknown): value is Record<string, unknown> =>
  kindOf(value) === 'Object';

/** What JavaScript itself calls it: `Object`, `Map`, `Float32Array`. */
const kindOf = (value: unknown): string =>
  Object.prototype.toString.call(value).slice('[object '.length, -1);
