import type { NamedMistake, StepKind } from './cellMetadata';

/** What is read of a notebook cell: the parts of nbformat that matter here. */
export interface NotebookCell {
  readonly id: string;
  readonly type: 'code' | 'markdown' | 'raw';
  readonly source: string;
  readonly metadata: {
    readonly gatescope?: unknown;
    readonly nbgrader?: unknown;
  };
}

/** An exercise of a lesson: one answer and the cells that test it. */
export interface Exercise {
  readonly id: string;
  readonly title: string;
  /** The sum over its tests, as nbgrader counts. */
  readonly points: number;
  readonly hints: readonly string[];
  /** The kind of cell whose step is asked for. */
  readonly stepOf?: StepKind;
  /** Wrong answers with what is to be said of each; not in what students get. */
  readonly mistakes?: readonly NamedMistake[];
  /** Id of the notebook cell with the answer, or with the questions. */
  readonly answer: string;
  /** It is answered in the view that its notebook cell shows, not by code. */
  readonly asks?: true;
  /** Ids of the notebook cells that test it, in order. */
  readonly tests: readonly string[];
  /** Ids of the notebook cells that it needs, in the notebook's order. */
  readonly needs: readonly string[];
}

/**
 * A cell of a check, as the comm's `check` request carries it. Of cells of text only an answer that was
 * turned into one, Markdown or raw, is one.
 */
export interface CheckCell {
  readonly id: string;
  readonly source: string;
  readonly type?: 'code' | 'markdown';
  /**
   * `needs`: runs before; `answer`: the answer, or a copy of it; `test`: judges it; `given`: another
   * that was handed out; `own`: the student's, or the answer to something else.
   */
  readonly role: 'needs' | 'own' | 'given' | 'answer' | 'test';
  /** What a test is worth. */
  readonly points?: number;
  /** Lines of a test were not given out: its points are given when it is marked. */
  readonly isMarkedLater?: boolean;
}
