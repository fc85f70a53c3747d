import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { Notification } from '@jupyterlab/apputils';
import { PathExt } from '@jupyterlab/coreutils';
import { INotebookTracker, type NotebookPanel } from '@jupyterlab/notebook';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { wordStorage } from '../kernel/browser/wordStorage';
import { toTranslate } from '../lab/translate';
import { createRunningMark } from './runningMark';

/** Says at the next visit that the page ended in the middle of a cell: the browser says only that it did. */
export const cutOffPlugin: JupyterFrontEndPlugin<void> = {
  id: 'gatescope-site:cut-off',
  description: 'Says so when the page ended while a cell ran.',
  autoStart: true,
  requires: [INotebookTracker],
  optional: [ITranslator],
  activate(
    app: JupyterFrontEnd,
    tracker: INotebookTracker,
    translator: ITranslator | null
  ) {
    const translate = toTranslate(translator ?? nullTranslator);
    const mark = createRunningMark({
      storage: wordStorage(),
      locks: navigator.locks,
      page: window
    });
    void Promise.all([mark.cutOff(), app.restored]).then(([paths]) =>
      paths.forEach(path =>
        Notification.warning(
          translate(
            'The page ended while a cell ran, as it does when memory runs out. %1 is kept as it was then. Try it with less data.',
            PathExt.basename(path)
          ),
          { autoClose: false }
        )
      )
    );
    /** Notebooks whose kernels are at work. */
    const running = new Set<NotebookPanel>();
    const tell = () => {
      const [first] = running;
      if (first === undefined) {
        mark.ends();
      } else {
        mark.begins(first.context.path);
      }
    };
    tracker.widgetAdded.connect((_, panel) => {
      panel.sessionContext.statusChanged.connect((_sender, status) => {
        if (status === 'busy') {
          running.add(panel);
        } else {
          running.delete(panel);
        }
        tell();
      });
      panel.disposed.connect(() => {
        running.delete(panel);
        tell();
      });
    });
  }
};
