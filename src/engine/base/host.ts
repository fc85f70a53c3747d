import { requireObject } from './check';
import type { ThreadHost } from './trainingThreads';

/**
 * What the engine needs from outside. `src/node` and the kernel fill it in; with the defaults the
 * engine runs anywhere, without files.
 */
export interface Host {
  /** Milliseconds on a steady clock. */
  now(): number;
  /** Gives the event loop a turn, so that messages and interrupts get in. */
  pause(): Promise<void>;
  /** True once the user interrupted the running notebook cell. */
  interrupted(): boolean;
  /** Told at the start of each `fit` that shows itself: by its curves, or by a line without numbers. What ships may have ended. */
  fitStarted?(history: unknown, by: 'curves' | 'line'): void;
  /** A file of the data that ships with the install. @throws Error when there is none of that name */
  readData(name: string): Promise<Uint8Array>;
  /** A file of the user. @throws Error when there is none of that name */
  readFile(path: string): Promise<Uint8Array>;
  /** Writes so that the file is either the old one or the whole new one. @throws Error when it cannot */
  writeFile(path: string, bytes: Uint8Array): Promise<void>;
  /** The source of a student's function as it stands in the notebook, when the host has it. */
  sourceOf?(step: (...args: never[]) => unknown): string | undefined;
  /** Set where trainings are made that ship: keeps those of a name that did not, all in one file. */
  keepTrainings?(name: string, file: Uint8Array): Promise<void>;
  /** Threads that train networks; without any, one is trained after the other. */
  readonly threads?: ThreadHost;
  /** Shows a line where the running cell's output stands, in place of the last under this id. */
  showLine?(id: string, line: string): void;
}

declare function setTimeout(callback: () => void, milliseconds: number): void;
declare const performance: { now(): number };

const withoutFiles = (what: string) => () =>
  Promise.reject(
    new Error(
      `${what}: there are no files here; setHost({ ${what} }) says where from`
    )
  );

const defaults: Host = {
  now: () => performance.now(),
  pause: () => new Promise(resolve => setTimeout(resolve, 0)),
  interrupted: () => false,
  readData: withoutFiles('readData'),
  readFile: withoutFiles('readFile'),
  writeFile: withoutFiles('writeFile')
};

let current: Host = defaults;

/**
 * Replaces some of the host's functions; what is not named stays.
 *
 * @throws TypeError when it is given no object
 * @example
 * ```ts
 * setHost({ interrupted: () => false });
 * host().interrupted(); // false
 * ```
 */
export function setHost(partial: Partial<Host>): void {
  requireObject('setHost', 'partial', partial);
  current = { ...current, ...partial };
}

/**
 * What the engine has from outside now.
 *
 * @example
 * ```ts
 * host().now() >= 0; // true
 * ```
 */
export function host(): Host {
  return current;
}
