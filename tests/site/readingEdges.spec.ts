import { SITE, expect, isKept, showApplication, test, type Page } from './page';

const NAME = '01-networks-that-remember';
const READ = `${SITE}/read/${NAME}.html`;

interface Lesson {
  readonly metadata: object;
  readonly cells: readonly object[];
}

test.use({ viewport: { width: 360, height: 740 }, hasTouch: true });

/** What a reader of a phone needs of a page: it can be written on, and run. */
async function works(page: Page): Promise<void> {
  await expect(page.locator('.read-live')).toBeVisible();
  await expect(
    page.getByRole('button', { name: 'Run', exact: true }).first()
  ).toBeVisible();
  await expect(
    page.getByRole('textbox', { name: 'Your answer' }).first()
  ).toBeVisible();
}

/** Puts a file where the site keeps those of the reader. */
async function store(page: Page, path: string, content: unknown) {
  await page.evaluate(
    async ([folder, at, inside]) => {
      const name = `JupyterLite Storage - ${folder}`;
      const database = await new Promise<IDBDatabase>((resolve, reject) => {
        const request = indexedDB.open(name, 1);
        request.onupgradeneeded = () =>
          request.result.createObjectStore('files');
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error as DOMException);
      });
      const now = new Date().toISOString();
      const put = database
        .transaction('files', 'readwrite')
        .objectStore('files')
        .put(
          {
            name: at,
            path: at,
            type: 'notebook',
            format: 'json',
            mimetype: 'application/x-ipynb+json',
            content: inside,
            created: now,
            last_modified: now,
            size: 1,
            writable: true
          },
          String(at)
        );
      await new Promise(resolve => (put.onsuccess = resolve));
      database.close();
    },
    [`${SITE}/`, path, content] as const
  );
}

for (const [what, content] of [
  ['no notebook', { cells: [], mine: 'a note of mine' }],
  ['a notebook with half a cell', { nbformat: 4, metadata: {}, cells: [{}] }],
  ['nothing', null]
] as const) {
  test(`a stored notebook that is ${what} leaves the page in use, and is kept`, async ({
    page
  }) => {
    await page.goto(`${SITE}/read/index.html`);
    await store(page, `${NAME}.ipynb`, content);
    await page.goto(READ);
    await works(page);
    await expect(page.locator('.read-notice')).toContainText(
      `${NAME}.broken.txt`
    );
  });
}

for (const [what, damage] of [
  [
    'of one cell alone',
    (lesson: Lesson) => ({ ...lesson, cells: lesson.cells.slice(3, 4) })
  ],
  [
    'whose metadata is garbled',
    (lesson: Lesson) => ({
      ...lesson,
      metadata: { gatescope: 'garbled' },
      cells: lesson.cells.map(cell => ({ ...cell, metadata: { gatescope: 7 } }))
    })
  ]
] as const) {
  test(`a stored lesson ${what} has its buttons and exercises again, and says so`, async ({
    page
  }) => {
    await page.goto(`${SITE}/read/index.html`);
    const lesson = (await (
      await page.request.get(`${SITE}/files/${NAME}.ipynb`)
    ).json()) as Lesson;
    await store(page, `${NAME}.ipynb`, damage(lesson));
    await page.goto(READ);
    await works(page);
    await expect(
      page.getByRole('button', { name: 'Check' }).first()
    ).toBeVisible();
    await expect(page.locator('.read-notice')).toContainText('as they ship');
  });
}

test('a lesson that has changed since it was begun goes on, beside the new one, and says so', async ({
  page
}) => {
  await page.goto(`${SITE}/read/index.html`);
  const lesson = (await (
    await page.request.get(`${SITE}/files/${NAME}.ipynb`)
  ).json()) as Lesson;
  const begun = {
    ...lesson,
    metadata: { ...lesson.metadata, gatescope_edition: 'earlier' }
  };
  await store(page, `${NAME}.ipynb`, begun);
  await page.goto(READ);
  await works(page);
  await expect(page.locator('.read-notice')).toContainText(
    `the new one is ${NAME}-Copy1.ipynb`
  );
  // So does the lab.
  await store(page, `${NAME}.ipynb`, begun);
  await page.goto(`${SITE}/notebooks/index.html?path=${NAME}.ipynb`);
  await expect(
    page
      .locator('.Toastify__toast')
      .filter({ hasText: `the new one is ${NAME} (copy).ipynb` })
  ).toBeVisible();
});

test('a reader is told at the first change that a browser may forget', async ({
  page
}) => {
  await page.goto(READ);
  await works(page);
  await expect(page.locator('.read-notice')).toHaveCount(0);
  await page
    .getByRole('textbox', { name: 'Your answer' })
    .first()
    .fill('// mine');
  await expect(page.locator('.read-notice')).toContainText('a private window');
});

test('a browser that is full says so once something is written, and runs on', async ({
  page
}) => {
  await page.addInitScript(() => {
    IDBObjectStore.prototype.put = () => {
      throw new DOMException('full', 'QuotaExceededError');
    };
    Storage.prototype.setItem = () => {
      throw new DOMException('full', 'QuotaExceededError');
    };
  });
  await page.goto(READ);
  await works(page);
  await page
    .getByRole('textbox', { name: 'Your answer' })
    .first()
    .fill('// mine');
  await expect(page.locator('.read-notice')).toContainText('keeps nothing');
});

test('a browser that stores nothing leaves the page in use, and the map', async ({
  page
}) => {
  const faults: string[] = [];
  page.on('pageerror', ({ message }) => faults.push(message));
  await page.addInitScript(() => {
    for (const name of ['indexedDB', 'localStorage', 'sessionStorage']) {
      Object.defineProperty(window, name, {
        get() {
          throw new DOMException('denied', 'SecurityError');
        }
      });
    }
  });
  await page.goto(READ);
  await works(page);
  await expect(page.locator('.read-notice')).toContainText('keeps nothing');
  await page.goto(`${SITE}/read/index.html`);
  await expect(page.locator('.read-card').first()).toBeVisible();
  await page.goto(`${SITE}/index.html`);
  await expect(page.getByText(/epoch [1-9]/).first()).toBeVisible();
  expect(faults).toEqual([]);
});

test('a cell of an exercise runs with what the exercise needs, and nothing else', async ({
  page
}) => {
  await page.goto(`${SITE}/read/03-inside-the-lstm.html`);
  await works(page);
  const given = page.locator('#hold-given');
  await given.getByRole('button', { name: 'Run', exact: true }).tap();
  await expect(
    given.locator('.read-output .jp-gatescope-state')
  ).toHaveAttribute('data-state', 'live');
  await expect(page.locator('#shut-table .read-output')).toHaveCount(0);
  await expect(page.locator('#share-code .read-output')).toHaveCount(0);
  // One writes, then runs, and hears that it ran.
  const answer = page.locator('#hold-value');
  const field = answer.getByRole('textbox', { name: 'Your answer' });
  await field.fill('function hold(): ClampRequest[] {\n  return [];\n}');
  const run = answer.getByRole('button', { name: 'Run', exact: true });
  expect((await run.boundingBox())?.y).toBeGreaterThan(
    (await field.boundingBox())?.y ?? Infinity
  );
  await run.tap();
  const ran = 'It ran. Press Check to see whether it is right.';
  await expect(answer.getByText(ran)).toBeVisible();
  await expect(page.locator('.jp-gatescope-runs')).toHaveText(ran);
});

test('by keys one comes past the ways of the site to the text', async ({
  page
}) => {
  for (const address of [READ, `${SITE}/read/index.html`]) {
    await page.goto(address);
    await page.keyboard.press('Tab');
    const skip = page.locator('.read-skip');
    await expect(skip).toBeFocused();
    await expect(skip).toBeInViewport();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    expect(
      await page.evaluate(
        () => document.activeElement?.closest('main') !== null
      )
    ).toBe(true);
  }
});

test('an address that names an exercise opens the page on it', async ({
  page
}) => {
  await page.goto(`${READ}#rnn-step`);
  await works(page);
  await expect(page.locator('#rnn-step')).toBeInViewport();
});

test.describe('without a service worker', () => {
  test.use({ serviceWorkers: 'block' });

  test('a lesson is read, run, checked and kept', async ({ page }) => {
    await page.goto(READ);
    await works(page);
    const exercise = page.locator('#rnn-step');
    const answer = exercise.getByRole('textbox', { name: 'Your answer' });
    await answer.fill(
      'const step: RnnStep = ({ x, h }, { W, U, b }) => ({ h: tanh(add(matmul(x, W), matmul(h, U), b)) });'
    );
    await exercise.getByRole('button', { name: /^Check/ }).click();
    await expect(exercise.locator('.jp-gatescope-report')).toContainText(
      'Passed: 2 of 2 points'
    );
    await page.reload();
    await expect(answer).toHaveValue(/tanh\(add/);
    await expect(page.locator('.read-stand')).toContainText('1 of 4 exercises');
  });
});

test('an address that names no place on the page opens it at its top', async ({
  page
}) => {
  const faults: string[] = [];
  page.on('pageerror', ({ message }) => faults.push(message));
  await page.goto(`${READ}#%E0%A4%A no-such "cell"`);
  await works(page);
  expect(await page.evaluate(() => scrollY)).toBe(0);
  expect(faults).toEqual([]);
});

test('back and forward find a page as it was written on', async ({ page }) => {
  await page.goto(READ);
  await works(page);
  const answer = page.getByRole('textbox', { name: 'Your answer' }).first();
  await answer.fill('// before I left');
  await page.goto(`${SITE}/read/index.html`);
  await page.goBack();
  await works(page);
  await expect(answer).toHaveValue('// before I left');
  await page.goForward();
  await expect(page.locator('.read-card').first()).toBeVisible();
});

test('what two tabs write on one page is kept, both', async ({
  page,
  context
}) => {
  await page.goto(READ);
  await works(page);
  const second = await context.newPage();
  await second.goto(READ);
  await works(second);
  const write = async (of: Page, words: string) => {
    await of.getByRole('textbox', { name: 'Your answer' }).first().fill(words);
    await isKept(of, words);
  };
  await write(second, '// there');
  await write(page, '// here');
  await expect(page.locator('.read-notice')).toContainText(`${NAME}-Copy1`);

  // Also what they write at the same moment.
  await Promise.all([
    write(second, '// there, at once'),
    write(page, '// here, at once')
  ]);
  await isKept(page, '// there, at once');
  await isKept(page, '// here, at once');
});

test('a lesson that an address opens in the lab has the whole of a phone', async ({
  page,
  context
}) => {
  await showApplication(context);
  await page.goto(`${SITE}/lab/index.html?path=${NAME}.ipynb`);
  await expect(page.locator('.jp-Notebook').first()).toBeVisible();
  // The address opens the list of files after the lesson; once more, so that it has.
  await page.evaluate(async path => {
    const { jupyterapp } = globalThis as unknown as {
      jupyterapp: {
        restored: Promise<unknown>;
        commands: { execute(id: string, options: object): Promise<unknown> };
      };
    };
    await jupyterapp.restored;
    await jupyterapp.commands.execute('filebrowser:open-path', { path });
  }, `${NAME}.ipynb`);
  await expect
    .poll(() =>
      page.locator('#jp-main-dock-panel').evaluate(panel => panel.clientWidth)
    )
    .toBeGreaterThan(280);
});

test('after a visit a page is read without a network, and its cells run', async ({
  page,
  context
}) => {
  await page.goto(`${SITE}/lab/index.html`);
  await expect(page.locator('html')).toHaveAttribute(
    'data-gatescope-offline',
    'ready'
  );
  await context.setOffline(true);
  await page.goto(READ);
  await works(page);
  const opening = page.locator('#opening');
  await opening.getByRole('button', { name: 'Run', exact: true }).tap();
  await expect(
    opening.locator('.read-output .jp-gatescope-state')
  ).toHaveAttribute('data-state', 'live');
  // The compiler, which comes with an answer, is kept, too.
  const exercise = page.locator('#unroll-by-hand');
  await exercise
    .getByRole('textbox', { name: 'Your answer' })
    .fill('function unrolled(): number[] { return [0]; }');
  await exercise.getByRole('button', { name: 'Check' }).tap();
  await expect(exercise.locator('.jp-gatescope-report')).toContainText(
    'Not yet'
  );
});

test('a compiler that could not be fetched is fetched again with the next check', async ({
  page,
  context
}) => {
  await page.goto(READ);
  await works(page);
  await context.route('**/gatescope-kernel/compiler.js*', route =>
    route.abort()
  );
  const exercise = page.locator('#unroll-by-hand');
  await exercise
    .getByRole('textbox', { name: 'Your answer' })
    .fill('function unrolled(): number[] { return [0]; }');
  await exercise.getByRole('button', { name: 'Check' }).tap();
  await expect(exercise).toContainText('the compiler could not be loaded');
  await context.unroute('**/gatescope-kernel/compiler.js*');
  await exercise.getByRole('button', { name: /^Check/ }).tap();
  await expect(exercise).toContainText('Not yet');
});

test('an answer with long lines is whole on paper, and large enough to type on a phone', async ({
  page
}) => {
  await page.goto(READ);
  await works(page);
  const field = page.getByRole('textbox', { name: 'Your answer' }).first();
  await expect(field).toHaveCSS('font-size', '16px');
  await field.fill(`// ${'a long thought '.repeat(30)}\n`.repeat(8));
  const hidden = () =>
    field.evaluate(element => [
      element.scrollWidth - element.clientWidth,
      element.scrollHeight - element.clientHeight
    ]);
  expect(Math.max(...(await hidden()))).toBeGreaterThan(100);
  await page.emulateMedia({ media: 'print' });
  expect(Math.max(...(await hidden()))).toBeLessThanOrEqual(1);
});
