import { expect, type Page } from '@playwright/test';
import { expectAccessible, test } from './gallery';
import { boxOf } from '../../boxOf';

const changed = (page: Page) => page.locator('.jp-gatescope-changed');
// Those of the networks come before the two ends of the colors.
const maps = (page: Page) => page.locator('.jp-gatescope-race canvas');

test('keys move along delays and epochs, and say what each network scores there', async ({
  open,
  page
}) => {
  await open('race');
  await expect(maps(page)).toHaveCount(4);
  const picture = page.locator('.jp-gatescope-picture');
  await picture.focus();
  await expect(changed(page)).toContainText('Epoch 40, delay 24:');
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowDown');
  await expect(changed(page)).toContainText(
    /Epoch 39, delay 23: plain RNN [\d.]+, LSTM [\d.]+ \(accuracy\)/
  );
  await page.keyboard.press('Home');
  await expect(changed(page)).toContainText('Epoch 39, delay 1:');
  await page.keyboard.press('d');
  await expect(changed(page)).toContainText(
    /After epoch 39, accuracy of 0\.\d+ or more: plain RNN in \d+ of 24 groups, LSTM in 24 of 24 groups/
  );
  await expectAccessible(page);
});

test('a drag goes to an epoch and a delay', async ({ open, page }) => {
  await open('race');
  const box = await boxOf(maps(page).nth(1));
  // The middle of the fifth delay, at the height of the tenth epoch.
  await page.mouse.move(box.x + box.width * (4.5 / 24), box.y + 10);
  await page.mouse.down();
  await page.mouse.move(
    box.x + box.width * (4.5 / 24),
    box.y + box.height * (1 - 9.5 / 40)
  );
  await page.mouse.up();
  await expect(changed(page)).toContainText('Epoch 10, delay 5:');
});

test('the table has a row a delay, of the epoch that is looked at', async ({
  open,
  page
}) => {
  await open('race');
  await page.locator('.jp-gatescope-picture').focus();
  await page.keyboard.press('t');
  const table = page.getByRole('table');
  await expect(table.getByRole('row')).toHaveCount(25);
  await expect(table.getByRole('columnheader')).toHaveText([
    'delay',
    'plain RNN',
    'LSTM'
  ]);
  await expectAccessible(page);
});

test('a race is drawn while it goes on, and stops and goes on when it is told to', async ({
  open,
  page
}) => {
  await open('race-live');
  const bar = page.getByRole('progressbar', { name: 'training' });
  const done = async () => Number(await bar.getAttribute('aria-valuenow'));
  await expect.poll(done).toBeGreaterThan(0);
  const before = await done();
  await expect.poll(done).toBeGreaterThan(before);
  await page.getByRole('button', { name: 'Stop' }).click();
  const resume = page.getByRole('button', { name: 'Resume' });
  await expect(resume).toBeVisible();
  await expect(page.locator('.jp-gatescope-view')).toContainText(
    'stopped in the view'
  );
  await resume.click();
  await page.getByRole('menuitem', { name: 'one epoch' }).click();
  await expect(page.locator('.jp-gatescope-view')).toContainText('finished');
});
