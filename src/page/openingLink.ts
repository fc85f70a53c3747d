import type { LinkStatus, LiveLink } from '../widgets/context';

/**
 * The link of a picture beside which its network stands: live from the first moment, with or without a
 * kernel. The engine is fetched when something is first asked; where that fails, the kernel's status
 * holds again.
 *
 * @param kernel the link of the notebook
 * @param make fetches the engine and makes the network
 */
export function openingLink(
  kernel: LiveLink,
  make: () => Promise<LiveLink>
): LiveLink {
  const live: LinkStatus = { state: 'live' };
  const listeners = new Map<string, Set<(status: LinkStatus) => void>>();
  let made: Promise<LiveLink> | null = null;
  let failed = false;

  async function network(): Promise<LiveLink> {
    try {
      return await (made ??= make());
    } catch (error) {
      failed = true;
      for (const [id, each] of listeners) {
        [...each].forEach(listener => listener(kernel.status(id)));
      }
      throw error;
    }
  }

  return {
    ...kernel,
    status: id => (failed ? kernel.status(id) : live),
    onStatus(id, listener) {
      const each = listeners.get(id) ?? new Set();
      listeners.set(id, each.add(listener));
      const stop = kernel.onStatus(id, status => {
        if (failed) {
          listener(status);
        }
      });
      return () => {
        each.delete(listener);
        stop();
      };
    },
    request: async (method, params) => (await network()).request(method, params)
  };
}
