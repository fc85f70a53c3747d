import { PathExt } from '@jupyterlab/coreutils';
import type { NotebookPanel } from '@jupyterlab/notebook';
import type { Contents } from '@jupyterlab/services';
import { EDITION, isOtherEdition } from '../kernel/browser/edition';

type Context = NotebookPanel['context'];

/** What of an open notebook is needed to see of which edition it is. */
export type Opened = Pick<Context, 'path'> & {
  readonly model: Pick<Context['model'], 'metadata' | 'setMetadata'>;
};

/** A notebook as the site ships it. */
export interface Shipped {
  readonly metadata: Readonly<Record<string, unknown>>;
}

/**
 * Where the site ships a newer edition than the one that the reader's copy was made of: the copy goes on
 * under its name, and the new edition is kept beside it, once.
 */
export async function keepNewEdition(
  { path, model }: Opened,
  {
    contents,
    shipped,
    tell
  }: {
    readonly contents: Pick<Contents.IManager, 'copy' | 'save'>;
    /** What the site ships under a path; null where it ships nothing, or cannot be asked. */
    readonly shipped: (path: string) => Promise<Shipped | null>;
    /** Says where the new edition is. */
    readonly tell: (path: string) => void;
  }
): Promise<void> {
  const content = await shipped(path);
  if (content === null || !isOtherEdition(model.metadata, content.metadata)) {
    return;
  }
  const beside = await contents.copy(path, PathExt.dirname(path));
  await contents.save(beside.path, {
    type: 'notebook',
    format: 'json',
    content
  });
  model.setMetadata(EDITION, content.metadata[EDITION]);
  tell(beside.path);
}
