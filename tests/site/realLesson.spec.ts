import { Hands } from '../browser/hands';
import { expect, SITE, test, type Page } from './page';

const CELL = '03-inside-the-lstm';
const GATES = '04-what-gates-are-good-for';

/** A lesson where it is read, for a reader who has keys and ears; of its parts by their ids. */
async function reader(page: Page, lesson: string) {
  await page.goto(`${SITE}/read/${lesson}.html`);
  await expect(page.locator('.read-live')).toBeAttached();
  const hands = await Hands.on({ page });

  /** By Tab to what fits the selector; from where the focus is. */
  async function tabTo(wanted: string, most = 20): Promise<void> {
    const isThere = () =>
      page.evaluate(
        selector => document.activeElement?.matches(selector) ?? false,
        wanted
      );
    for (let tabs = 0; tabs < most && !(await isThere()); tabs += 1) {
      await hands.press('Tab');
    }
    expect(await isThere(), `Tab reaches ${wanted}`).toBe(true);
  }

  return {
    hands,
    tabTo,
    /** A part of the lesson as one comes to it; what is done there counts from here. */
    async goTo(id: string): Promise<void> {
      await page.locator(`#${id}`).getByRole('button').first().focus();
      await hands.begin();
    },
    /** Into the picture of the part that has the focus. */
    async toPicture(id: string, at = 0): Promise<void> {
      const picture = page
        .locator(`#${id} .read-output .jp-gatescope-picture`)
        .nth(at);
      await picture.waitFor();
      const isThere = () =>
        picture.evaluate(each => each === document.activeElement);
      for (
        let tabs = 0;
        tabs < 12 * (at + 1) && !(await isThere());
        tabs += 1
      ) {
        await hands.press('Tab');
      }
      expect(await isThere(), `Tab reaches the picture of ${id}`).toBe(true);
    },
    /** What of the page has the focus, as it is read. */
    focused: () =>
      page.evaluate(() => {
        const { activeElement: each } = document;
        return each?.closest('label')?.textContent ?? each?.textContent ?? '';
      })
  };
}

test('what lesson 04 shows before it has run is read and compared by keys alone', async ({
  page
}) => {
  const { hands, tabTo, goTo, toPicture, focused } = await reader(page, GATES);

  await test.step('the lowest f of a unit', async () => {
    await goTo('gates');
    await toPicture('gates');
    await hands.press('l');
    await hands.hear(/Unit \d's .* is lowest, /);
  });
  await test.step('the unit with the highest mean f', async () => {
    await hands.press('t', 'Tab', 'Tab', 'Enter');
    await page.locator('#gates th button', { hasText: /^mean f/ }).waitFor();
    while (!(await focused()).startsWith('mean f')) {
      await hands.press('Tab');
    }
    await hands.press('Enter', 'Enter');
    await hands.hear(
      /sorted by mean f, the highest first\. First is unit \d: /
    );
  });
  await test.step('c against h at one step', async () => {
    await goTo('cell-view');
    await toPicture('cell-view');
    await hands.press('ArrowRight');
    await hands.hear(/unit \d: .*o .*, c .*, h /);
  });
  await test.step('how far back influence reaches, once the guess before it is passed over', async () => {
    await goTo('gated-predict');
    await tabTo('.jp-gatescope-curtain button');
    await hands.press('Enter');
    await toPicture('gated-show');
    await hands.press('End');
    await hands.hear(/effective memory of .*: \d+ days/);
  });
  await test.step('a patient is diagnosed', async () => {
    await goTo('clinic-ask');
    await hands.press('Enter');
    await hands.hear(/asks questions|is asked/);
    await tabTo('input[type="radio"]');
    const first = await focused();
    await hands.press('Enter');
    await hands.hear(/Right|Not|No/);
    expect(first).not.toBe('');
  });
});

test('what lesson 03 shows and asks is changed, guessed, answered, handed in, mended and passed by keys alone', async ({
  page
}) => {
  const { hands, tabTo, goTo, toPicture, focused } = await reader(page, CELL);

  await test.step('an input is edited, and f held at 1 and let go', async () => {
    await goTo('hold-given');
    await toPicture('hold-given');
    await hands.press('v');
    while (!(await focused()).startsWith('What if')) {
      await hands.press('ArrowDown');
    }
    await hands.press('Enter');
    // The new picture has the focus that the old one had.
    await expect(
      page.locator('#hold-given .jp-gatescope-picture[aria-label^="What if"]')
    ).toBeFocused();
    await hands.press('i');
    await hands.type('5');
    await hands.press('Enter');
    await hands.hear(/h changes from day \d+ on/);
    await hands.press('Escape');
    await toPicture('hold-given');
    await hands.press('c');
    await page.getByRole('menu').waitFor();
    while (!/:= 1 in all units at every/.test(await focused())) {
      await hands.press('ArrowDown');
    }
    await hands.press('Enter');
    await hands.hear(/f held at 1 in all units, at every/);
    await toPicture('hold-given');
    await hands.press('Control+z');
    await hands.hear(/undone: f held at 1/);
  });
  await test.step('a guess waits, is typed and committed, and the half-life heard', async () => {
    await goTo('pulse-predict');
    await hands.press('Enter');
    await hands.hear(/A guess is asked for: A 1 is written/);
    await toPicture('pulse-predict');
    await hands.press('i');
    await hands.type('0.9^t');
    await hands.press('Enter', 'Enter');
    await hands.hear('How sure are you?');
    await hands.press('ArrowRight', 'Enter');
    await hands.press('ArrowRight', 'ArrowRight', 'Enter');
    await hands.hear(/You multiplied/);
  });
  await test.step('three questions are handed in', async () => {
    await goTo('test-ask');
    await hands.press('Enter');
    await hands.hear(/asks questions|is asked/);
    await tabTo('input[type="number"]');
    await hands.type('0');
    await tabTo('[data-tool="fairlySure"]');
    await hands.press('Enter');
    for (const right of ['It is 0, or the output', 'It fades to 0, by']) {
      await tabTo('input[type="radio"]', 60);
      while (!(await focused()).startsWith(right)) {
        await hands.press('ArrowDown');
      }
      await hands.press('Space');
      await tabTo('[data-tool="fairlySure"]');
      await hands.press('Enter');
    }
    await tabTo('[data-tool="hand-in"]');
    await hands.press('Enter');
    await hands.hear(/^3 of 3 right/);
  });
  await test.step('an exercise is failed, mended and passed', async () => {
    const step = (g: string) =>
      `const step: LstmStep = ({ x, h, c }, { Wf, Uf, bf, Wi, Ui, bi, Wg, Ug, bg, Wo, Uo, bo }) => {
const f = sigmoid(add(matmul(x, Wf), matmul(h, Uf), bf));
const i = sigmoid(add(matmul(x, Wi), matmul(h, Ui), bi));
const g = ${g}(add(matmul(x, Wg), matmul(h, Ug), bg));
const o = sigmoid(add(matmul(x, Wo), matmul(h, Uo), bo));
const cNew = add(mul(f, c), mul(i, g));
return { f, i, g, o, c: cNew, h: mul(o, tanh(cNew)) };
};`;
    for (const [g, said] of [
      ['sigmoid', /^✗ Not yet: .*gₜ uses σ where tanh is asked for/],
      ['tanh', /^✓ Passed: 3 of 3 points/]
    ] as const) {
      await page.locator('#lstm-step textarea').focus();
      await hands.begin();
      await hands.press('Control+a');
      // Put in at once: what it takes to type is no matter here.
      await page.keyboard.insertText(step(g));
      await hands.press('Escape');
      await tabTo('[data-tool="check"]');
      await hands.press('Enter');
      await hands.hear(said);
    }
  });
});
