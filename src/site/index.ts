import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { PageConfig, URLExt } from '@jupyterlab/coreutils';
import { IKernelClient, IKernelSpecs } from '@jupyterlite/services';
import { SiteKernel } from './siteKernel';

const running = new Map<string, SiteKernel>();

/** Where the site keeps the kernel's worker, its declarations and the data. */
function assetsFolder(): string {
  return new URL(
    URLExt.join(PageConfig.getBaseUrl(), 'gatescope-kernel/'),
    location.href
  ).href;
}

/** Offers the kernel that runs in the page. */
const kernelPlugin: JupyterFrontEndPlugin<void> = {
  id: 'gatescope-site:kernel',
  description: 'The gatescope kernel, in a worker of the page.',
  autoStart: true,
  requires: [IKernelSpecs],
  activate(_: JupyterFrontEnd, specs: IKernelSpecs) {
    specs.register({
      spec: {
        name: 'gatescope',
        display_name: 'TypeScript (gatescope)',
        language: 'typescript',
        argv: [],
        resources: {}
      },
      async create(options) {
        const assets = assetsFolder();
        const versions = (await (
          await fetch(new URL('versions.json', assets))
        ).json()) as { kernel: string; typescript: string };
        const kernel = new SiteKernel(options, assets, versions);
        running.set(kernel.id, kernel);
        kernel.disposed.connect(() => running.delete(kernel.id));
        await kernel.ready;
        return kernel;
      }
    });
  }
};

/**
 * Lets an interrupt reach the kernel: JupyterLite 0.8 only forgets the cells that wait behind the
 * running one.
 */
const interruptPlugin: JupyterFrontEndPlugin<void> = {
  id: 'gatescope-site:interrupt',
  description: 'Passes interrupts to the kernel in the page.',
  autoStart: true,
  requires: [IKernelClient],
  activate(_: JupyterFrontEnd, client: IKernelClient) {
    const interrupt = client.interrupt.bind(client);
    client.interrupt = async kernelId => {
      const kernel = running.get(kernelId);
      if (kernel === undefined) {
        await interrupt(kernelId);
      } else {
        kernel.interrupt();
      }
    };
  }
};

/** What the site adds to JupyterLite. */
export default [kernelPlugin, interruptPlugin];
