import { Dialog, showDialog } from '@jupyterlab/apputils';
import type { Translate } from '../scene/words/translate';

let open = false;

/** Says that a cell cannot be stopped, and restarts the kernel if that is wished. */
export function offerRestart(
  restart: () => Promise<void>,
  translate: Translate
): void {
  offer(restart, {
    title: translate('This cell does not stop'),
    body: translate(
      'It is in a single step that nothing can cut short: a regular expression, a very long loop, or a call that computes on. You can wait for it. A restart ends it at once; then all variables of this notebook are gone and its cells have to be run again.'
    ),
    buttons: [
      Dialog.cancelButton({ label: translate('Wait') }),
      Dialog.warnButton({ label: translate('Restart the kernel') })
    ]
  });
}

/** Says that the kernel ended by itself, as one does for which there is no memory, and restarts it if that is wished. */
export function tellEnd(
  reason: string,
  restart: () => Promise<void>,
  translate: Translate
): void {
  offer(restart, {
    title: translate('The kernel of this page ended'),
    body: translate(
      'The browser says: %1. The notebook is kept. All its variables are gone: after a restart its cells have to be run again. Where memory ran out, run them with less data.',
      reason
    ),
    buttons: [
      Dialog.cancelButton({ label: translate('Not now') }),
      Dialog.warnButton({ label: translate('Restart the kernel') })
    ]
  });
}

function offer(
  restart: () => Promise<void>,
  dialog: Parameters<typeof showDialog>[0]
): void {
  if (open) {
    return;
  }
  open = true;
  void showDialog(dialog)
    .then(({ button }) => (button.accept ? restart() : undefined))
    .finally(() => {
      open = false;
    });
}
