import { expect, test } from './gallery';

/** Views of a run, which have each other to switch to. */
const ofRuns = [
  'review',
  'weather',
  'cell-review',
  'unrolled-review',
  'gradients-run',
  'what-if-run'
] as const;

for (const sample of ofRuns) {
  test(`from ${sample} the keys lead to every other view of the run and back`, async ({
    open,
    page
  }) => {
    await open(sample);
    const title = page.locator('.jp-gatescope-title');
    const start = ((await title.textContent()) ?? '').replace('▾', '').trim();
    const picture = page.locator('.jp-gatescope-picture').first();
    await picture.focus();
    await page.keyboard.press('v');
    const names = await page.getByRole('menuitemradio').allTextContents();
    expect(names.length).toBeGreaterThan(3);
    await page.keyboard.press('Escape');
    await expect(picture).toBeFocused();
    const places = names.map(name => name.replace('✓', '').trim());
    for (const wanted of [...places.filter(name => name !== start), start]) {
      await picture.focus();
      await page.keyboard.press('v');
      await page.keyboard.press('Home');
      for (let down = 0; down < places.indexOf(wanted); down += 1) {
        await page.keyboard.press('ArrowDown');
      }
      await page.keyboard.press('Enter');
      // The list is offered once the view stands: weights and Jacobians come from the kernel.
      await expect(title).toContainText(`${wanted} ▾`);
      await expect(picture).toBeFocused();
    }
  });

  test(`a step of ${sample} is pinned and let go by Enter, seen and said`, async ({
    open,
    page
  }) => {
    await open(sample);
    await page.locator('.jp-gatescope-picture').first().focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowRight');
    const mark = page.locator('.jp-gatescope-pin');
    await expect(mark).toBeHidden();
    await page.keyboard.press('Enter');
    await expect(mark).toBeVisible();
    await expect(mark).toHaveText('Pinned ✕');
    const spoken = page.locator('.jp-gatescope-hidden[role="status"]').first();
    await expect(spoken).toContainText(/pinned at (step|day|token) 1/);
    await page.keyboard.press('Enter');
    await expect(mark).toBeHidden();
    await expect(spoken).toContainText('no longer pinned');
  });
}

for (const sample of ['review', 'cell-review', 'unrolled-review']) {
  test(`the channel of ${sample} is chosen by PgDn and PgUp`, async ({
    open,
    page
  }) => {
    await open(sample);
    await page.locator('.jp-gatescope-picture').first().focus();
    const channel = () =>
      page.evaluate(
        () =>
          (
            window as unknown as {
              gallery: { cursor: { position: { channel: string | null } } };
            }
          ).gallery.cursor.position.channel
      );
    await page.keyboard.press('PageDown');
    const first = await channel();
    await page.keyboard.press('PageDown');
    const second = await channel();
    expect(second).not.toBe(first);
    expect(second).not.toBeNull();
    await page.keyboard.press('PageUp');
    expect(await channel()).toBe(first);
  });
}

test('the channel that What if holds is chosen by PgDn and PgUp', async ({
  open,
  page
}) => {
  await open('what-if-run');
  await page.locator('.jp-gatescope-picture').first().focus();
  const tool = page.locator('[data-tool="channel"]').first();
  await expect(tool).toContainText('f');
  await page.keyboard.press('PageDown');
  await expect(tool).toContainText('i');
  await expect(
    page.locator('.jp-gatescope-hidden[role="status"]').first()
  ).toContainText('hold i');
  await page.keyboard.press('PageUp');
  await expect(tool).toContainText('f');
});

test('that a brushed selection is gone is said', async ({ open, page }) => {
  await open('review');
  await page.locator('.jp-gatescope-picture').first().focus();
  await page.keyboard.press('Shift+ArrowRight');
  await expect(page.locator('.jp-gatescope-selection')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.locator('.jp-gatescope-selection')).toBeHidden();
  await expect(
    page.locator('.jp-gatescope-hidden[role="status"]').first()
  ).toContainText('nothing is selected any more');
});

test('Enter in a training pins the step that its replay shares with other views, seen and said', async ({
  open,
  page
}) => {
  await open('training');
  const picture = page.locator('.jp-gatescope-picture').first();
  const mark = page.locator('.jp-gatescope-pin').first();
  await page.evaluate(() => {
    (
      window as unknown as {
        gallery: { cursor: { move(to: object, source: object): void } };
      }
    ).gallery.cursor.move({ step: 3 }, {});
  });
  await picture.focus();
  await page.keyboard.press('Enter');
  await expect(mark).toHaveText('Pinned ✕');
  await expect(mark).toBeVisible();
  await expect(
    page.locator('.jp-gatescope-hidden[role="status"]').first()
  ).toContainText(/pinned at (step|day|token) 3/);
  await page.keyboard.press('Enter');
  await expect(mark).toBeHidden();
});

for (const sample of ['predict-bars', 'check', 'summary', 'confusion']) {
  test(`${sample} has no cursor to pin, and says nothing of one`, async ({
    open,
    page
  }) => {
    await open(sample);
    await page.locator('.jp-gatescope-picture').first().focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await expect(page.locator('.jp-gatescope-pin').first()).toBeHidden();
    await expect(
      page.locator('.jp-gatescope-hidden[role="status"]').first()
    ).not.toContainText('pinned');
  });
}
