// Builds the views for places in which the extension is not, into gatescope/_widget. For anywidget: one
// module and one style sheet each, as it hands both to the page as text. For any page: one script that
// draws saved bundles, without modules, which a page opened from a file may not load; `embed` runs alone;
// `live` computes them, too.
//
//   node scripts/build-widget.mjs
import {
  copyFileSync,
  mkdirSync,
  readFileSync,
  rmSync,
  writeFileSync
} from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { buildPlay } from './build-play.mjs';
import { bundleStyle, bundleViews } from './bundle-views.mjs';
import { writeNotices } from './notices.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const out = path.join(root, 'gatescope', '_widget');

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
/** The widget of runs reads no other bundle, so that it needs no other's schema and no other's checks. */
const runsAlone = {
  name: 'runs alone',
  setup(builder) {
    for (const [all, runs] of [
      ['generated/schemas', 'generated/traceSchemas.ts'],
      ['consistency', 'runsConsistency.ts']
    ]) {
      builder.onResolve(
        { filter: new RegExp(`/${all}$`) },
        ({ importer, resolveDir }) =>
          path.basename(importer) === 'decode.ts'
            ? { path: path.join(resolveDir, runs) }
            : undefined
      );
    }
  }
};

const used = [];
for (const [entry, format, plugins] of [
  ['trace', 'esm', [runsAlone]],
  ['every', 'esm', []],
  ['page', 'iife', []],
  ['embed', 'iife', [runsAlone]],
  ['live', 'iife', [runsAlone]]
]) {
  used.push(...(await bundleViews(entry, { out, format, plugins })));
}
for (const [name, file] of [
  ['style.css', 'style/widgets.css'],
  ['saved.css', 'style/saved.css']
]) {
  writeFileSync(path.join(out, name), await bundleStyle(file));
}
// The font of pictures on paper.
const fonts = path.join(root, 'node_modules', 'dejavu-fonts-ttf');
mkdirSync(path.join(out, 'fonts'));
for (const name of [
  'LICENSE',
  'ttf/DejaVuSansCondensed.ttf',
  'ttf/DejaVuSansCondensed-Bold.ttf'
]) {
  copyFileSync(
    path.join(fonts, name),
    path.join(out, 'fonts', path.basename(name))
  );
}
used.push(...(await buildPlay()));
writeNotices(used, root, path.join(out, 'THIRD-PARTY.txt'));
for (const name of [
  'trace.js',
  'every.js',
  'page.js',
  'embed.js',
  'live.js',
  'style.css',
  'saved.css'
]) {
  const bytes = readFileSync(path.join(out, name));
  const kilobytes = size => `${(size / 1000).toFixed(0)} kB`;
  console.log(
    `${name} ${kilobytes(bytes.length)}, ${kilobytes(gzipSync(bytes).length)} gzip`
  );
}
