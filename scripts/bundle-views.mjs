// The views bundled for a place in which the extension is not: a program and a style sheet.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { minify } from 'terser';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

/**
 * Bundles `src/anywhere/<entry>.ts` into `<out>/<entry>.js`.
 *
 * @param options what esbuild is told besides
 * @returns the files that it is made of
 */
export async function bundleViews(entry, { out, format, ...options }) {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: [`src/anywhere/${entry}.ts`],
    outdir: out,
    bundle: true,
    format,
    target: 'es2022',
    minify: true,
    legalComments: 'none',
    charset: 'utf8',
    metafile: true,
    ...options
  });
  await shorten(path.join(out, `${entry}.js`), format === 'esm');
  return Object.keys(metafile.inputs);
}

/** The text of a style sheet with all that it imports. */
export async function bundleStyle(file) {
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: [file],
    bundle: true,
    minify: true,
    write: false,
    charset: 'utf8'
  });
  return alone(outputFiles[0].text);
}

/** A second compiler finds another twentieth: the views travel with every saved notebook's page. */
async function shorten(file, module) {
  const { code } = await minify(readFileSync(file, 'utf8'), {
    module,
    ecma: 2020,
    compress: { passes: 4 },
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
