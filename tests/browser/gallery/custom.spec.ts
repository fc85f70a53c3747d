import type { GradientFlow, Trace } from '../../../src/trace';
import {
  bundleOf,
  channelOf,
  expect,
  expectAccessible,
  moveCursor,
  printed,
  test
} from './gallery';
import { map, readout } from './gatesView';

test.describe('a cell of one’s own, without new code', () => {
  test('has a row for each of its channels in the gates view', async ({
    open,
    traceOf,
    page
  }) => {
    await open('custom-gates');
    const trace = await traceOf('custom-gates');
    for (const name of ['a', 'k', 's']) {
      await expect(map(page, name)).toBeVisible();
    }
    await moveCursor(page, { step: 12, unit: 5 });
    const at = (name: string, step: number): string =>
      printed(channelOf(trace, name)(step, 5));
    // Its own equation with its own numbers: a s[t−1] + (1 − a) k.
    await expect(readout(page)).toContainText('s = a ⊙ st−1 + (1 − a) ⊙ k');
    await expect(readout(page)).toContainText(
      `${at('a', 12)} × ${at('s', 11).startsWith('−') ? `(${at('s', 11)})` : at('s', 11)}`
    );
    await expect(readout(page)).toContainText(`= ${at('s', 12)}`);
    await expectAccessible(page);
  });

  test('is followed by its gradient, beside an LSTM and one whose h is projected', async ({
    open,
    page,
    galleryAddress
  }) => {
    await open('custom-flow', { width: 1000 });
    const flow: GradientFlow = await bundleOf(
      galleryAddress,
      'custom-flow',
      'gradientFlow'
    );
    expect(flow.networks.map(({ cell }) => cell)).toContain('custom');
    const rows = page.locator(
      '.jp-gatescope-flow-norms .jp-gatescope-flow-row'
    );
    await expect(rows).toHaveCount(3);
    for (const [index, { name }] of flow.networks.entries()) {
      const label = rows.nth(index).locator('.jp-gatescope-flow-network');
      await expect(label).toHaveText(name);
      // Nothing of the name is cut.
      expect(
        await label.evaluate(each => each.scrollWidth - each.clientWidth)
      ).toBeLessThanOrEqual(0);
    }
  });

  test('is compared: what the outside sees of it stands in the row of the others’ h', async ({
    open,
    page,
    galleryAddress
  }) => {
    await open('custom-compare', { width: 1064 });
    const { traces } = await bundleOf(
      galleryAddress,
      'custom-compare',
      'comparison'
    );
    await moveCursor(page, { step: 20 });
    const mean = (trace: Trace, name: string): string => {
      const { array } = trace.layers
        .flatMap(({ channels }) => channels)
        .find(channel => channel.name === name)!;
      const units = array.shape[1];
      const values = Array.from(
        array.values.slice(20 * units, 21 * units),
        Number
      );
      return printed(values.reduce((sum, each) => sum + each, 0) / units);
    };
    const words = page.locator('.jp-gatescope-compare-words');
    await expect(words.nth(0)).toContainText(`s mean ${mean(traces[0], 's')}`);
    await expect(words.nth(1)).toContainText(`h mean ${mean(traces[1], 'h')}`);
    await expect(words.nth(3)).toContainText(`h mean ${mean(traces[2], 'h')}`);
    await expect(words.nth(4)).toContainText(`f mean ${mean(traces[2], 'f')}`);
    await expectAccessible(page);
  });

  test('is wired as far as its equations go, and the rest is named', async ({
    open,
    page
  }) => {
    await open('custom-closed');
    await expect(page.locator('.jp-gatescope-view')).toContainText(
      'No equation for m could be read'
    );
    await expect(page.locator('.jp-gatescope-view')).not.toContainText(
      'constant'
    );
    // h is drawn with its numbers.
    await expect(page.locator('.jp-gatescope-picture')).toContainText('tanh');
    await expectAccessible(page);
  });
});

test('a projected LSTM shows its gates, and its narrower h as a layer beside them', async ({
  open,
  page
}) => {
  await open('projected-gates');
  await expect(page.locator('.jp-gatescope-meta')).toContainText('12 units');
  await expect(map(page, 'f')).toBeVisible();
  await page.locator('[data-tool="show"]').click();
  await page.getByRole('menuitemradio', { name: /lstm\/h/ }).click();
  await expect(page.locator('.jp-gatescope-meta')).toContainText('4 units');
});
