import { expect } from '@playwright/test';
import {
  expectAccessible,
  expectNoSidewaysScroll,
  screenshots,
  test
} from './gallery';

for (const theme of ['light', 'dark', 'contrast'] as const) {
  test(`every view is accessible in the ${theme} theme`, async ({
    open,
    page
  }) => {
    for (const sample of ['flow', 'compare', 'forecast', 'confusion', 'text']) {
      await open(sample, { theme, width: 1064 });
      await page.screenshot({
        path: `${screenshots}/${sample}-${theme}.png`,
        fullPage: true
      });
      await expectAccessible(page);
    }
  });
}

test('every view fits 400 px', async ({ open, page }) => {
  for (const sample of ['flow', 'attention', 'forecast', 'confusion', 'text']) {
    await open(sample, { width: 400 });
    await expectNoSidewaysScroll(page);
    await page.screenshot({
      path: `${screenshots}/${sample}-400.png`,
      fullPage: true
    });
  }
});

test('every stale picture is half faded, once, and says why', async ({
  open,
  page
}) => {
  for (const sample of [
    'gates-map',
    'cell-lstm',
    'unrolled-lstm',
    'gradients-run',
    'compare',
    'training'
  ]) {
    await open(sample, { link: 'stale' });
    await expect(page.locator('.jp-gatescope-state')).toHaveText(
      'stale: model retrained'
    );
    const opacities = await page
      .locator('.jp-gatescope-picture :is(canvas, svg):visible')
      .evaluateAll(drawn =>
        drawn.map(each => {
          let opacity = 1;
          for (
            let at: Element | null = each;
            at !== null;
            at = at.parentElement
          ) {
            opacity *= Number(getComputedStyle(at).opacity);
          }
          return opacity;
        })
      );
    expect(opacities.length, sample).toBeGreaterThan(0);
    expect(new Set(opacities), sample).toEqual(new Set([0.5]));
  }
});
