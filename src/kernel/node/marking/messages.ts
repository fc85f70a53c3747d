import type { ToAnswer } from '../../core/check/answerMessages';
import type { ExerciseRequest } from '../../core/check/exerciseJob';

/** What marks one exercise. */
export interface MarkJob extends ExerciseRequest {
  /** The teacher's answer: what it declares is what the tests may use. */
  readonly solution: string;
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
  /** The text of the answer that was marked. */
  readonly answer: string;
  /** What was odd about where it stood, in words for the teacher. */
  readonly odd: readonly string[];
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

/** An exercise as an assignment asks it. */
export interface ExerciseWords {
  readonly exercise: string;
  /** Pieces of its lesson's notebook, each with what takes its place; none where it is not drawn. */
  readonly words: readonly (readonly [lesson: string, instead: string])[];
}

/** What the marking process says to the process that started it, one after the other. */
export type FromJudge =
  /** To be handed to the answer's process, a fresh one when asked for; its line is the reply. */
  | { readonly say: 'pass'; readonly fresh: boolean; readonly line: ToAnswer }
  | { readonly say: 'mark'; readonly mark: ExerciseMark }
  | { readonly say: 'words'; readonly words: readonly ExerciseWords[] }
  | { readonly say: 'ready' };

export type ToJudge =
  | { readonly job: MarkJob }
  /** What its exercises ask in the assignment of this name. */
  | {
      readonly drawn: {
        readonly exercises: readonly string[];
        readonly variant: string;
      };
    }
  /** What the answer's process said, as it said it. */
  | { readonly line: string }
  /** The answer's process is gone. */
  | { readonly gone: string };
