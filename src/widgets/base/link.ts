import type { LiveLink, LinkStatus } from '../context';

/** A link to nothing, that says why: for a saved page, and for a viewer without a kernel. */
export function createDeadLink(reason: string): LiveLink {
  const status: LinkStatus = { state: 'notLive', reason, saved: true };
  return {
    status: () => status,
    onStatus: () => () => undefined,
    request: () => Promise.reject(new Error(reason)),
    onEvent: () => () => undefined
  };
}
