import type { Translate } from '../scene/words/translate';

/** What a browser was found to give a page. */
export interface BrowserPowers {
  readonly serviceWorker: boolean;
  /** The page is isolated: a busy kernel shares memory with it, and needs nobody to ask. */
  readonly isolated: boolean;
  /** It keeps anything at all. */
  readonly storage: boolean;
  readonly webAssembly: boolean;
}

/** Something that does not work in this browser, and what the reader can do. */
export interface Shortcoming {
  readonly id: string;
  /** At most 140 characters: JupyterLab cuts longer notices short. */
  readonly message: string;
  /** A download is what helps. */
  readonly download: boolean;
}

/** What of the site does not work in such a browser. What is not named works. */
export function shortcomings(
  { serviceWorker, isolated, storage, webAssembly }: BrowserPowers,
  translate: Translate
): Shortcoming[] {
  const found: Shortcoming[] = [];
  if (!storage) {
    found.push({
      id: 'storage',
      message: translate(
        'This browser keeps nothing: what you change is gone when this tab closes. Download what you want to keep.'
      ),
      download: true
    });
  }
  if (!serviceWorker) {
    found.push({
      id: 'service-worker',
      message: isolated
        ? translate(
            'No service worker here: this page needs a network. All else works.'
          )
        : translate(
            'No service worker here: this page needs a network, and only a restart stops a loop without an end. All else works.'
          ),
      download: false
    });
  }
  if (!webAssembly) {
    found.push({
      id: 'web-assembly',
      message: translate(
        'This browser blocks WebAssembly: training takes longer. All else works.'
      ),
      download: false
    });
  }
  return found;
}
