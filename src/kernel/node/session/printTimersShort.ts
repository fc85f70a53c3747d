import { inspect } from 'node:util';

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
