import { readdirSync } from 'node:fs';
import path from 'node:path';
import { findings } from '../browser/axeFindings';
import { expect, SITE, test, type Page } from './page';

const pages = [
  'index.html',
  'read/index.html',
  ...readdirSync(path.join(__dirname, '..', '..', 'notebooks'))
    .filter(name => /^\d\d-.*\.ipynb$/.test(name))
    .map(name => `read/${name.replace('.ipynb', '.html')}`)
];

/** Opens what is folded, and has all pictures of a page fetched that it fetches as they come into view. */
async function see(page: Page): Promise<void> {
  await page
    .locator('details')
    .evaluateAll(all => all.forEach(each => each.setAttribute('open', '')));
  for (const part of await page.locator('[data-pictures]:visible').all()) {
    await part.scrollIntoViewIfNeeded();
    await part.locator('.read-output').first().waitFor();
  }
}

for (const address of pages) {
  test(`axe finds nothing in ${address}, in light and in dark, with all of its pictures`, async ({
    page
  }) => {
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await page.goto(`${SITE}/${address}`);
    if (/\d/.test(address)) {
      await expect(page.locator('.read-live')).toBeAttached();
    } else if (address === 'index.html') {
      await expect(page.getByText(/epoch \d/).first()).toBeVisible();
    }
    await see(page);
    expect(await findings(page, 'both', 'body')).toEqual([]);
    await page.emulateMedia({ colorScheme: 'dark' });
    expect(await findings(page, 'palette', 'body')).toEqual([]);
  });
}
