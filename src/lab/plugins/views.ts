import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import type { Cell } from '@jupyterlab/cells';
import type { Notebook } from '@jupyterlab/notebook';
import { INotebookTracker, NotebookActions } from '@jupyterlab/notebook';
import { ISettingRegistry } from '@jupyterlab/settingregistry';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { Signal } from '@lumino/signaling';
import type { ViewSettings } from '../../widgets/context';
import { letApplicationKeys } from '../applicationKeys';
import { reachFolded } from '../reading/reachFolded';
import type { DocumentActions } from '../session/notebookSession';
import { createNotebookSessions } from '../session/notebookSessions';
import { sayRuns } from '../session/sayRuns';
import { readViewSettings } from '../session/viewSettings';
import { IGatescope } from '../tokens';
import { toTranslate } from '../translate';
import { VERSION } from '../version';

/** Keeps what the views of one notebook share, and the settings of all. */
const plugin: JupyterFrontEndPlugin<IGatescope> = {
  id: 'gatescope:views',
  description: 'One cursor, one live link and one store for each notebook.',
  autoStart: true,
  provides: IGatescope,
  optional: [INotebookTracker, ISettingRegistry, ITranslator],
  activate: (
    { commands }: JupyterFrontEnd,
    tracker: INotebookTracker | null,
    registry: ISettingRegistry | null,
    translator: ITranslator | null
  ): IGatescope => {
    const translate = toTranslate(translator ?? nullTranslator);
    letApplicationKeys(commands);
    const settingsChanged = new Signal<object, void>({});
    let settings: ViewSettings = readViewSettings({});

    if (registry !== null) {
      void registry.load(plugin.id).then(loaded => {
        const read = (): void => {
          settings = readViewSettings(loaded.composite);
          settingsChanged.emit();
        };
        loaded.changed.connect(read);
        read();
      });
    }

    if (tracker !== null) {
      const isOurs = (notebook: Notebook): boolean =>
        tracker.currentWidget?.content === notebook &&
        tracker.currentWidget.sessionContext.session?.kernel?.name ===
          'gatescope';
      sayRuns(isOurs, translate);
      reachFolded(commands, tracker, isOurs);
    }

    return {
      sessions: createNotebookSessions({
        version: VERSION,
        translate,
        settings: () => settings,
        actions: host =>
          tracker?.has(host) === true ? notebookActions(tracker) : {}
      }),
      translate,
      version: VERSION,
      settings: () => settings,
      settingsChanged
    };
  }
};

export default plugin;

/** In the view of the notebook in which the cell stands. */
function notebookActions(tracker: INotebookTracker): DocumentActions {
  const panelOf = (cell: Cell) =>
    tracker.find(({ content }) => content.widgets.includes(cell));
  return {
    run(cell) {
      const panel = panelOf(cell);
      if (panel !== undefined) {
        void NotebookActions.runCells(
          panel.content,
          [cell],
          panel.sessionContext
        );
      }
    },
    insertBelow(cell, code) {
      const content = panelOf(cell)?.content;
      content?.model?.sharedModel.insertCell(
        content.widgets.indexOf(cell) + 1,
        {
          cell_type: 'code',
          source: code,
          metadata: {}
        }
      );
    }
  };
}
