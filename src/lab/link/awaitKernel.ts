import type { LinkSession } from './linkParts';

/**
 * A notebook that was opened without a kernel never becomes ready, and nothing says so. One whose
 * kernel is just starting has a kernel's name already.
 *
 * @param none is called when there is no kernel to wait for
 * @returns ends the waiting
 */
export function awaitKernel(
  session: LinkSession,
  patience: number,
  none: () => void
): () => void {
  let timer = setTimeout(look, patience);
  function look(): void {
    if (session.session?.kernel != null) {
      return;
    }
    if (session.hasNoKernel) {
      none();
    } else {
      timer = setTimeout(look, patience);
    }
  }
  return () => clearTimeout(timer);
}
