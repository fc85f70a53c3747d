import { PathExt } from '@jupyterlab/coreutils';
import type { Contents } from '@jupyterlab/services';
import type { PageFiles } from '../kernel/browser/userFiles';
import { bytesOf } from './bytesOf';

/**
 * Files of cells where the site keeps notebooks: they show in the file browser, outlive a reload and
 * can be downloaded.
 *
 * @param folder the notebook's; paths without a slash in front begin there
 */
export function contentsFiles(
  contents: Pick<
    Contents.IManager,
    'delete' | 'get' | 'newUntitled' | 'rename' | 'save'
  >,
  folder: string
): PageFiles {
  const found = (path: string) =>
    contents.get(path, { content: false }).catch(() => null);

  async function makeFolder(path: string): Promise<void> {
    if (path === '') {
      return;
    }
    const there = await found(path);
    if (there === null) {
      await makeFolder(PathExt.dirname(path));
      // A new folder has no name of its own before it is renamed.
      const made = await contents.newUntitled({
        path: PathExt.dirname(path),
        type: 'directory'
      });
      await contents.rename(made.path, path);
    } else if (there.type !== 'directory') {
      throw new Error(`writeFile: ${path} is no folder`);
    }
  }

  return {
    async readFile(given) {
      const path = pathOf('readFile', folder, given);
      const there = await found(path);
      if (there === null) {
        throw new Error(
          `readFile: ${path} does not exist among the files of this page`
        );
      }
      if (there.type === 'directory') {
        throw new Error(`readFile: ${path} is a folder`);
      }
      return bytesOf(await contents.get(path, { content: true }));
    },
    async writeFile(given, bytes) {
      const path = pathOf('writeFile', folder, given);
      const before = await found(path);
      if (before?.type === 'directory') {
        throw new Error(`writeFile: ${path} is a folder`);
      }
      await makeFolder(PathExt.dirname(path));
      const replaced =
        before === null ? null : await contents.get(path, { content: true });
      const saved = await contents.save(path, {
        name: PathExt.basename(path),
        path,
        type: 'file',
        ...contentOf(bytes)
      });
      // The site's storage takes what has no ending, or that of a text, for a text.
      if (!areSame(bytesOf(saved), bytes)) {
        // What stood there before stays.
        await (replaced === null
          ? contents.delete(path)
          : contents.save(path, replaced));
        throw new Error(
          `writeFile: ${path} cannot hold these bytes: choose a name with an ending of its own, such as .safetensors`
        );
      }
    }
  };
}

/** @throws TypeError when it is no path inside the site's files. */
function pathOf(who: string, folder: string, given: unknown): string {
  const path =
    typeof given === 'string' && given !== '' && !given.includes('\0')
      ? PathExt.normalize(
          given.startsWith('/') ? given.slice(1) : PathExt.join(folder, given)
        )
      : '';
  if (path === '' || path === '.' || path.split('/').includes('..')) {
    throw new TypeError(
      `${who}: path should be the name of a file of this page, got ${JSON.stringify(given)}`
    );
  }
  return path;
}

/** Text as text, so that the page's editor opens it; all else in base64. */
function contentOf(
  bytes: Uint8Array
): Pick<Contents.IModel, 'content' | 'format'> {
  try {
    const text = new TextDecoder('utf-8', {
      fatal: true,
      ignoreBOM: true
    }).decode(bytes);
    return { format: 'text', content: text };
  } catch {
    const letters: string[] = [];
    bytes.forEach(byte => letters.push(String.fromCharCode(byte)));
    return { format: 'base64', content: btoa(letters.join('')) };
  }
}

function areSame(one: Uint8Array, other: Uint8Array): boolean {
  return (
    one.length === other.length && one.every((byte, at) => byte === other[at])
  );
}
