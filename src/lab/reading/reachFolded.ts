import type { CommandRegistry } from '@lumino/commands';
import type { Cell } from '@jupyterlab/cells';
import type { Notebook } from '@jupyterlab/notebook';

/** JupyterLab's commands of the arrow keys, and which way they lead. */
const WAYS: Readonly<Record<string, 1 | -1>> = {
  'notebook:move-cursor-up': -1,
  'notebook:move-cursor-down': 1
};

/** What is asked of JupyterLab's command registry. */
type Commands = Pick<CommandRegistry, 'commandExecuted'>;

/** What is asked of JupyterLab's tracker of notebooks. */
interface Tracker {
  readonly currentWidget: { readonly content: Notebook } | null;
  readonly activeCellChanged: {
    connect(slot: (_: unknown, cell: Cell | null) => void): unknown;
  };
}

/**
 * Lets the arrow keys reach the notebook cells whose code is folded away: JupyterLab passes them over,
 * with the picture, the question or the guess that stands below them.
 *
 * @param isOurs whether folded cells of a notebook are stopped at
 */
export function reachFolded(
  commands: Commands,
  tracker: Tracker,
  isOurs: (notebook: Notebook) => boolean
): void {
  // The active notebook cell as it was before the present command.
  let stood: Cell | null = null;
  tracker.activeCellChanged.connect((_, cell) =>
    queueMicrotask(() => (stood = cell))
  );
  commands.commandExecuted.connect((_, { id }) => {
    const way = Object.hasOwn(WAYS, id) ? WAYS[id] : null;
    const notebook = tracker.currentWidget?.content;
    if (way === null || notebook === undefined || !isOurs(notebook)) {
      return;
    }
    const { widgets } = notebook;
    const from = stood === null ? -1 : widgets.indexOf(stood);
    const next = nextShown(widgets, from, way);
    if (from >= 0 && next !== null && next !== notebook.activeCellIndex) {
      notebook.activeCellIndex = next;
      notebook.deselectAll();
      // Below its last unfolded cell JupyterLab has given the focus to the button that adds one, which
      // keeps it until another element takes it.
      widgets[next].node.focus();
      void notebook.scrollToItem(next, 'smart');
    }
  });
}

/** The next notebook cell that is on the page, folded or not; null at the end. */
function nextShown(
  cells: readonly Cell[],
  from: number,
  way: 1 | -1
): number | null {
  let at = from + way;
  while (at >= 0 && at < cells.length && cells[at].isHidden) {
    at += way;
  }
  return at >= 0 && at < cells.length ? at : null;
}
