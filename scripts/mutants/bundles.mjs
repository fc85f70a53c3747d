// The tests that a planted fault may fail, built once with every fault in them, and the run of one of
// them in a process of its own: a fault may end it.
import { build } from 'esbuild';
import { fork } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** What a run may take beyond ten times what it takes without a fault, in ms. */
const GRACE = 60_000;

/** All files below a folder of the project, by their paths in it. */
export function filesBelow(folder) {
  return readdirSync(join(root, folder), {
    recursive: true,
    withFileTypes: true
  })
    .filter(entry => entry.isFile())
    .map(entry => relative(root, join(entry.parentPath, entry.name)))
    .sort();
}

/** Tests of what is written about the engine, which compile all of it. */
const ofText = /\/(documentation|examples|tutorials|mistakes)\.test\.ts$/;

/** The tests of the engine. */
export const testFiles = () =>
  ['tests/unit/engine', 'tests/unit/trace', 'tests/parity']
    .flatMap(filesBelow)
    .filter(path => path.endsWith('.test.ts') && !ofText.test(path));

/**
 * Builds tests with some files of the project replaced.
 *
 * @param tests paths
 * @param texts the text of each replaced file, by its path
 * @returns the built file of each test, by its path
 */
export async function bundle(tests, texts, outdir) {
  await build({
    entryPoints: tests.map(path => join(root, path)),
    outdir,
    outbase: root,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    // The package says that its files do nothing when they are loaded; tests do.
    ignoreAnnotations: true,
    platform: 'node',
    format: 'esm',
    logLevel: 'error',
    nodePaths: [join(root, 'node_modules')],
    packages: 'bundle',
    external: ['typescript', '@swc/core', 'prettier', 'esbuild'],
    banner: {
      js: `import { createRequire as requireOf } from 'node:module'; const require = requireOf(${JSON.stringify(join(root, 'package.json'))});`
    },
    plugins: [
      { name: 'mutants', setup: ({ onLoad }) => replacing(onLoad, texts) }
    ]
  });
  return new Map(
    tests.map(path => [path, join(outdir, path.replace(/\.ts$/, '.mjs'))])
  );
}

function replacing(onLoad, texts) {
  onLoad({ filter: /generated[/\\]binaries\.ts$/ }, () => ({
    contents:
      'const digits = Buffer.from(globalThis.mutantBinary, "base64").toString("hex"); export const kernelBuilds = { block: digits.length, lengths: [digits.length / 2, 0], digits };',
    loader: 'ts'
  }));
  onLoad({ filter: /\.ts$/ }, ({ path }) => {
    const own = relative(root, path);
    const text = texts.get(own) ?? readFileSync(path, 'utf8');
    return {
      contents: text
        .replaceAll('__dirname', JSON.stringify(dirname(path)))
        .replace(
          /(export const kinds: readonly KernelKind\[\] =) \[[^\]]*\]/,
          "$1 ['SIMD']"
        ),
      loader: 'ts'
    };
  });
}

/**
 * Runs a built test until it fails.
 *
 * @returns `{ failure, reached, took }`; the failure is null where all passes
 */
export function runTest(file, { binary, active, usual = 0 }) {
  return new Promise(resolve => {
    const child = fork(
      join(dirname(fileURLToPath(import.meta.url)), 'worker.mjs'),
      {
        stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
        serialization: 'advanced'
      }
    );
    const end = result => {
      clearTimeout(limit);
      child.kill('SIGKILL');
      resolve({ reached: [], took: 0, ...result });
    };
    const limit = setTimeout(
      () => end({ failure: 'it does not end' }),
      10 * usual + GRACE
    );
    child.once('message', end);
    child.once('error', error => end({ failure: String(error) }));
    child.once('exit', (code, signal) =>
      end({ failure: `the program ended (${signal ?? code})` })
    );
    child.send({ file, binary, active });
  });
}
