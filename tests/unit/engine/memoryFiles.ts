import { setHost } from '../../../src/engine';

/** Files that live in memory for one test. */
export function memoryFiles(): Map<string, Uint8Array> {
  const files = new Map<string, Uint8Array>();
  setHost({
    readFile: async path => {
      const bytes = files.get(path);
      if (!bytes) {
        throw new Error(`no file ${path}`);
      }
      return bytes;
    },
    writeFile: async (path, bytes) => {
      files.set(path, bytes.slice());
    }
  });
  return files;
}
