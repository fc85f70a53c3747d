import { parser as javascript } from '@lezer/javascript';
import { YNotebook } from '@jupyter/ydoc';
import type { PartialJSONObject } from '@lumino/coreutils';
import type { NotebookCell } from '../../../../src/exercises/metadata';
import type { CodeParser } from '../../../../src/lab/authoring/codeTree';
import type { SharedNotebook } from '../../../../src/lab/authoring/edits';
import { applyEdits } from '../../../../src/lab/authoring/edits';
import type { Wish } from '../../../../src/lab/authoring/exerciseParts';
import { makeExercise } from '../../../../src/lab/authoring/makeExercise';

/** The parser that JupyterLab's editor has. */
export const parser: CodeParser = javascript.configure({ dialect: 'ts' });

export function cell(
  id: string,
  source: string,
  metadata: NotebookCell['metadata'] = {},
  type: NotebookCell['type'] = 'code'
): NotebookCell {
  return { id, type, source, metadata };
}

const opened: { dispose(): void }[] = [];
// Each keeps a clock running, and with it the process.
afterEach(() => opened.splice(0).forEach(each => each.dispose()));

/** A notebook as JupyterLab keeps it, each cell with an undo of its own as by default. */
export function open(cells: readonly NotebookCell[]) {
  const shared = YNotebook.create({
    disableDocumentWideUndoRedo: true,
    data: {
      cells: cells.map(({ id, type, source, metadata }) => ({
        id,
        cell_type: type,
        source,
        metadata: metadata as PartialJSONObject
      }))
    }
  }) as unknown as SharedNotebook & { dispose(): void };
  opened.push(shared);
  const read = (): NotebookCell[] =>
    shared.cells.map(each => ({
      id: each.getId(),
      type: each.cell_type as NotebookCell['type'],
      source: each.getSource(),
      metadata: {
        gatescope: each.getMetadata('gatescope'),
        nbgrader: each.getMetadata('nbgrader')
      }
    }));
  return {
    shared,
    read,
    make: (wish: Wish) => {
      const { edits, answer } = makeExercise(wish, read(), parser);
      applyEdits(shared, edits);
      return answer;
    }
  };
}
