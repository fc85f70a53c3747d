import { commHost, type Comm, type CommTarget } from './commHost';

export type { Comm, CommTarget };

/**
 * Two-way lines between a notebook page and objects here, for extensions of one's own. What a page
 * sends is received while a notebook cell awaits.
 */
export const comm = {
  /**
   * Calls `opened` whenever a page opens a line for `target`.
   *
   * @example
   * comm.register('echo', line => {
   *   line.onMessage = (data, buffers) => line.send(data, buffers);
   * });
   */
  register(target: string, opened: CommTarget): void {
    if (typeof target !== 'string' || target === '') {
      throw new TypeError(
        `comm.register: target should be a name, got ${JSON.stringify(target)}`
      );
    }
    if (typeof opened !== 'function') {
      throw new TypeError(
        `comm.register: the second argument should be a function, got ${typeof opened}`
      );
    }
    commHost().register(target, opened);
  },
  /** Forgets a target; lines that are open stay open. */
  unregister(target: string): void {
    commHost().unregister(target);
  },
  /** Opens a line to whoever registered `target` in the page. */
  open(
    target: string,
    data: Readonly<Record<string, unknown>> = {},
    buffers: readonly Uint8Array[] = []
  ): Comm {
    return commHost().open(target, { ...data }, buffers);
  }
} as const;
