import { networkLink, type KeptNetwork } from '../page/networkLink';

// The engine for pages of pictures beside which their networks stand; the page's program fetches it.
globalThis.gatescopeNetworks = async (network, id) =>
  Promise.resolve(networkLink(network as KeptNetwork, id));
