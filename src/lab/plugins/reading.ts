import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { INotebookTracker } from '@jupyterlab/notebook';
import { nameEditors } from '../reading/editorNames';
import { addRunButtons } from '../reading/runButtons';
import { createTermNotes } from '../reading/termNotes';
import { IGatescope } from '../tokens';

/**
 * What helps in reading a lesson: terms that are explained where they stand first, on a phone a button to
 * run each cell, and for the ear a name for each editor.
 */
const plugin: JupyterFrontEndPlugin<void> = {
  id: 'gatescope:reading',
  description:
    'Explains the terms of a lesson on hover and focus, names its editors, and runs its cells by a button on a phone.',
  autoStart: true,
  requires: [IGatescope],
  optional: [INotebookTracker],
  activate: (
    _app: JupyterFrontEnd,
    { translate }: IGatescope,
    tracker: INotebookTracker | null
  ): void => {
    tracker?.widgetAdded.connect((_, panel) => {
      const notes = createTermNotes(panel.content.node, translate);
      panel.disposed.connect(() => notes.dispose());
      addRunButtons(panel, translate);
      nameEditors(panel, translate);
    });
  }
};

export default plugin;
