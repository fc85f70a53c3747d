import type { LinkStatus, LiveLink } from '../widgets/context';

/**
 * The link of a page that nothing computes behind.
 *
 * @param reason what the reader is told, and what every request rejects with
 */
export function savedLink(reason: string): LiveLink {
  const status: LinkStatus = { state: 'notLive', reason };
  return {
    status: () => status,
    onStatus: () => () => undefined,
    request: () => Promise.reject(new Error(reason)),
    onEvent: () => () => undefined
  };
}
