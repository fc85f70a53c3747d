import type { Page } from '@playwright/test';
import { expect, parts, setStatus, test } from './gallery';

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

/** What the page can know of the kernel: one load of a sample, as its states follow each other on it. */
const states = ['live', 'none', 'stale'] as const;

for (const part of parts) {
  test(`every button that does nothing says why, in every sample and all of its menus: live, without a kernel, stale ${part.named}`, async ({
    open,
    page,
    samples
  }) => {
    const found: Record<string, string[]> = {};
    for (const sample of part.of(samples)) {
      await open(sample);
      for (const link of states) {
        await setStatus(page, link);
        const note = async (where: string): Promise<void> => {
          const each = await unexplained(page);
          if (each.length > 0) {
            found[`${sample}, ${link}, ${where}`] = each;
          }
        };
        await note('closed');
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
    }
    expect(found).toEqual({});
  });
}

test('a button is grey before anything is changed, and one without a reason is found', async ({
  open,
  page
}) => {
  await open('what-if-run');
  const grey = page.locator('[aria-disabled="true"]').first();
  await expect(grey).toBeVisible();
  expect(await unexplained(page)).toEqual([]);
  await grey.evaluate(button => {
    ['title', 'aria-description', 'aria-describedby'].forEach(name =>
      button.removeAttribute(name)
    );
  });
  expect(await unexplained(page)).toHaveLength(1);
});
