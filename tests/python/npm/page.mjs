// Opens a page of a folder in Chromium and prints, as JSON, what became of it.
//
//   node page.mjs folder [page.html]
import { readFile } from 'node:fs/promises';
import http from 'node:http';
import path from 'node:path';
import { chromium } from '@playwright/test';
import { findWindowless } from '../../../scripts/find-browser.mjs';

const [folder, name = 'page.html'] = process.argv.slice(2);
const types = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css'
};
const server = http.createServer((request, response) => {
  const { pathname } = new URL(request.url, 'http://localhost');
  readFile(path.join(folder, path.normalize(pathname))).then(
    bytes => {
      response.setHeader('Content-Type', types[path.extname(pathname)] ?? '');
      response.end(bytes);
    },
    () => {
      response.statusCode = 404;
      response.end();
    }
  );
});
await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
const address = `http://127.0.0.1:${server.address().port}`;
const browser = await chromium.launch({
  executablePath: findWindowless(),
  args: ['--no-sandbox', '--disable-gpu']
});
try {
  const page = await browser.newPage();
  const errors = [];
  const elsewhere = [];
  page.on('pageerror', error => errors.push(String(error)));
  page.on('request', request => {
    if (!request.url().startsWith(address)) {
      elsewhere.push(request.url());
    }
  });
  // Every word that the page tells, from before its first script and however fast it trains.
  await page.addInitScript(() => {
    globalThis.told = [];
    new MutationObserver(records =>
      records
        .filter(({ target }) => target.id === 'told')
        .flatMap(({ addedNodes }) => [...addedNodes])
        .forEach(node => globalThis.told.push(node.textContent))
    ).observe(document, { childList: true, subtree: true });
  });
  await page.goto(`${address}/${name}`);
  const picture = page.locator('#picture');
  await page.waitForFunction(() => document.body.dataset.done === 'yes', null, {
    timeout: 60_000
  });
  const told = await page.evaluate(() => globalThis.told);
  await picture.locator('canvas, svg').first().waitFor();
  const words = await picture.innerText();
  console.log(JSON.stringify({ told, words, errors, elsewhere }));
} finally {
  await browser.close();
  server.close();
}
