import { expect, test } from './gallery';
import { overprinted } from './overprinted';

/** The least that the panel is wide, without its edges, and with room. */
const widths = [276, 420];

/** A cell each: letters for names, words, the states of a matrix; words of a text; both ways; parts of a batch. */
const runs = [
  'cell-lstm',
  'cell-custom',
  'cell-min-lstm',
  'space-cell',
  'matrix-cell',
  'river-backward',
  'review',
  'gates-padded',
  'batch'
];

for (const sample of runs) {
  test(`in the panel nothing that it says of ${sample} is printed over another`, async ({
    open,
    page
  }) => {
    for (const panel of widths) {
      await open(sample, { panel });
      const readout = page.locator('.jp-gatescope-readout-panel');
      const rows = page.locator('.jp-gatescope-readout-row');
      await expect(rows.first()).toBeVisible();
      expect(await rows.count()).toBeGreaterThan(1);
      expect(await overprinted(readout), `${panel} px`).toEqual([]);
      expect(
        await readout.evaluate(
          ({ scrollWidth, clientWidth }) => scrollWidth - clientWidth
        )
      ).toBe(0);
    }
  });
}

test('the panel says what was written and where it looked, beside attention', async ({
  open,
  page
}) => {
  await open('attention', { panel: 320 });
  const panel = page.locator('.jp-gatescope-readout-panel');
  await expect(panel).toContainText(/Step 0/);
  await expect(panel).toContainText(/looks at/);
});
