import type { Cell } from '@jupyterlab/cells';
import type { NotebookPanel } from '@jupyterlab/notebook';
import type { Translate } from '../../scene/words/translate';
import { visitOurCells } from './ourCells';

/**
 * Names the editor of each notebook cell by its place, and by the comment or heading that it begins with:
 * a screen reader says it where JupyterLab's editors say "edit text" alone. The notebook cell itself,
 * which the arrow keys go to, is described by the same words: JupyterLab names it "Code Cell Content".
 */
export function nameEditors(
  panel: Pick<NotebookPanel, 'content' | 'context'>,
  translate: Translate
): void {
  visitOurCells(panel, cells =>
    cells.forEach((cell, index) => {
      const name = cellName(cell, String(index + 1), translate);
      // JupyterLab writes the name again with each output, and leaves this alone.
      cell.node.setAttribute('aria-description', name);
      // An editor is made when its cell comes near the window.
      void cell.ready.then(() => {
        if (!cell.isDisposed) {
          cell.node
            .querySelector('.cm-content')
            ?.setAttribute('aria-label', name);
        }
      });
    })
  );
}

function cellName(
  { model }: Cell,
  place: string,
  translate: Translate
): string {
  const source = model.sharedModel.getSource();
  if (model.type !== 'code') {
    const [, heading] = /^\s*#+ +(\S.*)/.exec(source) ?? [];
    return heading === undefined
      ? translate('Text of notebook cell %1', place)
      : translate('Text of notebook cell %1: %2', place, heading);
  }
  const [, title] = /^\s*\/\/ *(\S.*)/.exec(source) ?? [];
  return title === undefined
    ? translate('Code of notebook cell %1', place)
    : translate('Code of notebook cell %1: %2', place, title);
}
