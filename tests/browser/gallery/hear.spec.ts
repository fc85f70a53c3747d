import { expect, test } from './gallery';

test('a gate is heard on wish: P begins, P stops, and nothing sounds before', async ({
  open,
  page
}) => {
  await page.addInitScript(() => {
    const made: AudioContext[] = [];
    Object.assign(window, { made });
    window.AudioContext = class extends AudioContext {
      constructor() {
        super();
        made.push(this);
      }
    };
  });
  const states = () =>
    page.evaluate(() =>
      (window as unknown as { made: AudioContext[] }).made.map(
        ({ state }) => state
      )
    );
  await open('review');
  await page.locator('.jp-gatescope-picture').first().focus();
  await page.keyboard.press('ArrowLeft');
  expect(await states()).toEqual([]);
  await page.keyboard.press('Shift+P');
  expect(await states()).toHaveLength(1);
  expect(await states()).not.toContain('closed');
  await page.keyboard.press('p');
  await expect.poll(states).toEqual(['closed']);
  await expect(
    page.locator('.jp-gatescope-hidden[role="status"]').first()
  ).toHaveText('The sound is stopped.');
});
