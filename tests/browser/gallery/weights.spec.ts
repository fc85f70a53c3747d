import {
  bundleOf,
  cursorOf,
  expect,
  expectAccessible,
  expectNoSidewaysScroll,
  test
} from './gallery';
import { boxOf } from '../../boxOf';

test.describe('weights by gate', () => {
  const sentence = '.jp-gatescope-changed';

  test('the number under the pointer is that of the bundle', async ({
    open,
    page,
    galleryAddress
  }) => {
    await open('weights', { width: 703 });
    const { layers } = await bundleOf(galleryAddress, 'weights', 'weights');
    const [{ parameters }] = layers;
    for (const name of ['W_i', 'U_f', 'b_o']) {
      const { shape, weights } = parameters.find(each => each.name === name)!;
      const map = page.locator(`[data-parameter="${name}"]`);
      const box = await boxOf(map);
      const [row, unit] = [shape[0] - 1, 5];
      await page.mouse.move(
        box.x + ((row + 0.5) / shape[0]) * box.width,
        box.y + ((unit + 0.5) / shape[1]) * box.height
      );
      const value = weights.array!.values[row * shape[1] + unit];
      await expect(page.locator(sentence)).toContainText(
        `${name}, ${name.startsWith('b') ? '' : `from ${name.startsWith('W') ? 'x' : 'h'} ${row} to `}unit ${unit}: ${value.toFixed(3).replace('-', '−')}; dL/dw`
      );
      expect((await cursorOf(page)).unit).toBe(unit);
    }
  });

  test('keys walk units, what enters and gates, over the edges of W, U and b', async ({
    open,
    page
  }) => {
    await open('weights', { width: 703 });
    await page.locator('.jp-gatescope-picture').focus();
    const words = page.locator(sentence);
    await page.keyboard.press('ArrowDown');
    await expect(words).toContainText('W_f, from x 0 to unit 1');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    await expect(words).toContainText('U_f, from h 0 to unit 1');
    await page.keyboard.press('End');
    await page.keyboard.press('ArrowRight');
    await expect(words).toContainText('b_f, unit 1');
    await page.keyboard.press('PageDown');
    await expect(words).toContainText('b_i, unit 1');
    await page.keyboard.press('m');
    await page.keyboard.press('End');
    await page.keyboard.press('Home');
    await expect(page.getByRole('button', { name: /^Map/ })).toHaveAttribute(
      'aria-pressed',
      'true'
    );
  });

  test('histogram, epochs and derivatives are a button each, and accessible', async ({
    open,
    page,
    galleryAddress
  }) => {
    await open('weights', { width: 703 });
    const bundle = await bundleOf(galleryAddress, 'weights', 'weights');
    await page.getByRole('button', { name: /^Histogram/ }).click();
    await expect(page.getByText(/^most: /)).toHaveCount(12);
    await expectAccessible(page);
    await page.getByRole('button', { name: /^Epochs/ }).click();
    await page.getByRole('button', { name: /^dL\/dw/ }).click();
    await page.locator('.jp-gatescope-picture').focus();
    await page.keyboard.press('Home');
    const [{ name, gradientNorms }] = bundle.layers[0].parameters;
    const [mantissa] = gradientNorms!.values[0].toExponential(2).split('e');
    await expect(page.locator(sentence)).toContainText(
      `After epoch 1: ${name} ${mantissa}`
    );
    await expectAccessible(page);
  });

  test('says where NaN begins, and the table has each letter', async ({
    open,
    page
  }) => {
    await open('weights-broken');
    await expect(page.locator('.jp-gatescope-notice')).toContainText(
      'NaN or infinity begins in dL/dW: 16 of 16 are not finite, the first from x0 to unit 0.'
    );
    await page.getByRole('button', { name: 'Table' }).click();
    await expect(page.locator('table tbody tr')).toHaveCount(3);
  });

  test('over the sequences of a batch, the keys walk steps and the table has each product', async ({
    open,
    page,
    galleryAddress
  }) => {
    await open('weights-batch', { width: 703 });
    const { layers } = await bundleOf(
      galleryAddress,
      'weights-batch',
      'weights'
    );
    const { parameters, entering } = layers[0];
    await page.getByRole('button', { name: /^Sequences/ }).click();
    await page.locator('.jp-gatescope-picture').focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowDown');
    const band = page.locator('[data-parameter="U_r"]');
    await expect(band).toHaveAttribute('d', /^M.*z$/);
    const [shown] = await band.evaluateAll(([each]) => [
      each.getBoundingClientRect()
    ]);
    const row = 5;
    await page.mouse.move(
      shown.x + ((row + 0.5) / 8) * shown.width,
      shown.y + shown.height / 2
    );
    const { weights } = parameters.find(({ name }) => name === 'U_r')!;
    const { spread } = entering!.find(each => each.parameters.includes('U_r'))!;
    const median =
      weights.array!.values[row * 8 + 1] * spread.median.values[8 + row];
    await expect(page.locator(sentence)).toContainText(
      `step 1, U_r, from h ${row} to unit 1:`
    );
    await expect(page.locator(sentence)).toContainText(
      `median ${median.toFixed(3).replace('-', '−')}`
    );
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Table' }).click();
    await page.getByRole('button', { name: 'Over the sequences' }).click();
    await expect(page.locator('table tbody tr')).toHaveCount(3 * (2 + 8));
  });

  test('fits 320 px, with 256 units too', async ({ open, page }) => {
    for (const sample of [
      'weights',
      'weights-large',
      'weights-both-ways',
      'weights-batch'
    ]) {
      await open(sample, { width: 320 });
      await expectNoSidewaysScroll(page);
    }
  });
});

test('fits into the narrowest page: no word of the map is cut at its edge', async ({
  open,
  page
}) => {
  await open('weights', { width: 204 });
  const edge = await page
    .locator('.jp-gatescope-view')
    .evaluate(view => view.getBoundingClientRect().right);
  const words = await page
    .locator('svg.jp-gatescope-weights-picture text')
    .evaluateAll(texts =>
      texts.map(each => ({
        text: each.textContent,
        right: each.getBoundingClientRect().right
      }))
    );
  expect(words.length).toBeGreaterThan(5);
  expect(words.filter(({ right }) => right > edge)).toEqual([]);
});
