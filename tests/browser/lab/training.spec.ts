import type { Lab } from './lab';
import { expect, test } from './lab';
import { code, notebook } from './notebook';

test.use({ sharesLab: true });

/** A run of many short epochs over a made-up task, long enough to be watched. */
function training(epochs: number): string {
  return `import { layers, optimizers, random, sequential } from 'gatescope';
const noise = random(3);
const x = Array.from({ length: 96 }, () => Array.from({ length: 30 }, () => [noise.uniform()]));
const y = x.map(sequence => [sequence.reduce((sum, [value]) => sum + value, 0) / 30]);
const model = sequential([layers.lstm({ units: 8, inputShape: [null, 1] }), layers.dense({ units: 1 })], { seed: 1 });
model.compile({ optimizer: optimizers.adam({ learningRate: 0.01 }), loss: 'meanSquaredError' });
const history = await model.fit(x, y, { epochs: ${epochs}, batchSize: 16 });
console.log('the cell went on:', history.status);`;
}

async function start(lab: Lab, epochs: number): Promise<void> {
  await lab.put('training.ipynb', notebook([code(training(epochs))]));
  await lab.openLab('training.ipynb');
  await lab.kernelIsIdle();
  void lab.execute('notebook:run-all-cells').catch(() => undefined);
  await expect(lab.view(0).state).toHaveAttribute('data-state', 'training');
}

const epochOf = (lab: Lab): Promise<number> => lab.view(0).epochs();

test('a fit is watched while it runs, stopped from the view, and its cell goes on', async ({
  lab
}) => {
  await start(lab, 40_000);
  const before = await epochOf(lab);
  await expect.poll(() => epochOf(lab)).toBeGreaterThan(before + 3);
  await lab.expectAccessible('.jp-gatescope-output');
  await lab.view(0).tool('Stop').click();
  await expect(lab.cell(0).locator('.jp-OutputArea')).toContainText(
    'the cell went on: stopped'
  );
  const stopped = await epochOf(lab);
  await lab.view(0).tool('Resume').click();
  await lab.page.getByRole('menuitem', { name: 'one epoch' }).click();
  await expect.poll(() => epochOf(lab)).toBe(stopped + 1);
  expect(lab.foreignErrors()).toEqual([]);
});

test('after a reload of the page a running fit goes on and its view attaches to it again', async ({
  lab
}) => {
  await start(lab, 40_000);
  await expect.poll(() => epochOf(lab)).toBeGreaterThan(2);
  await lab.save();
  await lab.openLab('training.ipynb');
  await expect(lab.view(0).state).toHaveAttribute('data-state', 'training');
  const reopened = await epochOf(lab);
  await expect.poll(() => epochOf(lab)).toBeGreaterThan(reopened + 3);
  await lab.view(0).tool('Stop').click();
  await expect(lab.view(0).tool('Resume')).toBeVisible();
  // What the fit came to is in the notebook, though nobody listened to its cell.
  await expect
    .poll(async () => {
      await lab.save();
      return JSON.stringify((await lab.get('training.ipynb')).cells[0].outputs);
    })
    .toContain('"status":"stopped"');
  expect(lab.foreignErrors()).toEqual([]);
});

test('a replayed epoch gives its weights to the network of the notebook, and undo gives them back', async ({
  lab
}) => {
  const answer =
    "console.log('answer', model.predict([x[0]]).at(0).at(0).item().toFixed(5));";
  const fit = training(6).replace(
    'batchSize: 16 }',
    'batchSize: 16, snapshots: { x: x[0] } }'
  );
  expect(fit).toContain('snapshots');
  await lab.put(
    'epochs.ipynb',
    notebook([code(fit), code(answer), code(`history.useEpoch(0); ${answer}`)])
  );
  await lab.openLab('epochs.ipynb');
  await lab.kernelIsIdle();
  const answerOf = async (index: number): Promise<string> => {
    await lab.cell(index).locator('.cm-content').click();
    await lab.execute('notebook:run-cell');
    await lab.kernelIsIdle();
    const output = lab.cell(index).locator('.jp-OutputArea-output');
    await expect(output).toContainText('answer');
    return /answer (\S+)/.exec(await output.innerText())?.[1] ?? '';
  };
  await lab.cell(0).locator('.cm-content').click();
  await lab.execute('notebook:run-cell');
  await lab.view(0).expectLive();
  const trained = await answerOf(1);
  await lab.view(0).picture.focus();
  await lab.page.keyboard.press('Home');
  await lab.view(0).tool('Use epoch 1').click();
  await expect(lab.view(0).root).toContainText(
    'The network has the weights of epoch 1'
  );
  await expect(lab.view(0).root.locator('code')).toHaveText(
    'history.useEpoch(0);'
  );
  const first = await answerOf(1);
  expect(first).not.toBe(trained);
  await lab.view(0).picture.focus();
  await lab.page.keyboard.press('Control+z');
  await expect(lab.view(0).root.locator('.jp-gatescope-used')).toBeHidden();
  expect(await answerOf(1)).toBe(trained);
  // The line that the view showed does the same.
  expect(await answerOf(2)).toBe(first);
  await expect(lab.view(0).root).toContainText(
    'The network has the weights of epoch 1'
  );
  expect(lab.foreignErrors()).toEqual([]);
});
