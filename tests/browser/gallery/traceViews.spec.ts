import { expect, test } from './gallery';

/** A sample that opens on each view of a run, and the title that stands over it. */
const opened = [
  ['review', 'Gates'],
  ['cell-review', 'Cell, wired'],
  ['unrolled-review', 'Unrolled'],
  ['gradients-run', 'Gradient flow'],
  ['what-if-run', 'What if']
] as const;

for (const [sample, title] of opened) {
  test(`a run that is shown as ${title} opens so`, async ({ open, page }) => {
    await open(sample);
    await expect(page.locator('.jp-gatescope-title')).toContainText(title);
  });
}

test('each view of a run leads to each of the others', async ({
  open,
  page
}) => {
  await open('review');
  // The weights are no way to open a run: they are asked of its kernel.
  for (const [, title] of [...opened.slice(1), ['', 'Weights'], opened[0]]) {
    await page.locator('.jp-gatescope-title-button').click();
    await page.getByRole('menuitemradio', { name: title }).click();
    await expect(page.locator('.jp-gatescope-title')).toContainText(title);
    await expect(page.locator('.jp-gatescope-picture')).toBeFocused();
  }
});

test('the weights of a run are those of its network, gate by gate, and the way back to it is open', async ({
  open,
  page
}) => {
  await open('review');
  await page.locator('.jp-gatescope-picture').focus();
  await page.keyboard.press('v');
  await page.getByRole('menuitemradio', { name: 'Weights' }).click();
  await expect(page.locator('[data-parameter="W_f"]')).toBeVisible();
  await page.keyboard.press('ArrowDown');
  await expect(page.locator('.jp-gatescope-changed')).toContainText(
    /W_f, from .+ to unit \d+: −?\d\.\d{3}/
  );
  await page.keyboard.press('v');
  await page.getByRole('menuitemradio', { name: 'Gates' }).click();
  await expect(page.locator('canvas[data-channel="f"]').first()).toBeVisible();
});
