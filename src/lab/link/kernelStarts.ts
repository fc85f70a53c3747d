import type { Kernel, KernelMessage } from '@jupyterlab/services';

/**
 * Notices that another process answers for a kernel. A restart by another client changes no status
 * that this page is told of; but all messages of a kernel carry the random id of its start. One in a
 * page carries its front ends' ids instead, and is restarted by this page alone, which is told.
 *
 * @param changed is called with the first message of each start but the first
 * @returns stops watching
 */
export function watchStarts(
  kernel: Kernel.IKernelConnection,
  changed: () => void
): () => void {
  let present: string | null = null;
  const notice = (_: unknown, message: KernelMessage.IIOPubMessage): void => {
    const { session } = message.header;
    const { session: asker } = message.parent_header as { session?: string };
    if (session === asker || session === kernel.clientId) {
      return;
    }
    const before = present;
    present = session;
    if (before !== null && before !== present) {
      changed();
    }
  };
  kernel.iopubMessage.connect(notice);
  return () => void kernel.iopubMessage.disconnect(notice);
}

/** Calls back when the reader comes back to the page; returns the way to stop. */
export function whenPageReturns(call: () => void): () => void {
  const returned = (): void => {
    if (document.visibilityState === 'visible') {
      call();
    }
  };
  document.addEventListener('visibilitychange', returned);
  return () => document.removeEventListener('visibilitychange', returned);
}
