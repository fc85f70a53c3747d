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
