import { appendFileSync } from 'node:fs';
import { expect, test, type Locator, type Page } from '@playwright/test';
import type { Hands } from './hands';

/** What each of them asks to be done, by the name of its notebook cell, in the order in which they run. */
export const SOURCES = {
  predict: `import { gradientFlow, layers, lstm, plantFault, predict, questions, sequential, show } from 'gatescope';
const truth = Array.from({ length: 31 }, (_, t) => (t < 3 ? 0 : 0.9 ** (t - 3)));
show(predict({
  key: 'pulse', question: 'A 1 is written at step 3 and f stays at 0.9. Draw c.', truth, given: 4,
  quantity: { name: 'cell state c', range: [0, 1] },
  verdicts: [{ below: 0.05, quality: 'right', text: 'Close to the truth.' }, { below: 2, text: 'Not yet.' }]
}));`,
  gates: `const series = Array.from({ length: 40 }, (_, t) => [Math.sin(t / 3) + (t === 20 ? 2 : 0)]);
const cell = lstm({ inputSize: 1, units: 4, seed: 7 });
const run = cell.run(series, { gradientsOf: ({ h }) => h.at(-1).sum() });
show(run, { unit: 0, step: 0 });`,
  cell: `show(run, { view: 'cell', unit: 3, step: 20 });`,
  whatIf: `show(run, { view: 'whatIf', unit: 0, step: 20 });`,
  flow: `show(gradientFlow([run]));`,
  patient: `const net = sequential([layers.lstm({ units: 4, returnSequences: true, inputShape: [null, 1] }), layers.dense({ units: 1 })], { seed: 1 });
const patient = plantFault(net, series, { seed: 3, fault: 'forgetGateShut', target: series.map(([v]) => v) });
show(patient.run, { unit: 3, step: 0 });`,
  clinic: `show(questions({ key: 'clinic', items: [patient.question('a', 'What is wrong?')] }));`,
  three: `show(questions({ key: 'three', items: [
  { id: 'a', question: 'f = 0.5 and c was 2. How much is kept?', number: { answer: 1 }, explanation: 'Half of 2.' },
  { id: 'b', question: 'Which gate forgets?', choice: [{ text: 'f', right: true, reply: 'It is the share that is kept.' }, { text: 'o', reply: 'That one shows.' }] },
  { id: 'c', question: 'How many states has an LSTM?', number: { answer: 2 }, explanation: 'c and h.' }
] }));`,
  sheet: `show(questions({ key: 'sheet', purpose: 'test', items: [
  { id: 'a', question: 'f = 0.5 and c was 2. How much is kept?', number: { answer: 1 }, explanation: 'Half of 2.' },
  { id: 'b', question: 'How many gates has an LSTM?', number: { answer: 3 }, explanation: 'f, i and o.' },
  { id: 'c', question: 'How many states has an LSTM?', number: { answer: 2 }, explanation: 'c and h.' }
] }));`,
  error: `throw new Error('on purpose');`
} as const;

export type Task = keyof typeof SOURCES;

/** Where notebook cells run, for a reader who has keys and ears. */
export interface Host {
  readonly page: Page;
  readonly hands: Hands;
  /** Runs a notebook cell, and goes on when it is heard that it has run. */
  run(task: Task): Promise<void>;
  /** The view in its output. */
  view(task: Task): Locator;
  /** Back to the notebook cell, and to the next. */
  next(): Promise<void>;
  /** To exercise 1 of lesson 01 as students get it; from there on keys are counted. */
  toExercise(): Promise<void>;
  /** From the exercise, or from its button, into the editor of the answer; and out of it again. */
  intoAnswer(): Promise<void>;
  outOfAnswer(): Promise<void>;
}

/** The second takes the last number of the first on. */
const WRONG_ANSWER = 'function unrolled() { return [0.604, 0.568, 0.011, 0]; }';
const MEND = { back: '0]; }'.length - 1, text: '.109' };

/** What is heard when a notebook cell has run. */
export const HAS_RUN =
  /has run|is asked for|is asked:|asks questions|ended with/;

/** From the notebook cell to the picture of its output, as a reader goes. */
async function toPicture({ hands, view }: Host, task: Task): Promise<void> {
  const picture = view(task).locator('.jp-gatescope-picture').first();
  await picture.waitFor();
  for (let tabs = 0; tabs < 12; tabs += 1) {
    if (await picture.evaluate(each => each === document.activeElement)) {
      return;
    }
    await hands.press('Tab');
  }
  throw new Error('Tab does not reach the picture');
}

/**
 * Does what a course asks by keys alone, and waits for the words that are said; `GATESCOPE_SAID` names a
 * file that is given a row of the table in docs/accessibility.md for each.
 */
export async function doTasks(host: Host): Promise<void> {
  const { page, hands } = host;
  const counts: Record<string, number> = {};
  const done = async (
    task: string,
    most: number,
    ...words: readonly (string | RegExp)[]
  ): Promise<void> => {
    for (const each of words) {
      const said = await hands.hear(each);
      if (process.env.GATESCOPE_SAID) {
        appendFileSync(
          process.env.GATESCOPE_SAID,
          `| ${task} | ${hands.keys} | ${said} |\n`
        );
      }
    }
    counts[task] = hands.keys;
    expect(hands.keys, task).toBeLessThanOrEqual(most);
    await hands.begin();
  };
  await test.step('a prediction waits', async () => {
    await hands.begin();
    await host.run('predict');
    await done(
      'hear that a prediction waits',
      1,
      /A guess is asked for: A 1 is written/
    );
  });

  await test.step('a curve is committed', async () => {
    await toPicture(host, 'predict');
    await hands.begin();
    await hands.press('i');
    await hands.type('0.9^t');
    await hands.press('Enter', 'Enter');
    await hands.hear('How sure are you?');
    await hands.press(
      'ArrowRight',
      'Enter',
      'ArrowRight',
      'ArrowRight',
      'Enter'
    );
    await done(
      'draw a curve and commit it',
      30,
      /^mean distance \S+( × \S+)?\. Close to the truth/
    );
  });

  await test.step('the half-life is heard', async () => {
    // From the first step that was asked for, which is 4, until less than a half is said.
    let said = '';
    let step = 4;
    while (step < 12 && !/truth: 0\.4/.test(said)) {
      step += 1;
      await hands.press('ArrowRight');
      said = await hands.hear(new RegExp(`step ${step}\\b`));
    }
    // 1 is written at step 3.
    expect(step - 3).toBe(7);
    await done(
      'read the half-life at 0.9',
      6,
      /^step 10: 0\.48; truth: 0\.48$/
    );
    await host.next();
  });

  await test.step('the lowest f of unit 3', async () => {
    await host.run('gates');
    await toPicture(host, 'gates');
    await hands.begin();
    await hands.press('ArrowDown', 'ArrowDown', 'ArrowDown');
    await hands.hear('unit 3');
    await hands.press('l');
    await done(
      'find the lowest f of unit 3',
      10,
      /Unit 3's forget gate f is lowest/
    );
  });

  await test.step('the unit with the highest mean f', async () => {
    await hands.press('t', 'Tab', 'Tab', 'Enter');
    await host
      .view('gates')
      .locator('th button', { hasText: /^mean f/ })
      .waitFor();
    const isThere = () =>
      page.evaluate(
        () => document.activeElement?.textContent?.startsWith('mean f') ?? false
      );
    while (!(await isThere()) && hands.keys < 40) {
      await hands.press('Tab');
    }
    await hands.press('Enter', 'Enter');
    await done(
      'find the unit with the highest mean f',
      24,
      /sorted by mean f, the highest first\. First is unit \d: 0\./
    );
    await host.next();
  });

  await test.step('c against h at one step', async () => {
    await host.run('cell');
    await toPicture(host, 'cell');
    await hands.begin();
    await hands.press('ArrowLeft');
    await done(
      'explain c against h at one step',
      4,
      /step \d+, unit 3: .*o .*, c .*, h /
    );
    await host.next();
  });

  await test.step('an input is edited', async () => {
    await host.run('whatIf');
    await toPicture(host, 'whatIf');
    await hands.begin();
    await hands.press('i');
    await hands.type('5');
    await hands.press('Enter');
    await done(
      'edit an input and hear the effect',
      5,
      /h changes|changes from step/
    );
  });

  await test.step('f is held at 1, and undone', async () => {
    await hands.press('Escape');
    await toPicture(host, 'whatIf');
    await hands.begin();
    await hands.press('c');
    await page.getByRole('menu').waitFor();
    const item = () =>
      page.evaluate(() => document.activeElement?.textContent ?? '');
    while (
      !/:= 1 in all units at every step/.test(await item()) &&
      hands.keys < 12
    ) {
      await hands.press('ArrowDown');
    }
    await hands.press('Enter');
    await hands.hear(/f held at 1 in all units, at every step/);
    await toPicture(host, 'whatIf');
    await hands.press('Control+z');
    await done(
      'hold f at 1 everywhere, and undo it',
      20,
      /undone: f held at 1/
    );
    await host.next();
  });

  await test.step('how far back influence reaches', async () => {
    await host.run('flow');
    await toPicture(host, 'flow');
    await hands.begin();
    await hands.press('End');
    await done(
      'say how far back influence reaches',
      4,
      /effective memory of lstm: \d+ steps/
    );
    await host.next();
  });

  await test.step('a patient is diagnosed', async () => {
    await host.run('patient');
    await expect(
      host.view('patient').locator('.jp-gatescope-state')
    ).toHaveAttribute('data-state', 'live');
    await toPicture(host, 'patient');
    await hands.begin();
    // Its highest value of all units tells that the gate is shut.
    await hands.press('Shift+H');
    await hands.hear(/forget gate f is highest, 0\.0/);
    await host.next();
    await host.run('clinic');
    const isRadio = () =>
      page.evaluate(
        () =>
          (document.activeElement as HTMLInputElement | null)?.type === 'radio'
      );
    for (let tabs = 0; tabs < 6 && !(await isRadio()); tabs += 1) {
      await hands.press('Tab');
    }
    const chosen = () =>
      page.evaluate(
        () => document.activeElement?.closest('label')?.textContent ?? ''
      );
    for (let moves = 0; moves < 7; moves += 1) {
      if (
        /forget gate/i.test(await chosen()) &&
        !/swap/i.test(await chosen())
      ) {
        break;
      }
      await hands.press('ArrowDown');
    }
    await hands.press('Enter');
    await done('diagnose a patient', 30, /Right/);
    await host.next();
  });

  await test.step('three questions are answered', async () => {
    await host.run('three');
    await hands.begin();
    const tabTo = async (type: string): Promise<void> => {
      const isThere = () =>
        page.evaluate(
          wanted =>
            (document.activeElement as HTMLInputElement | null)?.type ===
              wanted && !(document.activeElement as HTMLInputElement).disabled,
          type
        );
      for (let tabs = 0; tabs < 8 && !(await isThere()); tabs += 1) {
        await hands.press('Tab');
      }
    };
    await tabTo('number');
    await hands.type('1');
    await hands.press('Enter');
    await hands.hear('Right. Half of 2.');
    // The field is closed now; the focus is still in the sheet.
    const inSheet = () =>
      host
        .view('three')
        .evaluate(root => root.contains(document.activeElement));
    expect(await inSheet()).toBe(true);
    await tabTo('radio');
    // The options stand in an order of their own.
    const option = () =>
      page.evaluate(
        () => document.activeElement?.closest('label')?.textContent ?? ''
      );
    if (!(await option()).startsWith('f')) {
      await hands.press('ArrowDown');
    }
    await hands.press('Enter');
    await hands.hear('It is the share that is kept.');
    expect(await inSheet()).toBe(true);
    await tabTo('number');
    await hands.type('2');
    await hands.press('Enter');
    await done('answer three questions', 24, 'Right. c and h.');
    await host.next();
  });

  await test.step('a sheet is handed in', async () => {
    await host.run('sheet');
    await hands.begin();
    const tabTo = async (wanted: string): Promise<void> => {
      const isThere = () =>
        page.evaluate(
          selector => document.activeElement?.matches(selector) ?? false,
          wanted
        );
      do {
        await hands.press('Tab');
      } while (!(await isThere()) && hands.keys < 60);
      expect(await isThere(), wanted).toBe(true);
    };
    for (const answer of ['1', '3', '4']) {
      await tabTo('input[type="number"]');
      await hands.type(answer);
      await tabTo('[data-tool="fairlySure"]');
      await hands.press('Enter');
    }
    await tabTo('[data-tool="hand-in"]');
    await hands.press('Enter');
    await done(
      'hand in a sheet of three questions',
      40,
      /^2 of 3 right\. 1: Right\. 2: Right\. 3: Not yet\.$/
    );
    await host.next();
  });

  await test.step('an error is said', async () => {
    await host.run('error');
    await done(
      'hear that a notebook cell failed',
      12,
      /ended with an error: Error: on purpose/
    );
  });

  await test.step('an exercise is failed, repaired and passed', async () => {
    await host.toExercise();
    await hands.begin();
    const check = async (): Promise<void> => {
      await host.outOfAnswer();
      const isThere = () =>
        page.evaluate(
          () =>
            (document.activeElement as HTMLElement | null)?.dataset['tool'] ===
            'check'
        );
      for (let tabs = 0; tabs < 12 && !(await isThere()); tabs += 1) {
        await hands.press('Tab');
      }
      expect(await isThere(), 'Tab reaches Check').toBe(true);
      await hands.press('Enter');
    };
    await host.intoAnswer();
    await hands.press('Control+a');
    await hands.type(WRONG_ANSWER);
    await check();
    await hands.hear(/^✗ Not yet: .*entry 3 is not right yet/);
    await host.intoAnswer();
    await hands.press('Control+End');
    await hands.press(...Array<string>(MEND.back).fill('ArrowLeft'));
    await hands.type(MEND.text);
    await check();
    await done(
      'fail, repair and pass exercise 1',
      110,
      /^✓ Passed: 2 of 2 points/
    );
  });

  expect(Object.keys(counts)).toHaveLength(14);
}
