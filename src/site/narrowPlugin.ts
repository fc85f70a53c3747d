import {
  ILabShell,
  type JupyterFrontEnd,
  type JupyterFrontEndPlugin
} from '@jupyterlab/application';

/** Where the list of files beside them leaves no room to lessons. */
const NARROW = '(width <= 600px)';

/**
 * Gives the whole of a phone's page to what is open: at first, where the list of files would leave 110
 * of 400 px to the lessons, and when something is opened from that list.
 */
export const narrowPlugin: JupyterFrontEndPlugin<void> = {
  id: 'gatescope-site:narrow',
  description: 'Closes the list of files where it leaves no room.',
  autoStart: true,
  optional: [ILabShell],
  activate(app: JupyterFrontEnd, shell: ILabShell | null) {
    if (shell === null) {
      return;
    }
    const makeRoom = () => {
      if (window.matchMedia(NARROW).matches && !shell.leftCollapsed) {
        shell.collapseLeft();
      }
    };
    // An address with a path opens the list on its way; until the reader touches something, nobody has
    // asked for it.
    let isAsked = false;
    for (const kind of ['pointerdown', 'keydown']) {
      window.addEventListener(kind, () => (isAsked = true), {
        once: true,
        capture: true
      });
    }
    shell.layoutModified.connect(() => {
      if (!isAsked) {
        makeRoom();
      }
    });
    void app.restored.then(() => {
      makeRoom();
      shell.currentChanged.connect(makeRoom);
    });
  }
};
