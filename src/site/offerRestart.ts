import { Dialog, showDialog } from '@jupyterlab/apputils';

let open = false;

/** Says that a cell cannot be stopped, and restarts the kernel if that is wished. */
export function offerRestart(restart: () => Promise<void>): void {
  if (open) {
    return;
  }
  open = true;
  void showDialog({
    title: 'This cell does not stop',
    body: 'It is in a single step that nothing can cut short: a regular expression, a very long loop, or a call that computes on. You can wait for it. A restart ends it at once; then all variables of this notebook are gone and its cells have to be run again.',
    buttons: [
      Dialog.cancelButton({ label: 'Wait' }),
      Dialog.warnButton({ label: 'Restart the kernel' })
    ]
  })
    .then(({ button }) => (button.accept ? restart() : undefined))
    .finally(() => {
      open = false;
    });
}
