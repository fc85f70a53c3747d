import { readFileSync } from 'node:fs';
import { LESSON, SITE, expect, newCell, test } from './page';

const SAVE = `import { layers, sequential } from 'gatescope';
const model = sequential([layers.lstm({ units: 3, inputShape: [2, 1] }), layers.dense({ units: 1 })], { seed: 1 });
await model.save('mine/lstm.safetensors');
const x = [[[0.1], [0.2]]];
model.predict(x).toArray().join()`;
const LOAD = `import { loadModel } from 'gatescope';
(await loadModel('mine/lstm.safetensors')).predict([[[0.1], [0.2]]]).toArray().join()`;

test('a model that a cell saves shows in the file browser, outlives a reload, loads again and can be downloaded', async ({
  page
}) => {
  await page.goto(LESSON);
  const first = await newCell(page);
  await first.run(SAVE);
  await expect(first.prompt).not.toHaveText('[*]:');
  const said = ((await first.output.last().textContent()) ?? '').trim();
  expect(said).toMatch(/^'-?\d+\.\d+'$/);

  await page.goto(LESSON);
  const again = await newCell(page);
  await again.run(LOAD);
  await expect(again.output.last()).toHaveText(said);
  await again.run("await loadModel('other.safetensors')");
  await expect(again.output.last()).toContainText('does not exist');

  await page.goto(`${SITE}/lab/index.html`);
  const item = (name: string) =>
    page.locator('.jp-DirListing-item', { hasText: name });
  await item('mine').dblclick();
  await item('lstm.safetensors').click({ button: 'right' });
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.locator('.lm-Menu-item', { hasText: /^Download/ }).click()
  ]);
  const bytes = readFileSync(await download.path());
  // A safetensors file begins with the length of its header, which is JSON.
  const length = Number(bytes.readBigUInt64LE(0));
  expect(() =>
    JSON.parse(bytes.subarray(8, 8 + length).toString('utf8'))
  ).not.toThrow();
});
