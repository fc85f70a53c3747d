import type { Cell } from '@jupyterlab/cells';
import type { NotebookPanel } from '@jupyterlab/notebook';
import type { Widget } from '@lumino/widgets';
import type { ExerciseProgress } from '../../exercises/metadata';
import type { ViewContext } from '../../widgets/context';
import type { Translate } from '../../scene/words/translate';
import { goToCell } from '../goToCell';
import { AnswerFooter, type NextExercise } from './answerFooter';
import { footerPlace, layoutOf } from './cellFooter';
import { exerciseAfter } from './exerciseAfter';
import type { ExerciseDesk } from './exerciseDesk';
import type { CodeMirrorEditor } from '@jupyterlab/codemirror';
import { type Extension, StateEffect, StateField } from '@codemirror/state';
import { Decoration, EditorView } from '@codemirror/view';

export interface AnswerCellsOptions {
  readonly panel: NotebookPanel;
  readonly desk: ExerciseDesk;
  readonly translate: Translate;
  /** What the picture of a report below `cell` is given. */
  readonly contextOf: (cell: Cell) => ViewContext;
  /** How an exercise stood when the notebook was opened. */
  readonly progressOf: (exercise: string) => ExerciseProgress | undefined;
}

/** Keeps the footers of a notebook's answer cells, and the marks on their wrong lines. */
export interface AnswerCells {
  /** The notebook cell of an exercise's answer; null while it is not drawn. */
  cellOf(exercise: string): Cell | null;
  themeChanged(): void;
  /** How the exercises stood before has been read. */
  progressRead(): void;
  dispose(): void;
}

/**
 * A footer survives running, and is lost when its cell is moved or changes type: the footers are put
 * right again at each change of the list of cells.
 */
export function createAnswerCells({
  panel,
  desk,
  translate,
  contextOf,
  progressOf
}: AnswerCellsOptions): AnswerCells {
  const notebook = panel.content;
  const footers = new Map<Widget, AnswerFooter>();
  const sources = new Map<string, string>();
  let disposed = false;

  const widgetOf = (id: string): Cell | null =>
    notebook.widgets.find(cell => cell.model?.id === id) ?? null;

  const cellOf = (exercise: string): Cell | null => {
    const answer = desk.find(exercise)?.answer;
    return answer === undefined ? null : widgetOf(answer);
  };

  /** The exercise after one that is still to be passed, and the way there. */
  function nextOf(exercise: string): NextExercise | null {
    const { exercises } = desk.lesson.parts;
    const next = exerciseAfter(exercises, exercise, id => {
      const state = desk.state(id);
      return (
        (state.state === 'checked' && state.report.status === 'passed') ||
        progressOf(id)?.status === 'passed'
      );
    });
    const index = notebook.widgets.findIndex(
      ({ model }) => model?.id === next?.answer
    );
    return next === undefined || index < 0
      ? null
      : {
          title: next.title,
          go() {
            void goToCell(notebook, index).then(() =>
              notebook.node.focus({ preventScroll: true })
            );
          }
        };
  }

  function put(exercise: string, cell: Cell): void {
    const place = footerPlace(cell);
    if (place === null || footers.get(place)?.exercise === exercise) {
      return;
    }
    footers.get(place)?.dispose();
    const footer = new AnswerFooter({
      exercise,
      desk,
      translate,
      context: () => contextOf(cell),
      progress: () => progressOf(exercise),
      next: () => nextOf(exercise),
      goToLine: line => goToAnswerLine(cell, line)
    });
    layoutOf(place).addWidget(footer);
    footers.set(place, footer);
    footer.disposed.connect(() => footers.delete(place));
    mark(exercise);
  }

  /** Gives every answer cell its footer and takes it from cells that are answers no more. */
  function arrange(): void {
    if (disposed) {
      return;
    }
    const { exercises } = desk.lesson.parts;
    for (const footer of [...footers.values()]) {
      if (!exercises.some(({ id }) => id === footer.exercise)) {
        footer.dispose();
      }
    }
    for (const { id, answer } of exercises) {
      const cell = widgetOf(answer);
      if (cell !== null) {
        // A cell that has never been in view has no footer yet.
        void cell.ready.then(() => {
          if (!disposed && !cell.isDisposed) {
            put(id, cell);
          }
        });
      }
    }
  }

  function mark(exercise: string): void {
    const cell = cellOf(exercise);
    const state = desk.state(exercise);
    // Typing takes the mark away by itself, and an editor cannot be told anything while it types.
    if (cell === null || (state.state === 'checked' && state.edited)) {
      return;
    }
    const wrong = state.state === 'checked' && state.report.status !== 'passed';
    markAnswerLine(cell, wrong ? (state.report.line ?? null) : null);
  }

  function onDesk(_: object, exercise: string): void {
    mark(exercise);
  }

  /** Notes which answers have another text than before. */
  function onContent(): void {
    for (const { id, answer } of desk.lesson.parts.exercises) {
      const source = widgetOf(answer)?.model.sharedModel.getSource();
      if (source !== undefined) {
        const before = sources.get(answer);
        sources.set(answer, source);
        if (before !== undefined && before !== source) {
          desk.answerEdited(id);
        }
      }
    }
  }

  const model = notebook.model;
  const arrangeSoon = (): void => void Promise.resolve().then(arrange);
  desk.lesson.changed.connect(arrange);
  desk.changed.connect(onDesk);
  model?.cells.changed.connect(arrangeSoon);
  model?.contentChanged.connect(onContent);
  onContent();
  arrange();

  return {
    cellOf,
    themeChanged: () => footers.forEach(footer => footer.themeChanged()),
    progressRead: () => footers.forEach(footer => footer.progressRead()),
    dispose() {
      disposed = true;
      desk.lesson.changed.disconnect(arrange);
      desk.changed.disconnect(onDesk);
      model?.cells?.changed.disconnect(arrangeSoon);
      model?.contentChanged.disconnect(onContent);
      [...footers.values()].forEach(footer => footer.dispose());
    }
  };
}

/** Marks a line (from 0) of the answer as the one that is wrong; null takes the mark away. */
const setMark = StateEffect.define<number | null>();

/** One marked line. It goes as soon as anything is typed: the report is then of another text. */
const markField = StateField.define({
  create: () => Decoration.none,
  update(marks, transaction) {
    for (const effect of transaction.effects) {
      if (effect.is(setMark)) {
        const line = effect.value;
        const { doc } = transaction.state;
        return line === null || line < 0 || line >= doc.lines
          ? Decoration.none
          : Decoration.set(mark.range(doc.line(line + 1).from));
      }
    }
    return transaction.docChanged ? Decoration.none : marks;
  },
  provide: field => EditorView.decorations.from(field)
});

const mark = Decoration.line({ class: 'jp-gatescope-wrong-line' });

/** Marks a line of a notebook cell's editor, from 0; null takes the mark away. */
function markAnswerLine(cell: Cell, line: number | null): void {
  const editor = codeMirrorOf(cell);
  if (editor === null) {
    return;
  }
  if (editor.state.field(markField, false) === undefined) {
    if (line === null) {
      return;
    }
    const extension: Extension = markField;
    editor.injectExtension(extension);
  }
  editor.editor.dispatch({ effects: setMark.of(line) });
}

/** Puts the text cursor at the start of a line, from 0, and brings it into view. */
function goToAnswerLine(cell: Cell, line: number): void {
  const { editor } = cell;
  if (editor === null) {
    return;
  }
  const position = { line: Math.min(line, editor.lineCount - 1), column: 0 };
  cell.inputHidden = false;
  editor.focus();
  editor.setCursorPosition(position);
  editor.revealPosition(position);
}

/** JupyterLab's own editor; a lab with another editor gets no mark. */
function codeMirrorOf(cell: Cell): CodeMirrorEditor | null {
  const { editor } = cell;
  return editor !== null && 'injectExtension' in editor
    ? (editor as CodeMirrorEditor)
    : null;
}
