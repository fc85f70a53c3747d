import type { Predictions } from '../../../src/trace';
import {
  bundleOf,
  expect,
  expectAccessible,
  moveCursor,
  printed,
  settled,
  test
} from './gallery';

test.describe('predictions', () => {
  test('a forecast shows truth, forecast and error of the day under the cursor', async ({
    open,
    page,
    galleryAddress
  }) => {
    await open('forecast', { width: 944 });
    const { content }: Predictions = await bundleOf(
      galleryAddress,
      'forecast',
      'predictions'
    );
    if (content.form !== 'forecast') {
      throw new Error('not a forecast');
    }
    await moveCursor(page, { step: 97 });
    const truth = content.truth.values.values[97];
    const guess = content.forecasts[0].values.values[97];
    const rail = page.locator('.jp-gatescope-scene');
    await expect(rail).toContainText(`${truth.toFixed(1)} °C`);
    await expect(rail).toContainText(`${guess.toFixed(1)} °C`);
    const error = guess - truth;
    await expect(rail).toContainText(
      `error ${error > 0 ? '+' : '−'}${Math.abs(error).toFixed(Math.abs(error) >= 10 ? 1 : 2)} °C`
    );
    await expect(page.locator('.jp-gatescope-asked')).toContainText(
      'mean absolute error'
    );
  });

  test('a forecast with a long name leaves room for what opens the other tools', async ({
    open,
    page
  }) => {
    const view = await open('forecast', { width: 204 });
    await page
      .locator('[data-tool="forecast"]')
      .evaluate(button =>
        button.replaceChildren('Errors of: the long name of a network ▾')
      );
    const right = (selector: string): Promise<number> =>
      view
        .locator(selector)
        .evaluate(element => element.getBoundingClientRect().right);
    const end = await view.evaluate(
      element => element.getBoundingClientRect().right
    );
    expect(await right('[data-tool="forecast"]')).toBeLessThanOrEqual(end);
    expect(await right('[data-tool="more"]')).toBeLessThanOrEqual(end);
    await page.locator('[data-tool="more"]').click();
    await expect(page.getByRole('menuitem', { name: 'Export' })).toBeVisible();
  });

  test('a click on a step pins it, one beside the plot does not', async ({
    open,
    page
  }) => {
    await open('forecast', { width: 944 });
    const pinned = (): Promise<boolean> =>
      page.evaluate(
        () =>
          (
            window as unknown as {
              gallery: { cursor: { position: { pinned: boolean } } };
            }
          ).gallery.cursor.position.pinned
      );
    await page.locator('.jp-gatescope-key-value').first().click();
    expect(await pinned()).toBe(false);
    await page
      .locator('.jp-gatescope-forecast-picture')
      .click({ position: { x: 300, y: 100 } });
    expect(await pinned()).toBe(true);
  });

  test('a confusion matrix counts, and shows examples of a cell', async ({
    open,
    page,
    galleryAddress
  }) => {
    await open('confusion', { width: 944 });
    const { content }: Predictions = await bundleOf(
      galleryAddress,
      'confusion',
      'predictions'
    );
    if (content.form !== 'confusion') {
      throw new Error('not a confusion matrix');
    }
    await expect(page.locator('.jp-gatescope-map-number')).toHaveText(
      Array.from(content.counts.values, String)
    );
    await page.locator('.jp-gatescope-picture').focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('ArrowRight');
    const [[count], examples] = [
      [content.counts.values[1]],
      content.examples!.filter(each => each.truth === 0 && each.answer === 1)
    ];
    const ends = page.locator('.jp-gatescope-ends');
    await expect(ends).toContainText(`${count} of `);
    for (const { text } of examples.slice(0, 12)) {
      await expect(ends).toContainText(text);
    }
  });

  test('text is colored by probability, then by a unit, and can be read', async ({
    open,
    page,
    galleryAddress
  }) => {
    await open('text', { width: 944 });
    const { content }: Predictions = await bundleOf(
      galleryAddress,
      'text',
      'predictions'
    );
    if (content.form !== 'text') {
      throw new Error('not a text');
    }
    await expect(page.locator('[data-step]')).toHaveText(
      content.tokens.map(token => (token === ' ' ? '' : token))
    );
    await moveCursor(page, { step: 30 });
    await expect(page.locator('.jp-gatescope-text-picture')).toContainText(
      `probability ${content.probabilities.values[30].toFixed(3)}`
    );
    await page.locator('.jp-gatescope-picture').focus();
    await page.keyboard.press('ArrowDown');
    await settled(page);
    await expect(page.locator('.jp-gatescope-text-picture')).toContainText(
      `unit 0: ${printed(content.hidden!.values[30 * content.hidden!.shape[1]])}`
    );
    await expectAccessible(page);
  });
});
