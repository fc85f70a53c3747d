import { listen } from '../../widgets/base/dom';

/** A page narrower than this, in CSS pixels, has no room for a notebook beside the panel. */
export const ROOM_FOR_BOTH = 800;

/** Where what is in a side area stands on the page. */
const SIDES = '#jp-left-stack, #jp-right-stack';

/** The side areas of JupyterLab's shell, and of Notebook 7's. */
interface SideAreas {
  readonly leftCollapsed: boolean;
  readonly rightCollapsed: boolean;
  collapseLeft(): void;
  collapseRight(): void;
  expandLeft(): void;
  expandRight(): void;
}

const hasSideAreas = (shell: object): shell is SideAreas =>
  ['collapseLeft', 'collapseRight', 'expandLeft', 'expandRight'].every(
    name => name in shell
  );

/**
 * Closes the side areas where the page gets too narrow for them and a notebook, as when an open session
 * is zoomed to 200 %, and opens them again once there is room. What the reader opens meanwhile stays.
 *
 * @param isWanted whether the panel stands beside a notebook now
 * @param toNotebook puts the focus on that notebook: it may have been in what is closed
 * @returns the way to stop
 */
export function makeRoom(
  shell: object,
  isWanted: () => boolean,
  toNotebook: () => void
): () => void {
  if (!hasSideAreas(shell)) {
    return () => undefined;
  }
  const areas = shell;
  const narrow = window.matchMedia(`(width < ${ROOM_FOR_BOTH}px)`);
  let closed: readonly ('Left' | 'Right')[] = [];
  return listen(narrow, 'change', () => {
    if (!narrow.matches) {
      closed.forEach(side => areas[`expand${side}`]());
      closed = [];
    } else if (isWanted()) {
      const isInside = document.activeElement?.closest(SIDES) != null;
      closed = [
        ...(areas.leftCollapsed ? [] : (['Left'] as const)),
        ...(areas.rightCollapsed ? [] : (['Right'] as const))
      ];
      closed.forEach(side => areas[`collapse${side}`]());
      if (isInside) {
        toNotebook();
      }
    }
  });
}
