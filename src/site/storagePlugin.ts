import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ICommandPalette, Notification } from '@jupyterlab/apputils';
import { PageConfig } from '@jupyterlab/coreutils';
import { INotebookTracker, type NotebookPanel } from '@jupyterlab/notebook';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { IServiceWorkerManager } from '@jupyterlite/apputils';
import { mayForget, putAside } from '../kernel/browser/mayForget';
import { toTranslate } from '../lab/translate';
import type { Translate } from '../scene/words/translate';
import { browserPowers } from './browserPowers';
import { downloadAll } from './downloadAll';
import { keepOffline } from './keepOffline';
import { mendNotebooks } from './mendNotebooks';
import { shortcomings } from './shortcomings';
import { soleEditor } from './soleEditor';

const DOWNLOAD = 'gatescope-site:download-all';

/**
 * What a reader has to know of a page that keeps their work in the browser: that it may be forgotten,
 * what this browser lacks, and that a second tab writes to the same place.
 */
export const storagePlugin: JupyterFrontEndPlugin<void> = {
  id: 'gatescope-site:storage',
  description:
    'Says what this browser keeps and lacks, and downloads everything.',
  autoStart: true,
  optional: [
    ICommandPalette,
    INotebookTracker,
    IServiceWorkerManager,
    ITranslator
  ],
  activate(
    app: JupyterFrontEnd,
    palette: ICommandPalette | null,
    notebooks: INotebookTracker | null,
    workers: IServiceWorkerManager | null,
    translator: ITranslator | null
  ) {
    const translate = toTranslate(translator ?? nullTranslator);
    const { contents } = app.serviceManager;
    app.commands.addCommand(DOWNLOAD, {
      label: translate('Download All Files (zip)'),
      caption: translate(
        'All notebooks and files of this page, in one archive'
      ),
      describedBy: { args: { type: 'object', properties: {} } },
      execute: () => downloadAll(contents)
    });
    palette?.addItem({ command: DOWNLOAD, category: 'File Operations' });
    const downloading = {
      label: translate('Download everything'),
      callback: () => void app.commands.execute(DOWNLOAD)
    };

    mendNotebooks(contents, {
      words: translate(
        'This notebook could not be read. What was stored is below, and in a file beside it.'
      ),
      tell({ path, kept, shipped }) {
        Notification.warning(
          shipped
            ? translate(
                '%1 could not be read; you see it as it ships. What was stored is kept as %2.',
                path,
                kept
              )
            : translate(
                '%1 could not be read. What was stored is kept as %2.',
                path,
                kept
              ),
          {
            autoClose: false,
            actions: [
              {
                label: translate('Show what was stored'),
                callback: () =>
                  void app.commands.execute('docmanager:open', {
                    path: kept,
                    factory: 'Editor'
                  })
              }
            ]
          }
        );
      }
    });

    void app.restored.then(async () => {
      const powers = await browserPowers(
        navigator.serviceWorker === undefined ? null : (workers?.ready ?? null)
      );
      for (const { message, download } of shortcomings(powers, translate)) {
        Notification.warning(message, {
          autoClose: false,
          ...(download && { actions: [downloading] })
        });
      }
      if (powers.storage) {
        warnAtFirstChange();
      }
      if (powers.serviceWorker) {
        keepOffline();
      }
    });

    /** There is nothing to forget before something was saved. */
    function warnAtFirstChange(): void {
      const warn = async () => {
        contents.fileChanged.disconnect(warn);
        if (!(await mayForget())) {
          return;
        }
        Notification.info(
          translate(
            'What you change is kept in this browser only, which may forget it, as a private window does when it closes. Download what you want to keep.'
          ),
          {
            autoClose: false,
            actions: [
              downloading,
              {
                label: translate("Don't show again"),
                callback: putAside
              }
            ]
          }
        );
      };
      contents.fileChanged.connect(warn);
    }

    notebooks?.widgetAdded.connect((_, panel) =>
      watchOtherTabs(panel, translate)
    );
  }
};

/** Says so while another tab has the same notebook. */
function watchOtherTabs(
  { context, disposed }: NotebookPanel,
  translate: Translate
): void {
  let notice: string | null = null;
  const clear = () => {
    if (notice !== null) {
      Notification.dismiss(notice);
      notice = null;
    }
  };
  const hold = () =>
    soleEditor(`${PageConfig.getBaseUrl()}${context.path}`, {
      shared() {
        notice = Notification.warning(
          translate(
            'Another tab has %1 open too. Where both change it, you choose, and both versions are kept.',
            context.path
          ),
          { autoClose: false }
        );
      },
      alone: clear
    });
  let release = hold();
  context.pathChanged.connect(() => {
    release();
    clear();
    release = hold();
  });
  disposed.connect(() => {
    release();
    clear();
  });
}
