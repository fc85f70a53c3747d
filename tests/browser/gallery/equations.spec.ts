import {
  cursorOf,
  expect,
  expectAccessible,
  expectNoSidewaysScroll,
  moveCursor,
  settled,
  test
} from './gallery';

test('the gates view has its equations below, and a term lights its rows', async ({
  open,
  page
}) => {
  await open('review', { width: 904 });
  await expect(page.locator('.jp-gatescope-equations')).toHaveCount(0);
  await page.getByRole('button', { name: /^Equations/ }).click();
  await moveCursor(page, { step: 11, unit: 3 });
  await expect(page.locator('.jp-gatescope-equation')).toHaveCount(6);
  await page
    .locator('.jp-gatescope-equation-letters [data-term="i ⊙ g"]')
    .hover();
  await settled(page);
  expect(await cursorOf(page)).toMatchObject({ channel: 'c', term: 'i ⊙ g' });
  const lit = page.locator('.jp-gatescope-scene .jp-gatescope-lit');
  await expect(lit).toHaveCount(2);
  await expectAccessible(page);
});

test('E goes into the equations of the gates view, arrows walk, Escape returns', async ({
  open,
  page
}) => {
  await open('review', { width: 904 });
  await moveCursor(page, { step: 5, unit: 3, channel: 'f' });
  const picture = page.locator('.jp-gatescope-picture').first();
  await picture.focus();
  await page.keyboard.press('e');
  await expect(page.locator(':focus')).toHaveAttribute(
    'aria-label',
    /^forget: f = sigmoid of/
  );
  await page.keyboard.press('ArrowDown');
  expect(await cursorOf(page)).toMatchObject({ term: 'W_f x' });
  await page.keyboard.press('ArrowRight');
  expect(await cursorOf(page)).toMatchObject({ step: 6, term: 'W_f x' });
  await page.keyboard.press('Escape');
  await expect(picture).toBeFocused();
});

test('equations break into pieces rather than scroll sideways', async ({
  open,
  page
}) => {
  await open('cell-gru', { width: 330 });
  await expectNoSidewaysScroll(page);
  const wide = await page
    .locator('.jp-gatescope-equation-line')
    .evaluateAll(
      lines => lines.filter(line => line.scrollWidth > line.clientWidth).length
    );
  expect(wide).toBe(0);
});

test('a letter below another stands lower, in a font for mathematics that the machine has', async ({
  open,
  page
}) => {
  await open('cell-lstm', { width: 904 });
  const drops = await page
    .locator('.jp-gatescope-equations msub')
    .evaluateAll(all =>
      all.map(each => {
        const [letter, below] = [...each.children].map(child =>
          child.getBoundingClientRect()
        );
        return (below.bottom - letter.bottom) / letter.height;
      })
    );
  expect(drops.length).toBeGreaterThan(5);
  // Without such a font it is a fifteenth.
  expect(Math.min(...drops)).toBeGreaterThan(0.2);
});
