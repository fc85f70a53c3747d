import { expect, screenshots, test } from './gallery';

/** Samples of a cell each: letters for names, and words. */
const runs = ['cell-lstm', 'cell-custom', 'cell-min-lstm', 'space-cell'];

for (const sample of runs) {
  test(`in the panel no name of a channel of ${sample} stands over another`, async ({
    open,
    page
  }) => {
    await open(sample, { panel: true });
    const rows = page.locator('.jp-gatescope-readout-row');
    await expect(rows.first()).toBeVisible();
    const gaps = await rows.evaluateAll(all =>
      all.map(row => {
        const places = [...row.children].map(part => {
          const range = document.createRange();
          range.selectNodeContents(part);
          return part.textContent === ''
            ? part.getBoundingClientRect()
            : range.getBoundingClientRect();
        });
        return Math.min(
          ...places.slice(1).map((place, at) => place.left - places[at].right)
        );
      })
    );
    expect(gaps.length).toBeGreaterThan(2);
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(0);
    await page
      .locator('.jp-gatescope-readout-panel')
      .screenshot({ path: `${screenshots}/readout-${sample}.png` });
  });
}

test('the panel says what was written and where it looked, beside attention', async ({
  open,
  page
}) => {
  await open('attention', { panel: true });
  const panel = page.locator('.jp-gatescope-readout-panel');
  await expect(panel).toContainText(/Step 0/);
  await expect(panel).toContainText(/looks at/);
  await panel.screenshot({ path: `${screenshots}/readout-attention.png` });
});
