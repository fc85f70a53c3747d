import type { Locator } from '@playwright/test';
import { Hands } from '../hands';
import type { Lab } from './lab';
import { expect, test } from './lab';
import { copy, indexOf, removeLessons, solution } from './lessonThree';

test.beforeEach(async ({ lab }) => removeLessons(lab));

/** Moves the focus out of an editor or a view, to the notebook cell itself. */
async function toCell(lab: Lab): Promise<void> {
  await lab.page.keyboard.press('Escape');
}

/**
 * Types the name of a command in the palette. A key that comes before the palette has drawn is lost:
 * then it is opened and the name typed again, as a reader would.
 */
async function command(lab: Lab, name: string): Promise<void> {
  const { keyboard } = lab.page;
  const input = lab.page.locator('.lm-CommandPalette-input');
  await expect(async () => {
    if (!(await input.evaluate(each => each === document.activeElement))) {
      await keyboard.press('Control+Shift+c');
    }
    await expect(input).toBeFocused({ timeout: 2000 });
    await keyboard.press('Control+a');
    await keyboard.type(name);
    await expect(
      lab.page.locator('.lm-CommandPalette-item.lm-mod-active')
    ).toContainText(name, { timeout: 3000 });
  }).toPass({ timeout: 60_000 });
  await keyboard.press('Enter');
}

async function activeCell(lab: Lab): Promise<number> {
  return lab.page
    .locator('.jp-Notebook .jp-Cell')
    .evaluateAll(cells =>
      cells.findIndex(cell => cell.classList.contains('jp-mod-active'))
    );
}

/** From the active notebook cell to the one at `index`, by the arrow keys of command mode. */
async function goTo(lab: Lab, index: number): Promise<void> {
  const { keyboard } = lab.page;
  await expect
    .poll(
      async () => {
        const active = await activeCell(lab);
        if (active !== index) {
          await keyboard.press(active < index ? 'ArrowDown' : 'ArrowUp');
        }
        return active;
      },
      { intervals: [30] }
    )
    .toBe(index);
}

/**
 * From the active notebook cell down to the one at `index`, running each as a reader does: the arrow
 * keys pass over notebook cells whose source is folded.
 */
async function advanceTo(lab: Lab, index: number): Promise<void> {
  const { keyboard } = lab.page;
  let at = await activeCell(lab);
  while (at < index) {
    await keyboard.press('Shift+Enter');
    await expect.poll(() => activeCell(lab)).toBe(at + 1);
    await lab.kernelIsIdle();
    at += 1;
  }
}

/** Presses an arrow key of a toolbar until the focus is on a button of it. */
async function reach(lab: Lab, button: Locator, key: string): Promise<void> {
  for (let presses = 0; presses < 12; presses += 1) {
    if (await button.evaluate(each => each === document.activeElement)) {
      return;
    }
    await lab.page.keyboard.press(key);
  }
  throw new Error(`${key} does not reach the button`);
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
  // Under the splash screen no key reaches the lab.
  await expect(lab.page.locator('#jupyterlab-splash')).toHaveCount(0);

  await test.step('open it from the command palette', async () => {
    await command(lab, 'Open Lesson: Inside the LSTM');
    await lab.cell(0).waitFor();
    await lab.kernelIsIdle();
  });

  await test.step('draw a prediction and commit it', async () => {
    await toCell(lab);
    const at = indexOf('pulse-predict');
    await advanceTo(lab, at);
    await keyboard.press('Control+Enter');
    const view = lab.view(at);
    await view.picture.waitFor();
    await tabTo(lab, '.jp-gatescope-picture');
    await expect(view.picture).toBeFocused();
    await keyboard.press('End');
    for (let press = 0; press < 4; press += 1) {
      await keyboard.press('ArrowDown');
    }
    // Nothing is committed before the reader has said how sure of it they are.
    await keyboard.press('Enter');
    await expect(view.spoken).toContainText('How sure are you?');
    await expect(view.tool(/^A guess/)).toBeFocused();
    await reach(lab, view.tool('Fairly sure'), 'ArrowRight');
    await keyboard.press('Enter');
    await reach(lab, view.tool('Commit'), 'ArrowRight');
    await keyboard.press('Enter');
    await expect(view.root).toContainText('mean distance');
    await expect(view.picture).toBeFocused();
    await toCell(lab);
  });

  await test.step('answer a question of the text, which opens what follows', async () => {
    const at = indexOf('share-ask');
    const table = lab.cell(indexOf('share-code'));
    await advanceTo(lab, at);
    await keyboard.press('Control+Enter');
    await lab.view(at).root.locator('.jp-gatescope-ask input').waitFor();
    await tabTo(lab, '.jp-gatescope-ask input');
    await expect(table).toBeHidden();
    await keyboard.type('40');
    await keyboard.press('Enter');
    await expect(lab.view(at).root).toContainText('Right.');
    await toCell(lab);
    await expect(table).toBeVisible();
  });

  await test.step('open what a prediction keeps closed, without a guess', async () => {
    const at = indexOf('shut-predict');
    await advanceTo(lab, at);
    await keyboard.press('Control+Enter');
    await lab.view(at).picture.waitFor();
    await tabTo(lab, '.jp-gatescope-curtain button');
    // It has room of its own, and does not lie over what follows.
    const beyond = await lab.page.evaluate(() =>
      Array.from(document.querySelectorAll('.jp-gatescope-curtain'), bar =>
        Math.round(
          bar.getBoundingClientRect().bottom -
            bar.closest('.jp-Cell')!.getBoundingClientRect().bottom
        )
      ).filter(height => height > 0)
    );
    expect(beyond).toEqual([]);
    await keyboard.press('Enter');
    await expect(lab.cell(indexOf('shut-show'))).toBeVisible();
  });

  const given = indexOf('hold-given');
  await test.step('run a cell over sixty days and step through its gates', async () => {
    await advanceTo(lab, given);
    await keyboard.press('Control+Enter');
    const view = lab.view(given);
    await view.picture.waitFor();
    await tabTo(lab, '.jp-gatescope-picture');
    await expect(view.picture).toBeFocused();
    await keyboard.press('Home');
    await keyboard.press('ArrowRight');
    await expect(view.spoken).toContainText('day 1');
    await keyboard.press('m');
    await keyboard.press('End');
    await expect(view.tool('Hear')).toBeFocused();
    await reach(lab, view.tool('Export'), 'ArrowLeft');
    await keyboard.press('Escape');
    await expect(view.picture).toBeFocused();
    await keyboard.press('t');
    await expect(view.root.locator('table')).toBeVisible();
    await keyboard.press('Escape');
    await toCell(lab);
  });

  await test.step('fail an exercise, hear what is wrong, mend it and hear that it is passed', async () => {
    const at = indexOf('lstm-step');
    const hands = await Hands.on(lab);
    const answer = async (text: string): Promise<void> => {
      await keyboard.press('Enter');
      await keyboard.press('Control+a');
      await keyboard.insertText(text);
      await toCell(lab);
      await command(lab, 'Check Exercise');
    };
    await goTo(lab, at);
    const right = solution('lstm-step');
    await answer(right.replace('const g = tanh(', 'const g = sigmoid('));
    await hands.hear(
      /^✗ Not yet: line 4: Your gₜ uses σ where tanh is asked for/
    );
    await goTo(lab, at);
    await answer(right);
    await hands.hear('✓ Passed: 3 of 3 points');
    await expect(
      lab.cell(at).locator('.jp-gatescope-answer-headline')
    ).toHaveText('✓ Passed: 3 of 3 points');
  });

  const saved = await lab.get(copy).catch(() => null);
  expect(saved).not.toBeNull();
  expect(lab.foreignErrors()).toEqual([]);
});
