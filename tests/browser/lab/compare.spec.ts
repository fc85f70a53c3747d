import { expect, test } from './lab';
import { code, notebook } from './notebook';

test.use({ sharesLab: true });

const networks = `import { gru, lstm, show } from 'gatescope';
const series = Array.from({ length: 12 }, (_, t) => [Math.sin(t / 2)]);
const one = lstm({ inputSize: 1, units: 4, seed: 7 }).run(series, { title: 'LSTM' });
// A run that was shown with a change keeps it.
const two = gru({ inputSize: 1, units: 4, seed: 7 }).run(series, { title: 'GRU' }).clamp({ channel: 'z', value: 0.5, steps: [6] });
show([one, two]);`;

/** The mean of h over the units at the last step, as the views write it. */
const means = `const mean = (run: { h: typeof one.h }) => run.h.at(-1).mean().item().toFixed(2).replace('-', '−').replace('−0.00', '0.00');
const edit = { steps: 3, value: 2.5 };
console.log(JSON.stringify([one, two].map(run => mean(run) + ' → ' + mean(run.edit(edit)))));`;

test('an edit of what two networks read is computed by the kernel for both, and undone', async ({
  lab
}) => {
  await lab.put('compare.ipynb', notebook([code(networks), code(means)]));
  await lab.openLab('compare.ipynb');
  await lab.runAll();
  const view = lab.view(0);
  await view.expectLive();
  const printed = lab.cell(1).locator('.jp-OutputArea-output').first();
  await expect(printed).toContainText(']');
  const expected = JSON.parse((await printed.textContent()) ?? '') as string[];

  await view.picture.focus();
  await view.picture.press('Home');
  for (let step = 0; step < 3; step += 1) {
    await view.picture.press('ArrowRight');
  }
  await view.picture.press('i');
  await lab.page.keyboard.type('2.5');
  await lab.page.keyboard.press('Enter');
  const asked = view.root.locator('.jp-gatescope-asked');
  await expect(asked).toContainText('at step 3 from 1.00 to 2.50');
  await lab.page.keyboard.press('Escape');
  await view.picture.press('End');
  const words = view.root.locator('.jp-gatescope-compare-words');
  for (const arrow of expected) {
    await expect(words.filter({ hasText: arrow })).not.toHaveCount(0);
  }
  await lab.expectAccessible('.jp-gatescope-output');

  await view.picture.press('Control+z');
  await expect(asked).not.toContainText('Edited');
  await expect(words.first()).not.toContainText('→');
  expect(lab.foreignErrors()).toEqual([]);
});
