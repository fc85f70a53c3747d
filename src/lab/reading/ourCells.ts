import type { Cell } from '@jupyterlab/cells';
import type { NotebookPanel } from '@jupyterlab/notebook';

/**
 * Visits the cells of a notebook on our kernel, now and whenever some come or go, as long as it is open.
 * Notebooks on other kernels are left alone.
 */
export function visitOurCells(
  { content, context }: Pick<NotebookPanel, 'content' | 'context'>,
  visit: (cells: readonly Cell[]) => void
): void {
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
    const now = (): void => visit(content.widgets);
    // The widgets of new notebook cells are there a moment after the model's.
    const soon = (): void => void Promise.resolve().then(now);
    cells.changed.connect(soon);
    content.disposed.connect(() => cells.changed.disconnect(soon));
    now();
  });
}
