import { expect, test } from './gallery';

/** One sample of each view that says numbers, and of each form that its numbers have. */
const samples = [
  ...['review', 'weather', 'cell-lstm', 'unrolled-review', 'river'],
  ...['flow', 'gradients-answers', 'what-if-run', 'compare', 'influence'],
  ...['weights', 'training', 'forecast', 'text', 'search', 'race', 'confusion'],
  ...['claim', 'attention', 'check', 'predict']
];

/** Keys that lead through a picture and have it described, as a reader presses them one after another. */
const keys = ['ArrowRight', 'ArrowDown', 'PageDown', 'End', 'ArrowLeft', 'd'];

/** The digits of each number with a fraction that a text has, without the zeros in front of them. */
const figures = (text: string): readonly string[] =>
  [...text.matchAll(/\d*\.\d+/g)].map(([number]) =>
    number.replace('.', '').replace(/^0+/, '')
  );

test('no number that a view says has more than four significant digits', async ({
  open,
  page
}) => {
  const tooLong: string[] = [];
  let numbers = 0;
  await page.clock.install();
  for (const sample of samples) {
    await open(sample);
    const picture = page.locator('.jp-gatescope-picture').first();
    const spoken = page.locator('.jp-gatescope-hidden[role="status"]').first();
    await picture.focus();
    for (const key of keys) {
      await page.keyboard.press(key);
      // What is said of a key is said 150 ms after it.
      await page.clock.runFor(200);
      const said = (await spoken.textContent()) ?? '';
      const found = figures(said);
      numbers += found.length;
      if (found.some(({ length }) => length > 4)) {
        tooLong.push(`${sample}, ${key}: ${said}`);
      }
    }
  }
  expect(tooLong).toEqual([]);
  expect(numbers).toBeGreaterThan(100);
});
