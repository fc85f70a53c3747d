import { builtinModules } from 'node:module';
import { relative } from 'node:path';
import { inspect } from 'node:util';
import { createContext, Script } from 'node:vm';
import { deflateSync } from 'node:zlib';
import type { Machine } from '../core/machine';
import { log } from './log';

const doing = { work: (): void => undefined };
const context = createContext(doing);
const doIt = new Script('work()');

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
    doIt.runInContext(context, {
      timeout: Math.max(1, Math.ceil(milliseconds)),
      displayErrors: false
    });
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
  deflate: bytes => deflateSync(bytes, { level: 9 }),
  moduleFrame: () => null,
  isOwnFrame: line => line.includes(__dirname) || /(?:at |\()node:/.test(line),
  pathInNotebook: path => relative(process.cwd(), path),
  endAfter,
  log
};
