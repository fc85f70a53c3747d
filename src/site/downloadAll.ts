import type { Contents } from '@jupyterlab/services';
import { zipSync } from 'fflate';
import { bytesOf } from './bytesOf';

/** Hands the reader every file that the site's file browser shows, in one archive. */
export async function downloadAll(
  contents: Pick<Contents.IManager, 'get'>
): Promise<void> {
  const files = await allFiles(contents, '');
  const archive = new Blob([zipSync(files) as Uint8Array<ArrayBuffer>], {
    type: 'application/zip'
  });
  const link = document.createElement('a');
  link.href = URL.createObjectURL(archive);
  link.download = 'gatescope-files.zip';
  link.click();
  // The browser reads it after this turn.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/** The bytes of all files below a folder, by path. */
export async function allFiles(
  contents: Pick<Contents.IManager, 'get'>,
  folder: string
): Promise<Record<string, Uint8Array>> {
  const { content } = await contents.get(folder, { content: true });
  const files: Record<string, Uint8Array> = {};
  for (const { path, type } of content as Contents.IModel[]) {
    if (type === 'directory') {
      Object.assign(files, await allFiles(contents, path));
    } else {
      files[path] = bytesOf(await contents.get(path, { content: true }));
    }
  }
  return files;
}
