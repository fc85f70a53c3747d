// Serves the built site below a subpath, and the page's kernel with its driver, as a plain file
// server would: no special headers. Below /isolated the same, with the headers that isolate a page.
import { createServer } from 'node:http';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const port = Number(process.env.GATESCOPE_TEST_PORT ?? 18865);
const kernel = join(root, 'build/page-kernel');
const { outputFiles } = await build({
  entryPoints: [join(root, 'bench/pageDriver.ts')],
  bundle: true,
  format: 'esm',
  target: 'es2022',
  write: false
});
const made = new Map([
  [
    '/kernel/',
    '<!doctype html><meta charset="utf-8"><script type="module" src="driver.js"></script>'
  ],
  ['/kernel/driver.js', outputFiles[0].text],
  // The site's own, so that a busy kernel asks here as it does there.
  [
    '/kernel/service-worker.js',
    readFileSync(join(root, 'build/site/service-worker.js'), 'utf8')
  ]
]);
const types = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm'
};

createServer((request, response) => {
  const { pathname, search } = new URL(request.url, 'http://x');
  const asked = decodeURIComponent(pathname);
  const path = asked.replace(/^\/isolated\//, '/');
  if (path !== asked) {
    response.setHeader('Cross-Origin-Opener-Policy', 'same-origin');
    response.setHeader('Cross-Origin-Embedder-Policy', 'require-corp');
  }
  const folder = path.startsWith('/kernel/')
    ? kernel
    : join(root, 'build/site');
  const inside = normalize(path.replace(/^\/(?:kernel|some\/class)\//, '/'));
  let file = join(folder, inside);
  if (made.has(path)) {
    response.setHeader(
      'Content-Type',
      path.endsWith('.js') ? 'text/javascript' : 'text/html'
    );
    response.end(made.get(path));
    return;
  }
  if (existsSync(file) && statSync(file).isDirectory()) {
    if (!path.endsWith('/')) {
      response.writeHead(301, { Location: `${pathname}/${search}` });
      response.end();
      return;
    }
    file = join(file, 'index.html');
  }
  if (!existsSync(file)) {
    response.statusCode = 404;
    response.end('not here');
    return;
  }
  response.setHeader(
    'Content-Type',
    types[extname(file)] ?? 'application/octet-stream'
  );
  response.end(readFileSync(file));
}).listen(port, '127.0.0.1');
