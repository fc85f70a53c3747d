import type { CompiledCell } from '../../core/cells/converter';
import type { Wire, WireError } from './wireValue';

/** A compiled notebook cell as it is sent: what running it takes. */
export interface SentCell {
  /** Number under which stacks name it. */
  readonly number: number;
  readonly javascript: string;
  readonly references: readonly string[];
  readonly hasValue: boolean;
  readonly names: readonly string[];
  readonly hoisted: readonly string[];
  readonly modules: CompiledCell['modules'];
}

/** What the process of an answer is asked. Each is answered by one `FromAnswer`. */
export type ToAnswer =
  | {
      readonly ask: 'begin';
      /** Whose answer it is: what is drawn for a student is drawn for this one. */
      readonly student?: string;
      readonly needs: readonly SentCell[];
      readonly answer: readonly SentCell[];
    }
  /** The value of a name of the answer's. */
  | { readonly ask: 'value'; readonly name: string }
  | {
      readonly ask: 'call';
      readonly id: number;
      readonly self: Wire;
      readonly args: readonly Wire[];
      readonly construct: boolean;
    }
  | { readonly ask: 'get'; readonly id: number; readonly key: string }
  /** The whole walk of a step function over a sequence. */
  | { readonly ask: 'walk'; readonly id: number; readonly walk: Wire }
  /** The answer to a `callback`. */
  | { readonly ask: 'goOn'; readonly value: Wire }
  | { readonly ask: 'goOn'; readonly error: WireError };

export type FromAnswer =
  | {
      readonly value: Wire;
      /** It was a promise, kept by now. */
      readonly promised?: boolean;
      /** What it was given has other numbers now. */
      readonly changed?: boolean;
    }
  | { readonly error: WireError; readonly promised?: boolean }
  /** A function of the test's is called; the answer waits. */
  | { readonly callback: number; readonly args: readonly Wire[] };

/** What marks one exercise. */
export interface MarkJob {
  readonly exercise: string;
  readonly student?: string;
  readonly needs: readonly { readonly id: string; readonly source: string }[];
  /** The teacher's answer: what it declares is what the tests may use. */
  readonly solution: string;
  /** The student's answer, and before it what it uses of cells that the student added. */
  readonly extras: readonly string[];
  readonly answer: string;
  readonly tests: readonly {
    readonly id: string;
    readonly source: string;
    readonly points: number;
  }[];
}

/** How one test ended. */
export interface TestMark {
  readonly id: string;
  readonly points: number;
  readonly maxPoints: number;
  /** The line of the test (from 0) on which it ended, when known. */
  readonly line: number | null;
  /** Why not all points; empty when all. */
  readonly message: string;
}

export interface ExerciseMark {
  readonly exercise: string;
  readonly points: number;
  readonly maxPoints: number;
  readonly status: 'passed' | 'notYet' | 'didNotRun';
  readonly message: string;
  readonly tests: readonly TestMark[];
  /** The report as a notebook keeps it, by MIME type. */
  readonly outputs: Readonly<Record<string, unknown>>;
  /** The fault is the teacher's: needs or tests, not the answer. */
  readonly teachersFault?: string;
  readonly seconds: number;
}

/** What the marking process says to whoever started it, one after the other. */
export type FromJudge =
  /** To be handed to the answer's process, a fresh one when asked for; its line is the reply. */
  | { readonly say: 'pass'; readonly fresh: boolean; readonly line: ToAnswer }
  | { readonly say: 'mark'; readonly mark: ExerciseMark }
  | { readonly say: 'ready' };

export type ToJudge =
  | { readonly job: MarkJob }
  | { readonly line: FromAnswer }
  /** The answer's process is gone. */
  | { readonly gone: string };
