// Builds the views for places in which the extension is not, into gatescope/_widget. For anywidget: one
// module and one style sheet each, as it hands both to the page as text. For any page: one script that
// draws saved bundles, without modules, which a page opened from a file may not load; `embed` runs alone;
// `live` computes them, too.
//
//   node scripts/build-widget.mjs
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { minify } from 'terser';
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
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: [`src/anywhere/${entry}.ts`],
    outdir: out,
    plugins,
    bundle: true,
    format,
    target: 'es2022',
    minify: true,
    legalComments: 'none',
    charset: 'utf8',
    metafile: true
  });
  used.push(...Object.keys(metafile.inputs));
  await shorten(path.join(out, `${entry}.js`), format === 'esm');
}
const { outputFiles } = await build({
  absWorkingDir: root,
  entryPoints: ['style/widgets.css'],
  bundle: true,
  minify: true,
  write: false,
  charset: 'utf8'
});
writeFileSync(path.join(out, 'style.css'), alone(outputFiles[0].text));
writeNotices(used, root, path.join(out, 'THIRD-PARTY.txt'));
for (const name of [
  'trace.js',
  'every.js',
  'page.js',
  'embed.js',
  'live.js',
  'style.css'
]) {
  const bytes = readFileSync(path.join(out, name));
  const kilobytes = size => `${(size / 1000).toFixed(0)} kB`;
  console.log(
    `${name} ${kilobytes(bytes.length)}, ${kilobytes(gzipSync(bytes).length)} gzip`
  );
}

/** A second compiler finds another twentieth: the widget travels with every saved notebook's page. */
async function shorten(file, module) {
  const { code } = await minify(readFileSync(file, 'utf8'), {
    module,
    ecma: 2020,
    compress: { passes: 3 },
    format: { comments: false }
  });
  writeFileSync(file, code);
}

/** Style sheets that hold inside a shadow too, where neither :root nor body can be reached. */
function alone(css) {
  return css
    .replaceAll(/body(?=\[data-jp-theme)/g, ':is(body,.jp-gatescope-widget)')
    .replaceAll(/:root(?=\s*\{)/g, ':root,:host')
    .replaceAll(/:root body(?=\s*\{)/g, ':root body,:host');
}
