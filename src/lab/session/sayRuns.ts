import type { Cell } from '@jupyterlab/cells';
import { CodeCell } from '@jupyterlab/cells';
import type { Notebook } from '@jupyterlab/notebook';
import { NotebookActions } from '@jupyterlab/notebook';
import { readCellMetadata } from '../../exercises/metadata';
import type { Translate } from '../../scene/words/translate';
import {
  cellOutcome,
  errorWords,
  type OutcomeOutput
} from '../reading/cellOutcome';
import { createRunSayings } from '../reading/runSayings';
import { METADATA_KEY } from './cellMemory';

/** A notebook cell of a notebook, as JupyterLab's signals tell it. */
interface Told {
  readonly notebook: Notebook;
  readonly cell: Cell;
}

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
  const sayings = createRunSayings<Cell>(translate);
  const begin = (_: unknown, { notebook, cell }: Told): void => {
    if (isSpoken(notebook) && cell instanceof CodeCell) {
      sayings.begin(cell);
    }
  };
  const end = (_: unknown, { notebook, cell }: Told): void => {
    if (isSpoken(notebook) && cell instanceof CodeCell) {
      sayings.end(cell, cellOutcome(outputsOf(cell), translate, isTest(cell)));
    }
  };
  NotebookActions.executionScheduled.connect(begin);
  NotebookActions.executed.connect(end);
  return () => {
    NotebookActions.executionScheduled.disconnect(begin);
    NotebookActions.executed.disconnect(end);
    sayings.dispose();
  };
}

function isTest({ model }: CodeCell): boolean {
  try {
    return (
      readCellMetadata(model.getMetadata(METADATA_KEY)).exercise?.role ===
      'test'
    );
  } catch {
    // A notebook cell whose metadata cannot be read is an ordinary one.
    return false;
  }
}

function outputsOf({ model }: CodeCell): OutcomeOutput[] {
  return Array.from({ length: model.outputs.length }, (_, at) => {
    const output = model.outputs.get(at);
    const { ename, evalue } = output.toJSON();
    return {
      data: output.data,
      ...(output.type === 'error' && { error: errorWords(ename, evalue) })
    };
  });
}
