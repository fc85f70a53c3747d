import { readdirSync } from 'node:fs';
import path from 'node:path';
import type { Response } from '@playwright/test';
import { expect, SITE, test, type Page } from './page';

const READ = `${SITE}/read`;
const lessons = readdirSync(path.join(__dirname, '..', '..', 'notebooks'))
  .filter(name => /^\d\d-.*\.ipynb$/.test(name))
  .map(name => name.replace('.ipynb', ''));

/** Nothing is wider than the page, and nobody scrolls it sideways. */
async function fits(page: Page): Promise<void> {
  const wider = await page.evaluate(
    () =>
      document.documentElement.scrollWidth -
      document.documentElement.clientWidth
  );
  expect(wider).toBeLessThanOrEqual(0);
}

for (const width of [1440, 820, 390, 320]) {
  test(`at ${width} px and on paper every lesson is a page with a picture that lives, and nothing of it sticks out`, async ({
    page
  }) => {
    await page.setViewportSize({ width, height: 900 });
    const faults: string[] = [];
    page.on('pageerror', ({ message }) => {
      // What Firefox calls a file that was on its way when the page was left.
      if (!message.startsWith('NetworkError when attempting')) {
        faults.push(message);
      }
    });
    for (const id of lessons) {
      await page.goto(`${READ}/${id}.html`);
      const view = page.locator('gatescope-view').first();
      await expect(view.locator('.jp-gatescope-picture')).toBeVisible();
      await expect(page.locator('h1')).toHaveCount(1);
      for (const media of ['screen', 'print'] as const) {
        await page.emulateMedia({ media });
        await expect(page.locator('.read-page details[open]')).toHaveCount(0);
        await fits(page);
      }
    }
    expect(faults).toEqual([]);
  });
}

test('the first picture of a lesson is live before any kernel, and takes a clamp', async ({
  page
}) => {
  const kernel: string[] = [];
  page.on('request', request => {
    if (request.url().includes('/gatescope-kernel/')) {
      kernel.push(request.url());
    }
  });
  await page.goto(`${READ}/03-inside-the-lstm.html`);
  const view = page.locator('gatescope-view').first();
  await expect(view.locator('.jp-gatescope-state')).toHaveAttribute(
    'data-state',
    'live'
  );
  await view.locator('.jp-gatescope-title-button').click();
  await page.getByRole('menuitemradio', { name: 'What if' }).click();
  await view.getByRole('button', { name: /hold \w at 0/ }).click();
  await expect(view).toContainText(
    /h changes (from day|at some days from) \d+/
  );
  expect(kernel).toEqual([]);
});

test('up to the first picture a lesson takes at most 400 kB', async ({
  context
}) => {
  const { gzipSync } = await import('node:zlib');
  for (const id of lessons) {
    const bodies: Promise<number>[] = [];
    const page = await context.newPage();
    const count = (answer: Response): void => {
      // The notebook under the page comes last, and no picture waits for it.
      if (!answer.url().endsWith('.ipynb')) {
        bodies.push(answer.body().then(body => gzipSync(body).length));
      }
    };
    page.on('response', count);
    await page.goto(`${READ}/${id}.html`);
    await expect(
      page.locator('gatescope-view .jp-gatescope-picture').first()
    ).toBeVisible();
    page.off('response', count);
    const sizes = await Promise.all(bodies);
    expect(sizes.length).toBeGreaterThan(3);
    const all = sizes.reduce((sum, size) => sum + size, 0);
    expect(all, id).toBeLessThan(400_000);
    await page.close();
  }
});

test('the map of the course leads to every lesson, and each says what it asks', async ({
  page
}) => {
  await page.goto(`${READ}/index.html`);
  const cards = page.locator('.read-card');
  const addresses = await cards.evaluateAll(links =>
    links.map(link => (link as HTMLAnchorElement).getAttribute('href'))
  );
  for (const id of lessons) {
    expect(addresses).toContain(`${id}.html`);
  }
  const asks = await page.locator('.read-asks').allTextContents();
  expect(asks).toHaveLength(addresses.length);
  expect(asks.filter(words => !/\w.*[?.]$/.test(words.trim()))).toEqual([]);
  // Each has a picture of its own.
  const pictures = await page
    .locator('.read-card-picture')
    .evaluateAll(all => all.map(each => each.innerHTML));
  expect(new Set(pictures).size).toBe(addresses.length);
  await page.getByRole('link', { name: /Inside the LSTM/ }).click();
  await expect(page.locator('h1')).toContainText('Inside the LSTM');
});

for (const width of [1440, 820, 390, 320]) {
  test(`at ${width} px the site opens on the playground, with ways to all of it`, async ({
    page
  }) => {
    await page.setViewportSize({ width, height: 900 });
    await page.goto(`${SITE}/index.html`);
    await expect(page.getByText(/epoch [1-9]/).first()).toBeVisible();
    await fits(page);
    await page.goto(`${READ}/index.html`);
    await fits(page);
  });
}

test('every way from the door leads somewhere', async ({ page, request }) => {
  await page.goto(`${SITE}/index.html`);
  const addresses = await page
    .locator('.door-top a, .door-ways a')
    .evaluateAll(links => links.map(link => (link as HTMLAnchorElement).href));
  expect(addresses.length).toBeGreaterThan(8);
  for (const address of new Set(addresses)) {
    expect((await request.get(address)).status(), address).toBe(200);
  }
});

test('on a page a guess opens what it closed, a cell is live, and a check says what it says in the lab', async ({
  page
}) => {
  const lesson = `${READ}/01-networks-that-remember.html`;
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(lesson);
  await expect(page.locator('.read-stand')).toContainText('0 of 4 exercises');
  const table = page.locator('#echo-table');
  await expect(table).toBeHidden();
  // What the lesson shows stands there before anything has run, and lives.
  const unrolled = page.locator('#unrolled-show');
  await unrolled.scrollIntoViewIfNeeded();
  await expect(
    unrolled.locator('.read-output .jp-gatescope-state')
  ).toHaveAttribute('data-state', 'live');
  // What the cell needs runs first: the imports above it.
  const guess = page.locator('#pulse-predict');
  await guess.getByRole('button', { name: 'Guess', exact: true }).click();
  await expect(guess.locator('.jp-gatescope-picture')).toBeVisible();
  await fits(page);
  await guess.getByRole('button', { name: 'Open without a guess' }).click();
  await expect(table).toBeVisible();
  await expect(table.getByRole('button').first()).toBeFocused();

  const wired = page.locator('#wired-show');
  await wired.getByRole('button', { name: 'Run', exact: true }).click();
  await expect(wired.locator('.jp-gatescope-state')).toHaveAttribute(
    'data-state',
    'live'
  );

  // The exercise below asks for what this code says.
  const code = wired.locator('.jp-gatescope-source');
  await expect(wired).toContainText('The code opens when you have passed');
  await expect(code).toHaveCount(0);

  const exercise = page.locator('#rnn-step');
  const answer = exercise.getByRole('textbox', { name: 'Your answer' });
  const check = exercise.getByRole('button', { name: /^Check/ });
  await check.click();
  await expect(exercise.locator('.jp-gatescope-report')).toContainText(
    'not written yet'
  );
  await answer.fill(
    'const step: RnnStep = ({ x, h }, { W, U, b }) => ({ h: tanh(add(matmul(x, W), matmul(h, U), b)) });'
  );
  await check.click();
  await expect(exercise.locator('.jp-gatescope-report')).toContainText(
    'Passed: 2 of 2 points'
  );
  await expect(page.locator('.read-stand')).toContainText('1 of 4 exercises');
  await expect(code).toContainText('tanh');
  await fits(page);

  // As it was, when it is opened again.
  await page.goto(lesson);
  await expect(answer).toHaveValue(/tanh\(add/);
  await expect(table).toBeVisible();
  await page.goto(`${READ}/index.html`);
  await expect(
    page.getByRole('link', { name: /Networks that remember/ })
  ).toContainText('1 of 4 exercises');
});

test('cells as they were shipped run without the compiler, which comes with the first word of an answer', async ({
  page
}) => {
  const asked: string[] = [];
  page.on('request', request => {
    asked.push(request.url().split('/').pop() as string);
  });
  await page.goto(`${READ}/01-networks-that-remember.html`);
  const opening = page.locator('#opening');
  await opening.getByRole('button', { name: 'Run', exact: true }).click();
  await expect(
    opening.locator('.read-output .jp-gatescope-state')
  ).toHaveAttribute('data-state', 'live');
  const guess = page.locator('#pulse-predict');
  await guess.getByRole('button', { name: 'Guess', exact: true }).click();
  await expect(
    guess.locator('.read-output .jp-gatescope-state')
  ).toHaveAttribute('data-state', 'live');
  expect(asked).toContain('01-networks-that-remember.cells.json');
  expect(asked).not.toContain('compiler.js');

  const exercise = page.locator('#unroll-by-hand');
  const compiler = page.waitForResponse(/compiler\.js$/);
  const answer = exercise.getByRole('textbox', { name: 'Your answer' });
  await answer.pressSequentially('/');
  await compiler;
  // It knows what ran before it came.
  await answer.fill('const kept: number = small.units;\nkept');
  await exercise.getByRole('button', { name: 'Run', exact: true }).click();
  await expect(exercise.locator('.read-output')).toHaveText('1');
});

test('what is written on a page is in the notebook of the lab', async ({
  page
}) => {
  await page.goto(`${READ}/11-choosing.html`);
  const answer = page.getByRole('textbox', { name: 'Your answer' }).first();
  await answer.fill('// written on the page');
  await page.getByRole('link', { name: 'Open the code' }).click();
  await page.locator('.jp-Notebook .jp-Cell').first().waitFor();
  const notebook = page.locator('.jp-WindowedPanel-outer').first();
  await expect(async () => {
    await notebook.evaluate(panel => {
      panel.scrollTop += 1500;
    });
    await expect(page.getByText('// written on the page')).toBeVisible({
      timeout: 500
    });
  }).toPass({ timeout: 60_000 });
});

test('the check of an answer without an end is stopped on a page, which goes on', async ({
  page
}) => {
  await page.goto(`${READ}/01-networks-that-remember.html`);
  const exercise = page.locator('#unroll-by-hand');
  const answer = exercise.getByRole('textbox', { name: 'Your answer' });
  const report = exercise.locator('.jp-gatescope-report');
  await answer.fill('function unrolled(): number[] { for (;;) {} }');
  await exercise.getByRole('button', { name: 'Check' }).click();
  // Before the kernel has heard of the check there is nothing to be stopped; once it is, no button is there.
  const stop = exercise.getByRole('button', { name: 'Stop', exact: true });
  await expect(async () => {
    if (await stop.isVisible()) {
      await stop.click({ timeout: 1000 });
    }
    await expect(report).toContainText('stopped', { timeout: 1000 });
  }).toPass({ timeout: 120_000 });
  await answer.fill('function unrolled(): number[] { return [0]; }');
  await exercise.getByRole('button', { name: 'Check again' }).click();
  await expect(report).toContainText('Not yet');
});

test('a loop without an end is stopped on a page, which begins anew', async ({
  page
}) => {
  await page.goto(`${READ}/01-networks-that-remember.html`);
  const exercise = page.locator('#unroll-by-hand');
  await exercise
    .getByRole('textbox', { name: 'Your answer' })
    .fill('for (;;) {}');
  await exercise.getByRole('button', { name: 'Run', exact: true }).click();
  // The cells above it run first, and train.
  const stop = exercise.getByRole('button', { name: 'Stop', exact: true });
  await stop.click({ timeout: 240_000 });
  await expect(
    exercise.getByRole('button', { name: 'Run', exact: true })
  ).toBeVisible();
  const opening = page.locator('#opening');
  await opening.getByRole('button', { name: 'Run', exact: true }).click();
  await expect(
    opening.locator('.read-output .jp-gatescope-state')
  ).toHaveAttribute('data-state', 'live');
});

test.describe('without scripts', () => {
  test.use({ javaScriptEnabled: false });
  test.skip(
    ({ browserName }) => browserName === 'firefox',
    'the standard’s protocol cannot turn scripts off'
  );

  // A document of this context hears no violation: there is no script to tell it.
  test('the door and a lesson have something to read', async ({ page }) => {
    await page.goto(`${SITE}/index.html`);
    await expect(page).toHaveTitle(/How long can a network remember/);
    await expect(
      page.getByText('gates that decide what is kept')
    ).toBeVisible();
    for (const name of ['description', 'og:title']) {
      const meta = page.locator(
        `meta[name="${name}"], meta[property="${name}"]`
      );
      expect((await meta.getAttribute('content')) ?? '').not.toBe('');
    }
    await expect(page.locator('link[rel="icon"]')).toHaveAttribute(
      'href',
      'favicon.svg'
    );
    // A picture of a link's preview is found by a whole address alone.
    for (const image of await page.locator('meta[property="og:image"]').all()) {
      expect(await image.getAttribute('content')).toMatch(/^https?:/);
    }
    await page.goto(`${READ}/03-inside-the-lstm.html`);
    await expect(page.locator('math').first()).toBeVisible();
    await expect(page.locator('gatescope-view pre').first()).toContainText(
      'LSTM, 4 units, 30 steps'
    );
  });
});
