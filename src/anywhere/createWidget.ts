import { untranslated } from '../scene/words/translate';
import { drawBundle, type LoadView } from './drawBundle';
import { BUNDLE, type WidgetModel } from './model';
import { createWidgetLink } from './widgetLink';

/** Where anywidget lets a widget draw. */
export interface RenderOptions {
  readonly model: WidgetModel;
  readonly el: HTMLElement;
}

/** What anywidget takes a module's default export for. */
export interface AnyWidget {
  render(options: RenderOptions): () => void;
}

/** A widget that draws the bundle of its model with the views of `load`, live over the model's line. */
export function createWidget(load: LoadView): AnyWidget {
  return {
    render({ model, el }) {
      const link = createWidgetLink({
        model,
        page: crypto.randomUUID(),
        translate: untranslated
      });
      const stop = drawBundle(el, () => model.get(BUNDLE), {
        link: () => link,
        load
      });
      return () => {
        stop();
        link.dispose();
      };
    }
  };
}
