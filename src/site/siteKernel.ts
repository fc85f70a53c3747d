import type { KernelMessage } from '@jupyterlab/services';
import type { IKernel, KernelOptions } from '@jupyterlite/services';
import { Signal } from '@lumino/signaling';
import {
  createPageKernel,
  type PageKernel,
  type PageMessage
} from '../kernel/browser/pageKernel';

/** What the site gives to a kernel. */
export type SiteMachine = Pick<
  Parameters<typeof createPageKernel>[0],
  'assets' | 'versions' | 'files' | 'question' | 'stuck' | 'failed'
>;

/**
 * The kernel as JupyterLite takes one. It is there at once and starts by itself: while JupyterLite
 * waits for a kernel to be made its notebook has none, and a cell that is run then is lost; one that
 * is run before `ready` waits. `handleMessage` returns at once: JupyterLite calls it under a lock,
 * which would hold back comms and interrupts until a cell ends.
 */
export class SiteKernel implements IKernel {
  readonly id: string;
  readonly name: string;
  readonly location: string;
  readonly ready: Promise<void>;
  readonly disposed = new Signal<this, void>(this);
  isDisposed = false;
  private kernel: PageKernel | null = null;
  private runs = false;
  /** When it was last interrupted before it ran. */
  private stoppedAt = -Infinity;

  /** @param machine what the kernel starts with, when it is known */
  constructor(
    { id, name, location, sendMessage }: KernelOptions,
    machine: Promise<SiteMachine>
  ) {
    this.id = id;
    this.name = name;
    this.location = location;
    this.ready = machine.then(async ({ assets, failed, ...given }) => {
      if (this.isDisposed) {
        throw new Error('The kernel was shut down while it started.');
      }
      this.kernel = createPageKernel({
        script: new URL('kernel.js', assets).href,
        assets,
        ...given,
        send: message =>
          sendMessage(message as unknown as KernelMessage.IMessage),
        failed: reason => {
          console.error(`The kernel of this page ended: ${reason}`);
          // Before that, the caller that waits for `ready` hears of it.
          if (this.runs) {
            failed(reason);
          }
        }
      });
      await this.kernel.ready;
      this.runs = true;
    });
    // The caller that waits hears of a failure.
    this.ready.catch(() => undefined);
  }

  /** Called when `ready`. */
  handleMessage(message: KernelMessage.IMessage): Promise<void> {
    this.kernel?.receive(message as unknown as PageMessage);
    // The reader stopped a cell that waited for the kernel; cells that follow it end with it.
    if (
      message.header.msg_type === 'execute_request' &&
      Date.parse(message.header.date) <= this.stoppedAt
    ) {
      this.stoppedAt = -Infinity;
      this.kernel?.interrupt();
    }
    return Promise.resolve();
  }

  /** The number of the last interrupt. */
  get interrupts(): number {
    return this.kernel?.interrupts ?? 0;
  }

  interrupt(): void {
    if (this.runs) {
      this.kernel?.interrupt();
    } else {
      this.stoppedAt = Date.now();
    }
  }

  dispose(): void {
    if (!this.isDisposed) {
      this.isDisposed = true;
      this.kernel?.dispose();
      this.disposed.emit();
      Signal.clearData(this);
    }
  }
}
