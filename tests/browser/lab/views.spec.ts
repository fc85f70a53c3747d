import { expect, test, View } from './lab';
import { code, notebook } from './notebook';

test.use({ sharesLab: true });

test('a guess that is committed in a copy of an output stands in both views of the notebook, and is saved', async ({
  lab
}) => {
  await lab.put(
    'views.ipynb',
    notebook([
      code(
        `import { predict, show } from 'gatescope';
show(predict({
  key: 'kept',
  question: 'Draw what is kept.',
  truth: Array.from({ length: 12 }, (_, t) => 0.9 ** t),
  quantity: { name: 'c', range: [0, 1] }
}));`
      )
    ])
  );
  await lab.openLab('views.ipynb');
  await lab.runAll();
  await lab.view(0).picture.waitFor();
  await lab.execute('docmanager:clone');
  const panels = lab.page.locator('.jp-NotebookPanel');
  const views = [0, 1].map(
    at => new View(panels.nth(at).locator('.jp-gatescope-output'))
  );
  await views[1].picture.waitFor();
  await lab.execute('notebook:create-output-view');
  const copy = new View(
    lab.page.locator('.jp-LinkedOutputView .jp-gatescope-output')
  );
  await copy.root.locator('input[type="text"]').fill('0.9^t');
  await copy.root.locator('input[type="text"]').press('Enter');
  // Its panel is lower than the view, so this one must be scrolled to.
  await copy.tool('Fairly sure').click();
  await copy.tool(/^Commit/).click();
  for (const view of [copy, ...views]) {
    await expect(view.tool(/^Committed/)).toBeAttached();
  }
  await copy.expectLive();
  await panels.first().click();
  await lab.save();
  const [{ metadata }] = (await lab.get('views.ipynb')).cells;
  expect(metadata).toMatchObject({
    gatescope: { predictions: { kept: { committed: true } } }
  });
  expect(lab.foreignErrors()).toEqual([]);
});
