// What drawing needs, in one piece that is fetched when the first output is drawn.
import type { KeptNetwork } from '../../page/networkLink';
import type { LiveLink } from '../../widgets/context';

export { decodeBundle, encode } from '../../trace';
export { createView } from '../../widgets/createView';

/** The engine comes with the first question, not with the first picture. */
export async function networkLink(
  network: unknown,
  id: string
): Promise<LiveLink> {
  const page = await import('../../page/networkLink');
  return page.networkLink(network as KeptNetwork, id);
}
