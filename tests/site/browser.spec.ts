import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { strFromU8, unzipSync } from 'fflate';
import { chromium } from '@playwright/test';
import type { Contents } from '@jupyterlab/services';
import {
  LESSON,
  SITE,
  expect,
  newCell,
  notebookIsThere,
  isKept,
  showApplication,
  storedTexts,
  test,
  type Page
} from './page';

/** Notices of the page that stay until they are read. */
const notices = (page: Page) => page.locator('.Toastify__toast');
const FORGETS = 'kept in this browser only';

test('the policy refuses what comes from elsewhere', async ({
  page,
  offences
}) => {
  await page.goto(`${SITE}/tree/index.html`);
  const ended = await page.evaluate(() =>
    fetch('https://example.org/').then(
      () => 'answered',
      () => 'refused'
    )
  );
  expect(ended).toBe('refused');
  await expect
    .poll(() => offences.violations)
    .toEqual(['connect-src: https://example.org/']);
  // It was meant.
  offences.violations.length = 0;
  offences.foreign.length = 0;
});

test('no page of the site asks for what is not there, or says an error', async ({
  page,
  baseURL
}) => {
  const said: string[] = [];
  page.on('console', message => {
    if (message.type() === 'error') {
      said.push(message.text());
    }
  });
  page.on('pageerror', error => said.push(error.message));
  page.on('response', answer => {
    if (answer.status() >= 400) {
      said.push(`${answer.status()} ${answer.url()}`);
    }
  });
  const pages = {
    [LESSON]: '.jp-gatescope-picture',
    [`${SITE}/lab/index.html`]: '.jp-LauncherCard',
    [`${SITE}/tree/index.html`]: '.jp-DirListing-item',
    [`${SITE}/repl/index.html?kernel=gatescope`]: '.jp-CodeConsole'
  };
  for (const [address, seen] of Object.entries(pages)) {
    await page.goto(address);
    await expect(page.locator(seen).first()).toBeVisible();
    // A browser without a window asks for no icon by itself.
    const icon = await page.evaluate(
      () => document.querySelector<HTMLLinkElement>('link[rel="icon"]')?.href
    );
    expect(icon, address).toContain(`${baseURL}${SITE}/`);
    expect((await page.request.get(String(icon))).status()).toBe(200);
  }
  expect(said).toEqual([]);
});

test('after one visit the site opens and runs without a network, with what was changed', async ({
  page,
  context
}) => {
  await page.goto(LESSON);
  const first = await newCell(page);
  await first.run("const changed = 'by me'; changed");
  await expect(first.output).toContainText("'by me'");
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+s');
  await expect(notices(page).filter({ hasText: FORGETS })).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute(
    'data-gatescope-offline',
    'ready'
  );

  await context.setOffline(true);
  await page.reload();
  await expect(
    page.locator('.jp-Notebook .jp-CodeCell .cm-content').first()
  ).toContainText("changed = 'by me'");
  const second = await newCell(page);
  await second.run(
    "import { data } from 'gatescope'; (await data.weather()).length > 100"
  );
  await expect(second.output).toContainText('true');
  // A page that was not open before.
  await page.goto(`${SITE}/lab/index.html`);
  await expect(page.locator('.jp-DirListing-item').first()).toBeVisible();
});

test('the docs say how much the browser keeps of the site', () => {
  const root = path.join(__dirname, '..', '..');
  const site = path.join(root, 'build', 'site');
  const read = (...names: string[]) => readFileSync(path.join(...names));
  // As the build has listed them for the service worker.
  const kept = Array.from(
    read(site, 'service-worker.js')
      .toString()
      .matchAll(/"([^"]+)":"sha256-/g),
    ([, name]) => read(site, name)
  );
  expect(kept.length).toBeGreaterThan(500);
  const megabytes = (sizes: readonly number[]) =>
    sizes.reduce((sum, size) => sum + size, 0) / 1e6;
  const [, disk, wire] =
    /\((\d+) MB on the disk, (\d+) MB over the wire/.exec(
      read(root, 'docs', 'site.md').toString()
    ) ?? [];
  const sizes = kept.map(bytes => bytes.length);
  expect(Math.abs(megabytes(sizes) - Number(disk))).toBeLessThan(2);
  const packed = kept.map(bytes => gzipSync(bytes).length);
  expect(Math.abs(megabytes(packed) - Number(wire))).toBeLessThan(1);
});

test('a notebook and everything can be downloaded, as they were changed', async ({
  page
}) => {
  await page.goto(LESSON);
  const { run, output } = await newCell(page);
  await run("'mine to keep'");
  await expect(output).toContainText('mine to keep');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+s');
  const fromMenu = async (item: RegExp) => {
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      (async () => {
        await page.locator('.lm-MenuBar-item', { hasText: 'File' }).click();
        await page.locator('.lm-Menu-item', { hasText: item }).click();
      })()
    ]);
    return readFileSync(await download.path());
  };
  await expect(notices(page).filter({ hasText: FORGETS })).toBeVisible();
  const notebook = (await fromMenu(/^Download(?! All)/)).toString('utf8');
  expect(JSON.parse(notebook).cells[0].source).toContain('mine to keep');
  const files = unzipSync(await fromMenu(/^Download All Files/));
  expect(Object.keys(files)).toContain('01-networks-that-remember.ipynb');
  expect(strFromU8(files['03-inside-the-lstm.ipynb'])).toContain(
    'mine to keep'
  );
});

test('two tabs with the same notebook both say so, until one of them is closed', async ({
  page,
  context
}) => {
  await page.goto(LESSON);
  await page.locator('.jp-Notebook .jp-Cell').first().waitFor();
  const second = await context.newPage();
  await second.goto(LESSON);
  const warning = (of: Page) =>
    notices(of).filter({ hasText: 'Another tab has' });
  await expect(warning(second)).toBeVisible();
  await expect(warning(page)).toBeVisible();
  await page.close();
  await expect(warning(second)).toHaveCount(0);
});

test('what two tabs wrote is kept, both, by any key that is pressed', async ({
  page,
  context
}) => {
  const write = async (of: Page, words: string) => {
    await of.bringToFront();
    await of.locator('.jp-Notebook .jp-CodeCell .cm-content').first().click();
    await of.keyboard.press('Control+End');
    await of.keyboard.insertText(`// ${words}`);
    await of.keyboard.press('Escape');
    await of.keyboard.press('Control+s');
  };
  await showApplication(context);
  await page.goto(LESSON);
  await notebookIsThere(page);
  await write(page, 'begun');
  await isKept(page, '// begun');
  const second = await context.newPage();
  await second.goto(LESSON);
  await notebookIsThere(second);
  await write(second, 'written there');
  await isKept(second, 'written there');
  await write(page, 'written here');

  const dialog = page.locator('.jp-Dialog', {
    hasText: 'Another tab changed this notebook'
  });
  await expect(dialog.locator('td')).toContainText([
    'written here',
    'written there'
  ]);
  await expect(
    dialog.getByRole('button', { name: 'Go on with mine' })
  ).toBeFocused();
  await page.keyboard.press('Enter');
  const kept = notices(page).filter({ hasText: 'The other version is kept' });
  await expect(kept).toBeVisible();
  const stored = Object.values(await storedTexts(page, '03-'));
  expect(stored).toHaveLength(2);
  for (const words of ['written here', 'written there']) {
    expect(stored.filter(text => text.includes(words))).toHaveLength(1);
  }
});

test('a stored notebook that cannot be read opens as it ships, and its text is kept', async ({
  page,
  context
}) => {
  await showApplication(context);
  await page.goto(`${SITE}/lab/index.html`);
  await expect(page.locator('.jp-DirListing-item').first()).toBeVisible();
  await page.evaluate(async () => {
    const { contents } = (
      window as unknown as {
        jupyterapp: { serviceManager: { contents: Contents.IManager } };
      }
    ).jupyterapp.serviceManager;
    await contents.save('03-inside-the-lstm.ipynb', {
      type: 'notebook',
      format: 'json',
      content: { cells: [], mine: 'a note of mine' }
    });
  });
  await page.goto(LESSON);
  await expect(page.locator('.jp-MarkdownCell h1').first()).toContainText(
    'Inside the LSTM'
  );
  const notice = notices(page).filter({ hasText: 'could not be read' });
  await expect(notice).toContainText('03-inside-the-lstm.broken.txt');
  await expect(page.locator('.jp-Dialog')).toHaveCount(0);
  const stored = await storedTexts(page, '03-inside');
  expect(stored['03-inside-the-lstm.broken.txt']).toContain('a note of mine');
});

test('a browser that stores nothing and has no service worker says both, and runs cells', async ({
  page
}) => {
  await page.addInitScript(() => {
    const refuse = () => {
      throw new DOMException('denied', 'SecurityError');
    };
    for (const name of ['indexedDB', 'localStorage']) {
      Object.defineProperty(window, name, { get: refuse });
    }
    Reflect.deleteProperty(Navigator.prototype, 'serviceWorker');
  });
  await page.goto(LESSON);
  await expect(
    notices(page).filter({ hasText: 'This browser keeps nothing' })
  ).toBeVisible();
  await expect(
    notices(page).filter({ hasText: 'No service worker here' })
  ).toBeVisible();
  const { run, output } = await newCell(page);
  await run('6 * 7');
  await expect(output).toContainText('42');
});

test('a browser that blocks WebAssembly, as a locked-down one does, says so, and trains', async ({
  baseURL,
  launchOptions
}) => {
  const browser = await chromium.launch({
    ...launchOptions,
    args: [...(launchOptions.args ?? []), '--js-flags=--jitless']
  });
  const page = await browser.newPage();
  await page.goto(`${baseURL}${LESSON}`);
  await expect(
    notices(page).filter({ hasText: 'blocks WebAssembly' })
  ).toBeVisible();
  const { run, output } = await newCell(page);
  await run(
    `import { layers, sequential } from 'gatescope';
const model = sequential([layers.lstm({ units: 4, inputShape: [2, 1] }), layers.dense({ units: 1 })], { seed: 1 });
model.compile({ optimizer: 'adam', loss: 'meanSquaredError' });
await model.fit([[[0.1], [0.2]], [[0.3], [0.4]]], [[0.3], [0.5]], { epochs: 2 });
'trained'`
  );
  await expect(output.last()).toContainText('trained');
  await browser.close();
});
