import { appendFileSync } from 'node:fs';
import { Hands } from './hands';
import type { Lab } from './lab';
import { expect, test } from './lab';
import { code, markdown, notebook } from './notebook';

const cells = [
  markdown('# Keys and ears'),
  code(
    `import { gradientFlow, layers, lstm, plantFault, predict, questions, sequential, show } from 'gatescope';
const truth = Array.from({ length: 31 }, (_, t) => (t < 3 ? 0 : 0.9 ** (t - 3)));
show(predict({
  key: 'pulse', question: 'A 1 is written at step 3 and f stays at 0.9. Draw c.', truth, given: 4,
  quantity: { name: 'cell state c', range: [0, 1] },
  verdicts: [{ below: 0.05, quality: 'right', text: 'Close to the truth.' }, { below: 2, text: 'Not yet.' }]
}));`
  ),
  code(
    `const series = Array.from({ length: 40 }, (_, t) => [Math.sin(t / 3) + (t === 20 ? 2 : 0)]);
const cell = lstm({ inputSize: 1, units: 4, seed: 7 });
const run = cell.run(series, { gradientsOf: ({ h }) => h.at(-1).sum() });
show(run, { unit: 0, step: 0 });`
  ),
  code(`show(run, { view: 'cell', unit: 3, step: 20 });`),
  code(`show(run, { view: 'whatIf', unit: 0, step: 20 });`),
  code(`show(gradientFlow([run]));`),
  code(
    `const net = sequential([layers.lstm({ units: 4, returnSequences: true, inputShape: [null, 1] }), layers.dense({ units: 1 })], { seed: 1 });
const patient = plantFault(net, series, { seed: 3, fault: 'forgetGateShut', target: series.map(([v]) => v) });
show(patient.run, { unit: 3, step: 0 });`
  ),
  code(
    `show(questions({ key: 'clinic', items: [patient.question('a', 'What is wrong?')] }));`
  ),
  code(
    `show(questions({ key: 'three', items: [
  { id: 'a', question: 'f = 0.5 and c was 2. How much is kept?', number: { answer: 1 }, explanation: 'Half of 2.' },
  { id: 'b', question: 'Which gate forgets?', choice: [{ text: 'f', right: true, reply: 'It is the share that is kept.' }, { text: 'o', reply: 'That one shows.' }] },
  { id: 'c', question: 'How many states has an LSTM?', number: { answer: 2 }, explanation: 'c and h.' }
] }));`
  ),
  code(`throw new Error('on purpose');`)
];

/** Where the ids of the notebook cells stand. */
const at = {
  predict: 1,
  gates: 2,
  cell: 3,
  whatIf: 4,
  flow: 5,
  patient: 6,
  clinic: 7,
  three: 8,
  error: 9
} as const;

/** From the notebook cell to the picture of its output, as a reader goes: run it, then Tab. */
async function toPicture(lab: Lab, hands: Hands, index: number): Promise<void> {
  await lab.view(index).picture.first().waitFor();
  for (let tabs = 0; tabs < 12; tabs += 1) {
    if (
      await lab
        .view(index)
        .picture.first()
        .evaluate(each => each === document.activeElement)
    ) {
      return;
    }
    await hands.press('Tab');
  }
  throw new Error('Tab does not reach the picture');
}

/** Runs the notebook cell that is active, and goes into its output. */
async function run(lab: Lab, hands: Hands): Promise<void> {
  await hands.press('Control+Enter');
  await lab.kernelIsIdle();
  // A reader goes on when they have heard that it is done.
  await hands.hear(/has run|is asked for|asks questions|ended with/);
}

/** Back to the notebook cell, and to the next. */
async function next(hands: Hands): Promise<void> {
  await hands.press('Escape', 'Escape', 'ArrowDown');
}

test('what a lesson asks is done by keys alone, and what matters is said', async ({
  lab
}) => {
  test.setTimeout(100_000);
  await lab.put('without-sight.ipynb', notebook(cells));
  await lab.openLab('without-sight.ipynb');
  await lab.kernelIsIdle();
  const before = await lab.get('without-sight.ipynb');
  const hands = await Hands.on(lab);
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
  await lab.cell(0).click();
  await hands.press('Escape', 'ArrowDown');

  await test.step('a prediction waits', async () => {
    await hands.begin();
    await run(lab, hands);
    await done(
      'hear that a prediction waits',
      1,
      /A guess is asked for: A 1 is written/
    );
  });

  await test.step('a curve is committed', async () => {
    await toPicture(lab, hands, at.predict);
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

  await test.step('the half-life is read', async () => {
    // The table of the truth is searched for the first number below a half.
    await hands.press('t');
    const table = lab.view(at.predict).root.locator('table');
    await expect(table).toBeVisible();
    const rows = await table.locator('tbody tr').allInnerTexts();
    const half = rows.findIndex(
      (row, step) => step > 3 && Number(row.split('\t')[2]) < 0.5
    );
    expect(half - 3).toBe(7);
    counts['read the half-life at 0.9'] = hands.keys;
    await next(hands);
  });

  await test.step('the lowest f of unit 3', async () => {
    await run(lab, hands);
    await toPicture(lab, hands, at.gates);
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
    await lab
      .view(at.gates)
      .root.locator('th button', { hasText: /^mean f/ })
      .waitFor();
    const isThere = () =>
      lab.page.evaluate(
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
    await next(hands);
  });

  await test.step('c against h at one step', async () => {
    await run(lab, hands);
    await toPicture(lab, hands, at.cell);
    await hands.begin();
    await hands.press('ArrowLeft');
    await done(
      'explain c against h at one step',
      4,
      /step \d+, unit 3: .*o .*, c .*, h /
    );
    await next(hands);
  });

  await test.step('an input is edited', async () => {
    await run(lab, hands);
    await toPicture(lab, hands, at.whatIf);
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
    await toPicture(lab, hands, at.whatIf);
    await hands.begin();
    await hands.press('c');
    await lab.page.getByRole('menu').waitFor();
    const item = () =>
      lab.page.evaluate(() => document.activeElement?.textContent ?? '');
    while (
      !/:= 1 in all units at every step/.test(await item()) &&
      hands.keys < 12
    ) {
      await hands.press('ArrowDown');
    }
    await hands.press('Enter');
    await hands.hear(/f held at 1 in all units, at every step/);
    await toPicture(lab, hands, at.whatIf);
    await hands.press('Control+z');
    await done(
      'hold f at 1 everywhere, and undo it',
      20,
      /undone: f held at 1/
    );
    await next(hands);
  });

  await test.step('how far back influence reaches', async () => {
    await run(lab, hands);
    await toPicture(lab, hands, at.flow);
    await hands.begin();
    await hands.press('End');
    await done(
      'say how far back influence reaches',
      4,
      /effective memory of lstm: \d+ steps/
    );
    await next(hands);
  });

  await test.step('a patient is diagnosed', async () => {
    await run(lab, hands);
    await lab.view(at.patient).expectLive();
    await toPicture(lab, hands, at.patient);
    await hands.begin();
    // Its highest value of all units tells that the gate is shut.
    await hands.press('Shift+H');
    await hands.hear(/forget gate f is highest, 0\.0/);
    await next(hands);
    await run(lab, hands);
    const isRadio = () =>
      lab.page.evaluate(
        () =>
          (document.activeElement as HTMLInputElement | null)?.type === 'radio'
      );
    for (let tabs = 0; tabs < 6 && !(await isRadio()); tabs += 1) {
      await hands.press('Tab');
    }
    const chosen = () =>
      lab.page.evaluate(
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
    expect(await lab.page.locator('.jp-Cell').count()).toBe(cells.length);
    await hands.press('Enter');
    await done('diagnose a patient', 30, /Right/);
    await next(hands);
  });

  await test.step('three questions are answered', async () => {
    await run(lab, hands);
    await hands.begin();
    const tabTo = async (type: string): Promise<void> => {
      const isThere = () =>
        lab.page.evaluate(
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
      lab
        .view(at.three)
        .root.evaluate(root => root.contains(document.activeElement));
    expect(await inSheet()).toBe(true);
    await tabTo('radio');
    // The options stand in an order of their own.
    const option = () =>
      lab.page.evaluate(
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
    await next(hands);
  });

  await test.step('an error is said', async () => {
    await run(lab, hands);
    await done(
      'hear that a notebook cell failed',
      12,
      /ended with an error: Error: on purpose/
    );
  });

  await lab.save();
  const after = await lab.get('without-sight.ipynb');
  expect(after.cells.map(({ id, source }) => ({ id, source }))).toEqual(
    before.cells.map(({ id, source }) => ({ id, source }))
  );
  expect(after.cells.map(({ cell_type: type }) => type)).toEqual(
    before.cells.map(({ cell_type: type }) => type)
  );
  expect(Object.keys(counts).length).toBeGreaterThanOrEqual(11);
});
