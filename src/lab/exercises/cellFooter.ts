import type { Cell } from '@jupyterlab/cells';
import type { Widget } from '@lumino/widgets';
import { PanelLayout } from '@lumino/widgets';

/** JupyterLab's place below a notebook cell; null while the cell is not drawn. */
export function footerPlace(cell: Cell): Widget | null {
  const { widgets } = cell.layout as PanelLayout;
  return widgets.find(child => child.hasClass('jp-CellFooter')) ?? null;
}

/** The footer's layout, made when it is first asked for. */
export function layoutOf(place: Widget): PanelLayout {
  if (place.layout === null) {
    place.layout = new PanelLayout();
  }
  return place.layout as PanelLayout;
}
