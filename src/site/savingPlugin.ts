import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import {
  INotebookTracker,
  NotebookActions,
  type Notebook
} from '@jupyterlab/notebook';
import { savesInTurn } from './savesInTurn';

/**
 * Saves a notebook before what can end the page without a word: a cell that runs, which may take more
 * memory than there is, and a page that is left, which a phone ends when it wants to. Between, JupyterLab
 * saves by its clock, which the site's settings make quick.
 */
export const savingPlugin: JupyterFrontEndPlugin<void> = {
  id: 'gatescope-site:saving',
  description: 'Saves notebooks before a cell runs and when the page is left.',
  autoStart: true,
  requires: [INotebookTracker],
  activate(_: JupyterFrontEnd, tracker: INotebookTracker) {
    const saves = new Map<Notebook, () => void>();
    tracker.widgetAdded.connect((_sender, { content, context }) => {
      saves.set(content, savesInTurn(context));
      content.disposed.connect(() => saves.delete(content));
    });
    NotebookActions.executionScheduled.connect((_sender, { notebook }) =>
      saves.get(notebook)?.()
    );
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'hidden') {
        saves.forEach(save => save());
      }
    });
  }
};
