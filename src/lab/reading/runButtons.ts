import type { Cell } from '@jupyterlab/cells';
import { NotebookActions, type NotebookPanel } from '@jupyterlab/notebook';
import type { Translate } from '../../scene/words/translate';
import { visitOurCells } from './ourCells';

const BUTTON = 'jp-gatescope-run';

/**
 * Gives every cell of code in our kernel's notebooks a button that runs it, for readers whose keyboard
 * has no Shift+Enter. The style sheet shows it where the page is a phone's or a tablet's. The buttons go
 * with the notebook.
 */
export function addRunButtons(
  panel: NotebookPanel,
  translate: Translate
): void {
  const { content, sessionContext } = panel;
  visitOurCells(panel, cells =>
    cells
      .filter(cell => cell.model.type === 'code' && !hasButton(cell))
      .forEach(cell => {
        const button = document.createElement('button');
        button.type = 'button';
        button.className = BUTTON;
        button.textContent = '▶';
        button.title = translate('Run this notebook cell');
        button.setAttribute('aria-label', button.title);
        button.addEventListener('click', () => {
          content.activeCellIndex = content.widgets.indexOf(cell);
          void NotebookActions.runCells(content, [cell], sessionContext);
        });
        cell.node.append(button);
      })
  );
}

function hasButton({ node }: Cell): boolean {
  return node.querySelector(`:scope > .${BUTTON}`) !== null;
}
