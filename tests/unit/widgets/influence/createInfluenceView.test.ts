/** @jest-environment jsdom */
import { layers, sequential } from '../../../../src/engine';
import type { Changes } from '../../../../src/engine/recurrence/changes';
import { influence } from '../../../../src/engine/run/influence';
import { float64 } from '../../../../src/trace';
import { createInfluenceView } from '../../../../src/widgets/influence/createInfluenceView';
import { openView, type ViewPageOptions } from '../viewPage';

const run = sequential(
  [
    layers.gru({ units: 2, returnSequences: true, inputShape: [null, 2] }),
    layers.dense({ units: 1 })
  ],
  { seed: 3 }
).trace(
  [
    [1, 0],
    [0, 1],
    [0.5, 0.5]
  ],
  { inputNames: ['high', 'low'], outputNames: ['tomorrow'] }
);
const trace = run.toBundle();

type Asked = { step: number; edits: { step: number; value: number }[] };
const live: ViewPageOptions = {
  status: { state: 'live' },
  answer(method, { step, edits }: Asked) {
    if (method === 'influence') {
      const { values, shape } = run.outputGradient({ step });
      return { gradient: float64(values, [...shape]) };
    }
    return {
      trace: run.recompute({ edits: edits as never }).toBundle(),
      name: null
    };
  }
};
const press = (page: ReturnType<typeof openView>, key: string) =>
  page.element
    .querySelector('.jp-gatescope-picture')
    ?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));

test('it asks for the last answer, and for another one by the arrow keys', async () => {
  const page = openView(createInfluenceView, trace, live);
  await page.settle();
  press(page, 'ArrowUp');
  await page.settle();
  expect(
    page.asked.map(({ params }) => (params as { step: number }).step)
  ).toEqual([2, 1]);
  expect(page.element.querySelector('[data-answer="1"]')).not.toBeNull();
  expect(page.element.textContent).toContain('change of tomorrow at step 1');
  page.close();
});

test('what is described of an answer is of the steps that it reads', async () => {
  const page = openView(createInfluenceView, trace, live);
  await page.settle();
  press(page, 'ArrowUp');
  press(page, 'ArrowUp');
  await page.settle();
  // The first answer reads one step: the others have no number, and are told so.
  const said = new Set<string>();
  for (let time = 0; time < 6; time += 1) {
    press(page, 'd');
    page.texts('.jp-gatescope-changed').forEach(words => said.add(words));
  }
  expect([...said].join(' ')).toMatch(/stays at \S+ all the time/);
  expect([...said].join(' ')).not.toMatch(/at step [12]|falls|rises/);
  page.close();
});

test('tokens stand below the bars, with room for them, and are told apart by their place', async () => {
  const tokens = ['not', 'bad', 'not'];
  const long = {
    ...trace,
    time: { ...trace.time, name: 'word', labels: tokens }
  };
  const page = openView(createInfluenceView, long, live);
  await page.settle();
  const words = page.element.textContent ?? '';
  expect(words).toContain('change of tomorrow at word 2 “not”');
  const written = [...page.element.querySelectorAll('svg text')].map(
    each => each.textContent
  );
  expect(
    tokens.every(token => written.some(words => words?.includes(token)))
  ).toBe(true);
  page.close();
});

test('an edit stands beside what the gradient predicted', async () => {
  const page = openView(createInfluenceView, trace, live);
  await page.settle();
  page.cursor.move({ step: 0 }, {});
  await new Promise(done => setTimeout(done));
  const input = page.element.querySelector('input')!;
  input.value = '2';
  input.dispatchEvent(new Event('change'));
  await page.settle();
  await new Promise(done => setTimeout(done));
  expect(page.asked.at(-1)).toEqual({
    method: 'recompute',
    params: {
      id: trace.id,
      edits: [{ step: 0, feature: 0, value: 2 }],
      clamps: []
    }
  });
  const [words] = page.texts('.jp-gatescope-changed');
  expect(words).toMatch(
    /^high at step 0 from 1 to 2\. Predicted change of tomorrow: \S+\. The network run again: \S+\.$/
  );
  page.close();
});

test('without a kernel it says so and draws the answers alone', () => {
  const page = openView(createInfluenceView, trace);
  expect(page.element.textContent).toContain(
    'Not live: run the notebook cell to see the gradient.'
  );
  expect(page.element.querySelector('[data-answer="2"]')).not.toBeNull();
  page.close();
});

describe('a network with several outputs, over days', () => {
  const two = sequential(
    [
      layers.gru({ units: 2, returnSequences: true, inputShape: [null, 1] }),
      layers.dense({ units: 2 })
    ],
    { seed: 5 }
  ).trace([[1], [0], [0.5]], {
    outputNames: ['low', 'high'],
    labels: ['2015-03-01', '2015-03-02', '2015-03-03']
  });
  const open = () =>
    openView(createInfluenceView, two.toBundle(), {
      status: { state: 'live' },
      answer(_, { output, step }: { output: number; step: number }) {
        const { values, shape } = two.outputGradient({ output, step });
        return { gradient: float64(values, [...shape]) };
      }
    });

  it('shows any of them: by the list, and by Shift with an arrow', async () => {
    const page = open();
    await page.settle();
    const shifted = (key: string) =>
      page.element
        .querySelector('.jp-gatescope-picture')
        ?.dispatchEvent(
          new KeyboardEvent('keydown', { key, shiftKey: true, bubbles: true })
        );
    expect(page.element.textContent).toContain('change of low at 3 March');
    shifted('ArrowDown');
    await page.settle();
    expect(page.element.textContent).toContain('change of high at 3 March');
    expect(page.asked.at(-1)?.params).toMatchObject({ output: 1, step: 2 });
    page.element
      .querySelector<HTMLButtonElement>('[data-tool="output"]')
      ?.click();
    page.element
      .querySelectorAll<HTMLButtonElement>('[role="menuitemradio"]')[0]
      .click();
    await page.settle();
    expect(page.asked.at(-1)?.params).toMatchObject({ output: 0, step: 2 });
    expect(page.element.textContent).toContain('change of low at 3 March');
    page.close();
  });

  it('calls a step by its day', async () => {
    const page = open();
    await page.settle();
    page.cursor.move({ step: 1 }, {});
    await new Promise(done => setTimeout(done));
    expect(page.texts('.jp-gatescope-badge')).toEqual(['step 1 · 2 March']);
    expect(page.texts('.jp-gatescope-edit-field')[0]).toContain(
      'at step 1 · 2 March'
    );
    page.close();
  });
});

describe('a network that reads tokens', () => {
  const reading = sequential(
    [
      layers.embedding({ inputDim: 5, outputDim: 3, maskZero: true }),
      layers.gru({ units: 2 }),
      layers.dense({ units: 1 })
    ],
    { seed: 3 }
  ).trace([2, 3, 2], {
    vocabulary: { tokens: ['', '?', 'not', 'bad', 'good'] },
    outputNames: ['praise'],
    stepName: 'word'
  });
  const changed = ({ edits, clamps }: Changes) =>
    reading.recompute({ edits, clamps });
  const open = () =>
    openView(createInfluenceView, reading.toBundle(), {
      status: { state: 'live' },
      answer: (method, asked) =>
        method === 'influence'
          ? influence(reading, asked as never)
          : { trace: changed(asked as never).toBundle(), name: null }
    });
  /** Types a token over that of step 1. */
  async function type(page: ReturnType<typeof open>, token: string) {
    await page.settle();
    page.cursor.move({ step: 1 }, {});
    await new Promise(done => setTimeout(done));
    const input = page.element.querySelector('input')!;
    input.value = token;
    input.dispatchEvent(new Event('change'));
    await page.settle();
    await new Promise(done => setTimeout(done));
    return page.texts('.jp-gatescope-changed')[0];
  }

  it('says what each token adds to the answer, or how long its gradient is', async () => {
    const page = open();
    await page.settle();
    expect(page.element.textContent).toContain(
      'what each token adds to praise at word 2 “not” (gradient × embedding)'
    );
    press(page, 'PageDown');
    await page.settle();
    expect(page.element.textContent).toContain(
      'how much praise at word 2 “not” depends on each token (length of the gradient)'
    );
    page.close();
  });

  it('replaces a token by another one, beside what the gradient predicted', async () => {
    const page = open();
    const words = await type(page, 'good');
    expect(page.asked.at(-1)?.params).toEqual({
      id: reading.id,
      edits: [{ step: 1, feature: 0, value: 4 }],
      clamps: []
    });
    const real =
      reading.edit({ steps: 1, feature: 0, value: 4 }).output!.item() -
      reading.output!.item();
    expect(words).toMatch(
      /^word 1 “bad” replaced by “good”\. Predicted change of praise: \S+\. The network run again: \S+\.$/
    );
    expect(
      Number(words.split(' ').at(-1)!.slice(0, -1).replace('−', '-'))
    ).toBeCloseTo(real, 3);
    page.close();
  });

  it('leaves one out, and says which words it does not know', async () => {
    const page = open();
    expect(await type(page, '')).toMatch(/^word 1 “bad” left out\. Predicted/);
    await type(page, 'wine');
    expect(page.element.textContent).toContain('got “wine”');
    page.close();
  });
});
