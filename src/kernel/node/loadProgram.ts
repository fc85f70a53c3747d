import {
  closeSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync
} from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { cachedDataVersionTag } from 'node:v8';
import { constants, Script } from 'node:vm';

/** A program of ours, loaded, and a way to make its next start quicker. */
export interface LoadedProgram {
  readonly exports: unknown;
  /** Whether it began with what was kept of an earlier start. */
  readonly isKept: boolean;
  /**
   * Keeps what V8 has compiled of it until now, for later starts. Does nothing when there is a
   * fitting cache already, or no folder for one.
   */
  keepCompiled(): void;
  /** What V8 has compiled of it until now. */
  compiled(): Buffer;
}

/** Descriptors of files that are read and closed, where their names may not be read. */
export interface OpenedFiles {
  readonly program: number;
  /** What V8 had compiled of it before. */
  readonly compiled?: number;
}

/**
 * Loads a program that the build has wrapped in a function and written in ASCII, with V8's code
 * cache: a file in `cacheFolder` that fits this program and this V8 with its flags only. A cache that does not fit,
 * is broken or cannot be written is as good as none.
 */
export function loadProgram(
  file: string,
  cacheFolder: string | undefined,
  opened?: OpenedFiles
): LoadedProgram {
  const source =
    opened === undefined
      ? readFileSync(file, 'latin1')
      : readOpened(opened.program).toString('latin1');
  const cache = cacheFolder && join(cacheFolder, cacheName(file, source));
  const cachedData =
    opened?.compiled === undefined
      ? readIfThere(cache)
      : readOpened(opened.compiled);
  const script = new Script(source, {
    filename: file,
    cachedData,
    importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER
  });
  // Nothing may hold the cache itself any longer: it is as large as the program.
  const isKept = cachedData !== undefined && !script.cachedDataRejected;
  const module = { exports: {} as unknown };
  const run = script.runInThisContext() as (
    exports: unknown,
    require: NodeJS.Require,
    module: { exports: unknown },
    filename: string,
    dirname: string
  ) => void;
  run(module.exports, createRequire(file), module, file, dirname(file));
  return {
    exports: module.exports,
    isKept,
    keepCompiled() {
      if (cache && !isKept) {
        writeQuietly(cache, script.createCachedData());
      }
    },
    compiled: () => script.createCachedData()
  };
}

function readOpened(descriptor: number): Buffer {
  const read = readFileSync(descriptor);
  closeSync(descriptor);
  return read;
}

/**
 * Names the program by its content and its place, and V8 by its version, its flags and the processor:
 * a kernel and a check have other flags, and would otherwise each undo the other's. What V8 keeps
 * holds the place too: from the cache of a copy elsewhere, stacks would name files that are not ours,
 * and the kernel's own frames would be taken for a student's modules.
 */
function cacheName(file: string, source: string): string {
  const digest = process
    .getBuiltinModule('node:crypto')
    .createHash('sha256')
    .update(`${file}\n`)
    .update(source)
    .digest('hex')
    .slice(0, 16);
  const machine = cachedDataVersionTag().toString(16);
  return `${basename(file, '.js')}-${digest}-v8-${process.versions.v8}-${machine}-${process.arch}.cache`;
}

function readIfThere(file: string | undefined): Buffer | undefined {
  try {
    return file ? readFileSync(file) : undefined;
  } catch {
    return undefined;
  }
}

/** Two kernels that start at once write one after the other; each reads a whole file. */
function writeQuietly(file: string, data: Buffer): void {
  const beside = `${file}.${crypto.randomUUID()}.part`;
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(beside, data);
    renameSync(beside, file);
  } catch {
    rmSync(beside, { force: true });
  }
}
