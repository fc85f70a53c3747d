/** @jest-environment jsdom */
import { layers, lstm, sequential } from '../../../../src/engine';
import type { Clamp, InputEdit, Trace } from '../../../../src/trace';
import { dataTable } from '../../../../src/scene/table';
import { unitsTable } from '../../../../src/views/gates/gatesTables';
import { createWhatIfView } from '../../../../src/widgets/whatIf/createWhatIfView';
import { whatIfScenes } from '../../../../src/views/whatIf/whatIfScenes';
import { mapOptions } from '../../../../src/views/map/mapChoices';
import { openView, type ViewPage } from '../viewPage';

const STEPS = 20;
const x = Array.from({ length: STEPS }, (_, step) => [Math.sin(step / 3)]);

/** A network that answers at every step. */
async function answering() {
  const model = sequential(
    [
      layers.lstm({ units: 4, inputShape: [null, 1], returnSequences: true }),
      layers.dense({ units: 1 })
    ],
    { seed: 1 }
  );
  model.compile({ loss: 'meanSquaredError', optimizer: 'sgd' });
  return model.trace(x, { target: x });
}

interface Asked {
  readonly clamps: readonly Clamp[];
  readonly edits: readonly InputEdit[];
}

type Run = Awaited<ReturnType<typeof answering>>;

function open(run: Run, answer?: (asked: Asked) => unknown): ViewPage {
  return openView(createWhatIfView, run.toBundle(), {
    status: { state: 'live' },
    answer(_, params) {
      const { clamps, edits } = params as Asked;
      return (
        answer?.({ clamps, edits }) ?? {
          trace: run.recompute({ clamps, edits }).toBundle(),
          name: 'run'
        }
      );
    }
  });
}

const press = (page: ViewPage, tool: string): void =>
  page.element.querySelector<HTMLElement>(`[data-tool="${tool}"]`)?.click();

const heading = (page: ViewPage): string =>
  page.texts('.jp-gatescope-side-after')[0];

describe('What if', () => {
  let run: Run;
  beforeAll(async () => {
    run = await answering();
  });

  it.each([900, 400])(
    'is followed by the pointer in both pictures, also once it is %d pixels wide',
    width => {
      const page = open(run);
      page.view.resize(width);
      for (const plot of page.element.querySelectorAll(
        '.jp-gatescope-side-plot'
      )) {
        page.cursor.move({ step: 0 }, {});
        plot.dispatchEvent(
          new MouseEvent('pointermove', { clientX: 250, clientY: 60 })
        );
        expect(page.cursor.position.step).toBeGreaterThan(0);
      }
      page.close();
    }
  );

  it.each(['1e400', '', 'abc'])(
    'answers %j in its two fields beside them, and changes nothing',
    async typed => {
      const page = open(run);
      await page.settle();
      press(page, 'value');
      const own = page.element.querySelector<HTMLInputElement>(
        '.jp-gatescope-selection input'
      )!;
      own.value = typed;
      press(page, 'hold');
      const edited = page.element.querySelector<HTMLInputElement>(
        '.jp-gatescope-edit-field input'
      )!;
      edited.value = typed;
      edited.dispatchEvent(new Event('change'));
      await page.settle();
      expect(page.texts('.jp-gatescope-field-message')).toEqual(
        Array(2).fill(
          expect.stringContaining(typed === '' ? 'is empty' : `“${typed}”`)
        )
      );
      expect(page.asked).toEqual([]);
      page.close();
    }
  );

  it('says that nothing is changed before anything is', () => {
    const page = open(run);
    expect(heading(page)).toContain('nothing changed yet');
    expect(heading(page)).not.toContain('held');
    page.close();
  });

  it('takes back one clamp at a time, also where each holds the same units and steps', async () => {
    const page = open(run);
    page.cursor.move({ step: 5, channel: 'f' }, {});
    press(page, 'one');
    await page.settle();
    press(page, 'zero');
    await page.settle();
    press(page, 'undo');
    await page.settle();
    const held = page.asked.map(({ params }) =>
      (params as Asked).clamps.map(({ value }) => value)
    );
    expect(held).toEqual([[1], [0], [1]]);
    // Nothing was brushed: a hold is of all that is in view.
    expect((page.asked[0].params as Asked).clamps).toEqual([
      { layer: run.layers[0].name, channel: 'f', value: 1 }
    ]);
    expect(page.texts('.jp-gatescope-clamp-words')).toEqual(['f := 1']);
    page.close();
  });

  it('marks no change beside the numbers of before while the answer is on its way', async () => {
    let answer: (result: unknown) => void = () => undefined;
    const page = open(run, () => new Promise(resolve => (answer = resolve)));
    page.cursor.move({ step: 5, channel: 'f' }, {});
    press(page, 'one');
    await page.settle();
    const held = page.element.querySelector('[data-tool="one"]');
    expect(heading(page)).toBe('computing…');
    expect(page.texts('.jp-gatescope-asked span')[0]).toMatch(
      /^Computing the run/
    );
    expect(page.texts('.jp-gatescope-clamp-words')).toEqual([]);
    expect(held?.getAttribute('aria-pressed')).toBe('false');
    // The run may have a name; nobody knows yet.
    expect(page.texts('.jp-gatescope-summary')[0]).not.toContain('name');
    page.view.resize(640);
    expect(page.texts('.jp-gatescope-asked span')[0]).toMatch(
      /^Computing the run/
    );
    answer({
      trace: run.clamp({ channel: 'f', value: 1 }).toBundle(),
      name: 'mine'
    });
    await page.settle();
    expect(heading(page)).toMatch(/^heldloss over 20 steps/);
    expect(page.texts('.jp-gatescope-clamp-words')).toEqual(['f := 1']);
    expect(
      page.element
        .querySelector('[data-tool="one"]')
        ?.getAttribute('aria-pressed')
    ).toBe('true');
    expect(page.texts('.jp-gatescope-summary')[0]).toContain('mine.clamp');
    page.close();
  });

  it('takes no run that could not be computed for a changed one', async () => {
    const page = open(run, () => Promise.reject(new Error('no such run')));
    press(page, 'one');
    await page.settle();
    expect(heading(page)).toContain('nothing changed yet');
    expect(page.texts('.jp-gatescope-notice')[0]).toContain('no such run');
    page.close();
  });

  it('shows the answer of the step at which the cursor is, in both pictures', async () => {
    const page = open(run);
    page.cursor.move({ step: 7, channel: 'f' }, {});
    press(page, 'one');
    await page.settle();
    const changed = run.clamp({ channel: 'f', value: 1 });
    const printed = (bundle: Trace, step: number): string =>
      bundle.outputs[0].values.values[step].toFixed(2).replace('-', '−');
    for (const step of [7, 3, 12]) {
      page.cursor.move({ step }, {});
      expect(page.texts('.jp-gatescope-end')).toEqual([
        printed(run.toBundle(), step),
        printed(changed.toBundle(), step)
      ]);
      expect(page.texts('.jp-gatescope-end-step')).toEqual([
        `step ${step}`,
        `step ${step}`
      ]);
    }
    page.close();
  });

  it('says of which steps loss and answers are that it compares', async () => {
    const page = open(run);
    page.cursor.move({ step: 7, channel: 'o' }, {});
    press(page, 'zero');
    await page.settle();
    const [words] = page.texts('.jp-gatescope-asked span');
    const { name } = run.toBundle().outputs[0];
    expect(words).toContain(`${name} at step ${STEPS - 1} `);
    expect(words).toContain(`loss over ${STEPS} steps `);
    expect(words).toMatch(/The last answer (comes nearer|goes away)/);
    page.close();
  });
});

test('the file of numbers has a row for each unit and step, and says which', () => {
  const bundle = lstm({ inputSize: 1, units: 3, seed: 7 }).run(x).toBundle();
  const { after } = whatIfScenes(
    { trace: bundle, options: mapOptions(bundle), channel: 'f' },
    bundle,
    {
      width: 703,
      narrow: false,
      settings: { linesUpTo: 8, minimumColumnWidth: 2 },
      measure: words => words.length * 6,
      translate: words => words,
      ratio: 1
    }
  );
  const { columns, rows } = dataTable(unitsTable(after, words => words));
  const at = columns.indexOf('unit');
  const h = columns.indexOf('h');
  expect(rows).toHaveLength(3 * STEPS);
  const [layer] = bundle.layers;
  const values = layer.channels.find(({ name }) => name === 'h')?.array.values;
  for (const row of rows) {
    expect(row[h]).toBe(values?.[Number(row[0]) * 3 + Number(row[at])]);
  }
});

test('after training a Python run is computed of the network as it was, and what cannot be says why', async () => {
  const run = await answering();
  const reading = (language: 'python' | undefined): ViewPage =>
    openView(
      createWhatIfView,
      { ...run.toBundle(), ...(language && { language }) },
      { status: { state: 'stale', reason: 'model retrained' } }
    );
  expect(reading(undefined).element.textContent).toContain(
    'the run as it was before its network changed (model retrained)'
  );
  const python = reading('python').element.textContent;
  expect(python).not.toContain('before its network changed');
});

test.each([
  [{ state: 'connecting' }, 'Its kernel is being asked for it'],
  [
    { state: 'notLive', reason: 'The kernel was restarted.' },
    'nothing can be changed. The kernel was restarted.'
  ]
] as const)(
  'says of a link that is %j why nothing can be changed',
  async (status, words) => {
    const bundle = (await answering()).toBundle();
    for (const language of [undefined, 'python'] as const) {
      const { element } = openView(
        createWhatIfView,
        { ...bundle, ...(language && { language }) },
        { status }
      );
      expect(element.textContent).toContain(words);
    }
  }
);
