// Shows every view on traces of real networks, in a plain page without Jupyter.
//
//   node scripts/gallery.mjs [--port 8899] [--once]
//
// A small server keeps the networks alive and answers the views' requests (edits, clamps, training)
// as the kernel does. `--once` builds and checks that each sample can be made, then ends.
import { rmSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { createServer } from 'node:http';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
// One folder a process: two galleries at once do not tread on each other.
const out = path.join(root, 'build', 'gallery', String(process.pid));
process.on('exit', () => rmSync(out, { recursive: true, force: true }));
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => process.exit(0));
}
const option = name => {
  const at = process.argv.indexOf(name);
  return at < 0 ? undefined : process.argv[at + 1];
};

await mkdir(out, { recursive: true });
await build({
  absWorkingDir: root,
  entryPoints: { page: 'scripts/gallery/page.ts' },
  outdir: path.join(out, 'page'),
  bundle: true,
  splitting: true,
  format: 'esm',
  target: 'es2022',
  sourcemap: true,
  minify: !process.argv.includes('--plain'),
  chunkNames: '[name]-[hash]'
});
await build({
  absWorkingDir: root,
  entryPoints: { gallery: 'style/widgets.css' },
  outdir: path.join(out, 'page'),
  bundle: true
});
await build({
  absWorkingDir: root,
  entryPoints: { server: 'scripts/gallery/server.ts' },
  outdir: out,
  outExtension: { '.js': '.mjs' },
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20'
});

const { createGallery } = await import(
  pathToFileURL(path.join(out, 'server.mjs')).href
);
const gallery = await createGallery({
  page: path.join(out, 'page'),
  data: path.join(root, 'gatescope', 'data'),
  modules: path.join(root, 'node_modules')
});
if (process.argv.includes('--once')) {
  console.log(`${await gallery.makeAll()} samples made`);
} else {
  const server = createServer((request, response) => {
    void gallery.answer(request, response);
  });
  const port = Number(option('--port') ?? 8899);
  server.listen(port, '127.0.0.1', () =>
    console.log(`gallery: http://127.0.0.1:${server.address().port}/`)
  );
}
