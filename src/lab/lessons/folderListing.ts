import type { Contents } from '@jupyterlab/services';

/** What is asked of the contents service; a test gives its own. */
export type ContentsReader = Pick<
  Contents.IManager,
  'get' | 'driveName' | 'localPath'
>;

/**
 * The names of the files and folders in a folder; null when it does not exist.
 *
 * Goes down from the root, because asking for what is not there makes the browser log an error.
 *
 * @param folder Path as the contents service writes it: `''` is the root; a drive may stand before.
 */
export async function folderListing(
  contents: ContentsReader,
  folder: string
): Promise<ReadonlySet<string> | null> {
  const drive = contents.driveName(folder);
  const parts = contents
    .localPath(folder)
    .split('/')
    .filter(part => part !== '');
  let path = drive === '' ? '' : `${drive}:`;
  let names = await namesIn(contents, path);
  for (const part of parts) {
    if (!names.has(part)) {
      return null;
    }
    path = joinPath(path, part);
    names = await namesIn(contents, path);
  }
  return names;
}

async function namesIn(
  contents: ContentsReader,
  path: string
): Promise<Set<string>> {
  const model = await contents.get(path, { type: 'directory', content: true });
  return new Set((model.content as Contents.IModel[]).map(({ name }) => name));
}

/** `a` and `b` give `a/b`; the root, also that of a drive, takes no slash. */
export function joinPath(folder: string, name: string): string {
  return folder === '' || folder.endsWith(':')
    ? `${folder}${name}`
    : `${folder}/${name}`;
}

/** The folder that a path stands in; the root, or the root of its drive, for a bare name. */
export function folderOf(path: string): string {
  const slash = path.lastIndexOf('/');
  if (slash >= 0) {
    return path.slice(0, slash);
  }
  const colon = path.indexOf(':');
  return colon >= 0 ? path.slice(0, colon + 1) : '';
}
