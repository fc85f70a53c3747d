import type { NotebookPanel } from '@jupyterlab/notebook';
import { PathExt } from '@jupyterlab/coreutils';
import type { Contents } from '@jupyterlab/services';
import { versionsOf, type CellDifference } from './versionsOf';

type Context = NotebookPanel['context'];

/** What of an open document is needed to keep both versions of it. */
export type OpenDocument = Pick<
  Context,
  'path' | 'contentsModel' | 'revert' | 'lastModifiedCheckMargin'
> & { readonly model: Pick<Context['model'], 'toJSON'> };

/** Which version goes on under the name of the notebook; the other one is kept beside it. */
export type KeptVersion = 'here' | 'there';

export interface KeepBothOptions {
  readonly contents: Pick<Contents.IManager, 'get' | 'copy' | 'save'>;
  /** Shows the difference and asks. */
  readonly ask: (
    path: string,
    differences: readonly CellDifference[]
  ) => Promise<KeptVersion>;
  /** Says where the other version is. */
  readonly tell: (path: string) => void;
}

/**
 * What is done before a notebook is saved: where another tab has saved it since, one version goes on
 * under its name and the other is kept beside it, whichever is chosen.
 *
 * @returns whether this tab's version is still to be saved
 */
export function keepBoth(
  context: OpenDocument,
  { contents, ask, tell }: KeepBothOptions
): () => Promise<boolean> {
  return async () => {
    // JupyterLab's own question would have the answer that loses the other version in focus.
    context.lastModifiedCheckMargin = Infinity;
    const { path } = context;
    const known = context.contentsModel?.last_modified;
    const stored = await contents
      .get(path, { content: false })
      // Nothing is there that could be lost.
      .catch(() => null);
    if (
      stored === null ||
      known === undefined ||
      Date.parse(stored.last_modified) <= Date.parse(known)
    ) {
      return true;
    }
    const { content } = await contents.get(path, { content: true });
    const { cells, same } = versionsOf(
      context.model.toJSON() as Parameters<typeof versionsOf>[0],
      content as Parameters<typeof versionsOf>[1]
    );
    if (same) {
      return true;
    }
    // Nobody needs to be asked about outputs, but they are kept as well.
    const choice = cells.length === 0 ? 'here' : await ask(path, cells);
    const beside = await contents.copy(path, PathExt.dirname(path));
    if (choice === 'there') {
      await contents.save(beside.path, {
        type: 'notebook',
        format: 'json',
        content: context.model.toJSON()
      });
      await context.revert();
    }
    tell(beside.path);
    return choice === 'here';
  };
}
