import {
  LESSON,
  expect,
  isKept,
  newCell,
  notebookIsThere,
  showApplication,
  test,
  type Page
} from './page';

const notices = (page: Page) => page.locator('.Toastify__toast');
const CUT_OFF = 'ended while a cell ran';

/** Ends the page's process as a system without memory does. */
async function crash(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const crashed = page.waitForEvent('crash');
  // It gets no answer from a page that is gone.
  void session.send('Page.crash').catch(() => undefined);
  await crashed;
}

/** Waits until the browser keeps a mark that a cell runs. */
async function isMarked(page: Page): Promise<void> {
  await page.waitForFunction(() =>
    Object.keys(localStorage).some(key =>
      key.startsWith('gatescope-site:runs:')
    )
  );
}

test('a page that ends in the middle of a cell has kept what was written, and says why at the next visit', async ({
  page,
  context
}) => {
  await showApplication(context);
  await page.goto(LESSON);
  const { prompt, output, run } = await newCell(page);
  await run("'before' + ' it'");
  await expect(output).toContainText('before it');
  await run("const mine = 'the cell that took too much'; for (;;) {}");
  await expect(prompt).toHaveText('[*]:');
  await isKept(page, 'the cell that took too much');
  await isMarked(page);
  await crash(page);

  // A page that crashed obeys a test no more; a reader may as well open another tab.
  const next = await context.newPage();
  await next.goto(LESSON);
  await expect(
    next.locator('.jp-Notebook .jp-CodeCell .cm-content').first()
  ).toContainText('the cell that took too much');
  const notice = notices(next).filter({ hasText: CUT_OFF });
  await expect(notice).toContainText('03-inside-the-lstm.ipynb');

  // Once: not at the visit after that, nor after a reload that the reader wanted.
  const again = await newCell(next);
  await again.run('for (;;) {}');
  await expect(again.prompt).toHaveText('[*]:');
  await isMarked(next);
  await next.reload();
  await notebookIsThere(next);
  // What is said at the beginning is said before what is said now.
  await next.evaluate(async () => {
    const { jupyterapp } = globalThis as unknown as {
      jupyterapp: {
        restored: Promise<unknown>;
        commands: { execute(id: string, options: object): Promise<unknown> };
      };
    };
    await jupyterapp.restored;
    await navigator.locks.query();
    await jupyterapp.commands.execute('apputils:notify', {
      message: 'said after it',
      options: { autoClose: false }
    });
  });
  await expect(
    notices(next).filter({ hasText: 'said after it' })
  ).toBeVisible();
  await expect(notices(next).filter({ hasText: CUT_OFF })).toHaveCount(0);
});

test('what is written and shown is kept within seconds, by nobody’s command', async ({
  page,
  context
}) => {
  await page.goto(LESSON);
  const { output, run } = await newCell(page);
  await run("'shown ' + 'late'");
  await expect(output).toContainText('shown late');
  await page.locator('.jp-Notebook .jp-CodeCell .cm-content').first().click();
  await page.keyboard.press('Control+End');
  await page.keyboard.insertText(' // not run');
  await isKept(page, '// not run');
  await isKept(page, 'shown late');
  await crash(page);
  const next = await context.newPage();
  await next.goto(LESSON);
  const cell = next.locator('.jp-Notebook .jp-CodeCell').first();
  await expect(cell.locator('.cm-content')).toContainText('// not run');
  await expect(cell.locator('.jp-OutputArea-output')).toContainText(
    'shown late'
  );
  await expect(notices(next).filter({ hasText: CUT_OFF })).toHaveCount(0);
});

test('a kernel that ends by itself says so and starts again, with the notebook as it was', async ({
  page
}) => {
  await page.addInitScript(() => {
    const Native = Worker;
    globalThis.Worker = class extends Native {
      constructor(script: string | URL, options?: WorkerOptions) {
        super(script, options);
        if (String(script).endsWith('/gatescope-kernel/kernel.js')) {
          Object.assign(globalThis, { kernelOfPage: this });
        }
      }
    };
  });
  await page.goto(LESSON);
  const { output, prompt, run } = await newCell(page);
  await run('const mine = 1; for (;;) {}');
  await expect(prompt).toHaveText('[*]:');
  // As a browser ends a worker that it has no memory for.
  await page.evaluate(() => {
    const { kernelOfPage: worker } = globalThis as unknown as {
      kernelOfPage: Worker;
    };
    worker.terminate();
    worker.dispatchEvent(new ErrorEvent('error', { message: 'out of memory' }));
  });
  const dialog = page.locator('.jp-Dialog', {
    hasText: 'The kernel of this page ended'
  });
  await expect(dialog).toContainText('out of memory');
  await dialog.getByRole('button', { name: 'Restart the kernel' }).click();
  await expect(prompt).not.toHaveText('[*]:');
  await expect(
    page.locator('.jp-Notebook .jp-CodeCell .cm-content').first()
  ).toContainText('const mine');
  await run("'goes ' + 'on'");
  await expect(output.last()).toContainText('goes on');
  await expect(prompt).toHaveText('[1]:');
});

test('a single step that nothing cuts short ends with the kernel, if that is wished', async ({
  page
}) => {
  await page.goto(LESSON);
  const { output, prompt, run } = await newCell(page);
  await run("'the kernel ' + 'is there'");
  await expect(output).toContainText('the kernel is there');
  await run("/(a+)+b/.test('a'.repeat(60))");
  await expect(prompt).toHaveText('[*]:');
  await page.keyboard.press('Escape');
  await page.keyboard.press('i');
  await page.keyboard.press('i');
  const dialog = page.locator('.jp-Dialog', {
    hasText: 'This cell does not stop'
  });
  await dialog.getByRole('button', { name: 'Restart the kernel' }).click();
  await expect(prompt).not.toHaveText('[*]:');
  await run("'goes ' + 'on'");
  await expect(output.last()).toContainText('goes on');
});

const FILES = {
  'versions.json': '404',
  'kernel.js': 'did not start',
  'compiler.js': 'the compiler could not be loaded',
  'declarations.json': '404'
};

for (const [file, words] of Object.entries(FILES)) {
  test(`a kernel that cannot load its ${file} says so, and the notebook stays`, async ({
    page,
    context
  }) => {
    await context.route(`**/gatescope-kernel/${file}`, route =>
      route.fulfill({ status: 404, body: 'gone' })
    );
    await page.goto(LESSON);
    const dialog = page.locator('.jp-Dialog', {
      hasText: 'The kernel of this page does not start'
    });
    await expect(dialog).toContainText(words);
    await dialog.getByRole('button', { name: 'Close' }).click();
    await expect(
      page.locator('.jp-Notebook .jp-MarkdownCell h1').first()
    ).toBeVisible();
  });
}
