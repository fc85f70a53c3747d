import { SOURCES } from '../browser/tasksWithoutSight';
import { expect, test } from '../browser/lab/lab';
import { code, markdown, notebook } from '../browser/lab/notebook';
import { Reader } from './reader';

test('three tasks in JupyterLab are spoken by Orca', async ({ lab }) => {
  await lab.put(
    'orca.ipynb',
    notebook([
      markdown('# Keys and ears'),
      code(SOURCES.predict),
      code(SOURCES.gates),
      code(SOURCES.three)
    ])
  );
  await lab.openLab('orca.ipynb');
  await lab.kernelIsIdle();
  await lab.cell(0).click();
  const reader = new Reader();
  // The first key waits until Orca has seen all of the lab.
  await reader.press('Escape');
  await reader.heard('open the notebook');
  // In browse mode, to which it returns at each cell, Orca keeps arrow keys and letters for itself.
  await reader.press('Insert+a Insert+a');
  await reader.heard('switch Orca to focus mode');
  await reader.press('Down');
  await reader.heard('go to the first notebook cell');

  await reader.press('ctrl+Return');
  await lab.view(1).picture.waitFor();
  await reader.heard('hear that a prediction waits');

  await reader.press('Down', 'ctrl+Return');
  await lab.view(2).picture.waitFor();
  await reader.heard('run the cell of a run');
  const { picture } = lab.view(2);
  for (let tabs = 0; tabs < 12; tabs += 1) {
    if (await picture.evaluate(each => each === document.activeElement)) {
      break;
    }
    await reader.press('Tab');
  }
  await expect(picture).toBeFocused();
  await reader.heard('go to the picture');
  await reader.press('d');
  await reader.heard('describe a view');
  await reader.press('d');
  await reader.heard('describe it again');

  await reader.press('Escape', 'Escape', 'Down', 'ctrl+Return');
  await lab.view(3).root.locator('input[type="number"]').first().waitFor();
  await reader.heard('run the cell of questions');
  const field = lab.view(3).root.locator('input[type="number"]').first();
  for (let tabs = 0; tabs < 8; tabs += 1) {
    if (await field.evaluate(each => each === document.activeElement)) {
      break;
    }
    await reader.press('Tab');
  }
  await reader.heard('go to the first question');
  await reader.press('1', 'Return');
  await reader.heard('hear the verdict of a question');
});
