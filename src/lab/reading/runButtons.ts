import type { Cell } from '@jupyterlab/cells';
import { NotebookActions, type NotebookPanel } from '@jupyterlab/notebook';
import type { Translate } from '../../widgets/context';

const BUTTON = 'jp-gatescope-run';

/**
 * Gives every cell of code in our kernel's notebooks a button that runs it, for readers whose keyboard
 * has no Shift+Enter. The style sheet shows it where the page is a phone's or a tablet's. The buttons go with the notebook.
 */
export function addRunButtons(
  { content, sessionContext, context }: NotebookPanel,
  translate: Translate
): void {
  const add = (): void =>
    content.widgets
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
      });
  void context.ready.then(() => {
    const cells = content.model?.cells;
    const kernel: unknown = content.model?.getMetadata('kernelspec');
    const isOurs =
      typeof kernel === 'object' &&
      kernel !== null &&
      'name' in kernel &&
      kernel.name === 'gatescope';
    if (cells === undefined || content.isDisposed || !isOurs) {
      return;
    }
    // The widgets of new notebook cells are there a moment after the model's.
    const soon = (): void => void Promise.resolve().then(add);
    cells.changed.connect(soon);
    content.disposed.connect(() => cells.changed.disconnect(soon));
    add();
  });
}

function hasButton({ node }: Cell): boolean {
  return node.querySelector(`:scope > .${BUTTON}`) !== null;
}
