import * as ts from 'typescript';
import type { NotebookPlace } from '../core/cells/place';

/** Where the compiler believes the kernel's declarations to lie. */
const KERNEL = '/kernel';

/**
 * A notebook in a page: the compiler sees the kernel's declarations, which the build has packed into
 * one file, and nothing else.
 *
 * @param declarations texts by path, from the kernel's folder on
 */
export function pagePlace(
  declarations: Readonly<Record<string, string>>
): NotebookPlace {
  const files = new Map(
    Object.entries(declarations).map(([path, text]) => [
      `${KERNEL}/${path}`,
      text
    ])
  );
  const folders = new Set<string>();
  for (const file of files.keys()) {
    for (
      let at = file.lastIndexOf('/');
      at > 0;
      at = file.lastIndexOf('/', at - 1)
    ) {
      folders.add(file.slice(0, at));
    }
  }
  return {
    cwd: '/notebook',
    folder: KERNEL,
    files: {
      caseSensitive: true,
      fileExists: file => files.has(file),
      readFile: file => files.get(file),
      directoryExists: folder => folders.has(folder),
      getDirectories: () => [],
      readDirectory: () => [],
      stamp: file => (files.has(file) ? '0' : 'missing')
    },
    // What Chromium and Firefox of 2024 have; a page's newer ones bring more than the types say.
    language: {
      target: ts.ScriptTarget.ES2022,
      libraries: [],
      conditions: ['browser', 'import'],
      stopPoints: true
    }
  };
}
