import { expect, test } from './gallery';

/** One sample of each view, and the wired cells, which have most letters. */
const samples = [
  ...['review', 'weather', 'gates-lines', 'cell-lstm', 'cell-gru'],
  ...['unrolled-lstm', 'river', 'flow', 'what-if-run', 'compare'],
  ...['influence', 'weights', 'training', 'predict', 'forecast', 'text'],
  ...['search', 'confusion', 'claim', 'race', 'attention', 'check', 'summary'],
  ...['questions']
];

/** Below this size, in CSS pixels, words are small print. */
const LEAST = 12;

test('no word of a view is smaller than 12 px, but raised and lowered signs', async ({
  open
}) => {
  const small: string[] = [];
  let words = 0;
  for (const sample of samples) {
    const view = await open(sample);
    const sizes = await view.evaluate(root =>
      [...root.querySelectorAll('*')]
        .filter(
          each =>
            each.checkVisibility() &&
            each.closest('sub, sup, tspan, math') === null &&
            [...each.childNodes].some(
              ({ nodeType, textContent }) =>
                nodeType === Node.TEXT_NODE && textContent?.trim()
            )
        )
        .map(each => ({
          size: parseFloat(getComputedStyle(each).fontSize),
          text: each.textContent?.slice(0, 40) ?? ''
        }))
    );
    words += sizes.length;
    small.push(
      ...sizes
        .filter(({ size }) => size < LEAST)
        .map(({ size, text }) => `${sample}: ${size} px: ${text}`)
    );
  }
  expect(small).toEqual([]);
  expect(words).toBeGreaterThan(500);
});
