import type { NotebookPanel } from '@jupyterlab/notebook';
import { listen } from '../../widgets/base/dom';

/**
 * Hands on each notebook cell that is clicked, in place of all else that a click does; Escape ends it.
 *
 * @returns the way to end it
 */
export function pickCells(
  panel: NotebookPanel,
  { picked, end }: { picked(cell: string): void; end(): void }
): () => void {
  const { node } = panel.content;
  node.classList.add('jp-gatescope-picking');
  const capture = { capture: true };
  const hold = (event: Event): void => {
    event.preventDefault();
    event.stopPropagation();
  };
  const stops = [
    listen<PointerEvent>(
      node,
      'pointerdown',
      event => {
        hold(event);
        const target = event.target instanceof Node ? event.target : null;
        const cell = panel.content.widgets.find(each =>
          each.node.contains(target)
        );
        if (cell !== undefined) {
          picked(cell.model.id);
        }
      },
      capture
    ),
    ...['mousedown', 'mouseup', 'click', 'dblclick'].map(type =>
      listen(node, type, hold, capture)
    ),
    listen<KeyboardEvent>(
      document,
      'keydown',
      event => {
        if (event.key === 'Escape') {
          hold(event);
          end();
        }
      },
      capture
    )
  ];
  return () => {
    node.classList.remove('jp-gatescope-picking');
    stops.forEach(stop => stop());
  };
}
