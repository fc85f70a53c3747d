import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import {
  bundleOf,
  expect,
  expectAccessible,
  expectNoSidewaysScroll,
  test
} from './gallery';
import { boxOf } from '../../boxOf';

/** The finished epochs that the progress line tells of. */
async function epochs(page: Page): Promise<number> {
  const words = await page
    .locator('.jp-gatescope-progress-words')
    .textContent();
  return Number(/^(\d+) of \d+ epochs/.exec(words?.trim() ?? '')?.[1]);
}

test('a run is followed live, stopped, and goes on by an epoch', async ({
  open,
  page
}) => {
  await open('training-live');
  const words = page.locator('.jp-gatescope-progress-words');
  const stop = page.locator('[data-tool="stop"]');
  await expect(stop).toBeEnabled();
  await expect(page.locator('.jp-gatescope-state')).toHaveText('training');
  await expect(words).toContainText('about');
  const seen = await epochs(page);
  await expect.poll(() => epochs(page)).toBeGreaterThan(seen);
  await stop.click();
  await expect(words).toContainText('stopped');
  const stopped = await epochs(page);
  await page.locator('[data-tool="resume"]').click();
  await page.getByRole('menuitem', { name: 'one epoch' }).click();
  await expect.poll(() => epochs(page)).toBe(stopped + 1);
  await expect(page.locator('[data-tool="resume"]')).toBeEnabled();
  await expect(page.locator('.jp-gatescope-asked')).toContainText(
    /validation loss \d/
  );
});

test('a replay moves by slider and keys, and opens the gates of its epoch', async ({
  open,
  page
}) => {
  await open('training');
  const chosen = page.locator('.jp-gatescope-replay-words b');
  await page.locator('.jp-gatescope-picture').first().focus();
  await page.keyboard.press('Home');
  await expect(chosen).toContainText('epoch 1: ends at');
  await page.keyboard.press('ArrowRight');
  await expect(chosen).toContainText('epoch 2: ends at');
  await page.locator('.jp-gatescope-replay input').fill('4');
  await expect(chosen).toContainText('epoch 5: ends at');
  await page.locator('[data-tool="gates"]').first().click();
  const nested = page.locator('.jp-gatescope-nested .jp-gatescope-meta');
  await expect(nested).toContainText('epoch 5');
  await page.keyboard.press('Home');
  await page.locator('.jp-gatescope-picture').first().focus();
  await page.keyboard.press('End');
  await expect(nested).toContainText('epoch 8');
});

test('the words of a replay stay clear of its picture, also on a phone while training goes on', async ({
  open,
  page
}) => {
  for (const width of [204, 320, 400]) {
    await open('training', { width });
    await expect(page.locator('.jp-gatescope-replay-words b')).not.toBeEmpty();
    // As while it goes on: a run of its own would be over on a fast machine, or stopped by another test.
    await page
      .locator('.jp-gatescope-replay-words span')
      .evaluate(live => (live.textContent = 'live: epoch 60'));
    const words = await boxOf(page.locator('.jp-gatescope-replay-words'));
    const picture = await boxOf(page.locator('.jp-gatescope-training > svg'));
    expect(words.y).toBeGreaterThanOrEqual(picture.y + picture.height);
  }
});

/** All tests share one network: another may have left it an epoch's weights. */
async function asTrained(page: Page): Promise<void> {
  await page.locator('.jp-gatescope-picture').first().focus();
  await expect(async () => {
    await page.keyboard.press('Control+z');
    await expect(page.locator('.jp-gatescope-used')).toBeHidden({
      timeout: 1000
    });
  }).toPass();
}

test('the network is given the weights of a replayed epoch, and those of the end again', async ({
  open,
  page
}) => {
  await open('training');
  const use = page.locator('[data-tool="useEpoch"]');
  const words = page.locator('.jp-gatescope-used');
  await asTrained(page);
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowRight');
  await expect(use).toHaveText('Use epoch 2');
  await use.click();
  await expect(use).toHaveAttribute('aria-pressed', 'true');
  await expect(words).toContainText('the weights of epoch 2');
  await expect(words.locator('code')).toHaveText(/useEpoch\(1\);$/);
  // Another epoch is replayed: the network keeps what it was given.
  await page.locator('.jp-gatescope-picture').first().focus();
  await page.keyboard.press('End');
  await expect(use).toHaveText('Use epoch 8');
  await expect(use).toHaveAttribute('aria-pressed', 'false');
  await expect(words).toContainText('the weights of epoch 2');
  await expectAccessible(page);
  await page.keyboard.press('Control+z');
  await expect(words).toBeHidden();
});

test('a saved run whose kernel is gone says how far it was', async ({
  open,
  page
}) => {
  await open('training', { link: 'none' });
  // A wild batch is cut off at the edge of its picture: it must not run over the words above.
  await expect(page.locator('.jp-gatescope-batch-frame').first()).toHaveCSS(
    'overflow',
    'hidden'
  );
  await expect(page.locator('.jp-gatescope-progress-words')).toContainText(
    '8 of 8 epochs done'
  );
  await expect(page.locator('[data-tool="resume"]')).toBeDisabled();
  await expect(page.locator('[data-tool="useEpoch"]')).toBeDisabled();
});

test('has one row an epoch in its table', async ({ open, page }) => {
  await open('training');
  await page.locator('[data-tool="table"]').click();
  await expect(page.locator('.jp-gatescope-table tbody tr')).toHaveCount(8);
  const head = await page
    .locator('.jp-gatescope-table thead th')
    .allTextContents();
  expect(head.slice(0, 3)).toEqual(['epoch', 'loss', 'validation loss']);
});

test('fits into 400 pixels', async ({ open, page }) => {
  await open('training', { width: 400 });
  await expectNoSidewaysScroll(page);
  await expectAccessible(page);
});

test('the loss is drawn on a log axis and smoothed on wish, with the same numbers at its ends', async ({
  open,
  page
}) => {
  await open('training');
  const line = page.locator('.jp-gatescope-training-line');
  const ends = page.locator('.jp-gatescope-end-number');
  const numbers = await ends.allTextContents();
  const count = await line.count();
  const linear = await line.last().getAttribute('d');
  await page.locator('[data-tool="smoothing"]').click();
  await page.getByRole('menuitemradio', { name: 'much' }).click();
  await expect(line).toHaveCount(count + 1);
  await expect(page.locator('.jp-gatescope-reading')).toContainText('pale');
  await page.locator('[data-tool="log"]').click();
  await expect(page.locator('[data-tool="log"]')).toHaveAttribute(
    'aria-pressed',
    'true'
  );
  expect(await ends.allTextContents()).toEqual(numbers);
  const first = page.locator('.jp-gatescope-measured-line').first();
  expect(await first.getAttribute('d')).not.toBe(linear);
});

test('the pointer reads the numbers of any epoch, and a click replays it', async ({
  open,
  page,
  galleryAddress
}) => {
  await open('training', { width: 703 });
  const { metrics } = await bundleOf(galleryAddress, 'training', 'history');
  const loss = metrics.find(({ name }) => name === 'loss')!;
  const box = await boxOf(page.locator('.jp-gatescope-batch-frame').first());
  // Eight epochs from the left end (before the first) to the right one.
  await page.mouse.move(box.x + (5 / 8) * box.width, box.y + 20);
  const tooltip = page.locator('.jp-gatescope-tooltip');
  await expect(tooltip).toContainText('epoch 5');
  await expect(tooltip).toContainText(
    `loss ${loss.training.values[4].toFixed(3)}`
  );
  const chosen = page.locator('.jp-gatescope-replay-words b');
  await expect(chosen).not.toContainText('epoch 5');
  await page.mouse.down();
  await page.mouse.up();
  await expect(chosen).toContainText('epoch 5: ends at');
  await expect(page.locator('.jp-gatescope-epoch-badge').first()).toHaveText(
    'epoch 5'
  );
});

test('its picture in a file has nothing to press', async ({ open, page }) => {
  await open('training');
  await asTrained(page);
  await expect(page.locator('.jp-gatescope-link')).toBeVisible();
  await page.locator('[data-tool="export"]').click();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('menuitem', { name: 'SVG' }).click()
  ]);
  const file = (await readFile(await download.path())).toString();
  expect(file).toContain('since then');
  expect(file).not.toContain('Use the weights');
  expect(file).not.toContain('▾');
  expect(file).not.toContain('▶');
});
