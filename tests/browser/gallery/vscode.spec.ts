import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import { strFromU8, unzipSync } from 'fflate';
import { lstm } from '../../../src/engine';
import { encode } from '../../../src/trace';

const root = path.resolve(__dirname, '../../..');
const { version } = JSON.parse(
  readFileSync(path.join(root, 'package.json'), 'utf8')
) as { version: string };
/** What the package brings, as VS Code unpacks it. */
const files = unzipSync(
  readFileSync(path.join(root, 'dist', `gatescope-${version}.vsix`))
);
const { contributes } = JSON.parse(
  strFromU8(files['extension/package.json'])
) as { contributes: { notebookRenderer: { entrypoint: string }[] } };
const [{ entrypoint }] = contributes.notebookRenderer;

const ORIGIN = 'https://vscode.test';
/** Of a notebook's page in VS Code 1.99, less what it allows and the renderer does not need. */
const POLICY =
  "default-src 'none'; script-src 'self' 'nonce-page'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:";

const run = lstm({ inputSize: 1, units: 3, seed: 7 }).run(
  Array.from({ length: 20 }, (_, step) => Math.sin(step / 3))
);
/** As a kernel that is gone has left it. */
const saved = JSON.stringify(
  encode({ ...run.toBundle(), live: { session: 'gone', revision: 0 } })
);

/** A page like VS Code's around the outputs of a notebook: its policy, its classes, its variables. */
async function open(
  page: Page,
  texts: readonly string[],
  theme = 'vscode-dark'
): Promise<readonly string[]> {
  const failures: string[] = [];
  page.on('pageerror', error => failures.push(error.message));
  page.on('console', message => {
    if (message.type() === 'error') {
      failures.push(message.text());
    }
  });
  const dark = !theme.includes('light');
  const body = `<!doctype html><html style="--vscode-editor-background: ${dark ? '#1f1f1f' : '#fdf6e3'}; --vscode-font-family: sans-serif">
    <body class="${theme}"><script type="module" nonce="page">
      const { activate } = await import('${ORIGIN}/${entrypoint}');
      globalThis.renderer = await activate({});
      globalThis.draw = (id, text) => {
        const element = document.getElementById(id) ?? document.body.appendChild(document.createElement('div'));
        element.id = id;
        globalThis.renderer.renderOutputItem({ id, mime: '', metadata: {}, text: () => text, json: () => JSON.parse(text) }, element);
      };
      document.body.dataset.ready = '';
    </script>`;
  await page.route(`${ORIGIN}/**`, route => {
    const name = new URL(route.request().url()).pathname;
    const file = files[path.posix.join('extension', name)];
    return name === '/'
      ? route.fulfill({
          contentType: 'text/html',
          headers: { 'Content-Security-Policy': POLICY },
          body
        })
      : route.fulfill({
          contentType: 'text/javascript',
          body: Buffer.from(file ?? [])
        });
  });
  await page.goto(`${ORIGIN}/`);
  await page.locator('body[data-ready]').waitFor({ state: 'attached' });
  for (const [at, text] of texts.entries()) {
    await page.evaluate(
      ([id, given]) =>
        (
          globalThis as unknown as { draw(id: string, text: string): void }
        ).draw(id, given),
      [`output-${at}`, text] as const
    );
  }
  return failures;
}

test('a saved run is scrubbed in a page like that of VS Code', async ({
  page
}) => {
  const failures = await open(page, [saved, saved]);
  const [first, second] = [0, 1].map(at => page.locator(`#output-${at}`));
  const picture = first.locator('.jp-gatescope-picture');
  await picture.focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowRight');
  await expect(first.locator('[role="status"]').first()).toContainText(
    'step 1'
  );
  // The other output of the run follows, and speaks of no step: nobody is in it.
  await expect(second).toContainText('step 1, unit');
  await expect(second.locator('[role="status"]').first()).toHaveText('');
  await expect(first).toContainText('as saved');
  expect(failures).toEqual([]);
});

for (const [theme, color] of [
  ['vscode-dark', '#1f1f1f'],
  ['vscode-light', '#fdf6e3'],
  ['vscode-high-contrast', '#1f1f1f']
]) {
  test(`the views have the page and the ink of ${theme}`, async ({ page }) => {
    await open(page, [saved], theme);
    const view = page.locator('.jp-gatescope-view');
    await expect(view).toBeVisible();
    const [ground, ink] = await view.evaluate(element => {
      const style = getComputedStyle(element);
      return ['page', 'ink'].map(name =>
        style.getPropertyValue(`--jp-gatescope-${name}`)
      );
    });
    expect(ground).toBe(color);
    expect(ink).toBe(
      {
        'vscode-dark': '#f0f0f0',
        'vscode-light': '#212121',
        'vscode-high-contrast': '#fff'
      }[theme]
    );
  });
}

test('an output that changes is drawn anew in its place, and one that is gone is freed', async ({
  page
}) => {
  const failures = await open(page, [saved]);
  const output = page.locator('#output-0');
  await expect(output.locator('.jp-gatescope-picture')).toBeVisible();
  await page.evaluate(() =>
    (globalThis as unknown as { draw(id: string, text: string): void }).draw(
      'output-0',
      '{"kind":"trace"}'
    )
  );
  await expect(output).toContainText('cannot be drawn');
  await expect(output.locator('.jp-gatescope-picture')).toHaveCount(0);
  await page.evaluate(() =>
    (
      globalThis as unknown as {
        renderer: { disposeOutputItem(id?: string): void };
      }
    ).renderer.disposeOutputItem('output-0')
  );
  await expect(output.locator('.jp-gatescope-view')).toHaveCount(0);
  expect(failures).toEqual([]);
});
