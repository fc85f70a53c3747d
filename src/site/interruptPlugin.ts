import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { IKernelClient } from '@jupyterlite/services';
import { runningKernels } from './runningKernels';

/**
 * Lets an interrupt reach the kernel: JupyterLite 0.8 only forgets the cells that wait behind the
 * running one.
 */
export const interruptPlugin: JupyterFrontEndPlugin<void> = {
  id: 'gatescope-site:interrupt',
  description: 'Passes interrupts to the kernel in the page.',
  autoStart: true,
  requires: [IKernelClient],
  activate(_: JupyterFrontEnd, client: IKernelClient) {
    const interrupt = client.interrupt.bind(client);
    client.interrupt = async kernelId => {
      const kernel = runningKernels.get(kernelId);
      if (kernel === undefined) {
        await interrupt(kernelId);
      } else {
        kernel.interrupt();
      }
    };
  }
};
