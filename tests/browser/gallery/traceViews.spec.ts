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
  for (const [, title] of [...opened.slice(1), opened[0]]) {
    await page.locator('.jp-gatescope-title-button').click();
    await page.getByRole('menuitemradio', { name: title }).click();
    await expect(page.locator('.jp-gatescope-title')).toContainText(title);
    await expect(page.locator('.jp-gatescope-picture')).toBeFocused();
  }
});
