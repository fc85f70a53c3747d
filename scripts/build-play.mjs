// Builds the playground's page into a folder: the page, its style sheet, its program, and the worker
// that trains.
//
//   node scripts/build-play.mjs [FOLDER]      into a folder alone
import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  writeFileSync
} from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { bundleStyle } from './bundle-views.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

/** Beside the extension's code, where the lab's card opens it. */
const inLab = path.join(root, 'gatescope/labextension/static/play');

/** Where every build of the views puts it. */
export const playFolder = path.join(root, 'gatescope', '_widget', 'play');

/**
 * Builds the page.
 *
 * @param isAlone whether the lab is left without it
 * @returns the files that its programs are made of
 */
export async function buildPlay(out = playFolder, isAlone = false) {
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: {
      play: 'src/play/page.ts',
      worker: 'src/play/worker.ts',
      element: 'src/play/element.ts'
    },
    outdir: out,
    bundle: true,
    // The engine is one file, which the worker loads, and the page only where there is no worker.
    splitting: true,
    chunkNames: '[name]-[hash]',
    format: 'esm',
    target: 'es2022',
    minify: true,
    legalComments: 'none',
    charset: 'utf8',
    metafile: true
  });
  writeFileSync(
    path.join(out, 'play.css'),
    await bundleStyle('style/play.css')
  );
  writeFileSync(path.join(out, 'index.html'), playPage({}));
  const size = [...Object.keys(metafile.outputs), path.join(out, 'play.css')]
    .map(file => gzipSync(readFileSync(path.resolve(root, file))).length)
    .reduce((sum, each) => sum + each, 0);
  console.log(`play ${(size / 1000).toFixed(0)} kB gzip in all`);
  if (!isAlone && existsSync(path.dirname(inLab))) {
    rmSync(inLab, { recursive: true, force: true });
    cpSync(out, inLab, { recursive: true });
    writeFileSync(
      path.join(inLab, 'index.html'),
      playPage({ Lessons: '../../../../' })
    );
  }
  return Object.keys(metafile.inputs);
}

/**
 * A page of the playground with ways to other pages, for a site that has them.
 *
 * @param links addresses by their names
 * @param folder where the page's own files lie, as seen from it
 */
export function playPage(links, folder = '') {
  return readFileSync(path.join(root, 'src/play/index.html'), 'utf8')
    .replace(
      /(id="play-links">)[^<]*/,
      (_, start) => `${start}${JSON.stringify(links)}`
    )
    .replace(/(href|src)="(play\.\w+)"/g, `$1="${folder}$2"`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await (process.argv[2] ? buildPlay(process.argv[2], true) : buildPlay());
}
