import { builtinModules } from 'node:module';
import { relative } from 'node:path';
import { inspect } from 'node:util';
import { createContext, Script } from 'node:vm';
import type { Machine } from '../core/machine';
import { log } from './log';

const doing = { work: (): void => undefined };
/** Does the work, in a context of its own; made when something is first to end in time. */
let workInContext: ((timeout: number) => void) | undefined;

function createWorkInContext(): (timeout: number) => void {
  const context = createContext(doing);
  const script = new Script('work()');
  return timeout =>
    void script.runInContext(context, { timeout, displayErrors: false });
}

/**
 * Does this, and ends it in its midst once it has taken so many milliseconds; null then. V8 itself ends
 * it, from another thread, wherever it is.
 */
export function endAfter<T>(
  milliseconds: number,
  work: () => T
): { readonly value: T } | null {
  const { work: outer } = doing;
  const done: { value?: T } = {};
  doing.work = () => {
    done.value = work();
  };
  try {
    workInContext ??= createWorkInContext();
    workInContext(Math.max(1, Math.ceil(milliseconds)));
    return done as { value: T };
  } catch (error) {
    if (
      (error as NodeJS.ErrnoException).code === 'ERR_SCRIPT_EXECUTION_TIMEOUT'
    ) {
      return null;
    }
    throw error;
  } finally {
    doing.work = outer;
  }
}

/** What Node gives a process that reads no module of a student's: it needs no compiler. */
export const quietMachine: Machine = {
  builtinModules,
  inspect,
  deflate: bytes =>
    process.getBuiltinModule('node:zlib').deflateSync(bytes, { level: 9 }),
  moduleFrame: () => null,
  isOwnFrame: line => line.includes(__dirname) || /(?:at |\()node:/.test(line),
  pathInNotebook: path => relative(process.cwd(), path),
  endAfter,
  processorTime: () => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1000;
  },
  log
};
