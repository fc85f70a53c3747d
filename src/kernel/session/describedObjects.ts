import { inspect, type InspectOptions } from 'node:util';

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
      !Object.hasOwn(prototype, inspect.custom)
    ) {
      Object.defineProperty(prototype, inspect.custom, {
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
  options: InspectOptions
): string {
  const text = this.toString();
  if (depth === (options.depth ?? null)) {
    return text;
  }
  const [first, ...rest] = text.split('\n');
  const line = [first, ...rest.map(part => part.trim())].join(' ');
  return line.length <= LINE ? line : first;
}

/** Node's timers print a dozen fields of its own. */
export function printTimersShort(): void {
  const timer = setTimeout(() => undefined);
  clearTimeout(timer);
  Object.defineProperty(Object.getPrototypeOf(timer), inspect.custom, {
    configurable: true,
    writable: true,
    value(this: { _idleTimeout: number; _repeat: number | null }) {
      const name = this._repeat === null ? 'Timeout' : 'Interval';
      return `${name} (${this._idleTimeout < 0 ? 'over' : `${this._idleTimeout} ms`})`;
    }
  });
}
