import { cursorOf, expect, test } from './gallery';

const views = [
  'Gates',
  'Cell, wired',
  'Unrolled',
  'Gradient flow',
  'What if'
] as const;

test('every view of a run over a batch leads to its other sequences, by keys, and the other views follow', async ({
  open,
  page,
  galleryAddress
}) => {
  await open('batch');
  const title = page.locator('.jp-gatescope-title').first();
  const picture = page.locator('.jp-gatescope-picture').first();
  for (const [at, name] of views.entries()) {
    await page.locator('.jp-gatescope-title-button').click();
    await page.getByRole('menuitemradio', { name }).click();
    await expect(title).toContainText(name);
    await expect(picture).toBeFocused();
    const tool = page.getByRole('button', { name: /^Sequence \d of 3/ });
    // The one of the view before: all views of a run show the same sequence.
    await expect(tool).toContainText(`Sequence ${(at % 3) + 1} of 3`);
    await page.keyboard.press('s');
    await expect(page.getByRole('menuitemradio')).toHaveCount(3);
    await page.keyboard.press('Home');
    for (let down = 0; down < (at + 1) % 3; down += 1) {
      await page.keyboard.press('ArrowDown');
    }
    await page.keyboard.press('Enter');
    await expect(tool).toContainText(`Sequence ${((at + 1) % 3) + 1} of 3`);
    await expect(tool).toBeFocused();
    await expect(
      page.locator('.jp-gatescope-hidden[role="status"]').first()
    ).toContainText(`sequence ${((at + 1) % 3) + 1} of 3`);
    await page.keyboard.press('Escape');
    await expect(picture).toBeFocused();
    expect((await cursorOf(page)).sequence).toBe((at + 1) % 3);
  }
  // Two views of the run on one page.
  await page.goto(`${galleryAddress}?sample=batch&sample=batch-cell`);
  const tools = page.getByRole('button', { name: /^Sequence \d of 3/ });
  await expect(tools).toHaveCount(2);
  await tools.first().click();
  await page.getByRole('menuitemradio', { name: 'Sequence 3 of 3' }).click();
  await expect(tools.first()).toContainText('Sequence 3 of 3');
  await expect(tools.last()).toContainText('Sequence 3 of 3');
});

test('without a kernel the tool for the sequence says why it is off, at 400 px too', async ({
  open,
  page
}) => {
  for (const [width, theme] of [
    [1064, 'light'],
    [703, 'dark'],
    [400, 'light']
  ] as const) {
    await open('batch', { width, theme });
    await open('batch', { width, theme, link: 'none' });
    const tool = page.getByRole('button', { name: /^Sequence 1 of 3/ });
    await expect(tool).toHaveAccessibleName(
      'Sequence 1 of 3: The other sequences of the batch come from the kernel. there is no kernel behind this page'
    );
    await page.locator('.jp-gatescope-picture').focus();
    await page.keyboard.press('s');
    await expect(page.getByRole('menu')).toHaveCount(0);
    await expect(page.locator('.jp-gatescope-warning')).toContainText(
      'there is no kernel behind this page'
    );
  }
});
