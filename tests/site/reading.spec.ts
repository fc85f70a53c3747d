import { readdirSync } from 'node:fs';
import path from 'node:path';
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

for (const width of [1440, 390]) {
  test(`at ${width} px every lesson is a page with a picture that lives, and nothing of it sticks out`, async ({
    page
  }) => {
    test.setTimeout(300_000);
    await page.setViewportSize({ width, height: 900 });
    const faults: string[] = [];
    page.on('pageerror', ({ message }) => faults.push(message));
    for (const id of lessons) {
      await page.goto(`${READ}/${id}.html`);
      const view = page.locator('gatescope-view').first();
      await expect(view.locator('.jp-gatescope-picture')).toBeVisible();
      await expect(page.locator('h1')).toHaveCount(1);
      await expect(page.locator('.read-page details[open]')).toHaveCount(0);
      await fits(page);
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
  await expect(view).toContainText(/h changes from day \d+ on/);
  expect(kernel).toEqual([]);
});

test('up to the first picture a lesson takes at most 400 kB', async ({
  page
}) => {
  const { gzipSync } = await import('node:zlib');
  const bodies: Promise<number>[] = [];
  page.on('response', answer =>
    bodies.push(answer.body().then(body => gzipSync(body).length))
  );
  await page.goto(`${READ}/03-inside-the-lstm.html`);
  await expect(
    page.locator('gatescope-view .jp-gatescope-picture').first()
  ).toBeVisible();
  const sizes = await Promise.all(bodies);
  expect(sizes.length).toBeGreaterThan(3);
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(400_000);
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

test.describe('without scripts', () => {
  test.use({ javaScriptEnabled: false });

  // A document of this context hears no violation: there is no script to tell it.
  test('the door and a lesson have something to read', async ({ page }) => {
    await page.goto(`${SITE}/index.html`);
    await expect(page).toHaveTitle(/How long can a network remember/);
    await expect(
      page.getByText('gates that decide what is kept')
    ).toBeVisible();
    for (const name of ['description', 'og:title', 'og:image']) {
      const meta = page.locator(
        `meta[name="${name}"], meta[property="${name}"]`
      );
      expect((await meta.getAttribute('content')) ?? '').not.toBe('');
    }
    await page.goto(`${READ}/03-inside-the-lstm.html`);
    await expect(page.locator('math').first()).toBeVisible();
    await expect(page.locator('gatescope-view pre').first()).toContainText(
      'LSTM, 4 units, 30 steps'
    );
  });
});
