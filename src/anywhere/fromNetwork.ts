import type { KeptNetwork } from '../page/networkLink';
import type { FromNetwork } from './viewElement';

/** The engine comes with the first question, where a page can fetch it then. */
export const fromNetwork: FromNetwork = async (network, id) => {
  const { networkLink } = await import('../page/networkLink');
  return networkLink(network as KeptNetwork, id);
};
