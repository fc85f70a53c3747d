import type { Cell } from '@jupyterlab/cells';
import type { NotebookPanel } from '@jupyterlab/notebook';
import type { Translate } from '../../widgets/context';
import { visitOurCells } from './ourCells';

/**
 * Names the editor of each notebook cell by its place, and by the comment that its code begins with: a
 * screen reader says it where JupyterLab's editors say "edit text" alone.
 */
export function nameEditors(
  panel: Pick<NotebookPanel, 'content' | 'context'>,
  translate: Translate
): void {
  visitOurCells(panel, cells =>
    cells.forEach((cell, index) => {
      const place = String(index + 1);
      // An editor is made when its cell comes near the window.
      void cell.ready.then(() => {
        if (!cell.isDisposed) {
          cell.node
            .querySelector('.cm-content')
            ?.setAttribute('aria-label', editorName(cell, place, translate));
        }
      });
    })
  );
}

function editorName(
  { model }: Cell,
  place: string,
  translate: Translate
): string {
  if (model.type !== 'code') {
    return translate('Text of notebook cell %1', place);
  }
  const [, title] =
    /^\s*\/\/ *(\S.*)/.exec(model.sharedModel.getSource()) ?? [];
  return title === undefined
    ? translate('Code of notebook cell %1', place)
    : translate('Code of notebook cell %1: %2', place, title);
}
