import type { Locator, Page } from '@playwright/test';
import {
  expect,
  expectNoSidewaysScroll,
  parts,
  setTheme,
  settled,
  standsStill,
  test
} from './gallery';
import { findings } from '../axeFindings';
import { newLooks } from './looks';
import { misplacedWords } from './misplacedWords';

/** A run that goes on changes under whoever walks it: its own test walks it. */
const GOES_ON = 'training-live';

/** The states in which a reader may see a view; what depends on the palette alone is looked at in each. */
const palettes = [
  { theme: 'dark', forcedColors: 'none', colorScheme: 'dark' },
  { theme: 'light', forcedColors: 'active', colorScheme: 'light' },
  { theme: 'dark', forcedColors: 'active', colorScheme: 'dark' },
  { theme: 'contrast', forcedColors: 'none', colorScheme: 'dark' }
] as const;

/** Leaves the first sample of each view on the page, by what its title says, at this width in CSS pixels. */
async function keepOneOfEach(page: Page, width: number): Promise<void> {
  await page.setViewportSize({ width: width + 40, height: 1000 });
  await page.evaluate(px => {
    const { views } = (
      window as unknown as {
        gallery: { views: Map<string, { dispose(): void }> };
      }
    ).gallery;
    const titles = new Set<string>();
    for (const article of document.querySelectorAll('article')) {
      const title =
        article.querySelector('.jp-gatescope-title')?.textContent ?? '';
      if (titles.has(title)) {
        views.get(article.dataset.sample!)?.dispose();
        article.remove();
      }
      titles.add(title);
      article.querySelector<HTMLElement>(':scope > div')!.style.width =
        `${px}px`;
    }
  }, width);
  await settled(page);
  // What is far off the screen is not painted: all of it is on the screen.
  const height = await page.evaluate(
    () => document.documentElement.scrollHeight
  );
  await page.setViewportSize({ width: width + 40, height });
  await standsStill(page);
}

/** Ids that stand on the page more than once: a name that points to one would be another's. */
async function idsTwice(page: Page): Promise<readonly string[]> {
  return page
    .locator('[id]')
    .evaluateAll(elements =>
      elements
        .map(({ id }) => id)
        .filter((id, at, all) => all.indexOf(id) !== at)
    );
}

/** In these a word stands some pixels beyond an edge below 400 px: the last step, a number of an axis, a box of a circuit. */
const BEYOND = [
  'what-if-run',
  'influence-words',
  'space-cell',
  'square-space-cell',
  'matrix-cell'
];

/** What leads through a picture, describes it, and opens and closes its table. */
const KEYS = ['ArrowRight', 'ArrowDown', 'End', 'd', 't', 'Escape'];

// One load of the page, on which all samples stand below one another.
test('every sample opens without an error and fits its page, and each view meets WCAG 2.2 AA in light, dark and forced colors and answers its keys', async ({
  openAll,
  page,
  samples
}) => {
  const shown = samples.filter(name => name !== GOES_ON);
  await openAll(shown, { width: 284 });
  await standsStill(page);
  await expect(page.locator('.jp-gatescope-message-wrong')).toHaveCount(0);
  expect(await idsTwice(page)).toEqual([]);
  await expectNoSidewaysScroll(page);
  for (const sample of shown) {
    const view = page.locator(`[data-sample="${sample}"] > div`);
    // What comes onto the screen is painted in the frames that follow.
    await view.evaluate(host => host.scrollIntoView());
    await settled(page);
    await settled(page);
    const { beyond, over } = await misplacedWords(view);
    expect(over, `${sample}: over the title`).toEqual([]);
    if (!BEYOND.includes(sample)) {
      expect(beyond, `${sample}: beyond an edge`).toEqual([]);
    }
  }
  await keepOneOfEach(page, 1064);
  expect(await findings(page, 'both')).toEqual([]);
  for (const { theme, forcedColors, colorScheme } of palettes.slice(0, 2)) {
    await page.emulateMedia({ forcedColors, colorScheme });
    await setTheme(page, theme);
    expect(
      await findings(page, 'palette'),
      `${theme}, forced colors ${forcedColors}`
    ).toEqual([]);
  }
  // All but tables and questions describe themselves.
  const drawn = page.locator('article:has(.jp-gatescope-say button:visible)');
  expect(await drawn.count()).toBeGreaterThan(15);
  for (const sample of await drawn.all()) {
    const picture = sample.locator('.jp-gatescope-picture').first();
    await picture.focus();
    for (const key of KEYS) {
      await page.keyboard.press(key);
    }
    await expect(picture).toBeFocused();
    await expect(
      sample.locator('.jp-gatescope-hidden[role="status"]').first(),
      (await sample.getAttribute('data-sample')) ?? ''
    ).not.toBeEmpty();
  }
});

test('every sample meets WCAG 2.2 AA in light, in dark, in high contrast, with forced colors of a light and a dark palette, and at 320 px', async ({
  open,
  page,
  samples
}) => {
  // One load of the page a sample: the states follow each other on it.
  // Of elements that look alike to axe one is enough, in each state.
  const showsNew = newLooks();
  const expectNothing = async (
    by: Parameters<typeof findings>[1],
    sample: string,
    state: string
  ): Promise<void> => {
    if (await showsNew(page, state)) {
      expect(await findings(page, by), `${sample}, ${state}`).toEqual([]);
    }
  };
  for (const sample of samples.filter(name => name !== GOES_ON)) {
    await page.emulateMedia({ forcedColors: 'none', colorScheme: 'light' });
    await open(sample, { theme: 'light', width: 1064 });
    await expectNothing('both', sample, 'light');
    for (const { theme, forcedColors, colorScheme } of palettes) {
      await page.emulateMedia({ forcedColors, colorScheme });
      await setTheme(page, theme);
      await expectNothing(
        'palette',
        sample,
        `${theme}, forced colors ${forcedColors}`
      );
    }
    await page.setViewportSize({ width: 320, height: 1000 });
    await page
      .locator('article > div')
      .first()
      .evaluate((host: HTMLElement) => {
        host.style.width = '280px';
      });
    await settled(page);
    await expectNothing('structure', sample, '320 px');
  }
});

for (const [fault, spoil] of [
  [
    'a color',
    (view: Element) => {
      view.querySelector<HTMLElement>('.jp-gatescope-title')!.style.color =
        '#bbb';
    }
  ],
  [
    'a name',
    (view: Element) => {
      const button = [...view.querySelectorAll('button')].find(each =>
        each.checkVisibility()
      )!;
      ['aria-label', 'title'].forEach(name => button.removeAttribute(name));
      button.replaceChildren();
    }
  ],
  [
    'a role',
    (view: Element) => {
      view
        .querySelector('.jp-gatescope-picture')!
        .setAttribute('role', 'button-like');
    }
  ]
] as const) {
  test(`${fault} that is wrong in one sample is found, though others of its view looked right before`, async ({
    open,
    page
  }) => {
    const showsNew = newLooks();
    expect(await showsNew(page, 'light')).toBe(false);
    await open('gates-map', { theme: 'light', width: 1064 });
    expect(await showsNew(page, 'light')).toBe(true);
    await open('gates-map', { theme: 'light', width: 1064 });
    expect(await showsNew(page, 'light')).toBe(false);
    expect(await showsNew(page, 'dark')).toBe(true);
    await page.locator('.jp-gatescope-view').first().evaluate(spoil);
    expect(await showsNew(page, 'light')).toBe(true);
    expect(await findings(page, 'both')).not.toEqual([]);
  });
}

interface HeaderButton {
  readonly id: string;
  readonly seen: string;
  readonly called: string;
  readonly hasMenu: boolean;
}

/** The buttons of a view that can be pressed, those of its header and of what it says, in the order of the arrow keys. */
async function headerButtons(view: Locator): Promise<readonly HeaderButton[]> {
  return view
    .locator(
      ':scope > .jp-gatescope-header button:enabled:visible, :scope > .jp-gatescope-reading .jp-gatescope-say button:enabled:visible'
    )
    .evaluateAll(buttons =>
      buttons.map(button => {
        // A caret or an arrow is a drawing, no word.
        const seen = (button.textContent ?? '')
          .replaceAll(/[▾▸▴◂◀▶■✕⋯●]/gu, '')
          .trim();
        return {
          id: (button as HTMLElement).dataset.tool ?? 'title',
          seen,
          called: button.getAttribute('aria-label') ?? seen,
          hasMenu: button.getAttribute('aria-haspopup') === 'menu'
        };
      })
    );
}

/** A button of a view's header. */
const button = (view: Locator, { id }: HeaderButton): Locator => {
  const of =
    id === 'title' ? '.jp-gatescope-title-button' : `[data-tool="${id}"]`;
  // Of the view itself: another may stand in it, before its tools.
  return view
    .locator(
      `:scope > .jp-gatescope-header ${of}, :scope > .jp-gatescope-reading ${of}`
    )
    .first();
};

/** Presses Tab from the top of the page until the picture has the focus. */
async function tabTo(page: Page, picture: Locator): Promise<void> {
  await page.evaluate(() => {
    document.body.tabIndex = -1;
    document.body.focus();
  });
  for (let stop = 0; stop < 12; stop += 1) {
    await page.keyboard.press('Tab');
    if (await picture.evaluate(each => each === document.activeElement)) {
      return;
    }
  }
  await expect(picture, 'Tab reaches the picture').toBeFocused();
}

/** Goes from the picture through its header: M, then the arrow, which must reach each button. */
async function walkThrough(
  page: Page,
  picture: Locator,
  buttons: readonly HeaderButton[]
): Promise<void> {
  await picture.focus();
  await page.keyboard.press('m');
  const focused = page.locator('.jp-gatescope-view button:focus');
  await expect(focused).toHaveCount(1);
  const missing = new Set(buttons.map(({ id }) => id));
  for (let right = 0; right < 20 && missing.size > 0; right += 1) {
    missing.delete(
      (await focused.getAttribute('data-tool', { timeout: 5000 })) ?? 'title'
    );
    await page.keyboard.press('ArrowRight');
  }
  expect([...missing], 'tools that the arrow keys do not reach').toEqual([]);
}

/** Escape leads back to the picture, from wherever a tool has led. */
async function escapeTo(page: Page, picture: Locator): Promise<void> {
  await expect(async () => {
    if (!(await picture.evaluate(each => each === document.activeElement))) {
      await page.keyboard.press('Escape');
    }
    await expect(picture).toBeFocused({ timeout: 500 });
  }).toPass({ timeout: 20_000 });
}

/** Tools whose menu is one choice, which then stands in their menu. */
const choices = ['unit', 'layer', 'channel', 'threshold', 'sequence'];

/** Opens a menu by Enter, chooses its last entry, and finds it chosen; others are only walked and left. */
async function useMenu(page: Page, tool: HeaderButton): Promise<void> {
  await page.keyboard.press('Enter');
  const entries = page.locator('[role="menu"] button');
  await expect(entries.first()).toBeVisible();
  await page.keyboard.press('End');
  await expect(entries.locator('visible=true').last()).toBeFocused();
  if (!choices.includes(tool.id)) {
    await page.keyboard.press('Escape');
    await expect(entries).toHaveCount(0);
    return;
  }
  const chosen = (await entries.last().textContent())?.replace('✓', '');
  await page.keyboard.press('Enter');
  await expect(entries).toHaveCount(0);
  await expect(async () => {
    await page.keyboard.press('Enter');
    const checked = page.locator('[role="menu"] [aria-checked="true"]');
    const found = (await checked.last().textContent({ timeout: 1000 })) ?? '';
    await page.keyboard.press('Escape');
    expect(found.replace('✓', '')).toBe(chosen);
  }, `${tool.id}: ${chosen} is chosen`).toPass({ timeout: 20_000 });
}

/** Tools that lead to another view of the run, which is fetched first. */
const leadsAway = ['whatIf'];

/** What Enter on a tool does can be seen, or the focus is where it leads. */
async function press(page: Page, tool: HeaderButton): Promise<void> {
  await page.evaluate(() => {
    const counted = window as unknown as { changes: number };
    counted.changes = 0;
    new MutationObserver(records => {
      counted.changes += records.length;
    }).observe(document.body, {
      subtree: true,
      childList: true,
      attributes: true,
      characterData: true
    });
    for (const type of ['focusin', 'focusout']) {
      document.addEventListener(type, () => {
        counted.changes += 1;
      });
    }
  });
  await page.keyboard.press('Enter');
  await expect
    .poll(
      () =>
        page.evaluate(() => (window as unknown as { changes: number }).changes),
      { message: `${tool.seen} does something` }
    )
    .toBeGreaterThan(0);
}

/** One view from the keys alone: in, through its header, back and out. */
async function walk(
  page: Page,
  view: Locator,
  open: () => Promise<unknown>
): Promise<void> {
  const picture = view.locator('.jp-gatescope-picture').first();
  const title = view.locator(
    ':scope > .jp-gatescope-header .jp-gatescope-title'
  );
  await tabTo(page, picture);
  const name = await title.textContent();
  const reached = new Set<string>();
  const headersWalked = new Set<string>();
  for (;;) {
    const buttons = await headerButtons(view);
    const tool = buttons.find(({ id }) => !reached.has(id));
    if (!tool) {
      break;
    }
    // A button is called what is written on it: who says the words is understood.
    expect(tool.called.toLowerCase().startsWith(tool.seen.toLowerCase())).toBe(
      true
    );
    const header = buttons.map(({ id }) => id).join();
    if (!headersWalked.has(header)) {
      headersWalked.add(header);
      await walkThrough(page, picture, buttons);
    }
    await button(view, tool).focus();
    reached.add(tool.id);
    await (tool.hasMenu ? useMenu(page, tool) : press(page, tool));
    if (leadsAway.includes(tool.id)) {
      await expect(title).not.toHaveText(name ?? '');
    }
    if ((await title.textContent()) === name) {
      await escapeTo(page, picture);
    }
    const after = (await headerButtons(view)).map(({ id }) => id).join();
    if ((await title.textContent()) !== name || after !== header) {
      // It led to another view of the run, or to another state: committed, playing.
      await open();
    }
  }
  expect(reached.size).toBeGreaterThan(0);
  // Once for what a view has to clear, then out.
  await picture.focus();
  await expect(async () => {
    await page.keyboard.press('Escape');
    await expect(page.locator('.jp-gatescope-view :focus')).toHaveCount(0, {
      timeout: 500
    });
  }).toPass({ timeout: 20_000 });
}

for (const part of parts) {
  test(`every sample is walked by keys alone: in, to each tool and its choices, back and out ${part.named}`, async ({
    open,
    page,
    samples
  }) => {
    for (const sample of part.of(samples).filter(each => each !== GOES_ON)) {
      await test.step(sample, async () => {
        const again = () => open(sample, { width: 1064, motion: 'none' });
        const view = await again();
        await walk(page, view, again);
      });
    }
  });
}
