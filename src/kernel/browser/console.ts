import { format, inspect } from 'node-inspect-extracted';
import { consoleTable } from './consoleTable';

type Print = (stream: 'stdout' | 'stderr', text: string) => void;

/** Replaces the worker's console: all that cells print becomes output, in the words of Node's console. */
export function installConsole(print: Print): void {
  const counts = new Map<string, number>();
  const began = new Map<string, number>();
  let indent = '';

  function write(stream: 'stdout' | 'stderr', text: string): void {
    print(stream, `${indent}${text.replaceAll('\n', `\n${indent}`)}\n`);
  }
  const out = (...values: unknown[]) => write('stdout', format(...values));
  const err = (...values: unknown[]) => write('stderr', format(...values));
  const elapsed = (label: string) => {
    const start = began.get(label);
    return start === undefined
      ? null
      : `${label}: ${(performance.now() - start).toFixed(3)}ms`;
  };

  const methods = {
    log: (...values: unknown[]) => out(...values),
    info: (...values: unknown[]) => out(...values),
    debug: (...values: unknown[]) => out(...values),
    error: (...values: unknown[]) => err(...values),
    // Warnings and errors share a stream; a color tells them apart.
    warn: (...values: unknown[]) =>
      write(
        'stderr',
        format(...values).replace(/^(.+)$/gm, '\u001b[33m$1\u001b[39m')
      ),
    trace: (...values: unknown[]) => err(`Trace: ${format(...values)}`),
    dir: (value: unknown, options: object = {}) =>
      write('stdout', inspect(value, { customInspect: false, ...options })),
    dirxml: (...values: unknown[]) => out(...values),
    table(rows: unknown, columns?: readonly string[]) {
      const text = consoleTable(rows, columns);
      if (text === null) {
        out(rows);
      } else {
        write('stdout', text);
      }
    },
    assert(condition: unknown, ...values: unknown[]) {
      if (!condition) {
        err(
          `Assertion failed${values.length > 0 ? `: ${format(...values)}` : ''}`
        );
      }
    },
    clear: () => undefined,
    count(label = 'default') {
      counts.set(label, (counts.get(label) ?? 0) + 1);
      out(`${label}: ${counts.get(label)}`);
    },
    countReset: (label = 'default') => counts.delete(label),
    group(...label: unknown[]) {
      if (label.length > 0) {
        out(...label);
      }
      indent += '  ';
    },
    groupEnd() {
      indent = indent.slice(2);
    },
    time: (label = 'default') => began.set(label, performance.now()),
    timeLog: (label = 'default') => out(elapsed(label)),
    timeEnd(label = 'default') {
      out(elapsed(label));
      began.delete(label);
    }
  };
  Object.assign(globalThis.console, methods);
}
