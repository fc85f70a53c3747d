import { expect } from '@playwright/test';
import {
  expectAccessible,
  expectNoSidewaysScroll,
  setTheme,
  standsStill,
  test
} from './gallery';
import { misplacedWords } from './misplacedWords';

test('every view fits 400 px', async ({ open, page }) => {
  for (const sample of [
    'flow',
    'river',
    'influence',
    'influence-words',
    'weights',
    'attention',
    'attention-self',
    'attention-look',
    'forecast',
    'confusion',
    'text',
    'search',
    'claim',
    'race'
  ]) {
    await open(sample, { width: 400 });
    await expectNoSidewaysScroll(page);
  }
});

test('every stale picture is half faded, once, its numbers are not, and it says why', async ({
  open,
  page
}) => {
  for (const sample of [
    'gates-map',
    'cell-lstm',
    'unrolled-lstm',
    'gradients-run',
    'compare',
    'training'
  ]) {
    await open(sample, { link: 'stale' });
    await expect(page.locator('.jp-gatescope-state')).toHaveText(
      'stale: model retrained'
    );
    const opacities = await page
      .locator(
        '.jp-gatescope-picture :is(canvas, svg :is(path, rect, line)):visible'
      )
      .evaluateAll(drawn =>
        drawn.map(each => {
          let opacity = 1;
          for (
            let at: Element | null = each;
            at !== null;
            at = at.parentElement
          ) {
            opacity *= Number(getComputedStyle(at).opacity);
          }
          return opacity;
        })
      );
    expect(opacities.length, sample).toBeGreaterThan(0);
    expect(Math.max(...opacities), sample).toBeLessThanOrEqual(0.5);
    expect(Math.max(...opacities), sample).toBeGreaterThan(0.2);
    await expectAccessible(page);
  }
});

/** How far a color is from the page behind it, as WCAG counts it. */
function contrastOf(
  [r, g, b]: readonly number[],
  page: readonly number[]
): number {
  const light = (values: readonly number[]) =>
    values
      .map(value => value / 255)
      .map(value =>
        value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
      )
      .reduce(
        (sum, value, at) => sum + value * [0.2126, 0.7152, 0.0722][at],
        0
      );
  const [one, other] = [light([r, g, b]), light(page)];
  return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
}

for (const colorScheme of ['light', 'dark'] as const) {
  for (const theme of ['light', 'dark'] as const) {
    test(`with forced colors of a ${colorScheme} palette every word of a picture can be read in the ${theme} theme`, async ({
      open,
      page
    }) => {
      await page.emulateMedia({ forcedColors: 'active', colorScheme });
      for (const sample of [
        'review',
        'weather',
        'cell-lstm',
        'unrolled-review',
        'flow',
        'weights',
        'compare',
        'training',
        'predict',
        'attention',
        'forecast'
      ]) {
        await open(sample, { theme });
        const words = await page
          // Those of a map's cells and of a badge do not stand on the page.
          .locator(
            '.jp-gatescope-view svg text:visible:not(.jp-gatescope-map-number, [class*=badge])'
          )
          .evaluateAll(texts => {
            // A style that the browser resolves: canvases drop single reads among many.
            const probe = document.body.appendChild(
              document.createElement('span')
            );
            probe.style.setProperty('forced-color-adjust', 'none');
            const numbers = (color: string): number[] => {
              probe.style.backgroundColor = color;
              const resolved = getComputedStyle(probe).backgroundColor;
              const parts = /^rgba?\((\d+), (\d+), (\d+)/.exec(resolved);
              if (!parts) {
                throw new Error(`no color of numbers: ${color}, ${resolved}`);
              }
              return parts.slice(1).map(Number);
            };
            const page = numbers('Canvas');
            return texts.map(text => ({
              text: text.textContent ?? '',
              color: numbers(getComputedStyle(text).fill),
              page
            }));
          });
        expect(words.length, sample).toBeGreaterThan(3);
        const faint = words.filter(
          ({ color, page: behind }) => contrastOf(color, behind) < 4.5
        );
        expect(faint, sample).toEqual([]);
      }
    });
  }
}

/** The width that a view has inside JupyterLab on a page of 320 px and on one of 400 px. */
for (const width of [204, 284]) {
  test(`every view of the lessons fits the lab on a phone: ${width} px`, async ({
    open,
    page
  }) => {
    for (const sample of [
      'weather',
      'review',
      'gates-large',
      'gates-away',
      'gates-away-lines',
      'custom-gates',
      'cell-lstm',
      'cell-gru',
      'unrolled-lstm',
      'unrolled-rnn',
      'compare',
      'compare-seeds',
      'gradients-run',
      'flow',
      'flow-names',
      'weights',
      'training',
      'predict',
      'predict-bars',
      'forecast',
      'attention',
      'attention-self',
      'attention-look',
      'search',
      'claim',
      'race',
      'text',
      'influence',
      'confusion',
      'questions',
      'inventory',
      'check',
      'summary'
    ]) {
      const view = await open(sample, { width });
      const title = view.locator('.jp-gatescope-title');
      await expect(title, sample).toBeVisible();
      await expect(title, sample).not.toBeEmpty();
      await standsStill(page);
      const { beyond, over, collisions } = await misplacedWords(view);
      expect(beyond, `${sample}: beyond an edge`).toEqual([]);
      expect(over, `${sample}: over the title`).toEqual([]);
      expect(collisions, `${sample}: over one another`).toEqual([]);
    }
  });
}

test('words that are drawn stand clear of one another at 400 px', async ({
  open,
  page
}) => {
  for (const sample of ['flow', 'flow-names', 'weather', 'two-outputs']) {
    const view = await open(sample, { width: 400 });
    await standsStill(page);
    const found = await misplacedWords(view);
    expect(found, sample).toEqual({ beyond: [], over: [], collisions: [] });
  }
});

for (const sample of ['text', 'review', 'compare']) {
  test(`${sample}: what is said to be dark is dark after a change of theme, too`, async ({
    open,
    page
  }) => {
    const said = async (): Promise<readonly string[]> =>
      (await page.locator('.jp-gatescope-view').first().innerText())
        .split('\n')
        .filter(line => /dark|bright|pale/.test(line));
    await open(sample, { theme: 'dark' });
    const dark = await said();
    await open(sample, { theme: 'light' });
    expect(await said()).not.toEqual(dark);
    await setTheme(page, 'dark');
    await expect.poll(said).toEqual(dark);
  });
}
