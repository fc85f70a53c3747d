import type { NotebookPanel } from '@jupyterlab/notebook';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';
import type {
  Exercise,
  NamedMistake,
  NotebookCell
} from '../../exercises/metadata';
import { exerciseOfCell } from '../../exercises/metadata';
import type { ExerciseDesk } from '../exercises/exerciseDesk';
import type { AuthoringFault } from './authoringFaults';
import { authoringFaults } from './authoringFaults';
import type { CodeParser } from './codeTree';
import type { NotebookEdit, SharedNotebook } from './edits';
import { applyEdits } from './edits';
import type { ExerciseFields } from './exerciseEdits';
import {
  addTest,
  setAskedTitle,
  setFields,
  setId,
  setMistakes,
  setPoints
} from './exerciseEdits';
import type { Wish } from './exerciseParts';
import { makeExercise } from './makeExercise';
import { proposeNeeds } from './proposeNeeds';
import type { HiddenRegion } from './regions';
import type { Drafts } from './rows';
import { wrapLines } from './regions';
import type { TrialKind, TrialResult } from './trials';
import { isAsMeant, trialsOf } from './trials';

/** What an author does with the exercises of one notebook. */
export interface AuthoringDesk {
  /** Emits when what was tried, or which notebook cells are picked, stands otherwise. */
  readonly changed: ISignal<object, void>;
  /** What of the form is not whole yet. */
  readonly drafts: Drafts;
  cells(): readonly NotebookCell[];
  faults(): readonly AuthoringFault[];
  /** The exercise of a notebook cell; while cells are picked, the one that they are picked for. */
  exerciseAt(cell: string | null): Exercise | undefined;
  make(wish: Wish): Promise<void>;
  set(exercise: Exercise, fields: ExerciseFields): void;
  /** Names it as the grade book is to call it. */
  setId(exercise: Exercise, id: string): void;
  setMistakes(
    exercise: Exercise,
    mistakes: readonly NamedMistake[]
  ): Promise<void>;
  /** Of a prediction or of questions. */
  setAskedTitle(cell: string, title: string): void;
  setPoints(cell: string, points: number): void;
  addTest(exercise: Exercise): void;
  proposeNeeds(exercise: Exercise): Promise<void>;
  /** Takes a notebook cell into what the exercise needs, or out of it. */
  toggleNeed(exercise: Exercise, cell: string): void;
  /** The exercise for which notebook cells are picked by clicking them. */
  readonly picking: string | null;
  pick(exercise: string | null): void;
  /** Marks lines as solution or as hidden. @throws RangeError when they are in a region already */
  wrap(
    cell: string,
    lines: { readonly from: number; readonly to: number },
    region: HiddenRegion
  ): void;
  try(exercise: Exercise, kind: TrialKind): Promise<void>;
  /** What the last trials of an exercise came to; null while they run. */
  results(exercise: string): readonly TrialResult[] | null;
  readonly canUndo: boolean;
  undo(): void;
  dispose(): void;
}

export interface AuthoringDeskOptions {
  readonly notebook: SharedNotebook;
  readonly desk: Pick<ExerciseDesk, 'lesson' | 'tryAnswer'>;
  readonly parser: () => Promise<CodeParser>;
  /** Makes a notebook cell the active one. */
  readonly goTo: (cell: string) => void;
}

export function createAuthoringDesk({
  notebook,
  desk,
  parser,
  goTo
}: AuthoringDeskOptions): AuthoringDesk {
  const changed = new Signal<object, void>({});
  const tried = new Map<string, readonly TrialResult[] | null>();
  let picking: string | null = null;
  let written: Promise<void> = Promise.resolve();

  const cells = (): readonly NotebookCell[] => desk.lesson.cells();
  const cellOf = (id: string): NotebookCell | undefined =>
    cells().find(cell => cell.id === id);
  const find = (id: string): Exercise | undefined =>
    desk.lesson.parts.exercises.find(exercise => exercise.id === id);
  const apply = (edits: readonly NotebookEdit[]): void =>
    applyEdits(notebook, edits);

  /** Makes a change for which the code must be read first: one after the other, in the order asked. */
  function write(editsFor: (parser: CodeParser) => readonly NotebookEdit[]) {
    written = Promise.allSettled([written])
      .then(parser)
      .then(read => apply(editsFor(read)));
    return written;
  }

  async function tryAll({ id }: Exercise, kind: TrialKind): Promise<void> {
    // A field that was left by pressing the button is still being written: what it says is tried.
    await Promise.allSettled([written]);
    const exercise = find(id);
    const answer = exercise && cellOf(exercise.answer);
    if (!exercise || !answer || tried.get(id) === null) {
      return;
    }
    tried.set(id, null);
    changed.emit();
    const results: TrialResult[] = [];
    try {
      for (const trial of trialsOf(kind, exercise, answer)) {
        const report = await desk.tryAnswer(id, trial.source, trial.answered);
        const asMeant = isAsMeant(trial, report);
        results.push({ trial, asMeant, report, fault: null });
      }
    } catch (error) {
      results.push({
        trial: { kind, source: answer.source },
        asMeant: false,
        report: null,
        fault: error instanceof Error ? error.message : String(error)
      });
    }
    tried.set(id, results);
    changed.emit();
  }

  return {
    changed,
    drafts: new Map(),
    cells,
    faults: () => authoringFaults(cells()),
    exerciseAt: cell =>
      picking !== null
        ? find(picking)
        : cell === null
          ? undefined
          : exerciseOfCell(desk.lesson.parts.exercises, cell),
    async make(wish) {
      const { edits, answer } = makeExercise(wish, cells(), await parser());
      apply(edits);
      goTo(answer);
    },
    set: (exercise, fields) => apply(setFields(exercise, fields, cells())),
    setId: (exercise, id) => apply(setId(exercise, id, cells())),
    setMistakes: (exercise, mistakes) =>
      write(read => setMistakes(exercise, mistakes, cells(), read)),
    setAskedTitle: (cell, title) => apply(setAskedTitle(cell, title, cells())),
    setPoints: (cell, points) => apply(setPoints(cell, points, cells())),
    addTest: exercise => apply(addTest(exercise, cells())),
    proposeNeeds: exercise =>
      write(read => {
        const { answer, tests } = exercise;
        const needs = proposeNeeds(cells(), answer, tests, read);
        return setFields(exercise, { needs }, cells());
      }),
    toggleNeed(exercise, cell) {
      const now = find(exercise.id)?.needs ?? exercise.needs;
      if (cell === exercise.answer || exercise.tests.includes(cell)) {
        return;
      }
      const needs = now.includes(cell)
        ? now.filter(id => id !== cell)
        : [...now, cell];
      apply(setFields(exercise, { needs }, cells()));
    },
    get picking() {
      return picking;
    },
    pick(exercise) {
      picking = exercise;
      changed.emit();
    },
    wrap(cell, lines, region) {
      const source = cellOf(cell)?.source ?? '';
      apply([{ do: 'write', cell, source: wrapLines(source, lines, region) }]);
    },
    try: tryAll,
    results: exercise =>
      tried.get(exercise) ?? (tried.has(exercise) ? null : []),
    get canUndo() {
      return notebook.canUndo();
    },
    undo() {
      notebook.undo();
    },
    dispose() {
      Signal.clearData(changed);
    }
  };
}

/** The lines that are selected in the active notebook cell; all of them where nothing is. */
export function selectedLines(
  panel: NotebookPanel
): { readonly from: number; readonly to: number } | null {
  const cell = panel.content.activeCell;
  if (cell === null) {
    return null;
  }
  const count = cell.model.sharedModel.getSource().split('\n').length;
  const selection = cell.editor?.getSelection();
  if (
    selection === undefined ||
    (selection.start.line === selection.end.line &&
      selection.start.column === selection.end.column)
  ) {
    return { from: 0, to: count - 1 };
  }
  const { start, end } = selection;
  const from = Math.min(start.line, end.line);
  const to = Math.max(start.line, end.line);
  const last = start.line > end.line ? start : end;
  // A selection that ends before a line's first letter does not take that line.
  return { from, to: to > from && last.column === 0 ? to - 1 : to };
}
