import { expect, type Locator } from '@playwright/test';
import {
  expectAccessible,
  expectNoSidewaysScroll,
  screenshots,
  setTheme,
  standsStill,
  test
} from './gallery';

test('every view is accessible in the high-contrast theme', async ({
  open,
  page
}) => {
  for (const sample of [
    'flow',
    'river',
    'influence',
    'influence-words',
    'weights',
    'compare',
    'forecast',
    'confusion',
    'text',
    'search',
    'claim'
  ]) {
    await open(sample, { theme: 'contrast', width: 1064 });
    await page.screenshot({
      path: `${screenshots}/${sample}-contrast.png`,
      fullPage: true
    });
    await expectAccessible(page);
  }
});

test('every view fits 400 px', async ({ open, page }) => {
  for (const sample of [
    'flow',
    'river',
    'influence',
    'influence-words',
    'weights',
    'attention',
    'attention-self',
    'forecast',
    'confusion',
    'text',
    'search',
    'claim',
    'race'
  ]) {
    await open(sample, { width: 400 });
    await expectNoSidewaysScroll(page);
    await page.screenshot({
      path: `${screenshots}/${sample}-400.png`,
      fullPage: true
    });
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

/** How far a colour is from the page behind it, as WCAG counts it. */
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
    test(`with forced colours of a ${colorScheme} palette every word of a picture can be read in the ${theme} theme`, async ({
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
          .locator('.jp-gatescope-view svg text:visible')
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
                throw new Error(`no colour of numbers: ${color}, ${resolved}`);
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
        await page.screenshot({
          path: `${screenshots}/${sample}-forced-${colorScheme}-${theme}.png`
        });
      }
    });
  }
}

/** Words of a view that are beyond its edges, over its title, or over one another. */
const misplacedWords = (view: Locator) =>
  view.evaluate(element => {
    const { left, right } = element.getBoundingClientRect();
    const boxOf = (node: Node): DOMRect => {
      const range = document.createRange();
      range.selectNodeContents(node);
      return range.getBoundingClientRect();
    };
    const words: { text: string; box: DOMRect; drawn: boolean }[] = [];
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const holder = node.parentElement;
      // Code scrolls in its box.
      if (
        holder?.checkVisibility({
          visibilityProperty: true,
          opacityProperty: true
        }) &&
        !holder.closest('.jp-gatescope-hidden, .jp-gatescope-code') &&
        node.textContent?.trim()
      ) {
        words.push({
          text: node.textContent,
          box: boxOf(node),
          // The box of words that are turned is larger than they are.
          drawn: holder.closest('text:not([transform])') !== null
        });
      }
    }
    const fields = [...element.querySelectorAll('input, select, textarea')]
      .filter(field => field.checkVisibility({ opacityProperty: true }))
      .map(field => ({
        text: `${field.tagName} ${field.getAttribute('aria-label')}`,
        box: field.getBoundingClientRect()
      }));
    const heading = element.querySelector('.jp-gatescope-title');
    const titleBox = heading ? boxOf(heading) : new DOMRect();
    return {
      beyond: [...words, ...fields]
        .filter(
          ({ box }) =>
            box.width > 0 && (box.right > right + 1 || box.left < left - 1)
        )
        .map(({ text }) => text),
      over: [
        ...element.querySelectorAll(
          '.jp-gatescope-state, .jp-gatescope-header button'
        )
      ]
        .filter(each => !heading?.contains(each))
        .map(each => ({ each, box: each.getBoundingClientRect() }))
        .filter(
          ({ box }) =>
            box.width > 0 &&
            box.left < titleBox.right &&
            titleBox.left < box.right &&
            box.top < titleBox.bottom &&
            titleBox.top < box.bottom
        )
        .map(({ each }) => each.textContent),
      collisions: words
        .filter(({ drawn }) => drawn)
        .flatMap((one, at, all) =>
          all
            .slice(at + 1)
            .filter(
              ({ box }) =>
                Math.min(box.right, one.box.right) -
                  Math.max(box.left, one.box.left) >
                  2 &&
                Math.min(box.bottom, one.box.bottom) -
                  Math.max(box.top, one.box.top) >
                  4
            )
            .map(other => `${one.text} / ${other.text}`)
        )
    };
  });

/** The width that a view has inside JupyterLab on a page of 320 px and on one of 400 px. */
for (const width of [204, 284]) {
  test(`every view of the lessons fits the lab on a phone: ${width} px`, async ({
    open,
    page
  }) => {
    test.slow();
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
      await page.screenshot({
        path: `${screenshots}/${sample}-${width}.png`,
        fullPage: true
      });
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

test('every view fits 320 px', async ({ open, page }) => {
  // Fifteen pages, each with networks of its own.
  test.slow();
  for (const sample of [
    'review',
    'weather',
    'cell-lstm',
    'cell-gru',
    'unrolled-lstm',
    'gradients-run',
    'flow',
    'compare',
    'training',
    'predict',
    'attention',
    'forecast',
    'confusion',
    'text',
    'summary'
  ]) {
    await open(sample, { width: 320 });
    await expectNoSidewaysScroll(page);
    // What is drawn beyond an edge is cut there.
    const beyond = await page.locator('.jp-gatescope-view').evaluate(view => {
      const { left, right } = view.getBoundingClientRect();
      return [...view.querySelectorAll('.jp-gatescope-picture svg text')]
        .filter(text => text.checkVisibility())
        .map(text => ({
          text: text.textContent,
          box: text.getBoundingClientRect()
        }))
        .filter(
          ({ box }) =>
            box.width > 0 && (box.right > right + 1 || box.left < left - 1)
        )
        .map(({ text }) => text);
    });
    expect(beyond, sample).toEqual([]);
    await page.screenshot({
      path: `${screenshots}/${sample}-320.png`,
      fullPage: true
    });
  }
});

for (const sample of ['text', 'attention', 'review', 'compare', 'training']) {
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
