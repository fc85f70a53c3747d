import { readdirSync } from 'node:fs';
import path from 'node:path';
import { expect, SITE, test } from './page';

const lessons = readdirSync(path.join(__dirname, '..', '..', 'notebooks'))
  .filter(name => /^\d\d-.*\.ipynb$/.test(name))
  .map(name => name.replace('.ipynb', ''));

// What cells say there is compared with Node by the tests of the kernel.
for (const id of lessons) {
  test(`${id} runs to its end where it is read, without the compiler`, async ({
    page
  }) => {
    const asked: string[] = [];
    const faults: string[] = [];
    page.on('request', request => {
      asked.push(request.url().split('/').pop() as string);
    });
    page.on('pageerror', ({ message }) => faults.push(message));
    await page.goto(`${SITE}/read/${id}.html`);
    // The buttons come with the page's program, which loads after the page.
    await expect(page.locator('.read-live')).toBeAttached();
    const buttons = page.locator('.read-run');
    // One after the other, without waiting: a cell of an exercise would leave out what it does not need.
    for (const button of await buttons.all()) {
      // What waits for a guess stands behind a curtain.
      await ((await button.isVisible())
        ? button.click()
        : button.dispatchEvent('click'));
    }
    const ends = page.locator('.read-run:not([data-state="idle"])');
    await expect(ends).toHaveCount(0, { timeout: 540_000 });
    // An answer that is not written yet runs to nothing.
    await expect(page.locator('.read-output.read-error')).toHaveCount(0);
    const views = page.locator('.read-output .jp-gatescope-state');
    expect(await views.count()).toBeGreaterThan(3);
    await expect(
      page.locator('.read-output .jp-gatescope-state[data-state="live"]')
    ).not.toHaveCount(0);
    expect(faults).toEqual([]);
    expect(asked).toContain(`${id}.cells.json`);
    expect(asked).not.toContain('compiler.js');
  });
}
