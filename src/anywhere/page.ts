import { createView } from '../widgets/createView';
import {
  defineViewElement,
  type FromNetwork,
  type ViewElementOptions
} from './viewElement';

// `<gatescope-view>` for any saved output.
defineViewElement(createView, answeredBeside());

declare global {
  /** What networks.js defines. */
  var gatescopeNetworks: FromNetwork | undefined;
}

/**
 * Has networks answer that stand beside saved pictures, where the page's `<script>` says in
 * `data-networks` which program beside it makes them again; it is fetched with the first question. A
 * page that is one file has none.
 */
function answeredBeside(): ViewElementOptions {
  const script = document.currentScript;
  if (!(script instanceof HTMLScriptElement) || !script.dataset['networks']) {
    return {};
  }
  const address = new URL(script.dataset['networks'], script.src).href;
  let asked: Promise<void> | null = null;
  return {
    async fromNetwork(network, id) {
      await (asked ??= loaded(address));
      if (globalThis.gatescopeNetworks === undefined) {
        throw new Error(`gatescope-view: ${address} makes no networks`);
      }
      return globalThis.gatescopeNetworks(network, id);
    }
  };
}

/** A script and no module: a page that is opened from a file may load it, too. */
async function loaded(address: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.src = address;
    script.addEventListener('load', () => resolve());
    script.addEventListener('error', () =>
      reject(new Error(`gatescope-view: ${address} could not be loaded`))
    );
    document.head.append(script);
  });
}
