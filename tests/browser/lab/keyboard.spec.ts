import type { Lab } from './lab';
import { expect, test } from './lab';
import { copy, indexOf, removeLessons, solution } from './lessonThree';

test.beforeEach(async ({ lab }) => removeLessons(lab));

/** Moves the focus out of an editor or a view, to the notebook cell itself. */
async function toCell(lab: Lab): Promise<void> {
  await lab.page.keyboard.press('Escape');
}

/** From the active notebook cell to the one at `index`, by the arrow keys of command mode. */
async function goTo(lab: Lab, index: number): Promise<void> {
  const { keyboard } = lab.page;
  await expect
    .poll(
      async () => {
        const active = await lab.page
          .locator('.jp-Notebook .jp-Cell')
          .evaluateAll(cells =>
            cells.findIndex(cell => cell.classList.contains('jp-mod-active'))
          );
        if (active !== index) {
          await keyboard.press(active < index ? 'ArrowDown' : 'ArrowUp');
        }
        return active;
      },
      { intervals: [30] }
    )
    .toBe(index);
}

async function runCell(lab: Lab, index: number): Promise<void> {
  await goTo(lab, index);
  await lab.page.keyboard.press('Control+Enter');
  await lab.kernelIsIdle();
}

/** Presses Tab until the focus is on what is asked for. */
async function tabTo(lab: Lab, selector: string): Promise<void> {
  for (let presses = 0; presses < 40; presses += 1) {
    const there = await lab.page.evaluate(
      wanted => document.activeElement?.matches(wanted) ?? false,
      selector
    );
    if (there) {
      return;
    }
    await lab.page.keyboard.press('Tab');
  }
  throw new Error(`Tab does not reach ${selector}`);
}

test('a lesson is opened, predicted, run, explored and answered by keys alone', async ({
  lab
}) => {
  const { keyboard } = lab.page;
  await lab.openLab();

  await test.step('open it from the command palette', async () => {
    await keyboard.press('Control+Shift+c');
    await keyboard.type('Open Lesson: Inside the LSTM');
    await keyboard.press('Enter');
    await lab.cell(0).waitFor();
    await lab.kernelIsIdle();
  });

  await test.step('draw a prediction and commit it', async () => {
    await toCell(lab);
    await runCell(lab, indexOf('imports'));
    const at = indexOf('pulse-predict');
    await runCell(lab, at);
    await lab.view(at).picture.waitFor();
    await tabTo(lab, '.jp-gatescope-picture');
    await expect(lab.view(at).picture).toBeFocused();
    await keyboard.press('End');
    for (let press = 0; press < 4; press += 1) {
      await keyboard.press('ArrowDown');
    }
    await keyboard.press('Enter');
    await expect(lab.view(at).root).toContainText('mean distance');
    await toCell(lab);
  });

  const trained = indexOf('gates');
  await test.step('train the network and step through its gates', async () => {
    for (let index = 0; index <= trained; index += 1) {
      if ((await lab.cell(index).getAttribute('class'))?.includes('CodeCell')) {
        await runCell(lab, index);
      }
    }
    const view = lab.view(trained);
    await view.picture.waitFor();
    await tabTo(lab, '.jp-gatescope-picture');
    await expect(view.picture).toBeFocused();
    await keyboard.press('Home');
    await keyboard.press('ArrowRight');
    await expect(view.spoken).toContainText('step 1');
    await keyboard.press('m');
    await keyboard.press('End');
    await expect(view.tool('Export')).toBeFocused();
    await keyboard.press('Escape');
    await expect(view.picture).toBeFocused();
    await keyboard.press('t');
    await expect(view.root.locator('table')).toBeVisible();
    await keyboard.press('Escape');
    await toCell(lab);
  });

  await test.step('answer an exercise and check it', async () => {
    const at = indexOf('lstm-step');
    await goTo(lab, at);
    await keyboard.press('Enter');
    await keyboard.press('Control+a');
    await keyboard.insertText(solution('lstm-step'));
    await toCell(lab);
    await keyboard.press('Control+Shift+c');
    await keyboard.type('Check Exercise');
    await keyboard.press('Enter');
    await expect(
      lab.cell(at).locator('.jp-gatescope-answer-headline')
    ).toHaveText('✓ Passed: 3 of 3 points');
  });

  const saved = await lab.get(copy).catch(() => null);
  expect(saved).not.toBeNull();
  expect(lab.foreignErrors()).toEqual([]);
});
