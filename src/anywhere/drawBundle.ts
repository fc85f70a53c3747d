import { decodeBundle, type Bundle, type BundleKind } from '../trace';
import { createCursors } from '../widgets/base/cursor';
import { createMessageView } from '../widgets/base/message';
import { createPageMemory, createStore } from '../widgets/base/store';
import { untranslated } from '../widgets/base/translate';
import type {
  LiveLink,
  View,
  ViewContext,
  ViewFactory
} from '../widgets/context';
import { followDarkness } from './darkness';

/** Gives the view of a kind of bundle. */
export type LoadView = (kind: BundleKind) => Promise<ViewFactory>;

/** All views of one page share what the reader chose, as views of one notebook do. */
const cursorOf = createCursors();
const store = createStore();
const memory = createPageMemory();

/**
 * Draws a bundle into an element, as wide as the element becomes, in the page's own colours. What
 * cannot be drawn is told there.
 *
 * @param given gives the bundle as JSON; it comes from a file, and is checked
 * @param link what the view asks, once the bundle is there
 * @returns The way to take it away.
 */
export function drawBundle(
  element: HTMLElement,
  given: () => unknown,
  { link, load }: { readonly link: () => LiveLink; readonly load: LoadView }
): () => void {
  element.classList.add('jp-gatescope-widget', 'jp-gatescope-output');
  const place = document.createElement('div');
  place.className = 'jp-gatescope-host';
  element.replaceChildren(place);
  let view: View | null = null;
  let ended = false;
  void drawn(place, given, link, load).then(made => {
    if (ended) {
      made.dispose();
    } else {
      view = made;
      made.resize(place.clientWidth);
    }
  });
  const stopDarkness = followDarkness(element, () => view?.themeChanged());
  const sizes = new ResizeObserver(entries => {
    const width = entries.at(-1)?.contentRect.width ?? 0;
    if (width > 0) {
      view?.resize(width);
    }
  });
  sizes.observe(place);
  return () => {
    ended = true;
    sizes.disconnect();
    stopDarkness();
    view?.dispose();
  };
}

async function drawn(
  place: HTMLElement,
  given: () => unknown,
  link: () => LiveLink,
  load: LoadView
): Promise<View> {
  try {
    const bundle = decodeBundle(await given());
    const factory = await load(bundle.kind);
    return factory(place, bundle, contextOf(bundle, link()));
  } catch (error) {
    return createMessageView(place, {
      title: untranslated('This output cannot be drawn'),
      lines: [error instanceof Error ? error.message : String(error)]
    });
  }
}

function contextOf(bundle: Bundle, link: LiveLink): ViewContext {
  return {
    cursor: cursorOf(bundle.id),
    link,
    store,
    memory,
    translate: untranslated,
    settings: {
      reducedMotion: matchMedia('(prefers-reduced-motion: reduce)').matches,
      linesUpTo: 8,
      minimumColumnWidth: 2
    }
  };
}
