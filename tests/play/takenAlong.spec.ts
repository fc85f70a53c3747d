import { readFileSync } from 'node:fs';
import { expect, learned, test } from './page';
import { boxOf } from '../boxOf';

/** What a browser reads of a GIF, and whether its first frame and its last are two pictures. */
async function framesOf(base64: string) {
  const data = Uint8Array.from(atob(base64), each => each.charCodeAt(0));
  const decoder = new ImageDecoder({ data, type: 'image/gif' });
  await decoder.tracks.ready;
  await decoder.completed;
  const frames = decoder.tracks.selectedTrack!.frameCount;
  const pictures: string[] = [];
  let seconds = 0;
  for (let frameIndex = 0; frameIndex < frames; frameIndex++) {
    const { image } = await decoder.decode({ frameIndex });
    seconds += image.duration! / 1e6;
    const canvas = document.createElement('canvas');
    canvas.width = image.displayWidth;
    canvas.height = image.displayHeight;
    canvas.getContext('2d')!.drawImage(image, 0, 0);
    pictures.push(canvas.toDataURL());
  }
  return { frames, seconds, differ: pictures[0] !== pictures.at(-1) };
}

test('a notebook and a picture can be taken along', async ({
  page,
  address,
  browserName
}) => {
  test.skip(browserName === 'firefox', 'it tells nobody of a download');
  await page.goto(`${address}#epoch=4`);
  await learned(page, 4);
  const notebook = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Open as notebook' }).click();
  const cells = JSON.parse(
    readFileSync(await (await notebook).path(), 'utf8')
  ).cells;
  expect(cells[1].source).toContain('epochs: 4');
  const picture = page.waitForEvent('download');
  await page.getByText('Picture ▾').click();
  await page.getByRole('menuitem', { name: 'SVG' }).click();
  const text = readFileSync(await (await picture).path(), 'utf8');
  expect(text).toContain('How long can a network remember?');
  expect(text).toMatch(/LSTM right at \d+ of 24 delays, plain RNN at \d+/);
  expect(text).toContain('8 units · each at its best rate · seed 1');
  // Each network's rows, an image a network.
  const maps = text.match(/<image [^>]*href="data:image\/png;base64,[^"]+"/g)!;
  expect(maps).toHaveLength(2);
  expect(maps[0]).not.toBe(maps[1]);
  const png = page.waitForEvent('download');
  await page.getByText('Picture ▾').click();
  await page.getByRole('menuitem', { name: 'PNG' }).click();
  expect(
    readFileSync(await (await png).path())
      .subarray(1, 4)
      .toString()
  ).toBe('PNG');
  const loop = page.waitForEvent('download');
  await page.getByText('Picture ▾').click();
  await page.getByRole('menuitem', { name: 'Ten-second loop' }).click();
  const gif = readFileSync(await (await loop).path()).toString('base64');
  expect(await page.evaluate(framesOf, gif)).toEqual({
    frames: 5,
    seconds: expect.closeTo(10, 0),
    differ: true
  });
});

test('by keys alone code of any language is reached, and Escape closes the list', async ({
  page,
  address
}) => {
  await page.goto(`${address}#epoch=2&delay=5`);
  await learned(page, 2);
  const list = page.getByRole('button', { name: 'Copy code' });
  await list.focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Escape');
  await expect(list).toBeFocused();
  await expect(page.getByRole('menuitem', { name: 'Keras' })).toBeHidden();
  await page.keyboard.press('Enter');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(page.getByLabel('Keras', { exact: true })).toHaveValue(
    /keras\.Sequential/
  );
});

test('code whose worker ends before it has written it is refused in words, and given when it is asked for again', async ({
  page,
  address
}) => {
  await page.goto(`${address}#cells=own,lstm&delay=5`);
  await page
    .locator('.play-own textarea')
    .fill('while (true) {}\nreturn { h: tanh(add(matmul(x, W), b)) };');
  await page.getByRole('button', { name: 'Run this cell' }).click();
  const ask = async () => {
    await page.getByText('Copy code ▾').click();
    await page.getByRole('menuitem', { name: 'Keras' }).click();
  };
  await ask();
  await expect(page.locator('.play-notice')).toContainText(
    'Your cell’s step has not come back yet.'
  );
  await page.getByLabel('Upper network', { exact: true }).selectOption('gru');
  await expect(page.locator('.play-code')).toContainText(
    'its worker was ended before it had written it'
  );
  await learned(page, 1);
  await ask();
  await expect(page.getByLabel('Keras', { exact: true })).toHaveValue(
    /keras\.Sequential/
  );
});

test('an article has the page in it as it stands, by the code that the page offers', async ({
  page,
  address
}) => {
  await page.goto(`${address}#delay=7&seed=3&epoch=2`);
  await learned(page, 2);
  await page.getByRole('button', { name: 'Embed' }).click();
  const code = await page.getByLabel('Embed', { exact: true }).inputValue();
  await page.route(`${address}article.html`, route =>
    route.fulfill({
      contentType: 'text/html',
      body: `<!doctype html><title>An article</title><p>Words.</p>${code}`
    })
  );
  await page.goto(`${address}article.html`);
  const inside = page.frameLocator('gatescope-play iframe');
  await expect(inside.locator('.play-epoch')).toHaveText('epoch 2');
  await expect(inside.locator('.play-chip b').first()).toHaveText('1 – 7');
  const frame = page.locator('gatescope-play iframe');
  const inner = await inside
    .locator('#play')
    .evaluate(host => host.getBoundingClientRect().height);
  await expect
    .poll(async () => (await boxOf(frame)).height)
    .toBeCloseTo(inner, -1);
});
