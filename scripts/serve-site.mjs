// Serves build/site as any web server would, to look at it: node scripts/serve-site.mjs [PORT]
import { createReadStream, existsSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { dirname, extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';

const site = join(
  dirname(dirname(fileURLToPath(import.meta.url))),
  'build/site'
);
const port = Number(process.argv[2] ?? 8000);
const types = {
  '.css': 'text/css',
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.svg': 'image/svg+xml'
};

if (!existsSync(site)) {
  console.error('There is no build/site: run make site');
  process.exit(1);
}
createServer((request, response) => {
  const { pathname } = new URL(request.url, 'http://localhost');
  let file = join(site, normalize(decodeURIComponent(pathname)));
  if (existsSync(file) && statSync(file).isDirectory()) {
    file = join(file, 'index.html');
  }
  if (!file.startsWith(site) || !existsSync(file)) {
    response.writeHead(404).end('not here');
    return;
  }
  response.setHeader(
    'Content-Type',
    types[extname(file)] ?? 'application/octet-stream'
  );
  createReadStream(file).pipe(response);
}).listen(port, '127.0.0.1', () =>
  console.log(`http://localhost:${port}/  (Ctrl+C ends)`)
);
