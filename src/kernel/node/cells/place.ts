import { existsSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import * as ts from 'typescript';
import type { Language, NotebookPlace } from '../../core/cells/place';

/** A notebook in folder `cwd` of this machine. */
export function nodePlace(cwd: string): NotebookPlace {
  return {
    cwd: slashes(cwd),
    folder: kernelFolder(),
    files: {
      caseSensitive: ts.sys.useCaseSensitiveFileNames,
      fileExists: ts.sys.fileExists,
      readFile: file => ts.sys.readFile(file),
      directoryExists: ts.sys.directoryExists,
      getDirectories: ts.sys.getDirectories,
      readDirectory: ts.sys.readDirectory,
      realpath: ts.sys.realpath,
      stamp: stampOf
    },
    language: languageOf(Number(process.versions.node.split('.')[0]))
  };
}

/**
 * A notebook in folder `cwd` whose cells are a stranger's: the compiler sees what lies in the folder
 * and the kernel's own files, and no other, so that no message can tell of them.
 */
export function nodePlaceWithin(cwd: string): NotebookPlace {
  const place = nodePlace(cwd);
  const { files } = place;
  const roots = [place.cwd, place.folder].flatMap(root => [
    root,
    slashes(files.realpath?.(root) ?? root)
  ]);
  const isWithin = (path: string): boolean => {
    const whole = slashes(resolve(cwd, path));
    return roots.some(root => whole === root || whole.startsWith(`${root}/`));
  };
  /** Also where a link leads. */
  const isSeen = (path: string): boolean =>
    isWithin(path) && isWithin(files.realpath?.(path) ?? path);
  return {
    ...place,
    files: {
      ...files,
      fileExists: file => isSeen(file) && files.fileExists(file),
      readFile: file => (isSeen(file) ? files.readFile(file) : undefined),
      directoryExists: folder =>
        isSeen(folder) && ts.sys.directoryExists(folder),
      getDirectories: folder =>
        isSeen(folder) ? ts.sys.getDirectories(folder) : [],
      readDirectory: (folder, ...filters) =>
        isSeen(folder) ? ts.sys.readDirectory(folder, ...filters) : []
    }
  };
}

/** TypeScript names files with forward slashes on every system. */
export function slashes(path: string): string {
  return path.replace(/\\/g, '/');
}

/**
 * The folder with the kernel's own files: TypeScript's library declarations (`lib`), ours (`types`)
 * and zeromq's compiled parts. Built, it is the folder of this program; in a clone's unit tests it
 * is where the build puts them.
 */
function kernelFolder(): string {
  const built = existsSync(join(__dirname, 'types/globals.d.ts'));
  return slashes(
    built ? __dirname : join(__dirname, '../../../../gatescope/_kernel')
  );
}

/**
 * What a Node of this major version runs. The build makes one file of what the oldest Node has or the
 * kernel adds to it (see newMethods); here stands what newer ones have beyond that.
 */
function languageOf(major: number): Language {
  return {
    target: major >= 22 ? 'ES2023' : 'ES2022',
    libraries: [
      ...(major >= 22 ? ['es2024.arraybuffer', 'esnext.iterator'] : []),
      ...(major >= 24
        ? ['esnext.error', 'esnext.float16', 'esnext.promise']
        : [])
    ],
    conditions: ['node', 'require'],
    stopPoints: false
  };
}

/** Changes whenever the file does. */
function stampOf(file: string): string {
  try {
    const { mtimeMs, size } = statSync(file);
    return `${mtimeMs}-${size}`;
  } catch {
    return 'missing';
  }
}
