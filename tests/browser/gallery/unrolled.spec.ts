import {
  channelOf,
  cursorOf,
  expect,
  expectNoSidewaysScroll,
  moveCursor,
  printed,
  readNumber,
  settled,
  test
} from './gallery';
import { boxOf } from '../../boxOf';

const STEP = 12;
const UNIT = 3;

test('each cell of the chain shows the gates of its step', async ({
  open,
  traceOf,
  page
}) => {
  await open('unrolled-review');
  const run = await traceOf('unrolled-review');
  await moveCursor(page, { step: STEP, unit: UNIT });
  const slots = page.locator('.jp-gatescope-chain-slot');
  await expect(slots).toHaveCount(5);
  const steps = await slots.evaluateAll(all =>
    all.map(slot => Number(slot.getAttribute('data-step')))
  );
  expect(steps).toEqual([9, 10, 11, 12, 13]);
  for (const [index, step] of steps.entries()) {
    const slot = slots.nth(index);
    await expect(slot.locator('.jp-gatescope-chain-token')).toHaveText(
      run.time.labels![step]
    );
    for (const name of ['f', 'i', 'g', 'o']) {
      await expect(
        slot.locator(`[data-channel="${name}"] .jp-gatescope-chain-value`)
      ).toHaveText(printed(channelOf(run, name)(step, UNIT)));
    }
  }
  // The wires: what enters the first cell, and what each cell hands on.
  const c = channelOf(run, 'c');
  await expect(
    page.locator('.jp-gatescope-pill[data-channel="c"] text')
  ).toHaveText([8, ...steps].map(step => printed(c(step, UNIT))));
  await expect(
    page.locator('.jp-gatescope-chain-slot.jp-gatescope-current')
  ).toHaveAttribute('data-step', String(STEP));
});

test('what c is made of adds up to c, exactly', async ({
  open,
  traceOf,
  page
}) => {
  await open('unrolled-review');
  const run = await traceOf('unrolled-review');
  await moveCursor(page, { step: STEP, unit: UNIT });
  const [f, i, g, c] = ['f', 'i', 'g', 'c'].map(name => channelOf(run, name));
  await page.locator('.jp-gatescope-picture').focus();
  await page.keyboard.press('t');
  const rows = page.locator('.jp-gatescope-table tbody tr');
  const cells = await rows.evaluateAll(all =>
    all.map(row => [...row.children].map(cell => cell.textContent ?? ''))
  );
  const number = (text: string): number => Number(text.replace('−', '-'));
  // The first row is the start, the last two are rounding and sum.
  const shares = cells.slice(1, -2);
  expect(shares).toHaveLength(STEP + 1);
  shares.forEach(([, , written, , left], step) => {
    const wrote = i(step, UNIT) * g(step, UNIT);
    let rest = wrote;
    for (let later = step + 1; later <= STEP; later++) {
      rest *= f(later, UNIT);
    }
    expect(number(written)).toBeCloseTo(wrote, 4);
    expect(number(left)).toBeCloseTo(rest, 4);
  });
  const sum = shares.reduce(
    (total, row) => total + number(row[4]),
    number(cells[0][4])
  );
  // Each of the 13 shares is printed with four decimals.
  expect(Math.abs(sum - c(STEP, UNIT))).toBeLessThan(13 * 0.5e-4);
  expect(number(cells[cells.length - 1][4])).toBeCloseTo(c(STEP, UNIT), 4);
  expect(Math.abs(number(cells[cells.length - 2][4]))).toBeLessThan(5e-4);
});

test('the picture says the same as the table: bars, their sum, the sentence', async ({
  open,
  traceOf,
  page
}) => {
  await open('unrolled-review', { width: 904 });
  const run = await traceOf('unrolled-review');
  await moveCursor(page, { step: STEP, unit: UNIT });
  const [f, c] = ['f', 'c'].map(name => channelOf(run, name));
  await expect(page.locator('.jp-gatescope-share-total')).toHaveText(
    `= ${printed(c(STEP, UNIT))}`
  );
  const numbers = await page
    .locator('.jp-gatescope-share-number')
    .allTextContents();
  expect(numbers).toHaveLength(STEP + 1);
  const sum = numbers.map(readNumber).reduce((a, b) => a + b, 0);
  // Each number is rounded to two decimals.
  expect(Math.abs(sum - c(STEP, UNIT))).toBeLessThan(13 * 0.005);
  const sentence = page.locator('.jp-gatescope-asked');
  await expect(sentence).toContainText(
    `“not” keeps ${printed(f(11, UNIT))} and “decide” ${printed(f(12, UNIT))}`
  );
  await expect(sentence).toContainText(
    `was ${printed(c(10, UNIT))} before them, of which ${printed(c(10, UNIT) * f(11, UNIT) * f(12, UNIT))} is left`
  );
});

test('a bar explains itself under the pointer and by Shift + arrows', async ({
  open,
  traceOf,
  page
}) => {
  await open('unrolled-review', { width: 904 });
  const run = await traceOf('unrolled-review');
  await moveCursor(page, { step: STEP, unit: UNIT });
  const tooltip = page.locator('.jp-gatescope-tooltip');
  const label = page
    .locator('.jp-gatescope-share-label')
    .filter({ hasText: /^not$/ });
  const box = await boxOf(label);
  const chart = await boxOf(page.locator('.jp-gatescope-shares'));
  await page.mouse.move(box.x + box.width / 2, chart.y + 90);
  await settled(page);
  const wrote = channelOf(run, 'i')(11, UNIT) * channelOf(run, 'g')(11, UNIT);
  const kept = channelOf(run, 'f')(12, UNIT);
  await expect(tooltip).toContainText('token 11 “not”');
  await expect(tooltip).toContainText(`wrote i ⊙ g = ${printed(wrote)}`);
  await expect(tooltip).toContainText(
    `${printed(wrote)} × ${printed(kept)} = ${printed(wrote * kept)}`
  );
  // Looking at a bar does not move the cursor; a click does.
  expect(await cursorOf(page)).toMatchObject({ step: STEP });
  await page.mouse.click(box.x + box.width / 2, chart.y + 90);
  expect(await cursorOf(page)).toMatchObject({ step: 11 });

  await page.mouse.move(2, 2);
  await page.locator('.jp-gatescope-picture').focus();
  await page.keyboard.press('Shift+ArrowLeft');
  await page.keyboard.press('Shift+ArrowLeft');
  await expect(tooltip).toContainText('token 10 “could”');
  await page.keyboard.press('Escape');
  await expect(tooltip).toBeHidden();
});

test('arrow keys, a click on a cell and Play move the chain', async ({
  open,
  page
}) => {
  await open('unrolled-review');
  await moveCursor(page, { step: 3, unit: 0 });
  const picture = page.locator('.jp-gatescope-picture');
  await picture.focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowDown');
  expect(await cursorOf(page)).toMatchObject({ step: 4, unit: 1 });
  await page
    .locator(
      '.jp-gatescope-chain-slot[data-step="2"] .jp-gatescope-chain-token'
    )
    .click();
  expect(await cursorOf(page)).toMatchObject({ step: 2 });
  await page.getByRole('button', { name: 'Play' }).click();
  await expect(page.getByRole('button', { name: 'Stop' })).toBeVisible();
  await expect.poll(async () => (await cursorOf(page)).step).toBe(13);
  await expect(page.getByRole('button', { name: 'Play' })).toBeVisible();
});

test('a GRU takes its hidden state apart with z', async ({
  open,
  traceOf,
  page
}) => {
  await open('unrolled-gru');
  const run = await traceOf('unrolled-gru');
  await moveCursor(page, { step: 17, unit: 2 });
  await expect(
    page.locator('.jp-gatescope-shares-legend').first()
  ).toContainText('(1 − z) ⊙ n');
  await expect(page.locator('.jp-gatescope-share-total')).toHaveText(
    `= ${printed(channelOf(run, 'h')(17, 2))}`
  );
  const z = channelOf(run, 'z');
  await expect(page.locator('.jp-gatescope-asked')).toContainText(
    `together ${(z(16, 2) * z(17, 2)).toFixed(3)}`
  );
});

test('an initial state has a share of its own', async ({
  open,
  traceOf,
  page
}) => {
  await open('unrolled-start', { width: 904 });
  const run = await traceOf('unrolled-start');
  await moveCursor(page, { step: 2, unit: 0 });
  const f = channelOf(run, 'f');
  const left = 1.5 * f(0, 0) * f(1, 0) * f(2, 0);
  await expect(page.locator('.jp-gatescope-share-number').first()).toHaveText(
    printed(left)
  );
  await expect(
    page.locator('.jp-gatescope-shares text', { hasText: 'start' })
  ).toBeVisible();
});

test('an RNN says why its state cannot be taken apart', async ({
  open,
  page
}) => {
  await open('unrolled-rnn');
  await expect(page.locator('.jp-gatescope-asked')).toContainText(
    'cannot be taken apart'
  );
  await expect(page.locator('.jp-gatescope-shares')).toHaveCount(0);
});

test('a long run shows the steps around the cursor, or all, summed and saying so', async ({
  open,
  traceOf,
  page
}) => {
  await open('unrolled-long', { width: 944 });
  const run = await traceOf('unrolled-long');
  await moveCursor(page, { step: 700, unit: 2 });
  const total = `= ${printed(channelOf(run, 'c')(700, 2))}`;
  await expect(page.locator('.jp-gatescope-share-total')).toHaveText(total);
  const chart = await boxOf(page.locator('.jp-gatescope-shares'));
  // The first bar stands for all that came earlier.
  await page.mouse.move(chart.x + 124 + 4, chart.y + 90);
  await settled(page);
  await expect(page.locator('.jp-gatescope-tooltip')).toContainText(
    'earlier days'
  );
  await page.getByRole('button', { name: 'All days' }).click();
  await settled(page);
  await expect(page.locator('.jp-gatescope-shares')).toContainText(
    'a bar is the sum of'
  );
  await expect(page.locator('.jp-gatescope-share-total')).toHaveText(total);
});

test('in the lab five cells stand, with its file browser open too, two on a phone', async ({
  open,
  page
}) => {
  for (const [width, count] of [
    [703, 5],
    [654, 5],
    [494, 3],
    [400, 2]
  ]) {
    await open('unrolled-review', { width });
    const slots = page.locator('.jp-gatescope-chain-slot');
    await expect(slots).toHaveCount(count);
    // A number between two cells stays clear of the numbers in them.
    const boxes = (selector: string) =>
      page
        .locator(selector)
        .evaluateAll(all => all.map(each => each.getBoundingClientRect()));
    const numbers = await boxes('.jp-gatescope-chain-row text');
    for (const pill of await boxes('.jp-gatescope-chain .jp-gatescope-pill')) {
      for (const number of numbers) {
        expect(
          pill.right <= number.left ||
            pill.left >= number.right ||
            pill.bottom <= number.top ||
            pill.top >= number.bottom
        ).toBe(true);
      }
    }
  }
  await expectNoSidewaysScroll(page);
});
