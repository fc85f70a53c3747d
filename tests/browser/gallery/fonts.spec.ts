import { expect } from '@playwright/test';
import { test } from './gallery';

test('a view is drawn in the fonts of its set', async ({ open, page }) => {
  test.skip(process.platform !== 'linux', 'fontconfig is asked on Linux only');
  await open('summary');
  const width = await page.evaluate(() => {
    const context = document.createElement('canvas').getContext('2d');
    if (context) {
      context.font = '1000px Helvetica';
    }
    return context?.measureText('million').width;
  });
  // Advance widths in thousandths, m i l l i o n:
  // DejaVu Sans 974 + 278 + 278 + 278 + 278 + 612 + 634, Arimo 833 + 222 + 222 + 222 + 222 + 556 + 556
  const wanted = test.info().project.name === 'gallery' ? 3332 : 2833;
  expect(Math.abs((width ?? 0) - wanted)).toBeLessThan(5);
});
