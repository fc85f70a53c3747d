import { PageConfig } from '@jupyterlab/coreutils';

/** How long a page that has just opened keeps the network for itself, in ms. */
const FIRST_THINGS = 8000;

/**
 * Asks the service worker to keep the whole site, once the page has what it needs. The page's root
 * says when that is done: `data-gatescope-offline="ready"`, or how many files are missing.
 */
export function keepOffline(): void {
  const { connection } = navigator as Navigator & {
    readonly connection?: { readonly saveData?: boolean };
  };
  if (connection?.saveData === true) {
    return;
  }
  const container = navigator.serviceWorker;
  container.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    const { type, missing } = Object(data) as Record<string, unknown>;
    if (type === 'gatescope-kept') {
      document.documentElement.dataset.gatescopeOffline =
        missing === 0 ? 'ready' : `${String(missing)} missing`;
    }
  });
  setTimeout(() => {
    void container.ready.then(({ active }) => {
      if (active !== null) {
        active.postMessage('gatescope-keep');
        // At the second visit JupyterLite would take it for one of another version, and remove it.
        localStorage.setItem(
          `${active.scriptURL}-version`,
          PageConfig.getOption('appVersion')
        );
      }
    });
  }, FIRST_THINGS);
}
