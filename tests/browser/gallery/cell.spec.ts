import { readFile } from 'node:fs/promises';
import {
  channelOf,
  cursorOf,
  expect,
  expectAccessible,
  expectNoSidewaysScroll,
  moveCursor,
  printed,
  readNumber,
  setTheme,
  settled,
  test
} from './gallery';
import { boxOf } from '../../boxOf';

const STEP = 11;
const UNIT = 3;

/** The number on the wire that carries a quantity. */
const pill = (text: string): string =>
  `.jp-gatescope-pill[data-text="${text}"] text`;

test('the numbers on the wires are those of the trace', async ({
  open,
  traceOf,
  page
}) => {
  await open('cell-review');
  const run = await traceOf('cell-review');
  for (const [step, unit] of [
    [STEP, UNIT],
    [2, 17],
    [0, 0]
  ]) {
    await moveCursor(page, { step, unit });
    const at = (name: string, back = 0): number =>
      step - back < 0 ? 0 : channelOf(run, name)(step - back, unit);
    const expected: Readonly<Record<string, number>> = {
      f: at('f'),
      i: at('i'),
      g: at('g'),
      o: at('o'),
      c: at('c'),
      h: at('h'),
      'c[t−1]': at('c', 1),
      'h[t−1]': at('h', 1),
      'f ⊙ c[t−1]': at('f') * at('c', 1),
      'i ⊙ g': at('i') * at('g'),
      'tanh(c)': Math.tanh(at('c'))
    };
    for (const [text, value] of Object.entries(expected)) {
      await expect(page.locator(pill(text)).first(), text).toHaveText(
        printed(value)
      );
    }
  }
});

test('a hollow wire carries a negative number, and a wider one a larger', async ({
  open,
  traceOf,
  page
}) => {
  await open('cell-review');
  const run = await traceOf('cell-review');
  const g = channelOf(run, 'g');
  const f = channelOf(run, 'f');
  for (const step of [4, 9, 11]) {
    await moveCursor(page, { step, unit: UNIT });
    const wire = page.locator('.jp-gatescope-wire[data-text="g"]').first();
    const negative = await wire.evaluate(each =>
      each.classList.contains('jp-gatescope-wire-negative')
    );
    expect(negative).toBe(g(step, UNIT) < 0);
    const width = await page
      .locator('.jp-gatescope-wire[data-text="f"] .jp-gatescope-wire-line')
      .first()
      .getAttribute('stroke-width');
    expect(Number(width)).toBeCloseTo(1.5 + 5 * f(step, UNIT), 3);
  }
});

test('the equations add up to the value of their channel', async ({
  open,
  page
}) => {
  await open('cell-review');
  await moveCursor(page, { step: STEP, unit: UNIT });
  const lines = page.locator(
    '.jp-gatescope-equation[data-channel="c"] .jp-gatescope-equation-worked .jp-gatescope-equation-line'
  );
  await expect(lines).toHaveCount(2);
  const sum = (await lines.nth(1).textContent()) ?? '';
  const [, left, sign, right, total] =
    /^=(−?[\d.]+)([+−])([\d.]+)=(−?[\d.]+)$/.exec(sum) ?? [];
  const value = readNumber(left) + (sign === '−' ? -1 : 1) * readNumber(right);
  // Each printed number is rounded to two decimals.
  expect(Math.abs(value - readNumber(total))).toBeLessThanOrEqual(0.0151);
  await expect(page.locator(pill('c')).first()).toHaveText(total);
});

test('pointing at a term lights its wires, its numbers and its part of the code', async ({
  open,
  page
}) => {
  await open('cell-review');
  await moveCursor(page, { step: STEP, unit: UNIT });
  await page
    .locator('.jp-gatescope-equation-letters [data-term="f ⊙ c[t−1]"]')
    .hover();
  await settled(page);
  expect(await cursorOf(page)).toMatchObject({
    channel: 'c',
    term: 'f ⊙ c[t−1]'
  });
  const litWires = await page
    .locator('.jp-gatescope-wire.jp-gatescope-lit')
    .evaluateAll(wires => wires.map(wire => wire.getAttribute('data-text')));
  expect(new Set(litWires)).toEqual(new Set(['c[t−1]', 'f', 'f ⊙ c[t−1]']));
  await expect(
    page.locator('.jp-gatescope-equations .jp-gatescope-lit')
  ).toHaveCount(3);
  await expect(
    page.locator('.jp-gatescope-source .jp-gatescope-lit')
  ).toHaveText('mul(f, cBefore)');
  await expect(page.locator('.jp-gatescope-lit-equation')).toHaveAttribute(
    'data-channel',
    'c'
  );
});

test('pointing at a wire lights its term, and the pointer leaving puts it out', async ({
  open,
  page
}) => {
  await open('cell-review');
  await page.locator(pill('i ⊙ g')).first().hover();
  await settled(page);
  await expect(
    page.locator(
      '.jp-gatescope-equation-letters .jp-gatescope-lit[data-term="i ⊙ g"]'
    )
  ).toHaveCount(1);
  await page.mouse.move(5, 990);
  await settled(page);
  await expect(
    page.locator('.jp-gatescope-equations .jp-gatescope-lit[data-term]')
  ).toHaveCount(0);
});

test('a term lights the rows of the gates view beside it', async ({
  page,
  galleryAddress
}) => {
  await page.goto(`${galleryAddress}?sample=review&sample=cell-review`);
  await page.locator('body[data-ready]').waitFor();
  await page
    .locator('.jp-gatescope-equation-letters [data-term="i ⊙ g"]')
    .hover();
  await settled(page);
  const gates = page.locator('article[data-sample="review"]');
  await expect(gates.locator('.jp-gatescope-lit').first()).toBeVisible();
});

test('everything can be reached by keys alone', async ({ open, page }) => {
  await open('cell-review');
  const picture = page.locator('.jp-gatescope-picture').first();
  await picture.focus();
  await moveCursor(page, { step: 5, unit: 2 });
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowDown');
  expect(await cursorOf(page)).toMatchObject({ step: 6, unit: 3 });
  await page.keyboard.press('End');
  expect(await cursorOf(page)).toMatchObject({ step: 13 });
  await page.keyboard.press('PageDown');
  expect(await cursorOf(page)).toMatchObject({ channel: 'f', term: null });
  await page.keyboard.press('Shift+ArrowDown');
  expect(await cursorOf(page)).toMatchObject({ term: 'W_f x' });
  await page.keyboard.press('e');
  const focused = page.locator(':focus');
  await expect(focused).toHaveAttribute('aria-label', 'W f times x');
  await page.keyboard.press('ArrowDown');
  await expect(page.locator(':focus')).toHaveAttribute(
    'aria-label',
    'U f times h before'
  );
  // Steps still move from inside the equations.
  await page.keyboard.press('ArrowLeft');
  expect(await cursorOf(page)).toMatchObject({ step: 12 });
  await page.keyboard.press('Escape');
  await expect(picture).toBeFocused();
  await expect(
    page.locator('.jp-gatescope-view [role="status"]')
  ).toContainText('token 12');
  // One tab stop a view: the next one is outside.
  await page.keyboard.press('Tab');
  const inside = await page.evaluate(
    () =>
      document.activeElement?.closest('.jp-gatescope-view') !== null &&
      document.activeElement !== document.body
  );
  expect(inside).toBe(false);
});

test('the mean over units adds up and shows no products', async ({
  open,
  traceOf,
  page
}) => {
  await open('cell-review');
  await moveCursor(page, { step: STEP });
  await page.getByRole('button', { name: 'Mean of units' }).click();
  await settled(page);
  const c = channelOf(await traceOf('cell-review'), 'c');
  const mean =
    Array.from({ length: 32 }, (_, unit) => c(STEP, unit)).reduce(
      (sum, value) => sum + value,
      0
    ) / 32;
  await expect(page.locator(pill('c')).first()).toHaveText(printed(mean));
  const worked = page.locator(
    '.jp-gatescope-equation[data-channel="c"] .jp-gatescope-equation-worked'
  );
  await expect(worked).not.toContainText('×');
  await expect(page.locator('.jp-gatescope-equations-note')).toContainText(
    'sums add up'
  );
});

test('Play steps on until the end, and one step at a time without motion', async ({
  open,
  page
}) => {
  await page.clock.install();
  await open('cell-review', { motion: 'none' });
  await moveCursor(page, { step: 10 });
  const picture = page.locator('.jp-gatescope-picture').first();
  await picture.focus();
  await page.keyboard.press('Space');
  await page.clock.runFor(5000);
  expect(await cursorOf(page)).toMatchObject({ step: 11 });
  await open('cell-review');
  await moveCursor(page, { step: 10 });
  await page.locator('.jp-gatescope-picture').first().focus();
  await page.keyboard.press('Space');
  await page.clock.runFor(5000);
  expect(await cursorOf(page)).toMatchObject({ step: 13 });
});

test('a GRU, an RNN and cells of one’s own are drawn with their numbers', async ({
  open,
  traceOf,
  page
}) => {
  await open('cell-gru');
  const gru = await traceOf('cell-gru');
  await moveCursor(page, { step: 17, unit: 2 });
  const z = channelOf(gru, 'z')(17, 2);
  await expect(page.locator(pill('1 − z')).first()).toHaveText(printed(1 - z));
  await expect(page.locator(pill('z')).first()).toHaveText(printed(z));

  await open('cell-rnn');
  const rnn = await traceOf('cell-rnn');
  await moveCursor(page, { step: 17, unit: 2 });
  await expect(page.locator(pill('h')).first()).toHaveText(
    printed(channelOf(rnn, 'h')(17, 2))
  );
  await expect(page.locator(pill('U h[t−1]')).first()).toHaveText(
    printed(channelOf(rnn, 'U h[t−1]')(17, 2))
  );

  await open('cell-custom');
  const own = await traceOf('cell-custom');
  await moveCursor(page, { step: 17, unit: 2 });
  const f = channelOf(own, 'f')(17, 2);
  const n = channelOf(own, 'n')(17, 2);
  await expect(page.locator(pill('f ⊙ n')).first()).toHaveText(printed(f * n));
  await expect(page.locator('.jp-gatescope-circuit-missing')).toContainText(
    'matrix product'
  );
});

test('the circuit of the peephole LSTM shows its peepholes', async ({
  open,
  page
}) => {
  await open('cell-peephole', { width: 1064 });
  await expect(
    page.locator('.jp-gatescope-wire[data-text="pf ⊙ c[t−1]"]')
  ).toHaveCount(1);
});

test('the table and the CSV hold every quantity', async ({ open, page }) => {
  await open('cell-review');
  await moveCursor(page, { step: STEP, unit: UNIT });
  await page.locator('.jp-gatescope-picture').first().focus();
  await page.keyboard.press('t');
  const table = page.locator('.jp-gatescope-table');
  await expect(table.locator('caption')).toContainText(
    `token ${STEP}, unit ${UNIT}`
  );
  await expect(table.getByRole('rowheader', { name: 'i ⊙ g' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(table).toHaveCount(0);
});

test('B puts the numbers of the way back on the wires, of the trace and by the chain rule', async ({
  open,
  traceOf,
  page
}) => {
  await open('cell-lstm', { width: 703 });
  const run = await traceOf('cell-lstm');
  const [step, unit] = [97, 3];
  await moveCursor(page, { step, unit });
  const at = (name: string, when = step): number =>
    channelOf(run, name)(when, unit);
  const back: Readonly<Record<string, number>> = {
    c: at('dL/dc'),
    h: at('dL/dh'),
    'c[t−1]': at('dL/dc', step - 1),
    'f ⊙ c[t−1]': at('dL/dc'),
    f: at('dL/dc') * at('c', step - 1),
    i: at('dL/dc') * at('g'),
    o: at('dL/dh') * Math.tanh(at('c')),
    'tanh(c)': at('dL/dh') * at('o')
  };
  await page.locator('.jp-gatescope-picture').first().focus();
  await page.keyboard.press('b');
  await settled(page);
  const toggle = page.getByRole('button', { name: /^Way back: dL\/d/ });
  await expect(toggle).toHaveAttribute('aria-pressed', 'true');
  const meta = await page.locator('.jp-gatescope-meta').textContent();
  const digits = '⁰¹²³⁴⁵⁶⁷⁸⁹';
  const [, power = ''] = /dL\/d in 10⁻([⁰¹²³⁴⁵⁶⁷⁸⁹]+)/.exec(meta ?? '') ?? [];
  const scale =
    10 ** [...power].reduce((n, d) => n * 10 + digits.indexOf(d), 0);
  for (const [text, value] of Object.entries(back)) {
    const shown = readNumber(
      (await page.locator(pill(text)).first().textContent()) ?? ''
    );
    expect(Math.abs(shown - value * scale), text).toBeLessThan(0.0051);
  }
  // The widest wire carries the largest number; the arrow of c now points to the step before.
  await expectAccessible(page);
  await toggle.click();
  await settled(page);
  await expect(page.locator(pill('c')).first()).toHaveText(printed(at('c')));
});

test('a run without a loss says that nothing comes back', async ({
  open,
  page
}) => {
  await open('cell-gru', { width: 703 });
  await page.getByRole('button', { name: /^Way back/ }).click();
  await expect(page.locator('.jp-gatescope-notice')).toContainText(
    'no gradients'
  );
});

test('no line of the arithmetic is cut, at 703, 400 and 320 px', async ({
  open,
  page
}) => {
  for (const width of [703, 400, 320]) {
    for (const sample of [
      'cell-gru',
      'cell-lstm',
      'cell-peephole',
      'attention-cell'
    ]) {
      await open(sample, { width });
      const cut = await page
        .locator('.jp-gatescope-equation-line')
        .evaluateAll(lines =>
          lines
            .filter(line => line.scrollWidth > line.clientWidth + 1)
            .map(line => line.textContent)
        );
      expect(cut, `${sample} at ${width} px`).toEqual([]);
      await expectNoSidewaysScroll(page);
    }
  }
});

test('the files name step and unit, and leave out what is there to be used', async ({
  open,
  page
}) => {
  await open('cell-lstm', { width: 703 });
  await moveCursor(page, { step: 97, unit: 3 });
  const file = async (item: string): Promise<string> => {
    await page.getByRole('button', { name: 'Export' }).click();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('menuitem', { name: item }).click()
    ]);
    return (await readFile(await download.path())).toString();
  };
  const picture = await file('SVG picture');
  expect(picture).toContain('Cell, wired');
  expect(picture).toContain('unit 3');
  expect(picture).not.toMatch(/▾|live|Mean of units/);
  const [head, first] = (await file('CSV numbers')).split('\r\n');
  expect(head.split(',').slice(0, 3)).toEqual(['day', 'label', 'unit']);
  expect(first.split(',')[0]).toBe('0');
  expect(first.split(',')[2]).toBe('3');
});

test('the colors follow the theme while the view stands', async ({
  open,
  page
}) => {
  await open('cell-lstm', { theme: 'light' });
  const wire = page
    .locator('.jp-gatescope-wire[data-text="f"] .jp-gatescope-wire-line')
    .first();
  const color = () => wire.evaluate(line => getComputedStyle(line).stroke);
  expect(await color()).toBe('rgb(194, 69, 12)');
  await setTheme(page, 'dark');
  expect(await color()).toBe('rgb(246, 136, 44)');
});

test('at 400 px the equations come first and the lit wire alone has its number', async ({
  open,
  page
}) => {
  await open('cell-lstm', { width: 400 });
  await expectNoSidewaysScroll(page);
  const equations = await boxOf(page.locator('.jp-gatescope-equations'));
  const circuit = await boxOf(page.locator('.jp-gatescope-circuit'));
  expect(equations!.y).toBeLessThan(circuit!.y);
  expect(circuit!.x + circuit!.width).toBeLessThanOrEqual(440);
  await expect(page.locator(pill('f')).first()).toBeHidden();
  await moveCursor(page, { channel: 'f', term: null });
  await expect(page.locator(pill('f')).first()).toBeVisible();
  const buttons = page.locator('.jp-gatescope-touch button');
  await buttons.nth(1).click();
  expect((await boxOf(buttons.nth(1))).height).toBeGreaterThanOrEqual(40);
});

test('on the narrowest page every name stays in its box, and every box off the others', async ({
  open,
  page
}) => {
  for (const sample of ['cell-lstm', 'cell-gru', 'cell-rnn']) {
    await open(sample, { width: 204 });
    const found = await page
      .locator('.jp-gatescope-part-box')
      .evaluateAll(parts =>
        parts.map(part => {
          const box = (selector: string) => {
            const { left, right, top, bottom } =
              part.querySelector(selector)?.getBoundingClientRect() ??
              new DOMRect();
            return { left, right, top, bottom };
          };
          return {
            shape: box('.jp-gatescope-part-shape'),
            label: box('.jp-gatescope-part-label')
          };
        })
      );
    expect(found.length).toBeGreaterThan(1);
    for (const [at, { shape, label }] of found.entries()) {
      expect(label.left).toBeGreaterThanOrEqual(shape.left);
      expect(label.right).toBeLessThanOrEqual(shape.right);
      // Boxes in one row stand apart.
      for (const other of found.slice(at + 1)) {
        expect(
          shape.right <= other.shape.left ||
            other.shape.right <= shape.left ||
            shape.bottom <= other.shape.top ||
            other.shape.bottom <= shape.top
        ).toBe(true);
      }
    }
    await expectNoSidewaysScroll(page);
  }
});
