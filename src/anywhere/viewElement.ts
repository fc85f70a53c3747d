import type { LiveLink } from '../widgets/context';
import type { Translate } from '../scene/words/translate';
import { untranslated } from '../scene/words/translate';
import { attributes, opened, requireOpening, themeAsked } from './attributes';
import { closeCode, drawBundle, type LoadView } from './drawBundle';
import { takeOver } from './takeOver';
import { readInline, takeInline, type InlineBundle } from './inlineBundle';
import { parseBundle } from './parseBundle';
import { createDeadLink } from '../widgets/base/link';
import { openingLink } from '../page/openingLink';
import { markOpening } from '../page/openings';

/** Runs the code of an element: what is drawn, and what its view asks. */
export type Compute = (
  code: string
) => Promise<{ readonly bundle: unknown; readonly link: LiveLink }>;

/** Makes the networks again that stand beside a saved picture: what they answer to its view. */
export type FromNetwork = (network: unknown, id: string) => Promise<LiveLink>;

export interface ViewElementOptions {
  /** Has the page answer where a network stands beside a picture; without it, nobody does. */
  readonly fromNetwork?: FromNetwork;
  /** Runs the code of elements; without it there is none. */
  readonly compute?: Compute;
  /** The words of the page; without it, those of a notebook. */
  readonly translate?: Translate;
}

/** What the element of this page draws with: one script defines it. */
let load: LoadView;
let compute: Compute | undefined;
let fromNetwork: FromNetwork | undefined;
let translate: Translate;

/**
 * `<gatescope-view src="run.json">` draws a bundle that was saved, in any page. Instead of `src` the
 * bundle can stand inside, in a `<script type="application/json">`; this works from `file:` too, where
 * a page may read no other file. Where the script can compute, a `<script type="text/gatescope">` may
 * hold code that returns a run. `view`, `step`, `unit`, `layer` and `sort` say what it opens on, `theme`
 * (light or dark) which colors it has where the page's are not to decide. Whatever else stands inside is shown until the view is drawn, and where
 * no script runs.
 */
class GatescopeView extends HTMLElement {
  static readonly observedAttributes = attributes;
  private stop: (() => void) | null = null;
  /** Kept, for it leaves the page when the view is drawn in its place. */
  private inline: InlineBundle | null = null;
  private code: string | null = null;
  private network: string | null = null;
  private link: LiveLink = createDeadLink(
    translate(
      'This page has no kernel. Run the notebook in Jupyter to compute with the network.'
    )
  );

  connectedCallback(): void {
    this.inline = takeInline(this) ?? this.inline;
    const program = this.querySelector('script[type="text/gatescope"]');
    this.code = program?.textContent ?? this.code;
    const network = this.querySelector('script[data-network]');
    this.network = network?.textContent ?? this.network;
    this.stop ??= drawBundle(this, () => this.openedBundle(), {
      link: () => this.link,
      begin: (bundle, context) => {
        requireOpening(bundle, this);
        takeOver(this, bundle.id);
        if (this.network !== null && fromNetwork !== undefined) {
          markOpening(bundle.id, context);
        }
      },
      load,
      translate
    });
  }

  disconnectedCallback(): void {
    this.stop?.();
    this.stop = null;
  }

  attributeChangedCallback(): void {
    if (this.stop !== null) {
      this.disconnectedCallback();
      this.connectedCallback();
    }
  }

  private async openedBundle(): Promise<unknown> {
    themeAsked(this);
    const bundle = await this.bundle();
    const { network } = this;
    if (network !== null && fromNetwork !== undefined) {
      const make = fromNetwork;
      const { id } = bundle as { readonly id?: unknown };
      this.link = openingLink(this.link, () =>
        make(
          parseBundle(network, 'gatescope-view: the network inside'),
          String(id)
        )
      );
    }
    return opened(bundle, this);
  }

  private async bundle(): Promise<unknown> {
    if (this.code !== null) {
      if (compute === undefined) {
        throw new Error(
          'gatescope-view: this page should load live.js, which computes; what it has draws saved runs.'
        );
      }
      const found = await compute(this.code);
      this.link = found.link;
      return found.bundle;
    }
    if (this.inline !== null) {
      return readInline(this.inline);
    }
    const address = this.getAttribute('src');
    if (address === null) {
      throw new Error(
        'gatescope-view: the attribute src should be the address of a saved bundle, or a <script type="application/json"> inside should hold it; got neither.'
      );
    }
    return parseBundle(
      await fetched(address),
      `gatescope-view: the file ${address}`
    );
  }
}

/** The exercises that the page leaves to its readers, by the kind of cell whose step they ask for. */
function closedHere(): Readonly<Record<string, string>> {
  const told = document.querySelector<HTMLElement>('[data-closed-code]');
  return JSON.parse(told?.dataset['closedCode'] ?? '{}') as Record<
    string,
    string
  >;
}

async function fetched(address: string): Promise<string> {
  const answer = await fetch(address).catch((cause: unknown) => {
    throw new Error(
      location.protocol === 'file:'
        ? `gatescope-view: a page that is opened from a file cannot read ${address}. Put the bundle inside, in a <script type="application/json">, or serve the page from a web server.`
        : `gatescope-view: the file ${address} could not be loaded: ${cause instanceof Error ? cause.message : String(cause)}.`,
      { cause }
    );
  });
  if (!answer.ok) {
    throw new Error(
      `gatescope-view: the file ${address} could not be loaded: ${answer.status} ${answer.statusText}.`
    );
  }
  return answer.text();
}

/**
 * Makes `<gatescope-view>` an element of this page, once, though several exported pictures may bring
 * the script.
 *
 * @param views gives the view of a kind of bundle
 */
export function defineViewElement(
  views: LoadView,
  options: ViewElementOptions = {}
): void {
  const define = () => {
    if (customElements.get('gatescope-view') === undefined) {
      load = views;
      compute = options.compute;
      fromNetwork = options.fromNetwork;
      translate = options.translate ?? untranslated;
      closeCode(kind => closedHere()[kind] ?? null);
      customElements.define('gatescope-view', GatescopeView);
    }
  };
  // Elements that stand above this script are whole by now; those below become so as they are read.
  if (document.readyState === 'loading') {
    document.addEventListener('DOMContentLoaded', define);
  } else {
    define();
  }
}
