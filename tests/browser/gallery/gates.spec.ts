import { readFile } from 'node:fs/promises';
import type { Locator, Page } from '@playwright/test';
import { rgb } from 'd3-color';
import { interpolateLab, piecewise } from 'd3-interpolate';
import { percentText } from '../../../src/trace';
import {
  channelOf,
  cursorOf,
  expect,
  moveCursor,
  printed,
  setTheme,
  settled,
  test
} from './gallery';
import { chooseSort, map, readout, tooltip } from './gatesView';
import { boxOf } from '../../boxOf';

/** The design's ramps. */
const gates = {
  light: '#f7f5ec #d5e8cf #92cdbb #46a0ae #1f6390 #14264f',
  dark: '#25282c #1f4654 #1f7480 #3fae96 #a0d99b #f8f8d6',
  contrast: '#000000 #123c55 #1b7a92 #4fc49a #c4ee8e #ffffff'
};
const states = '#7a3300 #c76a1e #eeb785 #f6f4f1 #c3b5e0 #8465b8 #3a1573';

function rampColor(stops: string, place: number): number[] {
  const mix = piecewise(interpolateLab, stops.split(' '));
  const { r, g, b } = rgb(mix(Math.max(0, Math.min(1, place))));
  return [r, g, b].map(Math.round);
}

/** The color on the screen at the middle of a value of a map. */
async function screenColor(
  page: Page,
  map: Locator,
  at: { column: number; columns: number; row: number; rows: number }
): Promise<number[]> {
  const box = await boxOf(map);
  if (!box) {
    throw new Error('the map is not on the page');
  }
  const picture = await page.screenshot({
    clip: {
      x: Math.floor(box.x + ((at.column + 0.5) * box.width) / at.columns),
      y: Math.floor(box.y + ((at.row + 0.5) * box.height) / at.rows),
      width: 1,
      height: 1
    }
  });
  return page.evaluate(async source => {
    const image = new Image();
    image.src = `data:image/png;base64,${source}`;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = 1;
    canvas.height = 1;
    const context = canvas.getContext('2d');
    context?.drawImage(image, 0, 0);
    return [...(context?.getImageData(0, 0, 1, 1).data ?? [])].slice(0, 3);
  }, picture.toString('base64'));
}

function expectColor(
  seen: readonly number[],
  expected: readonly number[]
): void {
  for (const [index, value] of expected.entries()) {
    expect(
      Math.abs(seen[index] - value),
      `${seen} against ${expected}`
    ).toBeLessThanOrEqual(3);
  }
}

test.describe('colors', () => {
  test('are those of the values, in every theme', async ({
    open,
    traceOf,
    page
  }) => {
    await open('review');
    await chooseSort(page, 'index');
    const run = await traceOf('review');
    // The cursor's frame and the lit value stay away from what is looked at.
    await moveCursor(page, { step: 13, unit: 31 });
    const spots = [
      { step: 0, unit: 0 },
      { step: 5, unit: 7 },
      { step: 9, unit: 20 }
    ];
    for (const theme of ['light', 'dark', 'contrast'] as const) {
      await setTheme(page, theme);
      for (const { step, unit } of spots) {
        const seen = await screenColor(page, map(page, 'f'), {
          column: step,
          columns: 14,
          row: unit,
          rows: 32
        });
        expectColor(
          seen,
          rampColor(gates[theme], channelOf(run, 'f')(step, unit))
        );
      }
    }
  });

  test('of states are symmetric about zero', async ({
    open,
    traceOf,
    page
  }) => {
    await open('review');
    await chooseSort(page, 'index');
    const run = await traceOf('review');
    await moveCursor(page, { step: 0, unit: 31 });
    const g = channelOf(run, 'g');
    for (const [step, unit] of [
      [8, 2],
      [10, 15],
      [12, 24]
    ]) {
      expectColor(
        await screenColor(page, map(page, 'g'), {
          column: step,
          columns: 14,
          row: unit,
          rows: 32
        }),
        rampColor(states, (g(step, unit) + 1) / 2)
      );
    }
  });

  test('follow the order of the units', async ({ open, traceOf, page }) => {
    await open('review');
    const run = await traceOf('review');
    await moveCursor(page, { step: 4, unit: 3 });
    await page.locator('.jp-gatescope-picture').hover({
      position: { x: 250, y: 130 }
    });
    await moveCursor(page, { step: 4, unit: 3 });
    await chooseSort(page, 'f at token 4');
    const f = channelOf(run, 'f');
    const sorted = Array.from({ length: 32 }, (_, unit) => f(4, unit)).sort(
      (a, b) => b - a
    );
    await moveCursor(page, { step: 13 });
    for (const row of [0, 16, 31]) {
      expectColor(
        await screenColor(page, map(page, 'f'), {
          column: 4,
          columns: 14,
          row,
          rows: 32
        }),
        rampColor(gates.light, sorted[row])
      );
    }
  });
});

test.describe('values', () => {
  test('are told under the pointer, with what they do', async ({
    open,
    traceOf,
    page
  }) => {
    await open('review');
    await chooseSort(page, 'index');
    const run = await traceOf('review');
    const box = await boxOf(map(page, 'f'));
    const step = 11;
    const unit = 3;
    await page.mouse.move(
      (box?.x ?? 0) + ((step + 0.5) * (box?.width ?? 0)) / 14,
      (box?.y ?? 0) + ((unit + 0.5) * (box?.height ?? 0)) / 32
    );
    await settled(page);
    const value = channelOf(run, 'f')(step, unit);
    await expect(tooltip(page)).toContainText('token 11 “not” · unit 3');
    await expect(tooltip(page)).toContainText(`f forget ${printed(value)}`);
    await expect(tooltip(page)).toContainText(
      `keeps ${percentText(value)}\u202f% of c`
    );
    expect(await cursorOf(page)).toMatchObject({ step, unit, channel: 'f' });
    const c = channelOf(run, 'c');
    const i = channelOf(run, 'i');
    const g = channelOf(run, 'g');
    const bracketed = (number: number): string =>
      number < -0.005 ? `(${printed(number)})` : printed(number);
    await expect(readout(page)).toContainText(
      `= ${printed(value)} × ${bracketed(c(step - 1, unit))} + ${printed(i(step, unit))} × ${bracketed(g(step, unit))} = ${printed(c(step, unit))}`
    );
  });

  test('are reached by keys alone and read out', async ({
    open,
    traceOf,
    page
  }) => {
    await open('review');
    const run = await traceOf('review');
    await moveCursor(page, { step: 5, unit: 0 });
    await page.locator('.jp-gatescope-picture').first().focus();
    await expect(page.locator('.jp-gatescope-picture')).toBeFocused();
    await page.keyboard.press('ArrowRight');
    expect(await cursorOf(page)).toMatchObject({ step: 6 });
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowLeft');
    expect(await cursorOf(page)).toMatchObject({ step: 0 });
    await page.keyboard.press('End');
    expect(await cursorOf(page)).toMatchObject({ step: 13 });
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('PageDown');
    const { unit } = (await cursorOf(page)) as { unit: number };
    await expect(page.locator('[aria-live="polite"]').first()).toHaveText(
      `token 13 “!”, unit ${unit}: input ${printed(channelOf(run, 'i')(13, unit))}`
    );
    await page.keyboard.press('Enter');
    expect(await cursorOf(page)).toMatchObject({ pinned: true });
    await page.mouse.move(300, 300);
    await settled(page);
    expect(await cursorOf(page)).toMatchObject({ step: 13 });
    await page.keyboard.press('Escape');
    expect(await cursorOf(page)).toMatchObject({ pinned: false });
  });

  test('stand in a table that T opens and closes', async ({
    open,
    traceOf,
    page
  }) => {
    await open('review');
    const run = await traceOf('review');
    await moveCursor(page, { step: 2, unit: 4 });
    await page.locator('.jp-gatescope-picture').first().focus();
    await page.keyboard.press('t');
    const row = page.locator('.jp-gatescope-table tbody tr').nth(11);
    const cells = await row.locator('th, td').allTextContents();
    expect(cells.slice(0, 2)).toEqual(['11', 'not']);
    expect(cells[2]).toBe(
      channelOf(run, 'f')(11, 4).toFixed(4).replace('-', '−')
    );
    await page.keyboard.press('t');
    await expect(page.locator('.jp-gatescope-table')).toHaveCount(0);
    await expect(page.locator('.jp-gatescope-picture')).toBeFocused();
  });

  test('go into a CSV, a picture and a PNG', async ({ open, page }) => {
    await open('review');
    const save = async (words: string): Promise<Buffer> => {
      await page.locator('[data-tool="export"]').click();
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('menuitem', { name: words }).click()
      ]);
      return readFile(await download.path());
    };
    const csv = (await save('CSV')).toString();
    // A head and one row for each of 14 steps and 32 units.
    expect(csv.trim().split('\r\n')).toHaveLength(1 + 14 * 32);
    const drawing = (await save('SVG')).toString();
    expect(drawing).toContain('>not<');
    expect(drawing.match(/<image /g)?.length).toBeGreaterThanOrEqual(6);
    expect(drawing).not.toMatch(/(?:href|src)="(?!data:)/);
    // What it answers, and nothing that only stands there to be used.
    expect(drawing).toContain('Gates:');
    expect(drawing).not.toMatch(/[▾▸⋯]|>live<|>Export|>Table</);
    const png = await save('PNG');
    expect(png.subarray(1, 4).toString()).toBe('PNG');
    expect(png.length).toBeGreaterThan(10_000);
  });
});

test.describe('two outputs of one network', () => {
  for (const [width, forcedColors] of [
    [703, 'none'],
    [400, 'none'],
    [400, 'active']
  ] as const) {
    test(`are told apart by dash and name at ${width} px, forced colors ${forcedColors}`, async ({
      open,
      page
    }) => {
      await page.emulateMedia({ forcedColors });
      const view = await open('two-outputs', { width });
      for (const name of ['highest', 'lowest']) {
        await expect(
          view.locator('.jp-gatescope-scene text', {
            hasText: new RegExp(`^${name}, one day ahead$`)
          })
        ).toBeVisible();
      }
      const dashes = await view
        .locator('path.jp-gatescope-series-output')
        .evaluateAll(all =>
          all.map(path => getComputedStyle(path).strokeDasharray)
        );
      expect(new Set(dashes).size).toBe(2);
    });
  }
});
