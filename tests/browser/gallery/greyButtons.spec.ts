import type { Page } from '@playwright/test';
import { expect, test } from './gallery';

/** What is grey on the page, and has no word of why: neither on itself nor described beside it. */
const unexplained = (page: Page): Promise<string[]> =>
  page
    .locator('button:disabled, input:disabled, [aria-disabled="true"]')
    .evaluateAll(elements =>
      elements
        .filter(element => {
          const words = [
            element.getAttribute('title'),
            element.getAttribute('aria-description'),
            ...(element.getAttribute('aria-describedby') ?? '')
              .split(' ')
              .map(id => document.getElementById(id)?.textContent)
          ].join('');
          return (
            element.checkVisibility() &&
            (words.trim() === '' || words === element.textContent)
          );
        })
        .map(({ outerHTML }) => outerHTML)
    );

for (const link of ['live', 'none', 'stale'] as const) {
  test(`every button that does nothing says why, in every sample and all of its menus: ${link}`, async ({
    open,
    page,
    samples
  }) => {
    test.setTimeout(samples.length * 30_000);
    const found: Record<string, string[]> = {};
    let grey = 0;
    for (const sample of samples) {
      await open(sample, { link });
      const note = async (where: string): Promise<void> => {
        const each = await unexplained(page);
        if (each.length > 0) {
          found[`${sample}, ${where}`] = each;
        }
      };
      await note('closed');
      grey += await page.locator('[aria-disabled="true"]').count();
      const menus = page.locator(
        'button[aria-haspopup="menu"]:not([aria-disabled="true"]):visible'
      );
      for (let at = 0; at < (await menus.count()); at += 1) {
        const name = await menus.nth(at).textContent();
        // A menu may lie over the next one's button: the key presses what a hand could not.
        await menus.nth(at).press('Enter');
        await note(`menu ${name}`);
        await page.keyboard.press('Escape');
      }
    }
    expect(found).toEqual({});
    // Something is grey: the test can fail.
    expect(grey).toBeGreaterThan(0);
  });
}
