import { decodeBundle } from '../../../src/trace';
import type {
  Bundle,
  BundleKind,
  Comparison,
  GradientFlow,
  Predictions
} from '../../../src/trace';
import {
  cursorOf,
  expect,
  expectAccessible,
  expectNoSidewaysScroll,
  moveCursor,
  printed,
  screenshots,
  settled,
  test
} from './gallery';

async function bundleOf<K extends BundleKind>(
  address: string,
  sample: string,
  kind: K
): Promise<Extract<Bundle, { kind: K }>> {
  const bundle = decodeBundle(
    await (await fetch(`${address}samples/${sample}`)).json()
  );
  if (bundle.kind !== kind) {
    throw new Error(`${sample} is a ${bundle.kind}`);
  }
  return bundle as Extract<Bundle, { kind: K }>;
}

/** `2.6 × 10⁻³` and `0.14` as numbers. */
function power(text: string): number {
  const figures = '⁰¹²³⁴⁵⁶⁷⁸⁹';
  const [, mantissa, exponent = ''] =
    /^(−?[\d.]+)(?: × 10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+))?$/.exec(text) ?? [];
  const digits = [...exponent]
    .map(each => (each === '⁻' ? '-' : String(figures.indexOf(each))))
    .join('');
  return Number(mantissa.replace('−', '-')) * 10 ** Number(digits || 0);
}

test.describe('gradient flow', () => {
  const norms = '.jp-gatescope-flow-norms .jp-gatescope-value';

  test('the numbers at the cursor are those of the bundle, for each quantity', async ({
    open,
    page,
    galleryAddress
  }) => {
    await open('flow', { width: 944 });
    const flow: GradientFlow = await bundleOf(
      galleryAddress,
      'flow',
      'gradientFlow'
    );
    for (const step of [20, 4]) {
      await moveCursor(page, { step });
      const shown = await page.locator(norms).allTextContents();
      flow.networks.forEach(({ hidden }, index) => {
        expect(power(shown[index]) / hidden.values[step]).toBeCloseTo(1, 1);
      });
    }
    await page.getByRole('button', { name: 'Draw ‖∂s_T/∂s_t‖' }).click();
    const products = await page.locator(norms).allTextContents();
    flow.networks.forEach(({ product }, index) => {
      expect(power(products[index]) / product.values[4]).toBeCloseTo(1, 1);
    });
    await page.getByRole('button', { name: 'Draw ‖dL/dc‖' }).click();
    await expect(page.locator(norms).first()).toHaveText('no c');
  });

  test('a dot stands at the height of its power of ten', async ({
    open,
    page,
    galleryAddress
  }) => {
    await open('flow', { width: 944 });
    const flow: GradientFlow = await bundleOf(
      galleryAddress,
      'flow',
      'gradientFlow'
    );
    const dots = page.locator('.jp-gatescope-flow-dot');
    const height = async (): Promise<number[]> =>
      dots.evaluateAll(all => all.map(dot => Number(dot.getAttribute('cy'))));
    await moveCursor(page, { step: 28 });
    const late = await height();
    await moveCursor(page, { step: 6 });
    const early = await height();
    // One unit of height is the same number of decades for every network.
    const scales = flow.networks.map(({ hidden: { values } }, index) => {
      const decades = Math.log10(values[28] / values[6]);
      return (early[index] - late[index]) / decades;
    });
    for (const scale of scales) {
      expect(scale / scales[0]).toBeCloseTo(1, 3);
    }
  });

  test('the way back from the loss is a product that comes out', async ({
    open,
    page
  }) => {
    await open('flow', { width: 944 });
    await moveCursor(page, { step: 10 });
    const words = (await page
      .locator('.jp-gatescope-changed')
      .textContent()) as string;
    const [, start, factor, steps, end] =
      /: (\S+(?: × 10\S+)?) × ([\d.]+?)(19) = (\S+(?: × 10[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)?)\./.exec(
        words
      ) ?? [];
    const value = power(start) * Number(factor) ** Number(steps);
    expect(value / power(end)).toBeGreaterThan(0.85);
    expect(value / power(end)).toBeLessThan(1.15);
  });

  test('another threshold gives another memory, and keys move everything', async ({
    open,
    page,
    galleryAddress
  }) => {
    await open('flow', { width: 944 });
    const flow: GradientFlow = await bundleOf(
      galleryAddress,
      'flow',
      'gradientFlow'
    );
    await page.getByRole('button', { name: /still counts/ }).click();
    await page.getByRole('menuitemradio', { name: '10 %' }).click();
    const { values } = flow.networks[0].hidden;
    const back = Array.from({ length: flow.lossStep }, (_, at) => at + 1).find(
      at => values[flow.lossStep - at] < 0.1 * values[flow.lossStep]
    );
    await expect(
      page.locator('.jp-gatescope-flow-placed .jp-gatescope-value').first()
    ).toHaveText(
      back === undefined
        ? `all ${flow.lossStep + 1} steps`
        : back === 1
          ? '1 step'
          : `${back} steps`
    );
    await page.locator('.jp-gatescope-picture').focus();
    await page.keyboard.press('Home');
    expect(await cursorOf(page)).toMatchObject({ step: 0 });
    await page.keyboard.press('ArrowRight');
    expect(await cursorOf(page)).toMatchObject({ step: 1 });
    await page.keyboard.press('PageDown');
    await expect(
      page.getByRole('button', { name: 'Draw ‖dL/dc‖' })
    ).toHaveAttribute('aria-pressed', 'true');
  });
});

test.describe('compare', () => {
  test('one cursor runs through all networks, over the same step', async ({
    open,
    page,
    galleryAddress
  }) => {
    await open('compare', { width: 1064 });
    const comparison: Comparison = await bundleOf(
      galleryAddress,
      'compare',
      'comparison'
    );
    await moveCursor(page, { step: 11 });
    const places = await page
      .locator('.jp-gatescope-compare-grid > .jp-gatescope-cursor')
      .evaluateAll(all => all.map(each => each.getBoundingClientRect().x));
    const maps = await page
      .locator('.jp-gatescope-compare-map canvas')
      .evaluateAll(all =>
        all.slice(0, 3).map(each => each.getBoundingClientRect().x)
      );
    places.forEach((x, index) => {
      expect(x - maps[index]).toBeCloseTo(places[0] - maps[0], 0);
    });
    const means = await page
      .locator('.jp-gatescope-compare-words')
      .allTextContents();
    comparison.traces.forEach((trace, network) => {
      const h = trace.layers[0].channels.find(({ name }) => name === 'h')!;
      const units = h.array.shape[1];
      let sum = 0;
      for (let unit = 0; unit < units; unit++) {
        sum += h.array.values[11 * units + unit];
      }
      expect(means[network * 2]).toContain(`mean ${printed(sum / units)}`);
    });
  });

  test('parameters come with their arithmetic, a failure is shown as one', async ({
    open,
    page,
    galleryAddress
  }) => {
    await open('compare', { width: 1064 });
    const comparison: Comparison = await bundleOf(
      galleryAddress,
      'compare',
      'comparison'
    );
    const heads = page.locator('.jp-gatescope-compare-head');
    for (const [index, row] of comparison.rows.entries()) {
      const head = heads.nth(index);
      await expect(head).toContainText(
        `${row.parameters.count.toLocaleString('en-US')} parameters`
      );
      await expect(head).toContainText(`= ${row.parameters.arithmetic}`);
      const better = row.metric!.mean < row.metric!.baseline!.value;
      await expect(head).toContainText(better ? '✓ better' : '✗ not better');
    }
    // An RNN has no gate that keeps.
    await expect(page.locator('.jp-gatescope-compare-missing')).toContainText(
      'h is written over'
    );
  });

  test('the pointer reads the channels of the network under it', async ({
    open,
    page
  }) => {
    await open('compare', { width: 1064 });
    const map = page.locator('.jp-gatescope-compare-map').nth(1);
    const box = (await map.boundingBox())!;
    await page.mouse.move(box.x + box.width * 0.5, box.y + 5);
    await settled(page);
    await expect(page.locator('.jp-gatescope-tooltip')).toContainText('LSTM');
    await expect(page.locator('.jp-gatescope-tooltip')).toContainText(
      'hidden state'
    );
  });

  test('at 400 px one network stands below the other', async ({
    open,
    page
  }) => {
    await open('compare', { width: 400 });
    await expectNoSidewaysScroll(page);
    await expect(page.locator('.jp-gatescope-compare-grid')).toHaveCount(3);
    await page.screenshot({
      path: `${screenshots}/compare-400.png`,
      fullPage: true
    });
  });
});

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
    const rail = page.locator('.jp-gatescope-forecast-rail');
    await expect(rail).toContainText(`${truth.toFixed(1)} °C`);
    await expect(rail).toContainText(`${guess.toFixed(1)} °C`);
    const error = guess - truth;
    await expect(rail).toContainText(
      `error ${error > 0 ? '+' : '−'}${Math.abs(error).toFixed(Math.abs(error) >= 10 ? 1 : 2)} °C`
    );
    await expect(page.locator('.jp-gatescope-changed')).toContainText(
      'mean absolute error'
    );
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
    await expect(page.locator('.jp-gatescope-confusion-count')).toHaveText(
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
    await expect(page.locator('.jp-gatescope-confusion-words')).toContainText(
      `${count} of `
    );
    await expect(
      page.locator('.jp-gatescope-confusion-examples li')
    ).toHaveText(examples.slice(0, 12).map(({ text }) => text));
  });

  test('text is coloured by probability, then by a unit, and can be read', async ({
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
    await expect(page.locator('.jp-gatescope-text')).toHaveText(
      content.tokens.join('')
    );
    await moveCursor(page, { step: 30 });
    await expect(page.locator('.jp-gatescope-text-words')).toContainText(
      `probability ${content.probabilities.values[30].toFixed(2)}`
    );
    await page.locator('.jp-gatescope-picture').focus();
    await page.keyboard.press('ArrowDown');
    await settled(page);
    await expect(page.locator('.jp-gatescope-text-words')).toContainText(
      `unit 0: ${printed(content.hidden!.values[30 * content.hidden!.shape[1]])}`
    );
    await expectAccessible(page);
  });
});

test.describe('attention', () => {
  test('the weights of a written token are shown and add up to one', async ({
    open,
    page,
    galleryAddress
  }) => {
    await open('attention', { width: 944 });
    const attention = await bundleOf(galleryAddress, 'attention', 'attention');
    await moveCursor(page, { step: 1 });
    const decodings = page.locator('.jp-gatescope-attention-decoding');
    await expect(decodings).toHaveCount(attention.decodings.length);
    for (const [index, decoding] of attention.decodings.entries()) {
      const width = attention.source.length;
      const weights = Array.from(decoding.weights.values).slice(
        width,
        2 * width
      );
      expect(weights.reduce((sum, each) => sum + each, 0)).toBeCloseTo(1, 9);
      const largest = weights.indexOf(Math.max(...weights));
      const words = decodings
        .nth(index)
        .locator('.jp-gatescope-attention-words');
      await expect(words).toContainText(`“${decoding.target[1]}”`);
      await expect(words).toContainText(
        `looks at “${attention.source[largest]}” ${(weights[largest] * 100).toFixed(0)}`
      );
    }
    await expectAccessible(page);
    await page.screenshot({
      path: `${screenshots}/attention.png`,
      fullPage: true
    });
  });

  test('arrow keys move the written and the read token', async ({
    open,
    page
  }) => {
    await open('attention', { width: 944 });
    await moveCursor(page, { step: 0 });
    await page.locator('.jp-gatescope-picture').focus();
    await page.keyboard.press('ArrowRight');
    expect(await cursorOf(page)).toMatchObject({ step: 1 });
    await page.keyboard.press('ArrowDown');
    await settled(page);
    await expect(
      page
        .locator('.jp-gatescope-attention-decoding .jp-gatescope-lit-cell')
        .first()
    ).toBeVisible();
  });
});

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
