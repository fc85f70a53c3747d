import type { UserFiles } from '../core/host';

/** Files of a page's cells: the data that ships with the site; a page has no folder of the user's. */
export function createUserFiles(assets: string): UserFiles {
  return {
    async readData(name) {
      if (!/^[\w-][\w.-]*$/.test(name)) {
        throw new Error(
          `readData: expected the name of a file in the data folder, got ${JSON.stringify(name)}`
        );
      }
      const answer = await fetch(new URL(`data/${name}`, assets));
      if (!answer.ok) {
        throw new Error(
          `readData: there is no ${JSON.stringify(name)} in this site`
        );
      }
      return new Uint8Array(await answer.arrayBuffer());
    },
    readFile: path =>
      Promise.reject(
        new Error(
          `readFile: ${path} cannot be read: a page without an install has no folder of files`
        )
      ),
    writeFile: path =>
      Promise.reject(
        new Error(
          `writeFile: ${path} cannot be written: a page without an install has no folder of files`
        )
      )
  };
}
