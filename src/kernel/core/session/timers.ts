import type { CellRun, RunContext } from '../run/run';

/** The timers that notebook cells started. */
export interface Timers {
  /** Ends those of one run, or all of them. */
  clear(run?: CellRun): void;
}

type Callback = (...args: unknown[]) => void;
/** Node gives objects, pages numbers. */
type Timer = unknown;
type Starter = (callback: Callback, ...more: unknown[]) => Timer;

/** The timers of the machine; pages have no `setImmediate`. */
interface MachineTimers {
  readonly setTimeout: Starter;
  readonly setInterval: Starter;
  readonly setImmediate?: Starter;
  readonly clearTimeout: (timer: Timer) => void;
  readonly clearImmediate?: (timer: Timer) => void;
  readonly queueMicrotask: (callback: Callback) => void;
}

/**
 * Replaces the global timers: a callback belongs to the run that set it, and what it throws is
 * reported there instead of ending the process.
 */
export function installTimers(
  context: RunContext,
  report: (run: CellRun | null, error: unknown) => void
): Timers {
  const {
    setTimeout,
    setInterval,
    setImmediate,
    clearTimeout,
    clearImmediate,
    queueMicrotask
  } = globalThis as unknown as MachineTimers;
  const open = new Map<Timer, { run: CellRun | null; end: () => void }>();

  /** The callback, called as part of the run that is at work now. */
  function bound(callback: Callback): Callback {
    const run = context.current();
    return (...args) => {
      if (run?.interrupted && !isResolver(callback)) {
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

  /** Remembers a timer until it is over. An interrupt clears it; what awaits it is woken. */
  function keep(
    timer: Timer,
    callback: Callback,
    clear: (timer: Timer) => void
  ): Timer {
    const end = () => {
      clear(timer);
      if (isResolver(callback)) {
        callback();
      }
    };
    const run = context.current();
    open.set(timer, { run, end });
    if (run?.interrupted) {
      open.delete(timer);
      end();
    }
    return timer;
  }

  const replacements = {
    setTimeout(callback: unknown, delay?: number, ...args: unknown[]) {
      const call = checked('setTimeout', callback);
      const inRun = bound(call);
      const timer = setTimeout(
        (...given: unknown[]) => {
          open.delete(timer);
          inRun(...given);
        },
        delay,
        ...args
      );
      return keep(timer, call, clearTimeout);
    },
    setInterval(callback: unknown, delay?: number, ...args: unknown[]) {
      const call = checked('setInterval', callback);
      return keep(setInterval(bound(call), delay, ...args), call, clearTimeout);
    },
    clearTimeout: clearTimer,
    clearInterval: clearTimer,
    queueMicrotask(callback: unknown) {
      queueMicrotask(bound(checked('queueMicrotask', callback)));
    },
    ...(setImmediate && clearImmediate
      ? immediates(setImmediate, clearImmediate)
      : {})
  };

  function immediates(
    start: Starter,
    clear: (timer: Timer) => void
  ): Record<string, (...args: never[]) => unknown> {
    return {
      setImmediate(callback: unknown, ...args: unknown[]) {
        const call = checked('setImmediate', callback);
        const inRun = bound(call);
        const timer = start(
          (...given: unknown[]) => {
            open.delete(timer);
            inRun(...given);
          },
          ...args
        );
        return keep(timer, call, clear);
      },
      clearImmediate(timer?: Timer) {
        open.delete(timer);
        clear(timer);
      }
    };
  }

  function clearTimer(timer?: Timer): void {
    open.delete(timer);
    clearTimeout(timer);
  }

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
      for (const [timer, entry] of [...open]) {
        if (run === undefined || entry.run === run) {
          open.delete(timer);
          entry.end();
        }
      }
    }
  };
}

function checked(name: string, callback: unknown): Callback {
  if (typeof callback !== 'function') {
    throw new TypeError(
      `${name}: the first argument should be a function, got ${typeof callback}`
    );
  }
  return callback as Callback;
}

/**
 * The function that `new Promise(resolve => setTimeout(resolve, 100))` passes on. To call it does
 * no more than to wake who awaits; the code there then sees that its run was interrupted.
 */
function isResolver(callback: Callback): boolean {
  return (
    callback.name === '' &&
    /^function \(\) \{\s*\[native code\]\s*\}$/.test(
      Function.prototype.toString.call(callback)
    )
  );
}
