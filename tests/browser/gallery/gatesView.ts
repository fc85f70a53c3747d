import { expect, type Locator, type Page } from '@playwright/test';

export const map = (page: Page, channel: string): Locator =>
  page.locator(`canvas[data-channel="${channel}"]`).first();
export const tooltip = (page: Page): Locator =>
  page.locator('.jp-gatescope-tooltip');
export const readout = (page: Page): Locator =>
  page.locator('.jp-gatescope-readout');

export async function chooseSort(page: Page, words: string): Promise<void> {
  await page.locator('[data-tool="sort"]').click();
  await page.getByRole('menuitemradio', { name: words }).click();
  // A copy of each map slides over it to the new order, and is gone then.
  await expect(page.locator('canvas[data-sliding]')).toHaveCount(0);
}
