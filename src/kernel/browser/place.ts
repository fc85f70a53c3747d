import type { NotebookPlace } from '../core/cells/place';
import type { Declarations } from './compilerFiles';

/** Where the compiler believes the kernel's declarations to lie. */
const KERNEL = '/kernel';

/**
 * A notebook in a page: the compiler sees the kernel's declarations, which the build has packed into
 * one file, and nothing else.
 *
 * @param declarations gives the texts by path, from the kernel's folder on; called when the compiler asks
 */
export function pagePlace(declarations: () => Declarations): NotebookPlace {
  let known: ReturnType<typeof filesOf> | null = null;
  const all = () => (known ??= filesOf(declarations()));
  return {
    cwd: '/notebook',
    folder: KERNEL,
    files: {
      caseSensitive: true,
      fileExists: file => all().files.has(file),
      readFile: file => all().files.get(file),
      directoryExists: folder => all().folders.has(folder),
      getDirectories: () => [],
      readDirectory: () => [],
      stamp: file => (all().files.has(file) ? '0' : 'missing')
    },
    // What Chromium and Firefox of 2024 have; a page's newer ones bring more than the types say.
    language: {
      target: 'ES2022',
      libraries: [],
      conditions: ['browser', 'import'],
      stopPoints: true
    }
  };
}

function filesOf(declarations: Declarations): {
  readonly files: ReadonlyMap<string, string>;
  readonly folders: ReadonlySet<string>;
} {
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
  return { files, folders };
}
