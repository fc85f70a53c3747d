/** @jest-environment jsdom */
import { layers, rnn, sequential } from '../../../../src/engine';
import type { Changes } from '../../../../src/engine/recurrence/changes';
import { createRiverView } from '../../../../src/widgets/river/createRiverView';
import { riverOf } from '../../../../src/views/river/streams';
import { openView, type ViewPageOptions } from '../viewPage';

const run = sequential(
  [
    layers.lstm({ units: 3, returnSequences: true, inputShape: [null, 2] }),
    layers.dense({ units: 1 })
  ],
  { seed: 3 }
).trace(
  Array.from({ length: 12 }, (_, step) => [Math.sin(step), Math.cos(step)]),
  { inputNames: ['high', 'low'], stepName: 'day' }
);
const trace = run.toBundle();

const live: ViewPageOptions = {
  status: { state: 'live' },
  answer: (_, { edits, clamps }: Changes) => ({
    trace: run.recompute({ edits, clamps }).toBundle(),
    name: 'run'
  }),
  context: {
    settings: { reducedMotion: true, linesUpTo: 8, minimumColumnWidth: 2 }
  }
};

type Page = ReturnType<typeof openView>;

const frame = () => new Promise(done => setTimeout(done));
const press = async (page: Page, key: string, shiftKey = false) => {
  page.element
    .querySelector('.jp-gatescope-picture')
    ?.dispatchEvent(
      new KeyboardEvent('keydown', { key, shiftKey, bubbles: true })
    );
  await page.settle();
  await frame();
};
const open = async (options?: ViewPageOptions): Promise<Page> => {
  const page = openView(createRiverView, trace, options);
  page.cursor.move({ step: 8, unit: 1 }, {});
  await page.settle();
  await frame();
  return page;
};
const answerOf = (page: Page): string =>
  page.texts('.jp-gatescope-asked span')[0];
const pathsOf = (page: Page): (string | null)[] =>
  [...page.element.querySelectorAll('.jp-gatescope-river-stream')].map(path =>
    path.getAttribute('d')
  );

describe('the river', () => {
  it('asks a question, answers it first, and shows the arithmetic of the step', async () => {
    const page = await open();
    expect(page.element.textContent).toContain(
      'What does unit 1 remember at day 8?'
    );
    const amounts = riverOf(trace, trace.layers[0], 1)!.amountsAt(8);
    const all = amounts.reduce((sum, each) => sum + Math.abs(each), 0);
    const share = Math.max(...amounts.map(Math.abs)) / all;
    expect(answerOf(page)).toContain(`${(100 * share).toFixed(0)}\u202f%`);
    expect(page.texts('.jp-gatescope-changed')[0]).toMatch(
      /^day 8: f keeps \d+\u202f% of \S+ and the day writes \S+: c = \S+\./
    );
    page.close();
  });

  it('works from a saved copy alone, and says why a gate cannot be moved', async () => {
    const page = await open();
    expect(pathsOf(page).length).toBeGreaterThan(3);
    await press(page, 'ArrowUp', true);
    expect(page.asked).toEqual([]);
    expect(page.texts('.jp-gatescope-warning')[0]).toBe(
      'Not live: run the notebook cell to change this.'
    );
    page.close();
  });

  it('walks from stream to stream by keys, and says the share of each', async () => {
    const page = await open();
    await press(page, 'ArrowLeft', true);
    await press(page, 'ArrowLeft', true);
    expect(answerOf(page)).toMatch(
      /^day 7 \(high \S+\): \d+\u202f% of what is remembered at day 8 \(\S+, of \S+ in all\)\.$/
    );
    expect(
      page.element
        .querySelector('.jp-gatescope-river-chosen')
        ?.getAttribute('d')
    ).not.toBe('');
    await press(page, 'Escape');
    expect(answerOf(page)).not.toMatch(/^day 7/);
    page.close();
  });

  it('moves a gate: the network is run again, the streams follow, and it says how far that is felt', async () => {
    const page = await open(live);
    const before = pathsOf(page);
    await press(page, 'ArrowDown', true);
    const { method, params } = page.asked.at(-1)!;
    const { clamps } = params as Changes;
    expect(method).toBe('recompute');
    expect(clamps).toHaveLength(1);
    const f = trace.layers[0].channels.find(({ name }) => name === 'f')!;
    expect(clamps![0]).toMatchObject({
      channel: 'f',
      units: [1],
      steps: [8]
    });
    expect(clamps![0].value as number).toBeCloseTo(
      f.array.values[8 * 3 + 1] - 0.05,
      1
    );
    expect(pathsOf(page)).not.toEqual(before);
    expect(
      page.element.querySelector('.jp-gatescope-river-ghost')
    ).not.toBeNull();
    expect(page.texts('.jp-gatescope-changed')[0]).toMatch(
      /Felt in c for (one day|\d+ days)/
    );
    page.element
      .querySelector('.jp-gatescope-picture')
      ?.dispatchEvent(
        new KeyboardEvent('keydown', { key: 'z', ctrlKey: true, bubbles: true })
      );
    await page.settle();
    await frame();
    expect(pathsOf(page)).toEqual(before);
    expect(page.element.querySelector('.jp-gatescope-river-ghost')).toBeNull();
    page.close();
  });

  it('takes another number of the input', async () => {
    const page = await open(live);
    const input = page.element.querySelector('input')!;
    input.value = '3';
    input.dispatchEvent(new Event('change'));
    await page.settle();
    expect((page.asked.at(-1)!.params as Changes).edits).toEqual([
      { step: 8, feature: 0, value: 3 }
    ]);
    page.close();
  });

  it('shows all units, and goes to the one that is clicked', async () => {
    const page = await open();
    page.element.querySelector<HTMLElement>('[data-tool="allUnits"]')!.click();
    await frame();
    const units = page.element.querySelectorAll('.jp-gatescope-river-unit');
    expect(units).toHaveLength(3);
    units[2].dispatchEvent(new MouseEvent('click', { bubbles: true }));
    await frame();
    expect(page.element.textContent).toContain('What does unit 2 remember');
    page.close();
  });

  it('has a table whose parts add up to the state', async () => {
    const page = await open();
    await press(page, 't');
    const rows = [...page.element.querySelectorAll('tbody tr')].map(row =>
      [...row.querySelectorAll('td, th')].map(cell =>
        Number(cell.textContent?.replace('−', '-'))
      )
    );
    const [head] = page.element.querySelectorAll('thead tr');
    const left = [...head.children].findIndex(
      cell => cell.textContent === 'left'
    );
    // The state before the first step, and the days 0 to 8.
    expect(rows).toHaveLength(10);
    const sum = rows.reduce((all, row) => all + row[left], 0);
    const c = trace.layers[0].channels.find(({ name }) => name === 'c')!;
    expect(sum).toBeCloseTo(c.array.values[8 * 3 + 1], 1);
    page.close();
  });
});

test('a plain network shows only what each step wrote, and says so', async () => {
  const plain = rnn({ inputSize: 1, units: 2, seed: 4 })
    .run([[1], [0], [0.5], [-1]])
    .toBundle();
  const page = openView(createRiverView, plain);
  await frame();
  expect(answerOf(page)).toMatch(
    /^Only what this step wrote\. At every step all of h passes through/
  );
  expect(page.element.querySelector('.jp-gatescope-river-kept')).toBeNull();
  page.close();
});
