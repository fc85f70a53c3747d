import type { CheckReport } from '../../trace';
import type { ThreadHost } from '../../engine/base/trainingThreads';
import type { Evaluator } from './cells/evaluator';
import type { NotebookPlace } from './cells/place';
import type { LateCompiler } from './cells/shippedCells';
import type { CheckRequest } from './check/checkJob';
import type { ToSession, ToWire } from './messages';
import type { DisplayLimits } from './live/displays';
import type { OutputRoom } from './run/publisher';
import type { Guard, RunContext } from './run/run';

/**
 * What a session needs of the machine that it runs on, beside what `Machine` gives: Node and a page
 * each have their own. A host is made after the machine is set and before any cell runs.
 */
export interface SessionHost {
  /** The other side, which talks with front ends. */
  readonly link: {
    post(message: ToWire): void;
    listen(receive: (message: ToSession) => void): void;
  };
  readonly place: NotebookPlace;
  /** Where the compiler is not there from the start. */
  readonly lateCompiler?: LateCompiler;
  readonly evaluator: Evaluator;
  readonly guard: Guard;
  readonly context: RunContext;
  /**
   * The number of the last interrupt, asked for while code runs and no message can come in; absent
   * where a machine can cut code short, or cannot ask.
   */
  readonly lastInterrupt?: () => number;
  readonly room: OutputRoom;
  readonly files: UserFiles;
  /** Threads that train networks; absent where there are none. */
  readonly threads?: ThreadHost;
  readonly limits: DisplayLimits;
  /** The version of gatescope. */
  readonly version: string;
  /** Whether all that is printed counts as output: marking gives nothing for a word on stderr. */
  readonly isMarking: boolean;
  /** Checks exercises apart from all that the notebook's cells have done. */
  readonly checks: {
    run(request: CheckRequest): Promise<CheckReport>;
    /** Ends the checks of an exercise that still run; says whether there was one. */
    stop(exercise: string): boolean;
  };
  /** Makes all that cells print go here. */
  takeOutput(print: (stream: 'stdout' | 'stderr', text: string) => void): void;
  /** Makes `import … from 'gatescope'` give the library. */
  provideLibrary(library: object): void;
  /** Calls `failed` with errors that nobody caught, and the promise in which they arose. */
  catchErrors(failed: (error: unknown, promise: object | null) => void): void;
  /** Modules that were edited are reloaded by the next cell that imports them. */
  forgetChangedModules(): void;
  /** Gives what is pending elsewhere its turn. */
  pause(): Promise<void>;
  /** Gives back what is only kept for later. */
  releaseMemory(): void;
  /** Called once, when some cells have run and nothing goes on. */
  settled(): void;
  exit(): void;
}

/** Files that cells read and write, as the engine asks for them. */
export interface UserFiles {
  readonly readData: (name: string) => Promise<Uint8Array>;
  readonly readFile: (path: string) => Promise<Uint8Array>;
  readonly writeFile: (path: string, bytes: Uint8Array) => Promise<void>;
  /** Keeps trainings that are to ship, where they are made. */
  readonly keepTrainings?: (name: string, file: Uint8Array) => Promise<void>;
}
