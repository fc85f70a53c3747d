import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { showErrorMessage, Dialog, showDialog } from '@jupyterlab/apputils';
import { PageConfig, URLExt } from '@jupyterlab/coreutils';
import { INotebookTracker } from '@jupyterlab/notebook';
import type { Kernel } from '@jupyterlab/services';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { IServiceWorkerManager } from '@jupyterlite/apputils';
import { IKernelClient, IKernelSpecs } from '@jupyterlite/services';
import { reasonOf } from '../kernel/core/reason';
import { toTranslate } from '../lab/translate';
import { contentsFiles } from './contentsFiles';
import { runningKernels } from './runningKernels';
import { SiteKernel, type SiteMachine } from './siteKernel';
import type { Translate } from '../scene/words/translate';

/** The last part of the address at which a busy kernel asks whether it was interrupted. */
const QUESTION = 'gatescope-interrupts';
/** How long a kernel waits for the service worker of a page that was never open before, in ms. */
const WORKER_SOON = 3000;

/** Offers the kernel that runs in the page. */
export const kernelPlugin: JupyterFrontEndPlugin<void> = {
  id: 'gatescope-site:kernel',
  description: 'The gatescope kernel, in a worker of the page.',
  autoStart: true,
  requires: [IKernelSpecs, IKernelClient],
  optional: [IServiceWorkerManager, INotebookTracker, ITranslator],
  activate(
    { serviceManager }: JupyterFrontEnd,
    specs: IKernelSpecs,
    client: IKernelClient,
    workers: IServiceWorkerManager | null,
    notebooks: INotebookTracker | null,
    translator: ITranslator | null
  ) {
    const translate = toTranslate(translator ?? nullTranslator);
    workers?.registerStdinHandler(QUESTION, data =>
      Promise.resolve(
        runningKernels.get(String((data as { kernel?: unknown }).kernel))
          ?.interrupts ?? 0
      )
    );
    specs.register({
      spec: {
        name: 'gatescope',
        display_name: 'TypeScript (gatescope)',
        language: 'typescript',
        argv: [],
        resources: {}
      },
      create(options) {
        const restart = () =>
          connectionOf(options.id, notebooks)?.restart() ??
          client.restart(options.id);
        const kernel = new SiteKernel(
          options,
          machineOf(workers, options.id).then(machine => ({
            ...machine,
            files: contentsFiles(serviceManager.contents, options.location),
            stuck: () => offerRestart(restart, translate),
            failed: reason => tellEnd(reason, restart, translate)
          }))
        );
        runningKernels.set(kernel.id, kernel);
        kernel.disposed.connect(() => {
          if (runningKernels.get(kernel.id) === kernel) {
            runningKernels.delete(kernel.id);
          }
        });
        kernel.ready.catch((error: unknown) => {
          if (!kernel.isDisposed) {
            kernel.dispose();
            void showErrorMessage(
              translate('The kernel of this page does not start'),
              reasonOf(error)
            );
          }
        });
        return Promise.resolve(kernel);
      }
    });
  }
};

/** A notebook's own line to its kernel: a restart by another leaves its cells waiting forever. */
function connectionOf(
  id: string,
  notebooks: INotebookTracker | null
): Kernel.IKernelConnection | null {
  const panel = notebooks?.find(
    ({ sessionContext }) => sessionContext.session?.kernel?.id === id
  );
  return panel?.sessionContext.session?.kernel ?? null;
}

/** What a kernel starts with of the site's files and the browser's powers. */
async function machineOf(
  workers: IServiceWorkerManager | null,
  id: string
): Promise<Pick<SiteMachine, 'assets' | 'versions' | 'question'>> {
  const assets = addressOf('gatescope-kernel/');
  const [answer, canAsk] = await Promise.all([
    fetch(new URL('versions.json', assets)),
    workers !== null && isControlled(workers)
  ]);
  if (!answer.ok) {
    throw new Error(
      `the kernel's versions could not be loaded: ${answer.status} ${answer.statusText}`
    );
  }
  return {
    assets,
    versions: (await answer.json()) as SiteMachine['versions'],
    question:
      canAsk && workers !== null
        ? {
            address: addressOf(`api/stdin/${QUESTION}`),
            body: JSON.stringify({
              browsingContextId: workers.browsingContextId,
              data: { kernel: id }
            })
          }
        : {}
  };
}

/** An address below the site's folder. */
function addressOf(path: string): string {
  return new URL(URLExt.join(PageConfig.getBaseUrl(), path), location.href)
    .href;
}

/** Whether requests of this page pass a service worker, now or soon. */
async function isControlled(workers: IServiceWorkerManager): Promise<boolean> {
  const container = navigator.serviceWorker;
  if (container === undefined) {
    return false;
  }
  const control = new Promise<boolean>(resolve => {
    const answer = () => resolve(container.controller !== null);
    container.addEventListener('controllerchange', answer, { once: true });
    setTimeout(answer, WORKER_SOON);
  });
  try {
    await Promise.race([workers.ready, control]);
  } catch {
    return false;
  }
  return container.controller !== null || control;
}

/** A dialog asks already. */
let isOffered = false;

/** Says that a cell cannot be stopped, and restarts the kernel if that is wished. */
function offerRestart(
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
function tellEnd(
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
  if (isOffered) {
    return;
  }
  isOffered = true;
  void showDialog(dialog)
    .then(({ button }) => (button.accept ? restart() : undefined))
    .finally(() => {
      isOffered = false;
    });
}
