import { PathExt } from '@jupyterlab/coreutils';
import type { Contents } from '@jupyterlab/services';
import { isNotebook } from '../kernel/browser/isNotebook';

export interface MendOptions {
  /** What the text of a notebook says that cannot be read, in its own notebook. */
  readonly words: string;
  /** Says what was found: where its text is kept, and whether what is shown is as it ships. */
  readonly tell: (found: {
    readonly path: string;
    readonly kept: string;
    readonly shipped: boolean;
  }) => void;
}

type Files = Pick<Contents.IManager, 'get' | 'save' | 'delete'>;

/**
 * Lets a stored notebook that JupyterLab cannot read be opened: its text is kept in a file beside it,
 * and in its place stands what the site ships under this name, or, where it ships nothing, a notebook
 * that holds the text.
 */
export function mendNotebooks(
  contents: Files,
  { words, tell }: MendOptions
): void {
  const get = contents.get.bind(contents);
  const mending = new Map<string, Promise<Contents.IModel>>();

  async function freeName(path: string): Promise<string> {
    const stem = path.slice(0, -PathExt.extname(path).length || undefined);
    for (let count = 1; ; count++) {
      const name = `${stem}.broken${count === 1 ? '' : `-${count}`}.txt`;
      const taken = await get(name, { content: false }).then(
        () => true,
        () => false
      );
      if (!taken) {
        return name;
      }
    }
  }

  async function mend(broken: Contents.IModel): Promise<Contents.IModel> {
    const { path, content } = broken as { path: string; content: unknown };
    const text =
      typeof content === 'string'
        ? content
        : (JSON.stringify(content, null, 1) ?? '');
    const kept = await freeName(path);
    await contents.save(kept, { type: 'file', format: 'text', content: text });
    await contents.delete(path);
    const shipped = await get(path, { content: true }).catch(() => null);
    if (shipped !== null && isNotebook(shipped.content)) {
      tell({ path, kept, shipped: true });
      return shipped;
    }
    await contents.save(path, {
      type: 'notebook',
      format: 'json',
      content: notebookOf(words, text)
    });
    tell({ path, kept, shipped: false });
    return get(path, { content: true });
  }

  contents.get = async (path, options) => {
    const model = await get(path, options);
    if (
      model.type !== 'notebook' ||
      options?.content === false ||
      isNotebook(model.content)
    ) {
      return model;
    }
    const begun = mending.get(path) ?? mend({ ...model, path });
    mending.set(path, begun);
    return begun.finally(() => mending.delete(path));
  };
}

function notebookOf(words: string, text: string) {
  return {
    nbformat: 4,
    nbformat_minor: 5,
    metadata: {},
    cells: [
      { cell_type: 'markdown', id: 'unread', metadata: {}, source: words },
      { cell_type: 'raw', id: 'text', metadata: {}, source: text }
    ]
  };
}
