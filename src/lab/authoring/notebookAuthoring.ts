import type { NotebookPanel } from '@jupyterlab/notebook';
import type { Translate } from '../../scene/words/translate';
import type { NotebookWork } from '../exercises/notebookWork';
import { goToCell } from '../goToCell';
import type { AuthoringDesk } from './authoringDesk';
import { createAuthoringDesk } from './authoringDesk';
import type { CodeParser } from './codeTree';
import { createFaultNotes } from './faultNotes';
import { pickCells } from './pickCells';

/** Authoring in one open notebook: the desk, the notes below its cells, the picking of cells. */
export interface NotebookAuthoring {
  readonly desk: AuthoringDesk;
  dispose(): void;
}

export interface NotebookAuthoringOptions {
  readonly panel: NotebookPanel;
  readonly work: NotebookWork;
  readonly parser: () => Promise<CodeParser>;
  readonly translate: Translate;
}

/** @throws Error when the notebook has no model yet */
export function createNotebookAuthoring({
  panel,
  work,
  parser,
  translate
}: NotebookAuthoringOptions): NotebookAuthoring {
  const { content } = panel;
  const { model } = content;
  if (model === null) {
    throw new Error('a notebook is written in after its model is there');
  }
  const desk = createAuthoringDesk({
    notebook: model.sharedModel,
    desk: work.desk,
    parser,
    goTo: id => {
      const index = content.widgets.findIndex(cell => cell.model.id === id);
      if (index >= 0) {
        void goToCell(content, index);
      }
    }
  });
  const notes = createFaultNotes(panel, translate);
  const note = (): void => notes.show(desk.faults());
  let endPicking: (() => void) | null = null;
  const onDesk = (): void => {
    const { picking } = desk;
    if (picking === null) {
      endPicking?.();
      endPicking = null;
    } else {
      endPicking ??= pickCells(panel, {
        picked: cell => {
          const exercise = desk.exerciseAt(cell);
          if (exercise !== undefined) {
            desk.toggleNeed(exercise, cell);
          }
        },
        end: () => desk.pick(null)
      });
    }
  };
  desk.changed.connect(onDesk);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const noteSoon = (): void => {
    clearTimeout(timer);
    timer = setTimeout(note, 300);
  };
  model.contentChanged.connect(noteSoon);
  note();
  return {
    desk,
    dispose() {
      clearTimeout(timer);
      model.contentChanged?.disconnect(noteSoon);
      endPicking?.();
      notes.dispose();
      desk.dispose();
    }
  };
}
