import type { Lab } from './lab';
import { expect, test } from './lab';
import type { CellJson, NotebookJson } from './notebook';
import { code, notebook } from './notebook';
import { sineModel } from './pytorchModel';

test.use({ sharesLab: true });

const model = `${sineModel(40)}
run = gatescope.show(model, x, target=y, loss=nn.MSELoss(), unit=0)`;

/** Prints each channel of a run: `{f: [[…], …], …}`. */
function printed(run: string): CellJson {
  return code(
    `import json\nprint(json.dumps({name: ${run}["lstm"][name].tolist() for name in "figoch"}))`
  );
}

function python(cells: readonly CellJson[]): NotebookJson {
  return notebook(cells, {
    kernelspec: {
      name: 'python3',
      display_name: 'Python 3',
      language: 'python'
    }
  });
}

async function open(lab: Lab, ...more: readonly CellJson[]): Promise<void> {
  await lab.put('python.ipynb', python([code(model), ...more]));
  await lab.openLab('python.ipynb');
  await lab.runAll();
  await lab.view(0).expectLive();
}

async function channels(
  lab: Lab,
  cell: number
): Promise<Readonly<Record<string, readonly (readonly number[])[]>>> {
  const output = lab.cell(cell).locator('.jp-OutputArea-output').first();
  await expect(output).toContainText('}');
  return JSON.parse((await output.textContent()) ?? '');
}

async function expectSame(
  lab: Lab,
  cell: number,
  names: readonly string[]
): Promise<void> {
  const computed = await channels(lab, cell);
  const table = await lab.view(0).table();
  for (const name of names) {
    const largest = Math.max(
      ...computed[name].map((row, step) => Math.abs(row[0] - table[name][step]))
    );
    expect(largest).toBeLessThanOrEqual(0.5e-4 + 1e-6);
  }
}

test('a PyTorch model of a Python notebook is drawn live, with the numbers that PyTorch computed', async ({
  lab
}) => {
  await open(lab, printed('run'));
  await expectSame(lab, 1, ['f', 'i', 'g', 'o', 'c', 'h']);
  await lab.expectAccessible('.jp-gatescope-output');
  expect(lab.foreignErrors()).toEqual([]);
});

test('every view of a trace draws a PyTorch model', async ({ lab }) => {
  const views = ['cell', 'unrolled', 'whatIf', 'gradients'];
  await open(
    lab,
    ...views.map(view => code(`gatescope.show(run, view="${view}", unit=0);`))
  );
  for (const index of views.keys()) {
    const view = lab.view(index + 1);
    await view.root.scrollIntoViewIfNeeded();
    await view.expectLive();
    await expect(view.root.locator('svg').first()).toBeVisible();
    await expect(view.root).not.toContainText('NaN');
  }
  expect(lab.foreignErrors()).toEqual([]);
});

test('a gate that is clamped in the picture is clamped in PyTorch, and the code is Python that runs', async ({
  lab
}) => {
  await lab.page
    .context()
    .grantPermissions(['clipboard-read', 'clipboard-write']);
  await open(lab);
  const view = lab.view(0);
  await view.tool('What if').click();
  await view.picture.focus();
  await view.picture.press('End');
  await view.picture.press('Shift+ArrowLeft');
  await view.root.getByRole('button', { name: 'hold f at 1' }).click();
  await expect(view.answer).toContainText('changes from step');
  const held = await view.table();
  await view.tool('Copy code').click();
  const copied = await lab.page.evaluate(() => navigator.clipboard.readText());
  expect(copied).toContain('gatescope.show(run.clamp("f", 1');
  const named = copied.replace('gatescope.show(', 'held = gatescope.show(');
  await lab.put(
    'again.ipynb',
    python([code(model), code(named), printed('held')])
  );
  await lab.openLab('again.ipynb');
  await lab.runAll();
  const again = await channels(lab, 2);
  again['h'].forEach((row, step) =>
    expect(held['h'][step]).toBeCloseTo(row[0], 4)
  );
  expect(lab.foreignErrors()).toEqual([]);
});

test('after training the picture says at once that it is of the past', async ({
  lab
}) => {
  await lab.put(
    'python.ipynb',
    python([
      code(model),
      code(
        `optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
for _ in range(3):
    optimizer.zero_grad(); nn.MSELoss()(model(x), y).backward(); optimizer.step()`
      )
    ])
  );
  await lab.openLab('python.ipynb');
  await lab.runAll();
  await expect(lab.view(0).state).toHaveAttribute('data-state', 'stale');
});

test('a loop of one’s own is drawn while it runs, and Stop ends it after its epoch', async ({
  lab
}) => {
  await lab.put(
    'python.ipynb',
    python([
      // A page that has met the kernel before hears of a cell that runs.
      code('import time, gatescope\ngatescope.history({"loss": [2, 1]})'),
      code(`training = gatescope.Training(epochs=100_000, batches=2)
for epoch in training:
    for batch in range(2):
        time.sleep(0.05)
        training.batch(1 / (1 + epoch))
    training.log(val_loss=2 / (1 + epoch))`),
      code('print("ended as", training.status, training.epochs < 100_000)')
    ])
  );
  await lab.openLab('python.ipynb');
  await lab.kernelIsIdle();
  await lab.execute('notebook:run-cell-and-select-next');
  await lab.view(0).expectLive();
  // The command ends with the cells, which is when they are stopped.
  const ran = lab.execute('notebook:run-all-below');
  const view = lab.view(1);
  await expect(view.state).toHaveAttribute('data-state', 'training');
  // What is far off the screen is not painted yet, and says no epochs.
  await view.root.scrollIntoViewIfNeeded();
  await expect.poll(() => view.epochs()).toBeGreaterThan(3);
  await view.tool('Stop').click();
  await ran;
  await expect(lab.cell(2).locator('.jp-OutputArea-output')).toContainText(
    'ended as stopped True'
  );
  await expect(view.root).toContainText(/stopped/i);
  // A loop in Python goes on when its cell is run again.
  await expect(view.tool('Resume')).toHaveCount(0);
  expect(lab.foreignErrors()).toEqual([]);
});

test('weights by gate of a PyTorch model are drawn', async ({ lab }) => {
  await open(lab, code('gatescope.show(gatescope.weights(run));'));
  const view = lab.view(1);
  await view.expectLive();
  // What is far off the screen is not painted yet.
  await view.root.scrollIntoViewIfNeeded();
  await expect(view.root).toContainText('‖W_f‖');
  await expect(view.root.locator('canvas, svg').first()).toBeVisible();
  expect(lab.foreignErrors()).toEqual([]);
});
