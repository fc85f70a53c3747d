import AxeBuilder from '@axe-core/playwright';
import {
  epochOf,
  expect,
  lane,
  learned,
  test,
  whileAnotherLearns
} from './page';
import { boxOf } from '../boxOf';

test('keys stay where they are when what was pressed goes', async ({
  page,
  address
}) => {
  await page.goto(`${address}#epoch=4`);
  await learned(page, 4);
  const there = () => page.evaluate(() => document.activeElement!.textContent);
  const invitation = page.locator('.play-invite');
  await expect(invitation).toHaveText('Now break the LSTM: hold f at 0.5');
  await invitation.press('Enter');
  await expect(invitation).toHaveText('Let it go');
  await expect(invitation).toBeFocused();
  await page.getByRole('button', { name: 'radius to 1' }).press('Enter');
  const next = page.locator('.play-try');
  await expect(next).toHaveText('Or break the LSTM: hold f at 0.5 →');
  await expect(next).toBeFocused();
  await invitation.press('Enter');
  await page.getByRole('button', { name: 'newest' }).press('Enter');
  await expect(page.getByLabel('Epoch that is looked at')).toBeFocused();
  const story = page.getByRole('button', { name: 'Show me, in six steps' });
  await story.press('Enter');
  await page.locator('.play-guesses button').first().press('Enter');
  expect(await there()).toBe('the plain RNN');
  // The page is as it was before the story, and says what is held then.
  await page.getByRole('button', { name: 'Leave' }).press('Enter');
  await expect(story).toBeFocused();
  await learned(page, 4);
  expect(await epochOf(page)).toBe(4);
  await expect(page.locator('.play-live')).toHaveText(
    /Plain RNN after epoch 4: .*LSTM after epoch 4: right at \d+ of 24 delays$/
  );
  await page.locator(lane(1)).getByLabel('hold').selectOption('f');
  await expect(page.locator('.play-live')).toHaveText(
    /LSTM after epoch 4: right at \d+ of 24 delays, with f at [\d.]+$/
  );
});

test('D says what a lane shows, again the next thing, and a key leads there', async ({
  page,
  address
}) => {
  await page.goto(`${address}#epoch=12`);
  await learned(page, 12);
  const told = page.locator(lane(1)).locator('.play-told');
  await page.locator(lane(1)).locator('.play-belt').focus();
  await page.keyboard.press('d');
  await expect(told).toHaveText(/^LSTM after epoch 12: [A-Z].*\.$/);
  const first = await told.textContent();
  await page.keyboard.press('d');
  await expect(told).not.toHaveText(first!);
  await page.keyboard.press('h');
  await expect(told).toHaveText(
    /^LSTM after epoch 12: Unit 0’s cell state c is highest, −?[\d.]+, at step \d+/
  );
  const [, value, step] = /highest, (\S+), at step (\d+)/.exec(
    (await told.textContent())!
  )!;
  const readout = page.locator(lane(1)).locator('.play-readout');
  await expect(readout).toHaveText(
    new RegExp(`^step ${step}, unit 0: .*= ${value}$`)
  );
  // What an arrow key leads to is said, too.
  await page.keyboard.press('ArrowDown');
  await expect(page.locator('.play-live')).toHaveText(
    new RegExp(`^step ${step}, unit 1: c = `)
  );
  await page.locator(lane(1)).getByRole('button', { name: 'Describe' }).click();
  await expect(told).toHaveText(/^LSTM after epoch 12: /);
  // Words of another picture do not stay.
  await page.getByLabel('Lower network', { exact: true }).selectOption('gru');
  await expect(told).toHaveText('');
});

test('the horizons are walked and described by keys', async ({
  page,
  address
}) => {
  await page.goto(`${address}#epoch=12`);
  await learned(page, 12);
  const horizons = page.locator('.play-horizons .jp-gatescope-horizons');
  await horizons.focus();
  await page.keyboard.press('End');
  const said = page.locator('.play-live');
  await expect(said).toHaveText(
    /^Epoch 12, delay 24: the plain RNN [\d.]+, the LSTM [\d.]+, from 0 \(chance\) to 1 \(always right\)\.$/
  );
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowLeft');
  await expect(said).toHaveText(/^Epoch 11, delay 23: /);
  await expect.poll(() => page.url()).toContain('epoch=11&shown=23');
  const told = page.locator('.play-horizons .play-told');
  await page.keyboard.press('d');
  await expect(told).toHaveText(
    /^After epoch 11, from 0 \(chance\) to 1 \(always right\): What the .*delay/
  );
  const first = await told.textContent();
  await page.keyboard.press('d');
  await expect(told).not.toHaveText(first!);
  await page.keyboard.press('PageDown');
  await expect(said).toHaveText('Now on the LSTM.');
  await page.keyboard.press('h');
  await expect(told).toHaveText(/: What the LSTM holds is highest, /);
});

for (const width of [390, 1440]) {
  test(`what can be pressed is at least 24 px wide and high at ${width} px`, async ({
    page,
    address
  }) => {
    await page.setViewportSize({ width, height: 900 });
    await page.goto(`${address}#epoch=2&hold=1,f,0.5&cells=own,lstm`);
    await page.getByRole('button', { name: 'Run this cell' }).click();
    await learned(page, 2);
    await page.getByRole('button', { name: 'Embed' }).click();
    await page.locator(lane(1)).getByRole('button', { name: 'Table' }).click();
    const small = await page
      .locator('button, select, input, a, summary, textarea, [tabindex="0"]')
      .evaluateAll(all =>
        all
          .map(each => ({ each, box: each.getBoundingClientRect() }))
          .filter(({ box }) => box.width > 0)
          // A step of a long sequence is as wide as it can be: what flips it by its number is larger.
          .filter(
            ({ each, box }) =>
              box.height < 24 ||
              (box.width < 24 && !each.classList.contains('play-dot'))
          )
          .map(
            ({ each, box }) => `${each.outerHTML} ${box.width} ${box.height}`
          )
      );
    expect(small).toEqual([]);
  });
}

for (const width of [320, 390]) {
  test(`at ${width} px one lane is above the other, and what runs stays below, in a thumb’s reach`, async ({
    page,
    address
  }) => {
    await page.setViewportSize({ width, height: 800 });
    await page.goto(`${address}#epoch=2`);
    await learned(page, 2);
    const lanes = page.locator('.play-lane');
    const [above, below] = [
      await boxOf(lanes.nth(0)),
      await boxOf(lanes.nth(1))
    ];
    expect(below.y).toBeGreaterThan(above.y + above.height);
    expect(below.x).toBe(above.x);
    // What is to be seen comes before what can be set, also for keys.
    const order = await page
      .locator('.play-race, .play-controls')
      .evaluateAll(all => all.map(each => each.className));
    expect(order).toEqual(['play-race', 'play-controls']);
    if (width === 390) {
      const head = await boxOf(page.locator('.play-horizons h2'));
      expect(head.y + head.height).toBeLessThan(800 - 62);
    }
    const train = page.getByRole('button', { name: 'Train', exact: true });
    await page.locator('footer').scrollIntoViewIfNeeded();
    const box = await boxOf(train);
    expect(box.y).toBeGreaterThan(700);
    expect(box.y + box.height).toBeLessThanOrEqual(800);
    expect(box.height).toBeGreaterThanOrEqual(44);
    await train.click();
    await learned(page, 3);
    // The last words of the page are above the bar.
    await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
    const last = await boxOf(page.locator('.play-live'));
    expect(last.y + last.height).toBeLessThanOrEqual(box.y);
  });
}

test('at 820 px what belongs to the horizons stands beside them', async ({
  page,
  address
}) => {
  await page.setViewportSize({ width: 820, height: 900 });
  await page.goto(`${address}#epoch=2`);
  await learned(page, 2);
  const plot = await boxOf(page.locator('.jp-gatescope-horizons'));
  const luck = await boxOf(page.locator('.play-luck'));
  expect(luck.x).toBeGreaterThan(plot.x + plot.width);
  expect(luck.y).toBeLessThan(plot.y + plot.height);
  expect(luck.x + luck.width).toBeGreaterThan(0.95 * 820);
});

test('a step is chosen by its number and flipped', async ({
  page,
  address
}) => {
  await page.goto(`${address}#epoch=2`);
  await learned(page, 2);
  await page.getByLabel('Step that is read').fill('5');
  const dot = page.locator(lane(1)).locator('.play-dot').nth(5);
  await expect(dot).toHaveClass(/play-cursor/);
  const before = await dot.getAttribute('title');
  await page.getByRole('button', { name: 'flip it: step 5' }).click();
  await expect(dot).not.toHaveAttribute('title', before!);
  await expect.poll(() => page.url()).toContain('flip=5');
  await expect(page.locator('.play-live')).toHaveText(
    /^the plain RNN says “[01]”, (right|it was [01]); the LSTM says “[01]”, /
  );
});

for (const [width, task] of [320, 390, 820, 2560].flatMap(each =>
  ['bit', 'words', 'weather'].map(name => [each, name] as const)
)) {
  test(`nothing scrolls sideways at ${width} px with ${task}`, async ({
    page,
    address
  }) => {
    await page.setViewportSize({ width, height: 900 });
    await page.goto(`${address}#task=${task}&epoch=2`);
    await learned(page, 2);
    expect(
      await page.evaluate(
        () =>
          document.documentElement.scrollWidth -
          document.documentElement.clientWidth
      )
    ).toBe(0);
  });
}

for (const [look, words] of ['light', 'dark', 'contrast'].flatMap(each =>
  ['', '&task=words'].map(words => [each, words] as const)
)) {
  test(`everybody can use it in ${look}${words}`, async ({ page, address }) => {
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await page.goto(`${address}#epoch=2&hold=1,f,0.5${words}`);
    await page.getByLabel('Colors').selectOption(look);
    await learned(page, 2);
    await page.locator(lane(1)).locator('.play-belt').focus();
    await page.keyboard.press('t');
    await expect(page.locator('.play-table table')).toBeVisible();
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(
      violations.map(
        ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`
      )
    ).toEqual([]);
  });
}

test('with reduced motion nothing runs until it is asked to', async ({
  page,
  address,
  browserName
}) => {
  test.skip(
    browserName === 'firefox',
    'the standard’s protocol tells no preference of motion'
  );
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.goto(address);
  await expect(
    page.getByRole('button', { name: 'Train', exact: true })
  ).toBeVisible();
  await whileAnotherLearns(page, address, 2);
  expect(await epochOf(page)).toBe(0);
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await learned(page, 2);
});
