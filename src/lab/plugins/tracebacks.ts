import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { Notification } from '@jupyterlab/apputils';
import type { Cell } from '@jupyterlab/cells';
import type { NotebookPanel } from '@jupyterlab/notebook';
import { INotebookTracker } from '@jupyterlab/notebook';
import { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import { IGatescope } from '../tokens';
import { TracebackRenderer } from '../tracebacks/tracebackRenderer';

/** JupyterLab's own type for errors in outputs. */
const ERROR = 'application/vnd.jupyter.stderr';

/** As JupyterLab's own renderer of errors, which this one is in all else. */
const RANK = 110;

/** Makes the places in tracebacks links to their notebook cells. */
const plugin: JupyterFrontEndPlugin<void> = {
  id: 'gatescope:tracebacks',
  description: 'Links the places in error messages to their notebook cells.',
  autoStart: true,
  requires: [IRenderMimeRegistry, IGatescope],
  optional: [INotebookTracker],
  activate: (
    _app: JupyterFrontEnd,
    registry: IRenderMimeRegistry,
    { translate }: IGatescope,
    tracker: INotebookTracker | null
  ): void => {
    if (tracker === null) {
      return;
    }
    registry.addFactory(
      {
        safe: true,
        mimeTypes: [ERROR],
        defaultRank: RANK,
        createRenderer: renderer =>
          new TracebackRenderer<Cell>({
            renderer,
            translate,
            tell: message => Notification.info(message),
            around(widget) {
              const panel = tracker.find(({ node }) =>
                node.contains(widget.node)
              );
              return panel === undefined
                ? null
                : {
                    cells: panel.content.widgets,
                    own: panel.content.widgets.find(({ node }) =>
                      node.contains(widget.node)
                    ),
                    go: (cell, line) => void goTo(panel, cell, line)
                  };
            }
          })
      },
      RANK
    );
  }
};

export default plugin;

async function goTo(
  { content }: NotebookPanel,
  cell: Cell,
  line: number
): Promise<void> {
  content.activeCellIndex = content.widgets.indexOf(cell);
  cell.inputHidden = false;
  await content.scrollToCell(cell);
  const { editor } = cell;
  if (editor !== null) {
    const position = {
      line: Math.min(line, editor.lineCount - 1),
      column: 0
    };
    editor.focus();
    editor.setCursorPosition(position);
    editor.revealPosition(position);
  }
}
