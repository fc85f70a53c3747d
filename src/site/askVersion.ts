import { Dialog, showDialog } from '@jupyterlab/apputils';
import { Widget } from '@lumino/widgets';
import type { Translate } from '../scene/words/translate';
import type { Choice } from './keepBoth';
import type { CellDifference } from './versionsOf';

/**
 * Asks which of two versions goes on under the notebook's name. Both answers keep both, so that no key
 * pressed by chance loses anything; what is written on in this tab is the one in focus.
 */
export async function askVersion(
  path: string,
  differences: readonly CellDifference[],
  translate: Translate
): Promise<Choice> {
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
export function differenceTable(
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
