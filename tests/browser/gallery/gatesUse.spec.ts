import type { Page } from '@playwright/test';
import {
  cursorOf,
  expect,
  expectAccessible,
  expectNoSidewaysScroll,
  moveCursor,
  setStatus,
  settled,
  test
} from './gallery';
import { chooseSort, map, readout } from './gatesView';
import { overprinted } from './overprinted';
import { boxOf } from '../../boxOf';

test('one cursor runs through all views of the page', async ({
  galleryAddress,
  page
}) => {
  await page.goto(`${galleryAddress}?sample=gates-gru&sample=weather`);
  await page.locator('body[data-ready]').waitFor();
  await moveCursor(page, { step: 17 });
  const badges = page.locator('.jp-gatescope-badge:not([hidden])');
  await expect(badges).toHaveCount(2);
  for (const text of await badges.allTextContents()) {
    expect(text).toMatch(/\b(step|day) 17\b/);
  }
});

/** Where a step of a unit is on the map of f of the review, of 14 steps and 32 units. */
async function placesOf(page: Page) {
  const box = await boxOf(map(page, 'f'));
  return (step: number, unit: number) => ({
    x: box.x + ((step + 0.5) * box.width) / 14,
    y: box.y + ((unit + 0.5) * box.height) / 32
  });
}

test('a brush becomes a selection with a line of code', async ({
  open,
  page
}) => {
  await open('review', { link: 'none' });
  await chooseSort(page, 'index');
  const at = await placesOf(page);
  const [from, to] = [at(11, 4), at(12, 9)];
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(to.x, to.y, { steps: 4 });
  await page.mouse.up();
  await expect(page.locator('.jp-gatescope-selection')).toContainText(
    '6 units × 2 tokens of f'
  );
  await expect(page.locator('.jp-gatescope-code')).toHaveText(
    'const selection = { layer: "lstm", channel: "f", units: { from: 4, to: 9 }, steps: [11, 12] };'
  );
  await page.keyboard.press('Tab');
  await page.locator('.jp-gatescope-picture').focus();
  await page.keyboard.press('Escape');
  await expect(page.locator('.jp-gatescope-selection')).toHaveCount(0);
});

test.describe('a finger', () => {
  test.use({ hasTouch: true });

  test('that rests brushes in any direction, and one that scrolls moves nothing', async ({
    open,
    page
  }) => {
    await open('review', { link: 'none' });
    await chooseSort(page, 'index');
    await moveCursor(page, { step: 3, unit: 0 });
    await map(page, 'f').scrollIntoViewIfNeeded();
    let at = await placesOf(page);
    const session = await page.context().newCDPSession(page);
    const touch = (
      type: 'touchStart' | 'touchMove' | 'touchEnd',
      ...touchPoints: { x: number; y: number }[]
    ) => session.send('Input.dispatchTouchEvent', { type, touchPoints });
    const { step: before } = await cursorOf(page);

    await touch('touchStart', at(8, 20));
    for (const unit of [18, 14, 9, 4]) {
      await touch('touchMove', at(8, unit));
    }
    await touch('touchEnd');
    expect((await cursorOf(page)).step).toBe(before);
    await expect(page.locator('.jp-gatescope-selection')).toHaveCount(0);

    await map(page, 'f').scrollIntoViewIfNeeded();
    at = await placesOf(page);
    await touch('touchStart', at(11, 4));
    // It has rested long enough when the step under it is shown.
    await expect.poll(async () => (await cursorOf(page)).step).toBe(11);
    for (const unit of [5, 7, 9]) {
      await touch('touchMove', at(11, unit));
    }
    await touch('touchMove', at(12, 9));
    await touch('touchEnd');
    await expect(page.locator('.jp-gatescope-selection')).toContainText(
      '6 units × 2 tokens of f'
    );
  });
});

test('Shift and arrows brush without a pointer', async ({ open, page }) => {
  await open('review');
  await moveCursor(page, { step: 3, unit: 0 });
  await page.locator('.jp-gatescope-picture').first().focus();
  await page.keyboard.press('Shift+ArrowRight');
  await page.keyboard.press('Shift+ArrowRight');
  await expect(page.locator('.jp-gatescope-selection')).toContainText(
    '1 unit × 3 tokens of f'
  );
});

test('Ctrl and the wheel look closer, the wheel alone does not', async ({
  open,
  page
}) => {
  await open('gates-large');
  await page.locator('.jp-gatescope-picture').hover({
    position: { x: 400, y: 300 }
  });
  await page.mouse.wheel(0, 10);
  await expect(page.locator('.jp-gatescope-notice')).toBeHidden();
  await page.keyboard.down('Control');
  await page.mouse.wheel(0, -10);
  await page.keyboard.up('Control');
  await expect(page.locator('.jp-gatescope-notice')).toHaveText(
    /Days \d+ to \d+ of 200\./
  );
});

test('a large run is drawn aggregated and says so', async ({ open, page }) => {
  await open('gates-huge');
  await expect(page.locator('.jp-gatescope-notice')).toContainText(
    /a column is the mean of \d steps/
  );
  await expect(page.locator('.jp-gatescope-notice')).toContainText(
    'a row is the mean of 2 units'
  );
});

test('padding is hatched and named, never drawn as zero', async ({
  open,
  page
}) => {
  await open('gates-padded');
  await expect(page.locator('.jp-gatescope-padded').first()).toHaveText(
    'padding'
  );
  const transparent = await map(page, 'f').evaluate(canvas => {
    const { width, height } = canvas as HTMLCanvasElement;
    const data = (canvas as HTMLCanvasElement)
      .getContext('2d')
      ?.getImageData(0, 0, width, height).data;
    return [data?.[3], data?.[(width - 1) * 4 + 3]];
  });
  expect(transparent).toEqual([255, 0]);
  await moveCursor(page, { step: 19 });
  await expect(readout(page)).toContainText('padding: nothing was computed');
});

test('says when it is not live, and when it is of the past', async ({
  open,
  page
}) => {
  await open('review', { link: 'none' });
  const state = page.locator('.jp-gatescope-state');
  await expect(state).toHaveText('not live');
  await expect(state).toHaveAttribute('title', /no kernel/);
  await setStatus(page, 'stale');
  await expect(state).toHaveText('stale: model retrained');
  await expect(page.locator('.jp-gatescope-stale')).toBeVisible();
  await expect(page.locator('[data-tool="rerun"]')).toBeVisible();
});

test('plays on by itself; with reduced motion one step a press', async ({
  open,
  page
}) => {
  await page.clock.install();
  await open('review', { motion: 'none' });
  await moveCursor(page, { step: 3 });
  await page.locator('.jp-gatescope-picture').first().focus();
  await page.keyboard.press(' ');
  await page.clock.runFor(5000);
  expect(await cursorOf(page)).toMatchObject({ step: 4 });
});

test('is two tab stops, its tools and its picture; M leads to the tools too, and Escape back', async ({
  open,
  page
}) => {
  await open('review');
  const { keyboard } = page;
  await keyboard.press('Tab');
  await expect(page.locator('.jp-gatescope-title-button')).toBeFocused();
  await keyboard.press('ArrowRight');
  await keyboard.press('Tab');
  await expect(page.locator('.jp-gatescope-picture')).toBeFocused();
  await keyboard.press('Shift+Tab');
  await expect(page.locator('[data-tool="sort"]')).toBeFocused();
  await keyboard.press('Escape');
  await keyboard.press('m');
  // The header's first button is its title, which leads to the other views.
  await expect(page.locator('.jp-gatescope-title-button')).toBeFocused();
  await page.keyboard.press('ArrowRight');
  await expect(page.locator('[data-tool="sort"]')).toBeFocused();
  await page.keyboard.press('ArrowRight');
  await expect(page.locator('[data-tool="show"]')).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(page.locator('.jp-gatescope-picture')).toBeFocused();
  await page.keyboard.press('Tab');
  expect(
    await page.evaluate(
      () => document.activeElement?.closest('.jp-gatescope-view') === null
    )
  ).toBe(true);
});

test('works at 400 pixels with large buttons and nothing sideways', async ({
  open,
  page
}) => {
  await open('review', { width: 400 });
  await expectNoSidewaysScroll(page);
  await moveCursor(page, { step: 6 });
  const next = page.locator('[data-tool="nextStep"]');
  expect((await next.boundingBox())?.height).toBeGreaterThanOrEqual(40);
  await next.click();
  expect(await cursorOf(page)).toMatchObject({ step: 7 });
  await page.locator('[data-tool="more"]').click();
  await expect(page.getByRole('menuitem', { name: 'What if' })).toBeVisible();
  await page.keyboard.press('Escape');
});

/** Samples drawn as maps: gates with and without a candidate, units of its own, a batch. */
for (const sample of [
  'review',
  'gates-gru',
  'custom-gates',
  'projected-gates',
  'gates-padded'
]) {
  test(`at 400 pixels the colors of ${sample} have their legend`, async ({
    open,
    page
  }) => {
    const view = await open(sample, { width: 400 });
    const drawn = await page
      .locator('canvas[data-channel]')
      .evaluateAll(maps =>
        maps
          .filter(each => each.checkVisibility())
          .map(each => each.dataset.channel!)
      );
    expect(drawn.length).toBeGreaterThan(2);
    const words = await page
      .locator('.jp-gatescope-legend text')
      .allTextContents();
    // Each channel by its letter, or with the range that it runs over.
    const named = words.flatMap(word => word.split(' ')[0]);
    expect(drawn.filter(name => !named.includes(name))).toEqual([]);
    // A scale for what is never below zero and one for what may be, each with its ends.
    const strips = page.locator(
      'canvas.jp-gatescope-heatmap:not([data-channel]):visible'
    );
    await expect(strips).toHaveCount(2);
    expect(words).toEqual(expect.arrayContaining(['0', '1', '−1', '+1']));
    const bounds = await boxOf(view);
    const lowest = await page
      .locator('canvas[data-channel]:visible')
      .evaluateAll(maps =>
        Math.max(...maps.map(each => each.getBoundingClientRect().bottom))
      );
    for (const strip of await strips.all()) {
      const box = await boxOf(strip);
      expect(box.width).toBeGreaterThan(80);
      expect(box.y).toBeGreaterThanOrEqual(lowest);
      expect(box.x + box.width).toBeLessThanOrEqual(bounds!.x + bounds!.width);
    }
    expect(await overprinted(page.locator('.jp-gatescope-legend'))).toEqual([]);
  });
}

test.describe('a hostile bundle gives a message in place of a picture', () => {
  const spoils: Readonly<Record<string, (bundle: never) => unknown>> = {
    'too few numbers': (bundle: {
      layers: { channels: { array: { data: string } }[] }[];
    }) => {
      bundle.layers[0].channels[0].array.data = 'AAAA';
      return bundle;
    },
    'a newer version': (bundle: { version: number }) => {
      bundle.version = 99;
      return bundle;
    },
    'words with markup': (bundle: { title: string }) => {
      bundle.title = '<img src=x onerror="window.spoiled = true">';
      return bundle;
    },
    'nothing at all': () => null
  };
  for (const [name, spoil] of Object.entries(spoils)) {
    test(name, async ({ page, galleryAddress }) => {
      await page.route('**/samples/review', async route => {
        const response = await route.fetch();
        const bundle = (await response.json()) as never;
        await route.fulfill({ json: spoil(bundle) });
      });
      await page.goto(`${galleryAddress}?sample=review`);
      await page.locator('body[data-ready]').waitFor();
      if (name === 'words with markup') {
        await expect(page.locator('.jp-gatescope-meta')).toContainText(
          '<img src=x'
        );
      } else {
        await expect(page.getByRole('alert')).toContainText(
          'This output cannot be drawn'
        );
      }
      expect(await page.evaluate(() => 'spoiled' in window)).toBe(false);
    });
  }
});

// As maps and as lines.
for (const sample of ['review', 'weather']) {
  for (const theme of ['light', 'dark', 'contrast'] as const) {
    test(`${sample} in ${theme} can be used by everybody`, async ({
      open,
      page
    }) => {
      await open(sample, { theme });
      await page.locator('.jp-gatescope-picture').hover({
        position: { x: 420, y: 200 }
      });
      await settled(page);
      await expectAccessible(page);
    });
  }
}
