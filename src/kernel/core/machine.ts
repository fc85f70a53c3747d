import type { CellPlace } from './cellPlace';

/** How a value is written as text; the options of Node's `util.inspect` that the kernel uses. */
export interface InspectOptions {
  readonly depth?: number;
  readonly maxArrayLength?: number;
  readonly maxStringLength?: number;
  readonly breakLength?: number;
  readonly compact?: number;
}

/** What the kernel asks of the machine it runs on at any place, without a state of its own. */
export interface Machine {
  /** Modules that the machine itself brings, such as Node's `fs`; none in a page. */
  readonly builtinModules: readonly string[];
  /** A value as text, as Node prints it. */
  inspect(value: unknown, options: InspectOptions): string;
  /** Bytes compressed in the format of zlib (RFC 1950). */
  deflate(bytes: Uint8Array): Uint8Array;
  /** Reads a line of a stack; null unless it lies in a file that the student may have written. */
  moduleFrame(line: string): ModuleFrame | null;
  /** Whether a line of a stack is the kernel's own, or that of what loads and runs code. */
  isOwnFrame(line: string): boolean;
  /** A path as the student calls it: from the notebook's folder on. */
  pathInNotebook(path: string): string;
  /**
   * Does this, and ends it in its midst once it has taken so many milliseconds; null then. What was ended
   * may have left anything half done. A machine that can end no work lets it go on.
   */
  endAfter<T>(
    milliseconds: number,
    work: () => T
  ): { readonly value: T } | null;
  /** Milliseconds that this program has been given by the processor, or by the clock where none tells it. */
  processorTime(): number;
  /** A line for the log of the process that started the kernel, past the output of notebook cells. */
  log(message: string): void;
}

let current: Machine | null = null;

/** Set by the host before anything else of the kernel is called. */
export function setMachine(machine: Machine): void {
  current = machine;
}

/** @throws Error when no host has told what the machine can do. */
export function machine(): Machine {
  if (current === null) {
    throw new Error('the kernel runs on no machine: call setMachine first');
  }
  return current;
}

/** One place in a module of the student's own that an error passed through. */
export interface ModuleFrame extends CellPlace {
  /** The file as the student calls it: from the notebook's folder on. */
  readonly file: string;
  readonly source: string;
  /** The function; empty at the top of the module. */
  readonly name: string;
}
