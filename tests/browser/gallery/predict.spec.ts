import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import {
  expect,
  expectAccessible,
  expectNoSidewaysScroll,
  test
} from './gallery';
import { boxOf } from '../../boxOf';

const area = (page: Page) => page.locator('.jp-gatescope-draw-area');
const commit = (page: Page) => page.locator('[data-tool="commit"]');
/** Nothing is committed before the reader said how sure they are. */
const sure = (page: Page) => page.locator('[data-tool="fairlySure"]');
const score = (page: Page) => page.locator('.jp-gatescope-score-number');

/** A stroke over the drawing area, in shares of its width and height. */
async function stroke(
  page: Page,
  from: readonly [number, number],
  to: readonly [number, number]
): Promise<void> {
  const box = await boxOf(area(page));
  const at = ([x, y]: readonly [number, number]): [number, number] => [
    (box?.x ?? 0) + x * (box?.width ?? 0),
    (box?.y ?? 0) + y * (box?.height ?? 0)
  ];
  await page.mouse.move(...at(from));
  await page.mouse.down();
  await page.mouse.move(...at(to), { steps: 15 });
  await page.mouse.up();
}

/** What the page keeps of the guess. */
async function kept(
  page: Page
): Promise<{ values: (number | null)[]; committed: boolean }> {
  return page.evaluate(() => {
    const all = JSON.parse(sessionStorage.getItem('predictions') ?? '{}') as {
      decay: { values: (number | null)[]; committed: boolean };
    };
    return all.decay;
  });
}

test('a drawn guess is scored against the truth, which is hidden till then', async ({
  open,
  page
}) => {
  await open('predict');
  await expect(commit(page)).toBeDisabled();
  await stroke(page, [0.15, 0.1], [0.6, 0.95]);
  await expect(page.locator('.jp-gatescope-truth-line')).toHaveCount(0);
  await page.locator('[data-tool="export"]').click();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('menuitem', { name: 'CSV' }).click()
  ]);
  const csv = (await readFile(await download.path())).toString();
  expect(csv.split('\r\n')[0]).toBe('step,yours');
  await expect(commit(page)).toBeDisabled();
  await sure(page).click();
  await commit(page).click();
  await expect(page.locator('.jp-gatescope-truth-line')).toHaveCount(1);
  const { values, committed } = await kept(page);
  expect(committed).toBe(true);
  // The truth is 0.9 to the power of the steps since the pulse.
  const distances = values
    .map((value, step) =>
      value === null ? null : Math.abs(value - 0.9 ** (step - 3))
    )
    .filter(distance => distance !== null);
  expect(distances).toHaveLength(27);
  const mean = distances.reduce((sum, each) => sum + each, 0) / 27;
  await expect(score(page)).toHaveText(mean.toFixed(2));
  await expectAccessible(page);
  await expect(page.locator('.jp-gatescope-score p')).toContainText('0.9');
});

test('survives a reload of the page, and Ctrl+Z takes the commit back', async ({
  open,
  page
}) => {
  await open('predict');
  await stroke(page, [0.15, 0.1], [0.9, 0.9]);
  await sure(page).click();
  await commit(page).click();
  const before = await score(page).textContent();
  await page.reload();
  await page.locator('body[data-ready]').waitFor();
  await expect(score(page)).toHaveText(before ?? '');
  await page.locator('[data-tool="reset"]').click();
  await expect(score(page)).toHaveCount(0);
  await page.locator('.jp-gatescope-picture').focus();
  await page.keyboard.press('Control+z');
  await expect(score(page)).toHaveText(before ?? '');
});

test('is drawn by keys alone', async ({ open, page }) => {
  await open('predict');
  await page.locator('.jp-gatescope-picture').first().focus();
  await page.keyboard.press('Home');
  for (let press = 0; press < 5; press += 1) {
    await page.keyboard.press('ArrowUp');
  }
  await page.keyboard.press('End');
  await page.keyboard.press('ArrowDown');
  const { values } = await kept(page);
  // It starts in the middle (or at what is joined to it), a fiftieth of the range a press.
  expect(values.filter(value => value !== null)).toHaveLength(2);
  await page.keyboard.press('Enter');
  await expect(score(page)).toHaveCount(0);
  // It leads to the first of what is missing; Tab, too, comes there from the picture.
  await expect(page.locator('[data-tool="guess"]')).toBeFocused();
  await page.locator('.jp-gatescope-picture').focus();
  await page.keyboard.press('Tab');
  while (!(await sure(page).evaluate(it => it === document.activeElement))) {
    await page.keyboard.press('ArrowRight');
  }
  await page.keyboard.press('Enter');
  await page.locator('.jp-gatescope-picture').focus();
  await page.keyboard.press('Enter');
  await expect(score(page)).toBeVisible();
});

test('is typed into a table', async ({ open, page }) => {
  await open('predict-bars');
  await page.locator('[data-tool="table"]').click();
  const fields = page.locator('.jp-gatescope-table input');
  await expect(fields).toHaveCount(3);
  for (const [index, value] of ['12', '48', '99'].entries()) {
    await fields.nth(index).fill(value);
    await fields.nth(index).press('Tab');
  }
  // Beyond the range is its end.
  await expect(fields.nth(2)).toHaveValue('60');
  await page.locator('[data-tool="table"]').click();
  await sure(page).click();
  await commit(page).click();
  // (0.352 + 1.408 + 22.752) / 3
  await expect(score(page)).toHaveText('8.2 thousand');
});

for (const [how, leave] of [
  ['Enter', 'Enter'],
  ['a click into the next field', null]
] as const) {
  test(`numbers typed one after another with ${how} are all kept`, async ({
    open,
    page
  }) => {
    await open('predict-bars');
    await page.locator('[data-tool="table"]').click();
    const fields = page.locator('.jp-gatescope-table input');
    for (const [index, value] of ['12', '48', '9'].entries()) {
      await fields.nth(index).click();
      await page.keyboard.type(value);
      if (leave !== null) {
        await page.keyboard.press(leave);
      }
    }
    await page.keyboard.press('Tab');
    // Made anew, of what the view has kept.
    await page.locator('[data-tool="table"]').click();
    await page.locator('[data-tool="table"]').click();
    for (const [index, value] of ['12', '48', '9'].entries()) {
      await expect(fields.nth(index)).toHaveValue(value);
    }
  });
}

test('one number is typed below its question, and Enter commits it', async ({
  open,
  page
}) => {
  await open('predict-value');
  const field = page.getByRole('spinbutton', { name: 'Your number' });
  await field.fill('80');
  await field.blur();
  // Beyond the range is its end.
  await expect(field).toHaveValue('20');
  await field.fill('');
  await expect(commit(page)).toBeDisabled();
  await field.pressSequentially('6');
  await expect(commit(page)).toBeDisabled();
  await sure(page).click();
  await expect(commit(page)).toBeEnabled();
  await expectAccessible(page);
  await field.press('Enter');
  // ln 0.5 / ln 0.9 = 6.58
  await expect(score(page)).toHaveText('0.6 steps');
  await expect(field).toHaveCount(0);
  await expect(page.locator('.jp-gatescope-picture')).toBeFocused();
});

for (const theme of ['light', 'dark', 'contrast'] as const) {
  test(`can be used by everybody in ${theme}`, async ({ open, page }) => {
    await open('predict', { theme });
    await stroke(page, [0.2, 0.2], [0.9, 0.8]);
    await expectAccessible(page);
    await sure(page).click();
    await commit(page).click();
    await expect
      .poll(() => page.evaluate(() => document.getAnimations().length))
      .toBe(0);
    await expectAccessible(page);
  });
}

test('on a phone, a Commit that misses how sure one is says so where it is seen', async ({
  open,
  page
}) => {
  await open('predict', { width: 360 });
  await stroke(page, [0.2, 0.2], [0.9, 0.8]);
  const words = page.getByText('First say how sure you are.');
  await commit(page).dispatchEvent('click');
  await expect(words.filter({ visible: true }).first()).toBeVisible();
  await sure(page).click();
  await commit(page).click();
  await expect(score(page)).toBeVisible();
});

test('one reads the question, draws, and then commits, in this order', async ({
  open,
  page
}) => {
  for (const width of [1000, 360]) {
    await open('predict', { width });
    const tops = await Promise.all(
      [
        page.locator('.jp-gatescope-question'),
        page.locator('.jp-gatescope-picture'),
        sure(page),
        commit(page)
      ].map(async each => (await each.boundingBox())?.y ?? NaN)
    );
    expect(tops).toEqual([...tops].sort((one, other) => one - other));
  }
});

test('fits into 400 pixels', async ({ open, page }) => {
  await open('predict', { width: 400 });
  await stroke(page, [0.2, 0.2], [0.9, 0.8]);
  await sure(page).click();
  await commit(page).click();
  await expectNoSidewaysScroll(page);
});

/** Presses keys one by one, and counts them. */
function counted(page: Page) {
  let keys = 0;
  return {
    async press(key: string): Promise<void> {
      keys += 1;
      await page.keyboard.press(key);
    },
    async type(text: string): Promise<void> {
      keys += text.length;
      await page.keyboard.type(text);
    },
    get keys() {
      return keys;
    }
  };
}

for (const [text, said] of [
  ['0.9^t', 'step 4: 0.90; step 11: 0.43; step 17: 0.23; step 24: 0.11'],
  ['1:1, 27:0', 'step 4: 1; step 11: 0.73; step 17: 0.50; step 24: 0.23'],
  ['1, halves every 6', 'step 4: 0.89; step 11: 0.40; step 17: 0.20']
] as const) {
  test(`“${text}” is drawn, said and committed in at most 30 keys`, async ({
    open,
    page
  }) => {
    await open('predict');
    const spoken = page.locator('[role="status"]').first();
    await page.locator('.jp-gatescope-picture').first().focus();
    const keyboard = counted(page);
    await keyboard.press('i');
    await keyboard.type(text);
    await keyboard.press('Enter');
    await expect(spoken).toContainText(`Your guess: ${said}`);
    await expect(page.locator('.jp-gatescope-guess-line')).toHaveCount(1);
    await keyboard.press('Enter');
    await expect(spoken).toContainText('How sure are you?');
    await keyboard.press('ArrowRight');
    await keyboard.press('Enter');
    await keyboard.press('ArrowRight');
    await keyboard.press('ArrowRight');
    await keyboard.press('Enter');
    await expect(score(page)).toBeVisible();
    await expect(spoken).toContainText('mean distance');
    expect(keyboard.keys).toBeLessThanOrEqual(30);
  });
}

test('what is typed wrongly is said, and draws nothing', async ({
  open,
  page
}) => {
  await open('predict');
  const line = page.getByLabel('Or type it');
  await line.fill('0.9^x');
  await line.press('Enter');
  await expect(page.getByRole('alert')).toContainText('“x” is not known.');
  await expect(line).toHaveAttribute('aria-invalid', 'true');
  await expect(line).toBeFocused();
  await expect(page.locator('.jp-gatescope-guess-line')).toHaveCount(0);
  await expectAccessible(page);
  // Nothing but what is typed counts: the guess was taken back since.
  await line.fill('0.9^t');
  await expect(page.getByRole('alert')).toBeEmpty();
  await line.press('Enter');
  await page.locator('[data-tool="undo"]').click();
  await line.press('Enter');
  await expect(page.locator('.jp-gatescope-guess-line')).toHaveCount(1);
  await expect(sure(page)).not.toBeFocused();
});

test('the guess runs beside the truth, and says what a memory that draws it would need', async ({
  open,
  page
}) => {
  await open('predict');
  const field = page.locator('input.jp-gatescope-field').first();
  await field.fill('1 - 0.9*t/27');
  await field.press('Enter');
  await sure(page).click();
  await expect(page.locator('.jp-gatescope-alive')).toHaveCount(0);
  await expect(page.locator('[data-tool="replay"]')).toHaveCount(0);
  await commit(page).click();
  const running = (): Promise<number> =>
    page.evaluate(() => document.getAnimations().length);
  expect(await running()).toBeGreaterThan(0);
  await expect(page.locator('.jp-gatescope-alive')).toContainText(
    /the forget gate f would have to fall from 0\.9\d at step \d+ to 0\.\d\d at step \d+\. Here it stays at 0\.90\. Your line gives itself away at step \d+/
  );
  await expect(page.locator('.jp-gatescope-needed-dot').first()).toBeVisible();
  // The verdict is said when both are there.
  await expect.poll(running).toBe(0);
  await page.locator('[data-tool="replay"]').click();
  expect(await running()).toBeGreaterThan(0);
  await page.locator('.jp-gatescope-picture').focus();
  await page.keyboard.press('ArrowRight');
  await page.locator('[data-tool="table"]').click();
  await expect(page.locator('.jp-gatescope-table th')).toContainText([
    'step',
    'yours',
    'truth',
    'distance',
    'forget gate f needed',
    'forget gate f real'
  ]);
  await expectAccessible(page);
});

test('who wants no motion sees the end at once, and nothing to play again', async ({
  open,
  page
}) => {
  await open('predict', { motion: 'none' });
  await stroke(page, [0.15, 0.1], [0.98, 0.9]);
  await sure(page).click();
  await commit(page).click();
  await expect(page.locator('.jp-gatescope-alive')).toBeVisible();
  expect(await page.evaluate(() => document.getAnimations().length)).toBe(0);
  await expect(page.locator('[data-tool="replay"]')).toHaveCount(0);
});

for (const [theme, width] of [
  ['light', 703],
  ['dark', 703],
  ['contrast', 703],
  ['light', 390]
] as const) {
  test(`a guess that is alive is drawn in ${theme} at ${width} pixels`, async ({
    open,
    page
  }) => {
    for (const [sample, typed] of [
      ['predict', '1 - 0.9*t/27'],
      ['predict-bars', '12, 12, 13'],
      ['predict-value', '5']
    ] as const) {
      await open(sample, { theme, width, motion: 'none' });
      const field = page.locator('input.jp-gatescope-field').first();
      await field.fill(typed);
      if (sample !== 'predict-value') {
        await field.press('Enter');
      }
      await sure(page).click();
      await commit(page).click();
      await expect(page.locator('.jp-gatescope-alive')).toBeVisible();
      await expect(
        page
          .locator('.jp-gatescope-rival-name, .jp-gatescope-needed-dot')
          .first()
      ).toBeVisible();
      await expectNoSidewaysScroll(page);
    }
  });
}
