import type { Contents } from '@jupyterlab/services';
import {
  expect,
  test as base,
  type BrowserContext,
  type Page
} from '@playwright/test';

export const SITE = '/some/class';
export const LESSON = `${SITE}/notebooks/index.html?path=03-inside-the-lstm.ipynb`;

/** What the pages of a test did against the site's rules. */
export interface Offences {
  /** What the policy refused. */
  readonly violations: string[];
  /** Addresses elsewhere that were asked for. */
  readonly foreign: string[];
}

/** Every test of the site fails for a page that breaks the policy or asks another origin. */
export const test = base.extend<{ offences: Offences }>({
  offences: [
    async ({ context, baseURL }, use) => {
      const offences: Offences = { violations: [], foreign: [] };
      await context.exposeFunction('tellViolation', (words: string) =>
        offences.violations.push(words)
      );
      await context.addInitScript(() =>
        document.addEventListener('securitypolicyviolation', event =>
          (
            window as unknown as { tellViolation(words: string): void }
          ).tellViolation(`${event.violatedDirective}: ${event.blockedURI}`)
        )
      );
      context.on('request', request => {
        const { origin, protocol } = new URL(request.url());
        if (protocol.startsWith('http') && origin !== baseURL) {
          offences.foreign.push(request.url());
        }
      });
      await use(offences);
      expect(offences.violations).toEqual([]);
      expect(offences.foreign).toEqual([]);
    },
    { auto: true }
  ]
});

/** Lets the pages of a test show their application to it. */
export async function showApplication(context: BrowserContext): Promise<void> {
  await context.route('**/jupyter-lite.json*', async route => {
    const answer = await route.fetch();
    const config = (await answer.json()) as Record<string, object>;
    await route.fulfill({
      response: answer,
      json: {
        ...config,
        'jupyter-config-data': {
          ...config['jupyter-config-data'],
          exposeAppInBrowser: 'true'
        }
      }
    });
  });
}

/** Texts of the files whose names begin so, as the browser keeps them. */
export async function storedTexts(
  page: Page,
  beginning: string
): Promise<Record<string, string>> {
  return page.evaluate(async start => {
    const { contents } = (
      window as unknown as {
        jupyterapp: { serviceManager: { contents: Contents.IManager } };
      }
    ).jupyterapp.serviceManager;
    const { content } = await contents.get('', { content: true });
    const found: Record<string, string> = {};
    for (const { name } of content as Contents.IModel[]) {
      if (name.startsWith(start)) {
        const file = await contents.get(name, { content: true });
        found[name] = JSON.stringify(file.content);
      }
    }
    return found;
  }, beginning);
}

/** Waits until the browser keeps these words in a file of the site. */
export async function isKept(page: Page, words: string): Promise<void> {
  const kept = (): Promise<string> =>
    page.evaluate(async name => {
      // To open what is not there would make it, empty.
      const all = await indexedDB.databases();
      if (!all.some(each => each.name === name)) {
        return '';
      }
      const database = await new Promise<IDBDatabase>((resolve, reject) => {
        const request = indexedDB.open(name);
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error as DOMException);
      });
      try {
        if (!database.objectStoreNames.contains('files')) {
          return '';
        }
        const files = database.transaction('files').objectStore('files');
        const found = files.getAll();
        await new Promise(resolve => (found.onsuccess = resolve));
        return JSON.stringify(found.result);
      } finally {
        database.close();
      }
    }, `JupyterLite Storage - ${SITE}/`);
  await expect.poll(kept).toContain(words);
}

/** Waits for the notebook and its kernel. */
export async function notebookIsThere(page: Page): Promise<void> {
  await expect(
    page.locator('.jp-Toolbar-kernelName', { hasText: 'gatescope' })
  ).toBeVisible();
  await page.locator('.jp-Notebook .jp-Cell').first().waitFor();
}

/** Puts a new code cell before all others; what it gives writes code into it and runs it. */
export async function newCell(page: Page) {
  await notebookIsThere(page);
  const first = page.locator('.jp-Notebook .jp-Cell').first();
  await first.click();
  await page.keyboard.press('Escape');
  await page.keyboard.press('a');
  await page.keyboard.press('y');
  const cell = page.locator('.jp-Notebook .jp-CodeCell').first();
  const prompt = cell.locator('.jp-InputPrompt');
  return {
    prompt,
    output: cell.locator('.jp-OutputArea-output'),
    async run(code: string): Promise<void> {
      await cell.locator('.cm-content').click();
      await page.keyboard.press('Control+a');
      await page.keyboard.insertText(code);
      const before = (await prompt.textContent()) ?? '';
      // Also while the kernel starts: the cell waits for it.
      await page.keyboard.press('Control+Enter');
      await expect(prompt).not.toHaveText(before);
    }
  };
}

export { expect, type Page };

/** Runs a loop without an end in a new cell, stops it by the keyboard, and reads what it had reached. */
export async function stopALoop(page: Page): Promise<void> {
  const { prompt, output, run } = await newCell(page);
  await run('let n = 1;');
  await expect(prompt).toHaveText('[1]:');
  await run('while (true) n++;');
  await expect(prompt).toHaveText('[*]:');
  await page.keyboard.press('Escape');
  await page.keyboard.press('i');
  await page.keyboard.press('i');
  await expect(output).toContainText('Interrupted');
  await run('n > 1');
  await expect(output).toContainText('true');
}
