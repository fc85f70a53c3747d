import type { Cell } from '@jupyterlab/cells';
import type { CodeMirrorEditor } from '@jupyterlab/codemirror';
import type { Extension } from '@codemirror/state';
import { StateEffect, StateField } from '@codemirror/state';
import { Decoration, EditorView } from '@codemirror/view';

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
export function markAnswerLine(cell: Cell, line: number | null): void {
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
export function goToAnswerLine(cell: Cell, line: number): void {
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
