import { requireObject } from '../../../engine/base/check';
import { described } from '../../../engine/base/described';
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
    requireTarget('comm.register', target);
    if (typeof opened !== 'function') {
      throw new TypeError(
        `comm.register: the second argument should be a function, got ${typeof opened}`
      );
    }
    commHost().register(target, opened);
  },
  /** Forgets a target; lines that are open stay open. */
  unregister(target: string): void {
    requireTarget('comm.unregister', target);
    commHost().unregister(target);
  },
  /** Opens a line to the one who registered `target` in the page. */
  open(
    target: string,
    data: Readonly<Record<string, unknown>> = {},
    buffers: readonly Uint8Array[] = []
  ): Comm {
    requireTarget('comm.open', target);
    requireObject('comm.open', 'data', data);
    if (
      !Array.isArray(buffers) ||
      !buffers.every(buffer => buffer instanceof Uint8Array)
    ) {
      throw new TypeError(
        `comm.open: buffers must be a list of Uint8Array, got ${described(buffers)}`
      );
    }
    return commHost().open(target, { ...data }, buffers);
  }
} as const;

function requireTarget(who: string, target: unknown): void {
  if (typeof target !== 'string' || target === '') {
    throw new TypeError(
      `${who}: target must be a name, got ${described(target)}`
    );
  }
}
