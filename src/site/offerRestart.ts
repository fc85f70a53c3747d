import { Dialog, showDialog } from '@jupyterlab/apputils';
import type { Translate } from '../widgets/context';

let open = false;

/** Says that a cell cannot be stopped, and restarts the kernel if that is wished. */
export function offerRestart(
  restart: () => Promise<void>,
  translate: Translate
): void {
  if (open) {
    return;
  }
  open = true;
  void showDialog({
    title: translate('This cell does not stop'),
    body: translate(
      'It is in a single step that nothing can cut short: a regular expression, a very long loop, or a call that computes on. You can wait for it. A restart ends it at once; then all variables of this notebook are gone and its cells have to be run again.'
    ),
    buttons: [
      Dialog.cancelButton({ label: translate('Wait') }),
      Dialog.warnButton({ label: translate('Restart the kernel') })
    ]
  })
    .then(({ button }) => (button.accept ? restart() : undefined))
    .finally(() => {
      open = false;
    });
}
