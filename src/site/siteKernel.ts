import type { KernelMessage } from '@jupyterlab/services';
import type { IKernel, KernelOptions } from '@jupyterlite/services';
import { Signal } from '@lumino/signaling';
import {
  createPageKernel,
  type PageKernel,
  type PageMessage
} from '../kernel/browser/pageKernel';

/**
 * The kernel as JupyterLite takes one. `handleMessage` returns at once: JupyterLite calls it under a
 * lock, which would hold back comms and interrupts until a cell ends.
 */
export class SiteKernel implements IKernel {
  readonly id: string;
  readonly name: string;
  readonly location: string;
  readonly ready: Promise<void>;
  readonly disposed = new Signal<this, void>(this);
  isDisposed = false;
  private readonly kernel: PageKernel;

  /** @param assets the folder of the worker, its declarations and data */
  constructor(
    { id, name, location, sendMessage }: KernelOptions,
    assets: string,
    versions: { readonly kernel: string; readonly typescript: string }
  ) {
    this.id = id;
    this.name = name;
    this.location = location;
    this.kernel = createPageKernel({
      script: new URL('kernel.js', assets).href,
      assets,
      versions,
      send: message =>
        sendMessage(message as unknown as KernelMessage.IMessage),
      failed: reason =>
        console.error(`The kernel of this page ended: ${reason}`)
    });
    this.ready = this.kernel.ready;
  }

  handleMessage(message: KernelMessage.IMessage): Promise<void> {
    this.kernel.receive(message as unknown as PageMessage);
    return Promise.resolve();
  }

  interrupt(): void {
    this.kernel.interrupt();
  }

  dispose(): void {
    if (!this.isDisposed) {
      this.isDisposed = true;
      this.kernel.dispose();
      this.disposed.emit();
      Signal.clearData(this);
    }
  }
}
