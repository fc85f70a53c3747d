import {
  bundleOf,
  cursorOf,
  expect,
  expectAccessible,
  moveCursor,
  printed,
  settled,
  test
} from './gallery';

test.describe('attention', () => {
  test('the weights of a written token are shown and add up to one', async ({
    open,
    page,
    galleryAddress
  }) => {
    await open('attention', { width: 944 });
    const attention = await bundleOf(galleryAddress, 'attention', 'attention');
    await moveCursor(page, { step: 1 });
    const words = page.locator('.jp-gatescope-ends');
    for (const [index, decoding] of attention.decodings.entries()) {
      const width = attention.source.length;
      const weights = Array.from(decoding.weights.values).slice(
        width,
        2 * width
      );
      expect(weights.reduce((sum, each) => sum + each, 0)).toBeCloseTo(1, 9);
      const largest = weights.indexOf(Math.max(...weights));
      const [said] = (await words.textContent())!.split('\n').slice(index);
      expect(said).toContain(`${decoding.name}: “${decoding.target[1]}”`);
      expect(said).toContain(
        `looks at “${attention.source[largest]}” ${(weights[largest] * 100).toFixed(0)}`
      );
    }
    await expectAccessible(page);
  });

  for (const width of [944, 400]) {
    test(`encoder and decoder stand at their sides of the weights at ${width} pixels`, async ({
      open,
      page
    }) => {
      await open('attention-joined', { width });
      const [weights, encoder, decoder] = await Promise.all(
        [0, 1, 2].map(at =>
          page
            .locator('.jp-gatescope-attention .jp-gatescope-heatmap')
            .nth(at)
            .boundingBox()
        )
      );
      expect(encoder?.x).toBeCloseTo(weights?.x ?? NaN, 0);
      expect(encoder?.width).toBeCloseTo(weights?.width ?? NaN, 0);
      expect(decoder?.y).toBeCloseTo(weights?.y ?? NaN, 0);
      expect(decoder?.height).toBeCloseTo(weights?.height ?? NaN, 0);
      await expectAccessible(page);
    });
  }

  test('the context that the decoder read has its numbers under the pointer', async ({
    open,
    page,
    galleryAddress
  }) => {
    await open('attention', { width: 944 });
    const { decodings } = await bundleOf(
      galleryAddress,
      'attention',
      'attention'
    );
    const context = decodings[0].context!;
    const size = context.shape[1];
    await moveCursor(page, { step: 2 });
    const units = page.locator('.jp-gatescope-attention rect:has(title)');
    await expect(units).toHaveCount(decodings.length * size);
    for (const unit of [0, size - 1]) {
      await expect(units.nth(unit)).toHaveText(
        `unit ${unit} of the context: ${printed(context.values[2 * size + unit])}`
      );
    }
  });

  test('arrow keys move the written and the read token', async ({
    open,
    page
  }) => {
    await open('attention', { width: 944 });
    await moveCursor(page, { step: 0 });
    await page.locator('.jp-gatescope-picture').focus();
    await page.keyboard.press('ArrowDown');
    expect(await cursorOf(page)).toMatchObject({ step: 1 });
    await page.keyboard.press('ArrowRight');
    await settled(page);
    await expect(
      page.locator('.jp-gatescope-attention rect[stroke*="brand"]').first()
    ).toBeVisible();
  });
});
