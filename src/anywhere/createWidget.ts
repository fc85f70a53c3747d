import type { Bundle, BundleKind } from '../trace';
import { decodeBundle } from '../trace';
import { createCursors } from '../widgets/base/cursor';
import { createMessageView } from '../widgets/base/message';
import { createPageMemory, createStore } from '../widgets/base/store';
import { untranslated } from '../widgets/base/translate';
import type { View, ViewContext, ViewFactory } from '../widgets/context';
import { followDarkness } from './darkness';
import { BUNDLE, type WidgetModel } from './model';
import { createWidgetLink, type WidgetLink } from './widgetLink';

/** Where anywidget lets a widget draw. */
export interface RenderOptions {
  readonly model: WidgetModel;
  readonly el: HTMLElement;
}

/** What anywidget takes a module's default export for. */
export interface AnyWidget {
  render(options: RenderOptions): () => void;
}

/** All widgets of one page share what the reader chose, as views of one notebook do. */
const cursorOf = createCursors();
const store = createStore();
const memory = createPageMemory();

/** A widget that draws the bundle of its model with the views of `load`, live over the model's line. */
export function createWidget(
  load: (kind: BundleKind) => Promise<ViewFactory>
): AnyWidget {
  return {
    render({ model, el }) {
      el.classList.add('jp-gatescope-widget', 'jp-gatescope-output');
      const link = createWidgetLink({
        model,
        page: crypto.randomUUID(),
        translate: untranslated
      });
      const place = document.createElement('div');
      place.className = 'jp-gatescope-host';
      el.replaceChildren(place);
      let view: View | null = null;
      let ended = false;
      void drawn(place, model, link, load).then(made => {
        if (ended) {
          made.dispose();
        } else {
          view = made;
          made.resize(place.clientWidth);
        }
      });
      const stopDarkness = followDarkness(el, () => view?.themeChanged());
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
        link.dispose();
      };
    }
  };
}

async function drawn(
  place: HTMLElement,
  model: WidgetModel,
  link: WidgetLink,
  load: (kind: BundleKind) => Promise<ViewFactory>
): Promise<View> {
  try {
    const bundle = decodeBundle(model.get(BUNDLE));
    const factory = await load(bundle.kind);
    return factory(place, bundle, contextOf(bundle, link));
  } catch (error) {
    return createMessageView(place, {
      title: untranslated('This output cannot be drawn'),
      lines: [error instanceof Error ? error.message : String(error)]
    });
  }
}

function contextOf(bundle: Bundle, link: WidgetLink): ViewContext {
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
