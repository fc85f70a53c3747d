/** Under this name an object says how it is printed, to Node and to all that print as Node does. */
const custom = Symbol.for('nodejs.util.inspect.custom');

/** Longest description that stands on one line inside something else. */
const LINE = 72;

/**
 * Lets the library's own objects (tensors, cells, networks, runs) print as they describe
 * themselves: whole when they are printed alone, in one line inside an array or an object.
 */
export function printAsDescribed(
  library: Readonly<Record<string, unknown>>
): void {
  for (const value of Object.values(library)) {
    const prototype: unknown =
      typeof value === 'function' ? value.prototype : undefined;
    if (
      typeof prototype === 'object' &&
      prototype !== null &&
      Object.hasOwn(prototype, 'toString') &&
      !Object.hasOwn(prototype, custom)
    ) {
      Object.defineProperty(prototype, custom, {
        configurable: true,
        writable: true,
        value: describe
      });
    }
  }
}

function describe(
  this: { toString(): string },
  depth: number | null,
  options: { readonly depth?: number | null }
): string {
  const text = this.toString();
  if (depth === (options.depth ?? null)) {
    return text;
  }
  const [first, ...rest] = text.split('\n');
  const line = [first, ...rest.map(part => part.trim())].join(' ');
  return line.length <= LINE ? line : first;
}
