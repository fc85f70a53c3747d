import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import {
  INotebookTracker,
  NotebookActions,
  type Notebook
} from '@jupyterlab/notebook';
import { Notification, Dialog, showDialog } from '@jupyterlab/apputils';
import { PageConfig, URLExt } from '@jupyterlab/coreutils';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { toTranslate } from '../lab/translate';
import { keepBoth, type KeptVersion } from './keepBoth';
import { keepNewEdition, type Shipped } from './keepNewEdition';
import { savesInTurn } from './savesInTurn';
import type { CellDifference } from './versionsOf';
import { Widget } from '@lumino/widgets';
import type { Translate } from '../scene/words/translate';

/**
 * Saves a notebook before what can end the page without a word: a cell that runs, which may take more
 * memory than there is, and a page that is left, which a phone ends when it wants to. Between, JupyterLab
 * saves by its clock, which the site's settings make quick. What another tab saved meanwhile, and a lesson
 * that the site has changed since, is kept beside it.
 */
export const savingPlugin: JupyterFrontEndPlugin<void> = {
  id: 'gatescope-site:saving',
  description: 'Saves notebooks before a cell runs and when the page is left.',
  autoStart: true,
  requires: [INotebookTracker],
  optional: [ITranslator],
  activate(
    { commands, serviceManager }: JupyterFrontEnd,
    tracker: INotebookTracker,
    translator: ITranslator | null
  ) {
    const translate = toTranslate(translator ?? nullTranslator);
    const versions = {
      contents: serviceManager.contents,
      ask: (path: string, differences: readonly CellDifference[]) =>
        askVersion(path, differences, translate),
      tell: (path: string) =>
        inform(translate('The other version is kept as %1.', path), path)
    };
    const editions = {
      contents: serviceManager.contents,
      shipped,
      tell: (path: string) =>
        inform(
          translate(
            'This lesson has changed since you began it. You go on with yours; the new one is %1.',
            path
          ),
          path
        )
    };
    function inform(message: string, path: string): void {
      Notification.info(message, {
        autoClose: false,
        actions: [
          {
            label: translate('Open'),
            callback: () => void commands.execute('docmanager:open', { path })
          }
        ]
      });
    }
    const saves = new Map<Notebook, () => void>();
    tracker.widgetAdded.connect((_sender, { content, context }) => {
      saves.set(content, savesInTurn(context, keepBoth(context, versions)));
      void context.ready.then(() => keepNewEdition(context, editions));
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

/** A notebook as the site ships it, whatever the reader has under its name. */
async function shipped(path: string): Promise<Shipped | null> {
  const files = URLExt.join(PageConfig.getBaseUrl(), 'files');
  try {
    const answer = await fetch(URLExt.join(files, URLExt.encodeParts(path)));
    return answer.ok ? ((await answer.json()) as Shipped) : null;
  } catch {
    return null;
  }
}

/**
 * Asks which of two versions goes on under the notebook's name. Both answers keep both, so that no key
 * pressed by chance loses anything; what is written on in this tab is the one in focus.
 */
async function askVersion(
  path: string,
  differences: readonly CellDifference[],
  translate: Translate
): Promise<KeptVersion> {
  const there = translate('Go on with the other');
  const { button } = await showDialog({
    title: translate('Another tab changed this notebook, too'),
    body: new Widget({ node: differenceTable(path, differences, translate) }),
    buttons: [
      Dialog.cancelButton({ label: there, actions: ['there'] }),
      Dialog.okButton({ label: translate('Go on with mine') })
    ],
    hasClose: false
  });
  // The escape key gives the same button without its label.
  return button.actions.includes('there') ? 'there' : 'here';
}

/** What each version has in the notebook cells that differ. */
function differenceTable(
  path: string,
  differences: readonly CellDifference[],
  translate: Translate
): HTMLElement {
  const whole = element('div', [
    element('p', [
      translate(
        'Both versions are kept: one goes on as %1, the other lies beside it.',
        path
      )
    ]),
    element('table', [
      element('tr', [
        element('th', [translate('In this tab')]),
        element('th', [translate('In the other tab')])
      ]),
      ...differences.map(({ here, there }) =>
        element(
          'tr',
          [here, there].map(text =>
            element('td', [
              text === null
                ? element('em', [translate('not there')])
                : element('pre', [text])
            ])
          )
        )
      )
    ])
  ]);
  whole.className = 'jp-gatescope-versions';
  return whole;
}

function element(tag: string, children: (Node | string)[]): HTMLElement {
  const made = document.createElement(tag);
  made.append(...children);
  return made;
}
