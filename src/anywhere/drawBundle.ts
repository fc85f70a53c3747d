import { decodeBundle, type Bundle, type BundleKind } from '../trace';
import { createCursors } from '../widgets/base/cursor';
import { keepKeys } from '../widgets/base/keepKeys';
import { createMessageView } from '../widgets/base/message';
import { createPageMemory, createStore } from '../widgets/base/store';
import { untranslated } from '../scene/words/translate';
import type {
  CellMemory,
  LiveLink,
  View,
  ViewContext,
  ViewFactory
} from '../widgets/context';
import type { Translate } from '../scene/words/translate';
import { followDarkness } from './darkness';

/** Gives the view of a kind of bundle. */
export type LoadView = (kind: BundleKind) => Promise<ViewFactory>;

/** What a page gives to the views on it. */
export interface Surroundings {
  /** What the view asks, once the bundle is there. */
  readonly link: () => LiveLink;
  readonly load: LoadView;
  /** The words of the page; without it, those of a notebook. */
  readonly translate?: Translate;
  /** What must outlive the page; without it, nothing does. */
  readonly memory?: CellMemory;
  /** Is called before a bundle is drawn; what it throws is told in its place. */
  readonly begin?: (bundle: Bundle, context: ViewContext) => void;
}

/** All views of one page share what the reader chose, as views of one notebook do. */
export const cursorOf = createCursors();
export const store = createStore();
const pageMemory = createPageMemory();
/** Draws each picture of the page again. */
const redraws = new Set<() => void>();
let closed: ViewContext['closedCode'];

/** Says which code stays closed in the pictures of this page, from now on. */
export function closeCode(next: ViewContext['closedCode']): void {
  closed = next;
  redraws.forEach(redraw => redraw());
}

/**
 * Draws a bundle into an element, as wide as the element becomes, in the page's own colors. What
 * cannot be drawn is told there.
 *
 * @param given gives the bundle as JSON; it comes from a file, and is checked
 * @returns The way to take it away.
 */
export function drawBundle(
  element: HTMLElement,
  given: () => unknown,
  surroundings: Surroundings
): () => void {
  element.classList.add('jp-gatescope-widget', 'jp-gatescope-output');
  keepKeys(element);
  const place = document.createElement('div');
  place.className = 'jp-gatescope-host';
  element.replaceChildren(place);
  let view: View | null = null;
  let ended = false;
  void drawn(place, given, surroundings).then(made => {
    if (ended) {
      made.dispose();
    } else {
      view = made;
      made.resize(place.clientWidth);
    }
  });
  const redraw = (): void => view?.resize(place.clientWidth);
  redraws.add(redraw);
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
    redraws.delete(redraw);
    view?.dispose();
  };
}

async function drawn(
  place: HTMLElement,
  given: () => unknown,
  surroundings: Surroundings
): Promise<View> {
  const { load, translate = untranslated } = surroundings;
  try {
    const bundle = decodeBundle(await given());
    const factory = await load(bundle.kind);
    const context = contextOf(bundle, surroundings);
    surroundings.begin?.(bundle, context);
    return factory(place, bundle, context);
  } catch (error) {
    return createMessageView(place, {
      title: translate('This output cannot be drawn'),
      lines: [error instanceof Error ? error.message : String(error)]
    });
  }
}

function contextOf(
  bundle: Bundle,
  { link, translate = untranslated, memory }: Surroundings
): ViewContext {
  return {
    cursor: cursorOf(bundle.id),
    link: link(),
    store,
    memory: memory ?? pageMemory,
    translate,
    closedCode: kind => closed?.(kind) ?? null,
    settings: {
      reducedMotion: matchMedia('(prefers-reduced-motion: reduce)').matches,
      linesUpTo: 8,
      minimumColumnWidth: 2
    }
  };
}
