import type { Cell } from '@jupyterlab/cells';
import { CodeCell } from '@jupyterlab/cells';
import type { Notebook } from '@jupyterlab/notebook';
import { NotebookActions } from '@jupyterlab/notebook';
import { html } from '../../widgets/base/dom';
import { createSpokenWords } from '../../widgets/base/spokenWords';
import type { Translate } from '../../widgets/context';
import { cellOutcome, type OutcomeOutput } from './cellOutcome';

/** A cell that takes longer is said to run, in ms. */
const LONG = 2000;

/**
 * Has a screen reader say what became of a notebook cell that the reader ran, and that a long one runs:
 * JupyterLab shows both in its prompt alone.
 *
 * @param isSpoken whether the cells of a notebook are said
 * @returns the way to stop
 */
export function sayRuns(
  isSpoken: (notebook: Notebook) => boolean,
  translate: Translate
): () => void {
  const live = html('div', {
    class: 'jp-gatescope-hidden jp-gatescope-runs',
    role: 'status',
    'aria-live': 'polite'
  });
  document.body.append(live);
  const spoken = createSpokenWords(live);
  const running = new Map<Cell, ReturnType<typeof setTimeout>>();

  const begin = (
    _: unknown,
    { notebook, cell }: { readonly notebook: Notebook; readonly cell: Cell }
  ): void => {
    if (isSpoken(notebook) && cell instanceof CodeCell) {
      running.set(
        cell,
        setTimeout(
          () => spoken.announce(translate('The notebook cell is running.')),
          LONG
        )
      );
    }
  };
  const end = (
    _: unknown,
    { notebook, cell }: { readonly notebook: Notebook; readonly cell: Cell }
  ): void => {
    clearTimeout(running.get(cell));
    running.delete(cell);
    // Of many that run one after another, the last is said.
    if (isSpoken(notebook) && cell instanceof CodeCell && running.size === 0) {
      spoken.announce(cellOutcome(outputsOf(cell), translate));
    }
  };
  NotebookActions.executionScheduled.connect(begin);
  NotebookActions.executed.connect(end);
  return () => {
    NotebookActions.executionScheduled.disconnect(begin);
    NotebookActions.executed.disconnect(end);
    running.forEach(timer => clearTimeout(timer));
    spoken.dispose();
    live.remove();
  };
}

function outputsOf({ model }: CodeCell): OutcomeOutput[] {
  return Array.from({ length: model.outputs.length }, (_, at) => {
    const output = model.outputs.get(at);
    const { ename, evalue } = output.toJSON();
    return {
      data: output.data,
      ...(output.type === 'error' && {
        error: [ename, evalue]
          .filter(each => typeof each === 'string' && each !== '')
          .join(': ')
          .split('\n')[0]
      })
    };
  });
}
