import { untranslated } from '../scene/words/translate';
import { drawBundle, type LoadView } from './drawBundle';
import { parseBundle } from './parseBundle';
import { createDeadLink } from '../widgets/base/link';

/** What VS Code tells of an output (`OutputItem` of its renderer API), as far as it is read. */
export interface OutputItem {
  readonly id: string;
  text(): string;
}

/** What VS Code takes a renderer for (`RendererApi`). */
export interface NotebookRenderer {
  /** Draws an output in its element; a second call for either draws it again there. */
  renderOutputItem(item: OutputItem, element: HTMLElement): void;
  /** Frees what one output took, or all of them. */
  disposeOutputItem(id?: string): void;
}

/** Draws the outputs that a notebook has saved; what cannot be drawn is told in its place. */
export function createNotebookRenderer(load: LoadView): NotebookRenderer {
  const drawn = new Map<
    string,
    { readonly element: HTMLElement; readonly stop: () => void }
  >();
  const link = createDeadLink(
    untranslated(
      'VS Code shows what the notebook has saved. Run the notebook in JupyterLab to compute with the network.'
    )
  );
  const free = (id: string): void => {
    drawn.get(id)?.stop();
    drawn.delete(id);
  };
  return {
    renderOutputItem(item, element) {
      for (const [id, before] of drawn) {
        if (id === item.id || before.element === element) {
          free(id);
        }
      }
      const stop = drawBundle(
        element,
        () => parseBundle(item.text(), untranslated('The output')),
        { link: () => link, load }
      );
      drawn.set(item.id, { element, stop });
    },
    disposeOutputItem(id) {
      (id === undefined ? [...drawn.keys()] : [id]).forEach(free);
    }
  };
}
