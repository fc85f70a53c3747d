import { expect, test } from './gallery';
import { boxOf } from '../../boxOf';

/** Views of which a picture can be described. */
const described = [
  'weather',
  'review',
  'gates-lines',
  'compare',
  'flow',
  'river',
  'what-if-run'
];

/** A fact is a sentence that has a verb of a description. */
const CLAIM = / (falls|rises|is|stays|repeats|and) .*\.$/;

for (const name of described) {
  test(`D describes ${name} below the picture and for the ear, and then says the next thing`, async ({
    open,
    page
  }) => {
    await open(name);
    const picture = page.locator('.jp-gatescope-picture').first();
    const spoken = page.locator('.jp-gatescope-hidden[role="status"]').first();
    const sentence = page.locator('.jp-gatescope-changed').first();
    await picture.focus();
    await page.keyboard.press('d');
    await expect(spoken).toHaveText(CLAIM);
    const first = (await spoken.textContent()) ?? '';
    await expect(sentence).toHaveText(first);
    await page.keyboard.press('d');
    await expect(spoken).not.toHaveText(first);
    await expect(spoken).toHaveText(CLAIM);
    await expect(sentence).toHaveText((await spoken.textContent()) ?? '');
    expect(await spoken.textContent()).not.toMatch(/\d\.\d{5}/);
  });
}

test('what D and P do can be asked for by a button, which keeps the focus', async ({
  open,
  page
}) => {
  await open('weather');
  const spoken = page.locator('.jp-gatescope-hidden[role="status"]').first();
  const describe = page.getByRole('button', { name: /^Describe/ }).first();
  await describe.click();
  await expect(spoken).toHaveText(CLAIM);
  await expect(describe).toBeFocused();
  // It is one of the stops of the arrow keys, not a stop of its own for Tab.
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('button', { name: /^Hear/ })).toBeFocused();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  await expect(spoken).toHaveText('The sound is stopped.');
  await page.keyboard.press('Tab');
  await expect(page.locator('.jp-gatescope-picture').first()).toBeFocused();
});

test('the sentence does not lie over the picture while the keys are listed', async ({
  open,
  page
}) => {
  await open('review', { width: 400, theme: 'dark' });
  await page.locator('.jp-gatescope-picture').first().focus();
  await page.keyboard.press('?');
  await page.keyboard.press('d');
  const sentence = page.locator('.jp-gatescope-changed').first();
  await expect(sentence).toHaveText(CLAIM);
  const picture = await boxOf(page.locator('.jp-gatescope-picture').first());
  expect((await sentence.boundingBox())?.y).toBeGreaterThanOrEqual(
    (picture?.y ?? Infinity) + (picture?.height ?? 0)
  );
});
