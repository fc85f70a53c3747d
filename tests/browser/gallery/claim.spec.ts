import { expect } from '@playwright/test';
import { expectAccessible, test } from './gallery';
import { boxOf } from '../../boxOf';

test('the mark of a claim opens its picture, and a key moves along the budgets', async ({
  open,
  page
}) => {
  await open('claim');
  const mark = page
    .getByRole('button', { name: 'Where does this hold?' })
    .first();
  const picture = page.locator('.jp-gatescope-picture');
  await expect(mark).toHaveAttribute('aria-expanded', 'true');
  await mark.press('Enter');
  await expect(mark).toHaveAttribute('aria-expanded', 'false');
  await expect(picture).toHaveCount(0);
  await mark.press('Enter');
  await expect(picture.locator('[data-budget]')).toHaveCount(4);
  await picture.focus();
  await page.keyboard.press('ArrowRight');
  await expect(page.locator('.jp-gatescope-changed')).toContainText(
    'epochs 16'
  );
  await expectAccessible(page);
});

test('the sentence stops being true where its line stands', async ({
  open,
  page
}) => {
  await open('claim');
  const words = page.locator('.jp-gatescope-asked');
  await expect(words).toContainText(
    'it holds up to 8 epochs, and no longer with 16'
  );
  const line = await boxOf(page.locator('.jp-gatescope-claim-stop'));
  const column = await page
    .locator('[data-budget="1"] rect')
    .first()
    .boundingBox();
  // The box has three pixels of air at each side.
  expect(Math.abs(line!.x - column!.x)).toBeLessThan(5);
  // With ten times the learning rate it is never true at 20 steps.
  await page
    .getByRole('radiogroup', { name: 'learning rate' })
    .getByRole('radio')
    .last()
    .check();
  await expect(words).toContainText('it is true with no budget tried');
  await expect(page.locator('.jp-gatescope-claim-stop')).toHaveCount(0);
});
