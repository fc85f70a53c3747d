import type { ICellModel } from '@jupyterlab/cells';
import type { INotebookModel } from '@jupyterlab/notebook';
import type { PartialJSONObject } from '@lumino/coreutils';

/** What JupyterLab keeps a notebook in, and its undo. */
export type SharedNotebook = INotebookModel['sharedModel'];

/** A notebook cell that is to be made. */
export interface NewCell {
  readonly id: string;
  readonly type: 'code' | 'markdown';
  readonly source: string;
  readonly metadata: PartialJSONObject;
}

/** One change of a notebook. */
export type NotebookEdit =
  | { readonly do: 'write'; readonly cell: string; readonly source: string }
  | {
      readonly do: 'describe';
      readonly cell: string;
      readonly key: string;
      /** Undefined takes the key away. */
      readonly value: PartialJSONObject | readonly string[] | undefined;
    }
  | {
      readonly do: 'insert';
      /** The notebook cell before or behind which it comes. */
      readonly beside: string;
      readonly place: 'before' | 'behind';
      readonly cell: NewCell;
    }
  | { readonly do: 'remove'; readonly cell: string };

/**
 * Makes all changes as one step of the notebook's own undo.
 *
 * @throws Error when a notebook cell that is named is not there
 */
export function applyEdits(
  notebook: SharedNotebook,
  edits: readonly NotebookEdit[]
): void {
  if (edits.length === 0) {
    return;
  }
  // The list of cells is told of changes only when all are made: the order is kept here.
  const cells = new Map(notebook.cells.map(cell => [cell.getId(), cell]));
  const order = [...cells.keys()];
  endUndoStep(notebook);
  notebook.transact(() =>
    edits.forEach(edit => apply(notebook, edit, cells, order))
  );
  endUndoStep(notebook);
}

type SharedCell = ICellModel['sharedModel'];

function apply(
  notebook: SharedNotebook,
  edit: NotebookEdit,
  cells: ReadonlyMap<string, SharedCell>,
  order: string[]
): void {
  const indexOf = (id: string): number => {
    const index = order.indexOf(id);
    if (index < 0) {
      throw new Error(`the notebook has no cell ${id}`);
    }
    return index;
  };
  const cellOf = (id: string): SharedCell => {
    const cell = cells.get(id);
    if (cell === undefined) {
      throw new Error(`the notebook has no cell ${id}`);
    }
    return cell;
  };
  switch (edit.do) {
    case 'write':
      cellOf(edit.cell).setSource(edit.source);
      return;
    case 'describe': {
      const cell = cellOf(edit.cell);
      if (edit.value === undefined) {
        cell.deleteMetadata(edit.key);
      } else {
        cell.setMetadata(edit.key, edit.value as PartialJSONObject);
      }
      return;
    }
    case 'insert': {
      const { type, id, source, metadata } = edit.cell;
      const index = indexOf(edit.beside) + (edit.place === 'behind' ? 1 : 0);
      notebook.insertCell(index, { cell_type: type, id, source, metadata });
      order.splice(index, 0, id);
      return;
    }
    case 'remove': {
      const index = indexOf(edit.cell);
      notebook.deleteCell(index);
      order.splice(index, 1);
    }
  }
}

/** Changes that follow each other quickly would otherwise be undone as one. */
function endUndoStep(notebook: SharedNotebook): void {
  const { undoManager } = notebook as unknown as {
    readonly undoManager?: { stopCapturing(): void };
  };
  undoManager?.stopCapturing();
}
