import type { Lab, View } from './lab';
import { expect, test, themes } from './lab';
import type { CellJson } from './notebook';
import { code, notebook } from './notebook';
import { boxOf } from '../../boxOf';

test.use({ sharesLab: true });

const network = `import { lstm, show } from 'gatescope';
const series = Array.from({ length: 40 }, (_, t) => Math.sin(t / 4));
const run = lstm({ inputSize: 1, units: 4, seed: 7 }).run(series);
show(run);`;

/** Prints each channel of `run` as the kernel computed it: `{f: [[…], …], …}`. */
function printed(run: string): CellJson {
  return code(
    `console.log(JSON.stringify(Object.fromEntries(['f', 'i', 'g', 'o', 'c', 'h'].map(name => [name, ${run}.channel(name).toArray()]))))`
  );
}

type Channels = Readonly<Record<string, readonly (readonly number[])[]>>;

async function readPrinted(lab: Lab, cell: number): Promise<Channels> {
  const output = lab.cell(cell).locator('.jp-OutputArea-output').first();
  await expect(output).toContainText('}');
  return JSON.parse((await output.textContent()) ?? '') as Channels;
}

/** The columns of the view's table of one unit hold the kernel's numbers. */
async function expectTable(
  view: View,
  channels: Channels,
  { unit = 0, names = ['f', 'i', 'g', 'o', 'c', 'h'] } = {}
): Promise<void> {
  const table = await view.table();
  for (const name of names) {
    const computed = channels[name].map(values => values[unit]);
    // The table has four decimals.
    const largest = Math.max(
      ...computed.map((value, step) => Math.abs(value - table[name][step]))
    );
    expect(table[name]).toHaveLength(computed.length);
    expect(largest).toBeLessThanOrEqual(0.5e-4 + 1e-6);
  }
}

/** What if shows the channel that is held, and the states. */
const whatIf = { names: ['f', 'c', 'h'] };

async function open(lab: Lab, ...more: readonly CellJson[]): Promise<void> {
  await lab.put('live.ipynb', notebook([code(network), ...more]));
  await lab.openLab('live.ipynb');
  await lab.runAll();
  await lab.view(0).expectLive();
}

test('a cell run in the kernel is drawn live, and what is hovered is what the kernel computed', async ({
  lab
}) => {
  await open(lab, printed('run'));
  const channels = await readPrinted(lab, 1);
  const view = lab.view(0);
  const box = await boxOf(view.picture);
  if (box === null) {
    throw new Error('the picture has no place on the page');
  }
  const seen = new Set<string>();
  for (let row = 1; row < 16; row += 1) {
    await lab.page.mouse.move(
      box.x + box.width * (0.2 + 0.035 * row),
      box.y + (box.height * row) / 16
    );
    if (!(await view.tooltip.isVisible())) {
      continue;
    }
    const text = (await view.tooltip.innerText()).replaceAll('−', '-');
    const [, step, unit] = /(?:step|day) (\d+) · unit (\d+)/.exec(text) ?? [];
    const [, letter, value] =
      /^\s*([figoch])\s[a-z ]+?\s(-?[\d.]+)/m.exec(
        text.replace(/^.*unit \d+/, '')
      ) ?? [];
    expect(Number(value)).toBeCloseTo(
      channels[letter][Number(step)][Number(unit)],
      2
    );
    seen.add(letter);
  }
  expect([...seen].sort()).toEqual(['c', 'f', 'g', 'h', 'i', 'o']);
  await expectTable(view, channels);
  expect(lab.foreignErrors()).toEqual([]);
});

test('below a map higher than the page, the numbers at the pointer stay on the page', async ({
  lab
}) => {
  const tall = network.replace('units: 4', 'units: 256');
  await lab.put('tall.ipynb', notebook([code(tall)]));
  await lab.openLab('tall.ipynb');
  await lab.runAll();
  const view = lab.view(0);
  await view.expectLive();
  const shown = await boxOf(lab.page.locator('.jp-Notebook'));
  const bottom = (shown?.y ?? 0) + (shown?.height ?? 0);
  await view.picture.evaluate(element => element.scrollIntoView());
  const box = await boxOf(view.picture);
  expect(box?.height).toBeGreaterThan(bottom);
  await lab.page.mouse.move((box?.x ?? 0) + 300, (box?.y ?? 0) + 200);
  await expect(view.tooltip).toBeVisible();
  const words = await boxOf(view.changed);
  expect((words?.y ?? Infinity) + (words?.height ?? 0)).toBeLessThanOrEqual(
    bottom + 1
  );
  await expect(view.changed).toContainText('⊙');
});

test('a view is as wide as its notebook, however long a line of its code is, and also when that gets narrower', async ({
  lab
}) => {
  const long = Array.from({ length: 40 }, () => 'mul(h, 0.5)').reduce(
    (sum, each) => `add(${sum}, ${each})`
  );
  await lab.put(
    'long.ipynb',
    notebook([
      code(
        `import { add, cell, matmul, mul, show, tanh } from 'gatescope';
const own = cell({ name: 'long', state: ['h'], parameters: ['W'], inputSize: 1, units: 2, seed: 1, step({ x, h }, { W }) { return { h: tanh(add(matmul(x, W), ${long})) }; } });
show(own.run([0.1, 0.2, 0.3]), { view: 'cell' });`
      )
    ])
  );
  await lab.openLab('long.ipynb');
  await lab.runAll();
  const view = lab.view(0);
  await view.expectLive();
  for (const width of [1440, 960, 500]) {
    await lab.page.setViewportSize({ width, height: 900 });
    await expect
      .poll(async () => {
        const shown = await boxOf(view.root);
        const room = await boxOf(
          lab.page.locator('.jp-Cell-outputWrapper').first()
        );
        return (shown?.width ?? 0) - (room?.width ?? 0);
      })
      .toBeLessThanOrEqual(0);
  }
});

test('an edited input and a clamped gate give what the kernel gives for the same changes, and undo', async ({
  lab
}) => {
  await open(
    lab,
    printed(
      'run.recompute({ edits: [{ step: 5, feature: 0, value: 2 }], clamps: [] })'
    ),
    printed(
      "run.recompute({ edits: [{ step: 5, feature: 0, value: 2 }], clamps: [{ layer: 'lstm', channel: 'f', steps: [5], value: 1 }] })"
    ),
    printed('run')
  );
  const view = lab.view(0);
  await view.tool('What if').click();
  await view.picture.focus();
  await view.picture.press('Home');
  for (let step = 0; step < 5; step += 1) {
    await view.picture.press('ArrowRight');
  }
  const field = view.root.getByLabel(/x at step 5/);
  await field.fill('2');
  await field.press('Enter');
  await expect(view.answer).toContainText(
    /changes (from step|at some steps from) 5/
  );
  await expectTable(view, await readPrinted(lab, 1), whatIf);

  await view.root.getByRole('button', { name: 'hold f at 1' }).click();
  await expect(view.root).toContainText('f := 1');
  await expectTable(view, await readPrinted(lab, 2), whatIf);

  await view.picture.press('Control+z');
  // Until the kernel has answered, the mark stands beside its own numbers.
  await expect(view.root).not.toContainText('f := 1');
  await expectTable(view, await readPrinted(lab, 1), whatIf);
  await view.picture.press('Control+z');
  await expect(view.answer).toContainText('Nothing is held or edited here');
  await expectTable(view, await readPrinted(lab, 3), whatIf);
  expect(lab.foreignErrors()).toEqual([]);
});

test('the code that What if offers runs as it stands in a fresh kernel, and gives the same picture', async ({
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
  await lab.put('fresh.ipynb', notebook([code(network), code(copied)]));
  await lab.openLab('fresh.ipynb');
  await lab.runAll();
  const again = await lab.view(1).table();
  expect(again['h']).toEqual(held['h']);
  expect(again['f']).toEqual(held['f']);
  expect(lab.foreignErrors()).toEqual([]);
});

test('after a restart the view says that it is not live, and is again when its cell has run', async ({
  lab
}) => {
  await open(lab);
  const view = lab.view(0);
  await lab.page.evaluate(() => {
    void window.jupyterapp.commands.execute('kernelmenu:restart');
  });
  await lab.page.locator('.jp-Dialog .jp-mod-accept').click();
  await expect(view.state).toHaveAttribute('data-state', 'notLive');
  await expect(view.state).toHaveAttribute('title', /earlier run/);
  await view.picture.focus();
  await view.picture.press('Home');
  await expect(view.spoken).toContainText('step 0, unit 0');
  await lab.runAll();
  await lab.view(0).expectLive();
  expect(lab.foreignErrors()).toEqual([]);
});

test('a restart by another client is noticed by itself, and the next run is live again', async ({
  lab
}) => {
  await open(lab);
  const view = lab.view(0);
  const sessions = (await (
    await lab.page.request.get('/api/sessions')
  ).json()) as { kernel: { id: string } }[];
  await lab.page.request.post(`/api/kernels/${sessions[0].kernel.id}/restart`);
  await expect(view.state).toHaveAttribute('data-state', 'notLive');
  await expect(view.state).toHaveAttribute('title', /earlier run/);
  await lab.runAll();
  await lab.view(0).expectLive();
  await lab.view(0).tool('What if').click();
  await view.root.getByRole('button', { name: 'hold f at 1' }).click();
  await expect(view.answer).toContainText('changes from step');
  expect(lab.foreignErrors()).toEqual([]);
});

test('a view is live again after a reload of the page, and the cursor is one for all views', async ({
  lab
}) => {
  await open(lab, code('show(run)'));
  await lab.save();
  await lab.openLab('live.ipynb');
  await lab.view(0).expectLive();
  await lab.view(1).expectLive();
  const [first, second] = [lab.view(0), lab.view(1)];
  await first.picture.focus();
  await first.picture.press('Home');
  await first.picture.press('ArrowRight');
  await expect(second.changed).toContainText('step 1, unit 0');
  await expect(first.changed).toContainText('step 1, unit 0');
  expect(lab.foreignErrors()).toEqual([]);
});

test('a saved notebook is read again where there is no kernel', async ({
  lab
}) => {
  await open(lab, printed('run'), code("show(run, { view: 'cell' });"));
  const channels = await readPrinted(lab, 1);
  await lab.view(2).expectLive();
  await lab.save();
  const saved = await lab.get('live.ipynb');
  await lab.put('elsewhere.ipynb', {
    ...saved,
    metadata: {}
  });
  await lab.openWithoutKernel('elsewhere.ipynb');
  const view = lab.view(0);
  await expect(view.state).toHaveAttribute('data-state', 'notLive');
  await expect(view.state).toHaveAttribute('title', /No kernel/);
  // One run in two views: each place keeps its own.
  await expect(view.root).toContainText('Gates');
  await expect(lab.view(2).root).toContainText('Cell, wired');
  await expectTable(view, channels);
  // A picture gets narrower again with its notebook.
  const beyond = (): Promise<number> =>
    view.root.evaluate(
      output =>
        output.getBoundingClientRect().right -
        (output.closest('.jp-OutputArea')?.getBoundingClientRect().right ?? 0)
    );
  const width = (): Promise<number> =>
    view.root.evaluate(output => output.clientWidth);
  const before = await width();
  await lab.page.setViewportSize({ width: 1700, height: 1000 });
  await expect.poll(width).toBeGreaterThan(before);
  await lab.page.setViewportSize({ width: 1400, height: 1000 });
  await expect.poll(width).toBe(before);
  expect(await beyond()).toBeLessThanOrEqual(0);
  expect(lab.foreignErrors()).toEqual([]);
});

test('the panel follows the active notebook cell, repeats the cursor, and stays where it is pinned', async ({
  lab
}) => {
  await open(
    lab,
    code(
      'const other = lstm({ inputSize: 1, units: 2, seed: 1 }).run([1, 2, 3]);\nshow(other);'
    ),
    code('const last = 1;')
  );
  await lab.execute('gatescope:toggle-inspector');
  const { panel } = lab;
  await lab.cell(0).locator('.jp-InputArea').click();
  await expect(panel).toContainText('follows cell [1]');
  await lab.view(0).picture.focus();
  await lab.view(0).picture.press('Home');
  await expect(panel).toContainText(/step 0, unit 0/i);
  await panel.getByRole('button', { name: 'Stay with this' }).click();
  await expect(panel).toContainText('pinned to cell [1]');
  await lab.cell(1).locator('.jp-InputArea').click();
  await expect(panel).toContainText('pinned to cell [1]');
  await lab.execute('gatescope:toggle-pin');
  await expect(panel).toContainText('follows cell [2]');
  // All cells run while the last one, which shows nothing, is the active one.
  await lab.execute('notebook:clear-all-cell-outputs');
  await expect(panel).toContainText('No picture in this notebook shows');
  await lab.runAll();
  await expect(panel).toContainText('follows cell [5]');
  expect(lab.foreignErrors()).toEqual([]);
});

test('Notebook 7 draws live views, recomputes, and has the panel', async ({
  lab
}) => {
  await lab.put('live.ipynb', notebook([code(network)]));
  await lab.openNotebook7('live.ipynb');
  await lab.runAll();
  const view = lab.view(0);
  await view.expectLive();
  await view.tool('What if').click();
  await view.root.getByRole('button', { name: 'hold f at 0' }).click();
  await expect(view.root).toContainText('f := 0');
  await lab.execute('gatescope:toggle-inspector');
  await expect(lab.panel).toContainText('follows cell [1]');
  expect(lab.foreignErrors({ notebook7: true })).toEqual([]);
});

test('live views have no serious finding of axe in light, dark and high contrast', async ({
  lab
}) => {
  await open(lab);
  await lab.execute('gatescope:toggle-inspector');
  await lab.cell(0).locator('.jp-InputArea').click();
  const view = lab.view(0);
  for (const theme of themes) {
    await lab.theme(theme);
    await lab.expectAccessible('.jp-gatescope-output');
    await lab.expectAccessible('.jp-gatescope-inspector');
  }
  await view.tool('What if').click();
  await view.root.getByRole('button', { name: 'hold f at 1' }).click();
  await expect(view.root).toContainText('f := 1');
  for (const theme of themes) {
    await lab.theme(theme);
    await lab.expectAccessible('.jp-gatescope-output');
  }
  await lab.theme('JupyterLab Light');
  expect(lab.foreignErrors()).toEqual([]);
});
