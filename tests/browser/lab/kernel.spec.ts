import { expect, test, type Lab } from './lab';
import { code, notebook, type CellJson } from './notebook';

async function open(lab: Lab, ...cells: CellJson[]): Promise<void> {
  await lab.put('kernel.ipynb', notebook(cells));
  await lab.openLab('kernel.ipynb');
  await lab.kernelIsIdle();
  // Not awaited: a cell may never end.
  await lab.page.evaluate(() => {
    void window.jupyterapp.commands.execute('notebook:run-all-cells');
  });
}

function output(lab: Lab, index: number) {
  return lab.cell(index).locator('.jp-OutputArea-output');
}

/** Where the keyboard is: the number of the notebook cell and the text of its line. */
async function placeOfCursor(lab: Lab): Promise<readonly [number, string]> {
  return lab.page.evaluate(() => {
    const cells = [...document.querySelectorAll('.jp-Notebook .jp-Cell')];
    const cell = document.activeElement?.closest('.jp-Cell') ?? null;
    const at = document.getSelection()?.anchorNode ?? null;
    const line = (at instanceof Element ? at : at?.parentElement)?.closest(
      '.cm-line'
    );
    return [
      cell === null ? -1 : cells.indexOf(cell),
      line?.textContent ?? ''
    ] as const;
  });
}

test('a place in a traceback is a link to the line of its notebook cell', async ({
  lab
}) => {
  await open(
    lab,
    code(
      'function inner(value: number): number {\n  throw new RangeError(`no ${value}`);\n}'
    ),
    code('const before = 1;\ninner(before);')
  );
  const links = output(lab, 1).locator('a.jp-gatescope-place');
  await expect(links).toHaveText(['Cell In[1], line 2', 'Cell In[2], line 2']);
  await links.nth(0).click();
  await expect
    .poll(() => placeOfCursor(lab))
    .toEqual([0, '  throw new RangeError(`no ${value}`);']);
  await links.nth(1).press('Enter');
  await expect.poll(() => placeOfCursor(lab)).toEqual([1, 'inner(before);']);

  // The cell that threw runs again and has another number; the old traceback still means it.
  await lab.cell(0).locator('.cm-content').click();
  await lab.execute('notebook:run-cell');
  await expect(lab.cell(0).locator('.jp-InputPrompt')).toHaveText('[3]:');
  await links.nth(0).click();
  await expect
    .poll(() => placeOfCursor(lab))
    .toEqual([0, '  throw new RangeError(`no ${value}`);']);
  await lab.expectAccessible('.jp-OutputArea-output');
  expect(lab.foreignErrors()).toEqual([]);
});

test('a kernel that is killed in a cell is said to have died and starts again', async ({
  lab
}) => {
  await open(
    lab,
    code('console.log(process.pid)'),
    code('const began = true;\nfor (;;) {}'),
    code('typeof began')
  );
  const pid = Number(await output(lab, 0).innerText());
  await expect(lab.cell(1).locator('.jp-InputPrompt')).toHaveText('[*]:');
  process.kill(pid, 'SIGKILL');
  const dialog = lab.page.locator('.jp-Dialog');
  await expect(dialog).toContainText('appears to have died');
  await expect(dialog).toContainText('restart automatically');
  await dialog.locator('.jp-mod-accept').click();
  await lab.kernelIsIdle();
  // Nothing is left of the kernel that died, and the cell that hung is not run again.
  await lab.cell(0).locator('.cm-content').click();
  await lab.execute('notebook:run-cell');
  await expect(output(lab, 0)).not.toHaveText(String(pid));
  await lab.cell(2).locator('.cm-content').click();
  await lab.execute('notebook:run-cell');
  await expect(output(lab, 2)).toContainText("Cannot find name 'began'");
});
