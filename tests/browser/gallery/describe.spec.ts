import { expect, test } from './gallery';

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
