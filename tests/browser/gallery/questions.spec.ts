import { expect, expectNoSidewaysScroll, test } from './gallery';
import { boxOf } from '../../boxOf';

for (const sample of ['questions', 'be-the-cell', 'referee', 'inventory']) {
  test(`${sample} fits 400 px`, async ({ open, page }) => {
    await open(sample, { width: 400 });
    await expectNoSidewaysScroll(page);
  });
}

test('in a notebook cell of the lab the dots of a training are seen whole', async ({
  open,
  page
}) => {
  // As wide as a lab at 1,360 px leaves it, between its two open sides.
  await open('referee', { width: 562 });
  await page.getByRole('button', { name: 'Train' }).first().click();
  const across = page.locator('.jp-gatescope-ask-scroll').first();
  await expect(across.locator('circle').first()).toBeVisible();
  const beyond = await across.evaluate(
    element => element.scrollWidth - element.clientWidth
  );
  expect(beyond).toBe(0);
});

test('every kind of question can be answered by keyboard alone', async ({
  open,
  page
}) => {
  await open('questions');
  const card = (id: string) => page.locator(`[data-question="${id}"]`);
  const said = (id: string) => card(id).locator('.jp-gatescope-ask-reply');

  await card('half-life').locator('input').focus();
  await page.keyboard.type('5');
  await page.keyboard.press('Enter');
  await expect(said('half-life')).toContainText('not a tenth of the whole');
  await card('half-life').locator('input').fill('6.6');
  await page.keyboard.press('Enter');
  await expect(said('half-life')).toContainText('Right.');

  await card('share').locator('input').first().focus();
  await page.keyboard.press('Space');
  for (let turn = 0; turn < 3; turn++) {
    const label = card('share').locator('label:has(input:checked)');
    if (((await label.textContent()) ?? '').startsWith('80 % is kept')) {
      break;
    }
    await page.keyboard.press('ArrowDown');
  }
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(said('share')).toContainText('f is the share that is kept.');

  await card('day').locator('input[type="range"]').focus();
  for (let day = 0; day < 5; day++) {
    await page.keyboard.press('ArrowRight');
  }
  await page.keyboard.press('Enter');
  await expect(said('day')).toContainText('Right.');

  const cells = card('turns').locator('td input:visible');
  for (const [at, value] of ['0', '0.5', '1', '1.25'].entries()) {
    await cells.nth(at).fill(value);
  }
  await page.keyboard.press('Enter');
  await expect(said('turns')).toContainText('Right.');

  const take = async (text: string) => {
    await card('lines')
      .locator('li', { hasText: text })
      .locator('[data-tool="take"]')
      .focus();
    await page.keyboard.press('Enter');
  };
  await take('tanh(mixed)');
  await take('const mixed');
  await take('return');
  // Where the line came to is in the name of what has the focus, which a screen reader says.
  await expect(page.locator(':focus')).toHaveAccessibleName(
    /^Up: line 3 of 3, return/
  );
  await card('lines')
    .locator('ol li', { hasText: 'const mixed' })
    .locator('button:enabled')
    .first()
    .focus();
  await page.keyboard.press('Alt+ArrowUp');
  await card('lines').locator('[data-tool="answer"]').focus();
  await page.keyboard.press('Enter');
  await expect(said('lines')).toContainText('Right.');

  await card('words').locator('textarea').fill('It can be negative.');
  await card('words').locator('[data-tool="answer"]').focus();
  await page.keyboard.press('Enter');
  await expect(card('words')).toContainText('moved down as well as up');
});

test('a place is clicked, a line is dragged, and both are kept', async ({
  open,
  page
}) => {
  await open('questions');
  const picture = page.locator('.jp-gatescope-ask-picture');
  const box = await boxOf(picture);
  const column = ((box?.width ?? 0) - 52) / 20;
  await picture.click({ position: { x: 44 + 5.5 * column, y: 60 } });
  await expect(page.locator('.jp-gatescope-ask-place output')).toContainText(
    'day 5'
  );
  const line = page.locator('li', { hasText: 'return' });
  await line.dragTo(page.locator('ol.jp-gatescope-ask-lines'));
  await expect(page.locator('ol.jp-gatescope-ask-lines li')).toHaveCount(1);
  const kept = await page.evaluate(() => sessionStorage.getItem('answers'));
  expect(kept).toContain('"given":5');
});
