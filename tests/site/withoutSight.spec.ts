import { Hands } from '../browser/hands';
import { doTasks, HAS_RUN, SOURCES } from '../browser/tasksWithoutSight';
import { expect, SITE, test } from './page';

test('on a page to read, what a lesson asks is done by keys alone, and what matters is said', async ({
  page
}) => {
  await page.goto(`${SITE}/read/01-networks-that-remember.html`);
  const exercise = page.locator('#unroll-by-hand');
  const answer = exercise.getByRole('textbox', { name: 'Your answer' });
  await answer.waitFor();
  const hands = await Hands.on({ page });
  await doTasks({
    page,
    hands,
    async run(task) {
      // The field of an answer takes any code; to write it, and to let Tab leave it, is not counted.
      await answer.fill(SOURCES[task]);
      await answer.focus();
      await page.keyboard.press('Escape');
      await hands.press('Shift+Enter');
      await hands.hear(HAS_RUN);
    },
    view: () => exercise.locator('.read-output').last(),
    next: () => hands.press('Escape'),
    async toExercise() {
      // Nothing was written into the field but what was filled in.
      await expect(answer).toHaveValue(SOURCES.error);
      await answer.fill('function unrolled() {}');
      await answer.focus();
    },
    async intoAnswer() {
      const isThere = () =>
        answer.evaluate(each => each === document.activeElement);
      for (let tabs = 0; tabs < 8 && !(await isThere()); tabs += 1) {
        await hands.press('Shift+Tab');
      }
    },
    outOfAnswer: () => hands.press('Escape')
  });
});
