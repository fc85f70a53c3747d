import type { Run } from './run';
import type { RunContext } from './runContext';

/** The timers that notebook cells started. */
export interface Timers {
  /** Clears those of one run, or all of them. */
  clear(run?: Run): void;
}

/**
 * Replaces the global timers: a callback belongs to the run that set it, and what it throws is
 * reported there instead of ending the process.
 */
export function installTimers(
  context: RunContext,
  report: (run: Run | null, error: unknown) => void
): Timers {
  const {
    setTimeout,
    setInterval,
    setImmediate,
    clearTimeout,
    clearImmediate,
    queueMicrotask
  } = globalThis;
  const open = new Map<
    NodeJS.Timeout | NodeJS.Immediate,
    { run: Run | null; clear: () => void }
  >();

  type Callback = (...args: unknown[]) => void;

  /** The callback, called as part of the run that is at work now. */
  function bound(callback: Callback, before?: () => void): Callback {
    const run = context.current();
    return (...args) => {
      before?.();
      if (run?.interrupted) {
        return;
      }
      context.within(run, () => {
        try {
          callback(...args);
        } catch (error) {
          report(run, error);
        }
      });
    };
  }

  const checked = (name: string, callback: unknown): Callback => {
    if (typeof callback !== 'function') {
      throw new TypeError(
        `${name}: the first argument should be a function, got ${typeof callback}`
      );
    }
    return callback as Callback;
  };

  const replacements = {
    setTimeout(callback: unknown, delay?: number, ...args: unknown[]) {
      const call = bound(checked('setTimeout', callback), () =>
        open.delete(timer)
      );
      const timer = setTimeout(call, delay, ...args);
      open.set(timer, {
        run: context.current(),
        clear: () => clearTimeout(timer)
      });
      return timer;
    },
    setInterval(callback: unknown, delay?: number, ...args: unknown[]) {
      const timer = setInterval(
        bound(checked('setInterval', callback)),
        delay,
        ...args
      );
      open.set(timer, {
        run: context.current(),
        clear: () => clearTimeout(timer)
      });
      return timer;
    },
    setImmediate(callback: unknown, ...args: unknown[]) {
      const call = bound(checked('setImmediate', callback), () =>
        open.delete(timer)
      );
      const timer = setImmediate(call, ...args);
      open.set(timer, {
        run: context.current(),
        clear: () => clearImmediate(timer)
      });
      return timer;
    },
    clearTimeout(timer?: NodeJS.Timeout | string | number) {
      open.delete(timer as NodeJS.Timeout);
      clearTimeout(timer);
    },
    clearInterval(timer?: NodeJS.Timeout | string | number) {
      open.delete(timer as NodeJS.Timeout);
      clearTimeout(timer);
    },
    clearImmediate(timer?: NodeJS.Immediate) {
      open.delete(timer as NodeJS.Immediate);
      clearImmediate(timer);
    },
    queueMicrotask(callback: unknown) {
      queueMicrotask(bound(checked('queueMicrotask', callback)));
    }
  };
  for (const [name, value] of Object.entries(replacements)) {
    const original = Reflect.get(globalThis, name) as object;
    // `util.promisify(setTimeout)` finds its other form on the function.
    Object.defineProperties(value, Object.getOwnPropertyDescriptors(original));
    Object.defineProperty(globalThis, name, {
      configurable: true,
      enumerable: true,
      writable: true,
      value
    });
  }

  return {
    clear(run) {
      for (const [timer, entry] of open) {
        if (run === undefined || entry.run === run) {
          open.delete(timer);
          entry.clear();
        }
      }
    }
  };
}
