import { expect, expectAccessible, test } from './gallery';

test('a report is loud about the first wrong number only', async ({
  open,
  page
}) => {
  await open('check');
  await expect(page.locator('.jp-gatescope-report-title')).toContainText(
    'Not yet'
  );
  await expect(page.locator('.jp-gatescope-report-box')).toContainText(
    'before forgetting'
  );
  const words = page.locator('.jp-gatescope-compared');
  const box = await page.locator('.jp-gatescope-report-box').textContent();
  const [, expected, got] =
    /expected (−?\d+\.\d+), got (−?\d+\.\d+)/.exec(box ?? '') ?? [];
  await expect(words).toContainText(`step 0, unit 0:expected ${expected}`);
  await expect(words).toContainText(`got ${got}`);
  await expect(page.locator('.jp-gatescope-chip-first')).toHaveText(
    /c✗ step 0/
  );
  await expect(page.locator('.jp-gatescope-first-wrong')).toHaveCount(2);
  await page.locator('.jp-gatescope-picture').first().focus();
  await page.keyboard.press('ArrowRight');
  await expect(words).toContainText('step 1, unit 0:');
  await expect(page.locator('.jp-gatescope-first-wrong')).toHaveCount(0);
});

test('a passed check shows every channel right', async ({ open, page }) => {
  await open('check-passed');
  await expect(page.locator('.jp-gatescope-report-title')).toHaveText(
    '✓ Passed: 3 of 3 points'
  );
  await expect(page.locator('.jp-gatescope-chip-right')).toHaveCount(6);
});

test('a passed check opens the run of the answer', async ({ open, page }) => {
  await open('check-passed');
  const button = page.getByRole('button', { name: 'Open in Gates' });
  await button.click();
  const run = page.locator('.jp-gatescope-nested .jp-gatescope-view');
  await expect(run.locator('.jp-gatescope-title-button')).toHaveText('Gates ▾');
  await expect(button).toHaveAttribute('aria-pressed', 'true');
  // Four units of each channel, as lines.
  await expect(run.locator('.jp-gatescope-reading')).not.toBeEmpty();
  await expectAccessible(page);
  await button.click();
  await expect(run).toHaveCount(0);
  await open('check');
  await expect(button).toHaveCount(0);
});

test('a summary adds up, with its arithmetic', async ({ open, page }) => {
  await open('summary');
  const counts = await page
    .locator('.jp-gatescope-summary-count')
    .allTextContents();
  const sum = counts
    .map(count => Number(count.replaceAll(',', '')))
    .reduce((total, count) => total + count, 0);
  await expect(page.locator('.jp-gatescope-summary-total')).toHaveText(
    sum.toLocaleString('en')
  );
  // An LSTM of 32 units on 16 numbers: 4((n+m)m+m).
  expect(counts[1]).toBe((4 * ((16 + 32) * 32 + 32)).toLocaleString('en'));
  // The sum stands under what it sums up.
  const right = (of: string): Promise<number> =>
    page
      .locator(`.jp-gatescope-summary-${of}`)
      .first()
      .evaluate(element => element.getBoundingClientRect().right);
  expect(
    Math.abs((await right('count')) - (await right('total')))
  ).toBeLessThan(1);
  await expect(page.locator('.jp-gatescope-summary-picture')).toContainText(
    '4((n+m)m+m)'
  );
});
