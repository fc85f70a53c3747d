import { decodeBundle, encode, type Trace } from '../../../src/trace';
import type { Page } from '@playwright/test';
import {
  cursorOf,
  expect,
  expectAccessible,
  expectNoSidewaysScroll,
  moveCursor,
  printed,
  settled,
  test
} from './gallery';
import { boxOf } from '../../boxOf';

/** The engine's own answer to the same changes. */
async function recomputed(
  address: string,
  trace: Trace,
  changes: object
): Promise<Trace> {
  const response = await fetch(`${address}request`, {
    method: 'POST',
    body: JSON.stringify({
      method: 'recompute',
      params: encode({ id: trace.id, edits: [], clamps: [], ...changes })
    })
  });
  const { trace: answer } = (await response.json()) as { trace: unknown };
  const bundle = decodeBundle(answer);
  if (bundle.kind !== 'trace') {
    throw new Error(`the answer is a ${bundle.kind}`);
  }
  return bundle;
}

function outputAt(trace: Trace, step: number): number {
  return trace.outputs[0].values.values[step];
}

/** The last step at which h is another by more than a millionth of its largest unit. */
function lastChanged(before: Trace, after: Trace): number {
  const [one, other] = [before, after].map(({ layers }) => {
    const { array } = layers[0].channels.find(({ name }) => name === 'h')!;
    const [steps, units] = array.shape;
    return Array.from({ length: steps }, (_, step) =>
      Array.from(array.values.slice(step * units, (step + 1) * units))
    );
  });
  const most = (values: readonly number[]) => Math.max(...values.map(Math.abs));
  return one.findLastIndex(
    (values, step) =>
      most(values.map((value, unit) => value - other[step][unit])) >
      1e-6 * most([...values, ...other[step]])
  );
}

async function openWhatIf(page: Page): Promise<void> {
  await page.locator('[data-tool="whatIf"]').click();
  await page.locator('.jp-gatescope-side').first().waitFor();
  await settled(page);
}

/** Brushes places of the 32 units of f over some of the 14 tokens, in the left picture or the right one. */
async function brush(
  page: Page,
  [from, to]: readonly [number, number],
  [first, last]: readonly [number, number] = [0, 31],
  side = 0
): Promise<void> {
  const map = await boxOf(
    page
      .locator('.jp-gatescope-side')
      .nth(side)
      .locator('canvas[data-channel="f"]')
  );
  const at = (step: number, place: number): [number, number] => [
    map.x + ((step + 0.5) * map.width) / 14,
    map.y + ((place + 0.5) * map.height) / 32
  ];
  await page.mouse.move(...at(from, first));
  await page.mouse.down();
  await page.mouse.move(...at(to, last), { steps: 5 });
  await page.mouse.up();
}

const changed = (page: Page) => page.locator('.jp-gatescope-asked p + p');

test('a clamp shows what the engine computes, before and after', async ({
  open,
  traceOf,
  galleryAddress,
  page
}) => {
  await open('review');
  const before = await traceOf('review');
  await moveCursor(page, { step: 11, unit: 3 });
  await openWhatIf(page);
  await brush(page, [11, 11]);
  await page.locator('[data-tool="zero"]').click();
  const after = await recomputed(galleryAddress, before, {
    clamps: [{ layer: 'lstm', channel: 'f', value: 0, steps: [11] }]
  });
  await expect(changed(page)).toContainText(
    `loss over 14 tokens ${before.loss?.value.toFixed(3)} → ${after.loss?.value.toFixed(3)}`
  );
  await expect(page.locator('.jp-gatescope-end-before')).toHaveText(
    printed(outputAt(before, 11))
  );
  await expect(page.locator('.jp-gatescope-end-after')).toHaveText(
    printed(outputAt(after, 11))
  );
  await expect(changed(page)).toContainText(
    /changes (from token|at some tokens from) 11/
  );
  await expect(page.locator('.jp-gatescope-clamp-words')).toHaveText('f := 0');
  // All 32 units at one step: the held column is as high as the map.
  const clamp = await boxOf(page.locator('.jp-gatescope-clamp'));
  const map = await page
    .locator('.jp-gatescope-side')
    .nth(1)
    .locator('canvas[data-channel="f"]')
    .boundingBox();
  expect(Math.abs((clamp?.height ?? 0) - (map?.height ?? 1))).toBeLessThan(1.5);
  expect(Math.abs((clamp?.width ?? 0) - (map?.width ?? 0) / 14)).toBeLessThan(
    1.5
  );
  await expectAccessible(page);
});

test('words over an empty difference are as many as have room', async ({
  open,
  page
}) => {
  for (const width of [1064, 703]) {
    await open('review', { width });
    for (const step of [11, 5, 2]) {
      await moveCursor(page, { step, unit: 3 });
      if (step === 11) {
        await openWhatIf(page);
      } else {
        await page.locator('[data-tool="reset"]').click();
      }
      await brush(page, [step, step]);
      await page.locator('[data-tool="zero"]').click();
      await expect(changed(page)).toContainText(`from token ${step} on`);
      const map = await boxOf(
        page
          .locator('.jp-gatescope-side')
          .nth(1)
          .locator('canvas[data-channel="f"]')
      );
      const room = (map.width * step) / 14;
      for (const words of await page.locator('.jp-gatescope-same').all()) {
        const box = await boxOf(words);
        expect(box.x).toBeGreaterThanOrEqual(map.x);
        expect(box.x + box.width).toBeLessThanOrEqual(map.x + room);
      }
      // Two columns have room for none.
      await expect(page.locator('.jp-gatescope-same')).toHaveCount(
        step === 2 ? 0 : 1
      );
    }
  }
});

test('every clamp undoes with Ctrl+Z, and all of them reset', async ({
  open,
  page
}) => {
  await open('review');
  await openWhatIf(page);
  await brush(page, [11, 11]);
  await page.locator('[data-tool="zero"]').click();
  await expect(changed(page)).toContainText('Changed:');
  const first = await changed(page).textContent();
  await brush(page, [5, 5]);
  await page.locator('[data-tool="one"]').click();
  await expect(page.locator('.jp-gatescope-clamp')).toHaveCount(2);
  await page.locator('.jp-gatescope-picture').focus();
  await page.keyboard.press('Control+z');
  await expect(page.locator('.jp-gatescope-clamp')).toHaveCount(1);
  await expect(changed(page)).toHaveText(first ?? '');
  await page.locator('[data-tool="reset"]').click();
  await expect(page.locator('.jp-gatescope-clamp')).toHaveCount(0);
  await expect(changed(page)).toContainText('Nothing is held or edited here');
});

for (const [side, name] of ['left', 'right'].entries()) {
  test(`units and steps brushed at the ${name} are held, and the code names them`, async ({
    open,
    page
  }) => {
    await open('review');
    await openWhatIf(page);
    await brush(page, [11, 12], [22, 31], side);
    await expect(page.locator('.jp-gatescope-summary')).toContainText(
      '10 units × 2 tokens'
    );
    // Wherever it was drawn, both pictures show it.
    await expect(page.locator('.jp-gatescope-brush:visible')).toHaveCount(2);
    await page.locator('[data-tool="one"]').click();
    await expect(page.locator('.jp-gatescope-summary pre')).toHaveText(
      /^import \{ show \} from 'gatescope';\s+show\(review\.clamp\(\{ channel: 'f', value: 1, units: \[\d+(, \d+){9}\], steps: \[11, 12\] \}\)\);$/
    );
  });
}

test('nothing brushed, all that is in view is held', async ({ open, page }) => {
  await open('review');
  await openWhatIf(page);
  await page.locator('[data-tool="one"]').click();
  await expect(page.locator('.jp-gatescope-summary pre')).toHaveText(
    /^import \{ show \} from 'gatescope';\s+show\(review\.clamp\(\{ channel: 'f', value: 1 \}\)\);$/
  );
});

test('C offers the values; a value of one’s own is typed', async ({
  open,
  page
}) => {
  await open('review');
  await moveCursor(page, { step: 9 });
  await openWhatIf(page);
  await page.locator('.jp-gatescope-picture').focus();
  await page.keyboard.press('c');
  await page.getByRole('menuitem', { name: 'value…' }).click();
  await page.keyboard.type('0.25');
  await page.keyboard.press('Enter');
  await expect(page.locator('.jp-gatescope-clamp-words')).toHaveText(
    'f := 0.25'
  );
  await expect(page.locator('.jp-gatescope-picture')).toBeFocused();
});

test('an input number is typed or dragged, and everything after it changes', async ({
  open,
  traceOf,
  galleryAddress,
  page
}) => {
  await open('weather');
  const before = await traceOf('weather');
  await moveCursor(page, { step: 40, unit: 2 });
  await openWhatIf(page);
  await page.locator('.jp-gatescope-picture').focus();
  await page.keyboard.press('i');
  const field = page.locator('.jp-gatescope-edit-field input');
  await expect(field).toBeFocused();
  await field.fill('35');
  await field.press('Enter');
  const after = await recomputed(galleryAddress, before, {
    edits: [{ step: 40, feature: 0, value: 35 }]
  });
  await expect(changed(page)).toContainText(
    `h changes from day 40 to ${lastChanged(before, after)},`
  );
  const loss = (trace: Trace): string => trace.loss?.value.toFixed(3) ?? '';
  if (loss(before) !== loss(after)) {
    await expect(changed(page)).toContainText(
      `${loss(before)} → ${loss(after)}`
    );
  }
  await field.press('Escape');
  await page.keyboard.press('Control+z');
  await expect(changed(page)).toContainText('Nothing is held or edited here');

  const strip = await boxOf(page.locator('.jp-gatescope-edit-strip'));
  await page.mouse.move((strip?.x ?? 0) + 120, (strip?.y ?? 0) + 30);
  await page.mouse.down();
  await page.mouse.move((strip?.x ?? 0) + 120, (strip?.y ?? 0) + 4, {
    steps: 6
  });
  await page.mouse.up();
  const { step } = (await cursorOf(page)) as { step: number };
  await expect(changed(page)).toContainText(
    new RegExp(`changes (from day|at some days from) ${step}`)
  );
  // One drag is one thing to undo.
  await page.locator('[data-tool="undo"]').click();
  await expect(changed(page)).toContainText('Nothing is held or edited here');
});

test('changes are there again when the view is made anew', async ({
  open,
  page
}) => {
  await open('review');
  await moveCursor(page, { step: 11 });
  await openWhatIf(page);
  await page.locator('[data-tool="zero"]').click();
  await expect(changed(page)).toContainText('Changed:');
  await page.locator('.jp-gatescope-title-button').click();
  await page.getByRole('menuitemradio', { name: 'Gates' }).click();
  await page.locator('[data-tool="whatIf"]').click();
  await expect(page.locator('.jp-gatescope-clamp-words')).toHaveText('f := 0');
});

test('without a kernel nothing can be changed, and it says so', async ({
  open,
  page
}) => {
  await open('review', { link: 'none' });
  await openWhatIf(page);
  await expect(page.locator('[data-tool="one"]')).toBeDisabled();
  await expect(page.locator('.jp-gatescope-reading')).toContainText(
    'nothing can be changed'
  );
});

test('stands one below the other at 400 pixels', async ({ open, page }) => {
  await open('weather', { width: 400, theme: 'dark' });
  await page.locator('[data-tool="more"]').click();
  await page.getByRole('menuitem', { name: 'What if' }).click();
  await page.locator('.jp-gatescope-side').first().waitFor();
  await page.locator('[data-tool="one"]').click();
  await expect(changed(page)).toContainText('Changed:');
  // The gutter has no room for the scale of the differences.
  await expect(page.locator('.jp-gatescope-summary')).toContainText(
    /Δh ± [\d.]/
  );
  await expectNoSidewaysScroll(page);
  await expectAccessible(page);
});
