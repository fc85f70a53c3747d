import { lstm } from '../../../src/engine';
import { encode, mimeTypes, type BundleKind } from '../../../src/trace';
import { startGallery } from '../gallery/gallery';
import { expect, test, type Lab, type View } from './lab';
import { code, markdown, notebook, type OutputJson } from './notebook';
import { pressEverywhere } from './pressEverywhere';
import { focusOpened, isAround, notebookState, waysToOpen } from './opened';

/** A bundle as a notebook holds it. */
interface Saved {
  readonly kind: BundleKind;
}

type Samples = readonly {
  readonly name: string;
  readonly output: OutputJson;
}[];

let samplesOfGallery: Promise<Samples> | undefined;

/** What the tests share: the gallery trains its networks first. */
const gallerySamples = (): Promise<Samples> =>
  (samplesOfGallery ??= readSamples());

/** The saved outputs of samples of the gallery: one of each view, which is what a title begins with. */
async function readSamples(): Promise<Samples> {
  const { server, address } = await startGallery();
  try {
    const json = async (path: string): Promise<unknown> =>
      (await fetch(`${address}${path}`)).json();
    const list = (await json('samples')) as {
      readonly name: string;
      readonly title: string;
    }[];
    const samples = [];
    const views = new Map(
      list
        .toReversed()
        .map(({ name, title }) => [title.split(':')[0], name] as const)
    );
    for (const name of views.values()) {
      const bundle = (await json(`samples/${name}`)) as Saved;
      samples.push({
        name,
        output: savedOutput(mimeTypes[bundle.kind], bundle)
      });
    }
    return samples;
  } finally {
    server.kill();
  }
}

function savedOutput(type: string, data: unknown): OutputJson {
  return { output_type: 'display_data', metadata: {}, data: { [type]: data } };
}

test('no key that is pressed anywhere in a view acts on the notebook', async ({
  lab
}) => {
  // The gallery trains its networks first.
  const samples = await gallerySamples();
  const plain = '<a href="#nowhere">A link that gatescope knows nothing of</a>';
  await lab.put(
    'every-view.ipynb',
    notebook(
      [
        markdown('# Every view'),
        ...samples.map(({ name, output }) =>
          code(`show(${JSON.stringify(name)})`, { outputs: [output] })
        ),
        code('plain', { outputs: [savedOutput('text/html', plain)] })
      ],
      { kernelspec: undefined }
    )
  );
  await lab.openWithoutKernel('every-view.ipynb');
  const roles = new Set<string>();
  for (const [index, { name }] of samples.entries()) {
    const { root } = lab.view(index + 1);
    await root.scrollIntoViewIfNeeded();
    await root.locator('.jp-gatescope-view').first().waitFor();
    const { commands, elements, shortcuts } =
      await root.evaluate(pressEverywhere);
    expect(shortcuts).toBeGreaterThan(50);
    expect(commands, name).toEqual([]);
    expect(elements.length, `what takes the focus in ${name}`).toBeGreaterThan(
      0
    );
    elements.forEach(element => roles.add(element));
  }
  expect([...roles]).toEqual(
    expect.arrayContaining([
      'button button',
      'group',
      'input radio',
      'input range',
      'menuitem'
    ])
  );
  // The same keys do act where nobody keeps them: the test can fail. One is enough: another may open a
  // dialog, which then has all that is pressed.
  const last = lab.cell(samples.length + 1).locator('.jp-OutputArea-output');
  // A notebook that is being scrolled may draw its last output anew: then nothing was pressed.
  await expect(async () => {
    await last.getByRole('link').first().scrollIntoViewIfNeeded();
    const { commands } = await last.first().evaluate(pressEverywhere, 'A');
    expect(commands.join()).toMatch(/notebook:insert-cell-above/);
  }).toPass({ timeout: 60_000 });
});

test('the keys of the application act from inside a view', async ({ lab }) => {
  const { kind, ...run } = lstm({ inputSize: 1, units: 2, seed: 7 })
    .run([[1], [0], [0]])
    .toBundle();
  const output = savedOutput(mimeTypes[kind], encode({ kind, ...run }));
  await lab.put(
    'one-view.ipynb',
    notebook([code('show(run)', { outputs: [output] })], {
      kernelspec: undefined
    })
  );
  await lab.openWithoutKernel('one-view.ipynb');
  const { picture } = lab.view(0);
  await picture.focus();
  await picture.press('Control+Shift+c');
  await expect(lab.page.locator('.lm-CommandPalette-input')).toBeFocused();
});

/** Keys that JupyterLab has commands of a notebook for, as a hand presses them. */
const KEYS_OF_NOTEBOOK: readonly (readonly string[])[] = [
  ...['m', 'b', 'x', 'a', 'y', 'r'].map(key => [key]),
  ['d', 'd'],
  ...['ArrowDown', 'ArrowUp', 'ArrowRight', 'ArrowLeft'].map(key => [key])
];

/** Presses a notebook's keys with the focus on one element of what a view has opened. */
async function pressOnOpened(
  { page }: Lab,
  { root }: View,
  place: { readonly way: string; readonly place: number },
  name: string
): Promise<void> {
  const where = `on ${name} of ${place.way}`;
  const before = await page.evaluate(notebookState);
  for (const keys of KEYS_OF_NOTEBOOK) {
    // A key of the view's own may have led elsewhere, or have closed what was open.
    await root.evaluate(focusOpened, place);
    for (const key of keys) {
      await page.keyboard.press(key);
    }
    expect(
      await root.evaluate(isAround),
      `the focus after ${keys.join(' ')} ${where}`
    ).toBe(true);
  }
  expect(await page.evaluate(notebookState), `keys ${where}`).toEqual(before);
  // Escape closes what is open, and leads out only when it is pressed again.
  await root.evaluate(focusOpened, place);
  await page.keyboard.press('Escape');
  expect(await root.evaluate(isAround), `Escape ${where}`).toBe(true);
  for (const key of KEYS_OF_NOTEBOOK.flat()) {
    await page.keyboard.press(key);
  }
  expect(
    await page.evaluate(notebookState),
    `keys after Escape ${where}`
  ).toEqual(before);
}

/** Opens each menu and table of a view, and presses a notebook's keys on each kind of thing in them. */
async function pressOnAllOpened(
  lab: Lab,
  view: View,
  seen: Set<string>
): Promise<void> {
  for (const way of await view.root.evaluate(waysToOpen)) {
    for (let place = 0; ; place++) {
      const found = await view.root.evaluate(focusOpened, { way, place });
      if (found === null) {
        break;
      }
      // What is the same in every view is pressed in one.
      if (place === 0 || !seen.has(`${way}: ${found}`)) {
        seen.add(`${way}: ${found}`);
        await pressOnOpened(lab, view, { way, place }, found);
      }
    }
    await lab.page.keyboard.press('Escape');
  }
}

/** Presses a notebook's keys in each field of a view that is open for typing. */
async function pressInFields({ page }: Lab, { root }: View): Promise<string[]> {
  const fields = root.locator('input:visible, textarea:visible');
  const names: string[] = [];
  for (let at = 0; at < (await fields.count()); at++) {
    const field = fields.nth(at);
    const name = (await field.getAttribute('aria-label')) ?? '';
    names.push(name);
    const before = await page.evaluate(notebookState);
    for (const keys of KEYS_OF_NOTEBOOK) {
      await field.focus();
      for (const key of keys) {
        await page.keyboard.press(key);
      }
      expect(
        await root.evaluate(isAround),
        `the focus after ${keys.join(' ')} in ${name}`
      ).toBe(true);
    }
    expect(await page.evaluate(notebookState), `keys in ${name}`).toEqual(
      before
    );
  }
  return names;
}

/** Views that let a reader change the run, while its kernel is there. */
const LIVE = `import { compareRuns, gradientFlow, gru, layers, lstm, sequential, show } from 'gatescope';
const series = [0.1, -0.4, 0.9, 0.3, -0.7, 0.2];
const [one, other] = [lstm, gru].map(cell => cell({ inputSize: 1, units: 3, seed: 7 }));
const model = sequential([
  layers.lstm({ units: 3, returnSequences: true, inputShape: [null, 1] }),
  layers.dense({ units: 2 })
], { seed: 7 });
model.compile({ loss: 'meanSquaredError' });
const x = series.map(value => [value]);
const run = model.trace(x, { target: series.map(value => [value, -value]) });`;
const LIVE_VIEWS = [
  "show(one.run(series), { view: 'whatIf' });",
  "show(run, { view: 'influence' });",
  'show(compareRuns([one.run(series), other.run(series)]));',
  'show(gradientFlow([run]));',
  "show(one.run(series), { view: 'river' });"
] as const;

test('no key acts on the notebook that is pressed in a menu or a field of a view whose run can be changed', async ({
  lab
}) => {
  await lab.put(
    'every-live.ipynb',
    notebook([code(LIVE), ...LIVE_VIEWS.map(line => code(line))])
  );
  await lab.openLab('every-live.ipynb');
  await lab.runAll();
  const seen = new Set<string>();
  const fields: string[] = [];
  for (const [index, line] of LIVE_VIEWS.entries()) {
    await test.step(line, async () => {
      const view = lab.view(index + 1);
      await view.root.scrollIntoViewIfNeeded();
      await view.expectLive();
      await lab
        .cell(index + 1)
        .locator('.jp-InputPrompt')
        .first()
        .click();
      // A clamp, so that what it makes possible is there: undo, and its code.
      const hold = view.root.locator('[data-tool="value"]');
      if ((await hold.count()) > 0) {
        await view.root.locator('[data-tool="one"]').click();
        await expect(view.root.locator('[data-tool="undo"]')).toBeEnabled();
        await hold.click();
      }
      fields.push(...(await pressInFields(lab, view)));
      await lab.page.keyboard.press('Escape');
      await pressOnAllOpened(lab, view, seen);
    });
  }
  // What is only there while the kernel is: the field of a clamp, and those of the input.
  expect(fields.join()).toMatch(/value to hold .+ at/);
  expect(fields.length).toBeGreaterThan(3);
  expect([...seen].sort().join('\n')).toMatch(
    /^channel: menuitem[^]*^output: menuitem/m
  );
});

test('no key that is pressed in what a view has opened acts on the notebook', async ({
  lab
}) => {
  const samples = await gallerySamples();
  await lab.put(
    'every-opened.ipynb',
    notebook(
      samples.map(({ name, output }) =>
        code(`show(${JSON.stringify(name)})`, { outputs: [output] })
      ),
      { kernelspec: undefined }
    )
  );
  await lab.openWithoutKernel('every-opened.ipynb');
  const seen = new Set<string>();
  for (const [index, { name }] of samples.entries()) {
    await test.step(name, async () => {
      const view = lab.view(index);
      await view.root.scrollIntoViewIfNeeded();
      await view.root.locator('.jp-gatescope-view').first().waitFor();
      // The notebook cell is chosen before anything is pressed in its view.
      await lab.cell(index).locator('.jp-InputPrompt').first().click();
      await pressOnAllOpened(lab, view, seen);
    });
  }
  expect([...seen].sort().join('\n')).toMatch(
    /^export: menuitem$[^]*^table: button table-turned$[^]*^title: menuitem/m
  );

  // The same keys do act where no view keeps them: the test can fail.
  await lab.page.keyboard.press('Escape');
  await lab.page.keyboard.press('Escape');
  const before = await lab.page.evaluate(notebookState);
  await lab.page.keyboard.press('a');
  await expect
    .poll(async () => (await lab.page.evaluate(notebookState)).cells.length)
    .toBe(before.cells.length + 1);
});
