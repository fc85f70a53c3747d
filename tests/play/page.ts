import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test as base, type Page } from '@playwright/test';
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css'
};

/** The page of this source, served to one worker; a page that asks another origin, or fails, fails the test. */
export const test = base.extend<{ offences: string[] }, { address: string }>({
  address: [
    async ({}, use) => {
      const folder = mkdtempSync(path.join(tmpdir(), 'play-'));
      execFileSync(process.execPath, [
        path.join(__dirname, '../../scripts/build-play.mjs'),
        folder
      ]);
      const server: Server = createServer((request, response) => {
        const { pathname } = new URL(request.url ?? '/', 'http://x');
        const name = pathname === '/' ? 'index.html' : path.basename(pathname);
        try {
          const bytes = readFileSync(path.join(folder, name));
          response.setHeader('Content-Type', TYPES[path.extname(name)] ?? '');
          response.end(bytes);
        } catch {
          response.writeHead(404).end();
        }
      });
      await new Promise<void>(done => server.listen(0, '127.0.0.1', done));
      const { port } = server.address() as { port: number };
      await use(`http://127.0.0.1:${port}/`);
      server.close();
    },
    { scope: 'worker' }
  ],
  offences: [
    async ({ context, address }, use) => {
      const offences: string[] = [];
      context.on('request', request => {
        const { protocol, origin } = new URL(request.url());
        if (protocol.startsWith('http') && `${origin}/` !== address) {
          offences.push(request.url());
        }
      });
      context.on('weberror', error => offences.push(error.error().message));
      await use(offences);
      expect(offences).toEqual([]);
    },
    { auto: true }
  ]
});

export { expect };

/** Waits until so many epochs are learned. */
export async function learned(page: Page, epochs: number): Promise<void> {
  await expect.poll(() => epochOf(page)).toBeGreaterThanOrEqual(epochs);
}

/** As long as a page takes to learn so many epochs beside this one: what runs here goes on meanwhile. */
export async function whileAnotherLearns(
  page: Page,
  address: string,
  epochs: number
): Promise<void> {
  const other = await page.context().newPage();
  await other.goto(address);
  await learned(other, epochs);
  await other.close();
}

export async function epochOf(page: Page): Promise<number> {
  const words = await page.locator('.play-epoch').textContent();
  return Number(words?.replace('epoch ', ''));
}

/** One of the two networks, the first or the second. */
export const lane = (at: number): string => `.play-lane >> nth=${at}`;
