import { Console } from 'node:console';
import { Writable } from 'node:stream';

/** Where printed text goes. */
export type Print = (stream: 'stdout' | 'stderr', text: string) => void;

/**
 * Replaces the console and the standard streams of this process, so that all that notebook cells
 * print becomes output. Values are formatted by Node, exactly as a plain program would.
 */
export function installConsole(print: Print): void {
  for (const stream of ['stdout', 'stderr'] as const) {
    process[stream].write = sink(text => print(stream, text)).write;
  }
  const stdout = sink(text => print('stdout', text));
  const stderr = sink(text => print('stderr', text));
  // Warnings and errors share a stream; a color tells them apart.
  const yellow = sink(text =>
    print('stderr', text.replace(/^(.+)$/gm, '\u001b[33m$1\u001b[39m'))
  );
  const { warn } = new Console({ stdout, stderr: yellow, colorMode: false });
  const ours = new Console({ stdout, stderr, colorMode: false });
  Object.assign(globalThis.console, ours, { warn });
}

/** A stream that hands on what is written at once. */
function sink(write: (text: string) => void): Writable {
  const stream = new Writable();
  stream.write = (
    chunk: unknown,
    encoding?: unknown,
    done?: unknown
  ): boolean => {
    write(textOf(chunk, encoding));
    const callback = typeof encoding === 'function' ? encoding : done;
    if (typeof callback === 'function') {
      process.nextTick(callback as () => void);
    }
    return true;
  };
  return stream;
}

function textOf(chunk: unknown, encoding: unknown): string {
  if (typeof chunk !== 'string') {
    return Buffer.from(chunk as Uint8Array).toString('utf8');
  }
  return typeof encoding === 'string' && Buffer.isEncoding(encoding)
    ? Buffer.from(chunk, encoding).toString('utf8')
    : chunk;
}
