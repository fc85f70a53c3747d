import type { Lab } from './lab';
import { expect, test } from './lab';
import type { CellJson, NotebookJson } from './notebook';
import { code, notebook } from './notebook';
import { sineModel } from './pytorchModel';

const show = `run = gatescope.show(model, x, target=y, loss=nn.MSELoss(), unit=0)`;

/** A notebook whose kernel has ipykernel 6, or the one that the lab brings. */
function python(cells: readonly CellJson[], name: string): NotebookJson {
  return notebook(cells, {
    kernelspec: { name, display_name: name, language: 'python' }
  });
}

/** Says which ipykernel runs, and h of the first unit with f held at 1 at the last step. */
const held = code(`import ipykernel, json
h = run.clamp("f", 1, steps=[19], units=[0])["lstm"].h[:, 0].tolist()
print(json.dumps({"version": ipykernel.__version__, "h": h}))`);

/** The whole path: drawn, live, a gate held in the picture, and what Python computes for it. */
async function expectWholePath(
  lab: Lab,
  version: RegExp,
  at: { readonly picture: number; readonly printed: number }
): Promise<void> {
  const output = lab.cell(at.printed).locator('.jp-OutputArea-output').first();
  await expect(output).toContainText('}');
  const computed = JSON.parse((await output.textContent()) ?? '') as {
    readonly version: string;
    readonly h: readonly number[];
  };
  expect(computed.version).toMatch(version);
  const view = lab.view(at.picture);
  await view.expectLive();
  const before = await view.table();
  await view.tool('What if').click();
  await view.picture.focus();
  await view.picture.press('End');
  await view.root.getByRole('button', { name: 'hold f at 1' }).click();
  await expect(view.answer).toContainText('changes from step');
  const after = await view.table();
  expect(after['h']).not.toEqual(before['h']);
  computed.h.forEach((value, step) =>
    expect(after['h'][step]).toBeCloseTo(value, 3)
  );
}

test('a PyTorch model is drawn, and a clamp computed in Python, in JupyterLab with ipykernel 6', async ({
  lab
}) => {
  await lab.put(
    'kernels.ipynb',
    python([code(`${sineModel(20)}\n${show}`), held], 'ipykernel6')
  );
  await lab.openLab('kernels.ipynb');
  await lab.runAll();
  await expectWholePath(lab, /^6\./, { picture: 0, printed: 1 });
  expect(lab.foreignErrors()).toEqual([]);
});

test('a PyTorch model is drawn, and a clamp computed in Python, in Notebook 7 with ipykernel 7', async ({
  lab
}) => {
  await lab.put(
    'kernels.ipynb',
    python([code(`${sineModel(20)}\n${show}`), held], 'python3')
  );
  await lab.openNotebook7('kernels.ipynb');
  await lab.runAll();
  await expectWholePath(lab, /^7\./, { picture: 0, printed: 1 });
  expect(lab.foreignErrors({ notebook7: true })).toEqual([]);
});

test('the widget is live, and a clamp computed in Python, with ipykernel 6', async ({
  lab
}) => {
  const widget = show.replace('unit=0', 'unit=0, renderer="anywidget"');
  await lab.put(
    'kernels.ipynb',
    python([code(sineModel(20)), code(widget), held], 'ipykernel6')
  );
  await lab.openLab('kernels.ipynb');
  await lab.runAll();
  await expectWholePath(lab, /^6\./, { picture: 1, printed: 2 });
  expect(lab.foreignErrors()).toEqual([]);
});

test('with ipykernel 6 a picture asks while a cell runs, and is answered when it ends', async ({
  lab
}) => {
  await lab.remove('go-on.txt');
  await lab.put(
    'kernels.ipynb',
    python(
      [
        code(`${sineModel(20)}\n${show}`),
        code(`import pathlib, time
word = pathlib.Path("go-on.txt")
while not word.exists():
    time.sleep(0.01)
print("it has ended")`)
      ],
      'ipykernel6'
    )
  );
  await lab.openLab('kernels.ipynb');
  await lab.kernelIsIdle();
  await lab.execute('notebook:run-cell-and-select-next');
  const view = lab.view(0);
  await view.expectLive();
  const before = await view.table();
  await view.tool('What if').click();
  await view.picture.focus();
  await view.picture.press('End');
  await lab.cell(1).locator('.jp-InputPrompt').click();
  // The command ends with the cell.
  const ran = lab.execute('notebook:run-cell');
  await expect(lab.cell(1).locator('.jp-InputPrompt')).toContainText('*');
  await view.root.getByRole('button', { name: 'hold f at 1' }).click();
  expect(await view.answer.innerText()).not.toContain('changes from step');
  expect(await lab.cell(1).innerText()).not.toMatch(/^it has ended/m);
  await lab.putText('go-on.txt', 'now');
  await ran;
  await lab.remove('go-on.txt');
  await expect(lab.cell(1)).toContainText(/^it has ended/m, {
    useInnerText: true
  });
  await expect(view.answer).toContainText('changes from step');
  await expect(view.root).toContainText('f := 1');
  await view.expectLive();
  expect((await view.table())['h']).not.toEqual(before['h']);
  expect(lab.foreignErrors()).toEqual([]);
});
