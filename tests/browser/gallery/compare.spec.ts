import { decodeBundle, encode } from '../../../src/trace';
import type { Comparison, Trace } from '../../../src/trace';
import {
  bundleOf,
  expect,
  expectAccessible,
  expectNoSidewaysScroll,
  moveCursor,
  printed,
  settled,
  test
} from './gallery';
import { boxOf } from '../../boxOf';

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
    // The frame of the step is drawn twice: on dark colors it is seen by its edge.
    const places = await page
      .locator('.jp-gatescope-compare-picture path[stroke-linecap="square"]')
      .evaluateAll(all =>
        all
          .filter((_, at) => at % 2 === 0)
          .map(each => each.getBoundingClientRect().x)
      );
    const maps = await page
      .locator('.jp-gatescope-compare canvas')
      .evaluateAll(all =>
        all.slice(0, 3).map(each => each.getBoundingClientRect().x)
      );
    expect(places).toHaveLength(3);
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
      // The RNN has one number below its map, each of the others two.
      expect(means[[0, 1, 3][network]]).toContain(
        `mean ${printed(sum / units)}`
      );
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

  test('its tools stand in one row in the lab, no word cut, with the file browser open too', async ({
    open,
    page
  }) => {
    for (const sample of ['compare', 'compare-seeds', 'custom-compare']) {
      for (const width of [703, 654]) {
        await open(sample, { width });
        const buttons = await page
          .locator('.jp-gatescope-tools > button')
          .evaluateAll(all =>
            all.map(button => ({
              top: button.getBoundingClientRect().top,
              isCut: button.scrollWidth > button.clientWidth
            }))
          );
        expect(
          new Set(buttons.map(({ top }) => Math.round(top))).size,
          sample
        ).toBe(1);
        expect(
          buttons.filter(({ isCut }) => isCut),
          sample
        ).toEqual([]);
      }
    }
  });

  test('the pointer reads the channels of the network under it', async ({
    open,
    page
  }) => {
    await open('compare', { width: 1064 });
    const map = page.locator('.jp-gatescope-compare canvas').nth(1);
    const box = await boxOf(map);
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
    const tops = await page
      .locator('.jp-gatescope-compare-head')
      .evaluateAll(all => all.map(each => each.getBoundingClientRect().top));
    expect(tops).toHaveLength(3);
    expect(tops[1] - tops[0]).toBeGreaterThan(300);
    expect(tops[2] - tops[1]).toBeGreaterThan(300);
  });
});

test.describe('an edit of the shared input', () => {
  /** What the engine computes for each network by itself. */
  async function recomputed(
    address: string,
    trace: Trace,
    edits: readonly object[]
  ): Promise<Trace> {
    const response = await fetch(`${address}request`, {
      method: 'POST',
      body: JSON.stringify({
        method: 'recompute',
        params: encode({ id: trace.id, edits, clamps: [] })
      })
    });
    const { trace: answer } = (await response.json()) as { trace: unknown };
    return decodeBundle(answer) as Trace;
  }

  const answer = (trace: Trace): string =>
    printed([...trace.outputs[0].values.values].at(-1) ?? NaN);

  test('recomputes all networks at once and shows before and after', async ({
    open,
    page,
    galleryAddress
  }) => {
    await open('compare', { width: 1064 });
    const { traces } = await bundleOf(galleryAddress, 'compare', 'comparison');
    let asked = 0;
    page.on('request', request => {
      asked += request.url().endsWith('/request') ? 1 : 0;
    });
    await moveCursor(page, { step: 3 });
    await page.locator('.jp-gatescope-picture').focus();
    await page.keyboard.press('i');
    await page.keyboard.type('0.95');
    await page.keyboard.press('Enter');
    await expect(page.locator('.jp-gatescope-asked')).toContainText(
      'Edited: value at step 3 from 0.54 to 0.95'
    );
    expect(asked).toBe(1);
    const edits = [{ step: 3, feature: 0, value: 0.95 }];
    const answers = page.locator('.jp-gatescope-compare-answer');
    const after: Trace[] = [];
    for (const [network, trace] of traces.entries()) {
      after.push(await recomputed(galleryAddress, trace, edits));
      await expect(answers.nth(network)).toHaveText(
        `${answer(trace)} → ${answer(after[network])}`
      );
    }
    // Of each pair of maps the lower one holds the new numbers: its colors differ from that step on.
    const maps = page.locator('.jp-gatescope-compare canvas');
    await expect(maps).toHaveCount(10);
    // Two of h of each of three networks; two of the gate that keeps of two of them.
    const pixels = await maps.evaluateAll(all =>
      all.slice(2, 4).map(map => {
        const { width, height } = map as HTMLCanvasElement;
        const context = (map as HTMLCanvasElement).getContext('2d')!;
        return Array.from({ length: width }, (_, x) =>
          [...context.getImageData(x, 0, 1, height).data].join()
        );
      })
    );
    const [was, is] = pixels;
    expect(is.slice(0, 3)).toEqual(was.slice(0, 3));
    expect(is[3]).not.toEqual(was[3]);
    const h = (trace: Trace) =>
      trace.layers[0].channels.find(({ name }) => name === 'h')!.array.values;
    const largest = Math.max(
      ...h(after[1]).map((value, index) =>
        Math.abs(value - h(traces[1])[index])
      )
    );
    await expect(page.locator('.jp-gatescope-asked')).toContainText(
      `${printed(largest)} (LSTM)`
    );
    await expectAccessible(page);
  });

  test('is dragged at any network, undone with Ctrl+Z, and reset', async ({
    open,
    page
  }) => {
    await open('compare', { width: 1064 });
    const box = await boxOf(page.locator('.jp-gatescope-edit-strip').nth(2));
    const at = (step: number): number =>
      box.x + ((step + 0.5) * box.width) / 30;
    const words = page.locator('.jp-gatescope-asked');
    for (const step of [3, 5]) {
      await page.mouse.move(at(step), box.y + box.height - 4);
      await page.mouse.down();
      // Beyond the chart: the drag goes on while the picture is drawn anew.
      await page.mouse.move(at(step), box.y + 20, { steps: 4 });
      await page.mouse.move(at(step), box.y - 60, { steps: 4 });
      await page.mouse.up();
      await expect(words).toContainText(`value at step ${step}`);
    }
    await page.mouse.move(at(9), box.y + 20);
    await settled(page);
    await expect(words).not.toContainText('value at step 9');
    await page.locator('.jp-gatescope-picture').focus();
    await page.keyboard.press('Control+z');
    await expect(words).not.toContainText('value at step 5');
    await expect(words).toContainText('value at step 3');
    await page.locator('[data-tool="reset"]').click();
    await expect(words).not.toContainText('Edited');
    await expect(page.locator('[data-tool="undo"]')).toBeDisabled();
  });

  test('is there again when the view is made anew', async ({ open, page }) => {
    await open('compare', { width: 1064 });
    await page.locator('[data-tool="edit"]').click();
    await page.keyboard.type('0.1');
    await page.keyboard.press('Enter');
    const words = page.locator('.jp-gatescope-asked');
    await expect(words).toContainText('Edited');
    const before = await words.textContent();
    await page.evaluate(() =>
      (
        window as unknown as {
          gallery: { draw(name: string): Promise<number> };
        }
      ).gallery.draw('compare')
    );
    await expect(words).toHaveText(before ?? '');
  });

  test('cannot be made without a kernel', async ({ open, page }) => {
    await open('compare', { width: 1064, link: 'none' });
    await expect(page.locator('[data-tool="edit"]')).toHaveCount(0);
    await expect(page.locator('.jp-gatescope-edit-field')).toBeHidden();
    await expect(page.locator('.jp-gatescope-state')).toContainText('not live');
  });
});
