/** @jest-environment jsdom */
import { predict } from '../../../../src/engine';
import { createPageMemory } from '../../../../src/widgets/base/store';
import { createPredictView } from '../../../../src/widgets/predict/createPredictView';
import { memoryOfTwo } from '../memoryOfTwo';
import { openView } from '../viewPage';

const bundle = predict({
  key: 'left',
  question: 'How much is left?',
  truth: 40,
  quantity: { name: 'left', unit: '%', range: [0, 100] }
}).toBundle();

test.each(['commit', 'skip'])(
  'after %s the focus is on the picture, where the truth now is',
  tool => {
    const memory = createPageMemory();
    memory.set('predictions', {
      left: { values: [30], committed: false, confidence: 'certain' }
    });
    const page = openView(createPredictView, bundle, { context: { memory } });
    document.body.append(page.element);
    const button = page.element.querySelector<HTMLButtonElement>(
      `[data-tool="${tool}"]`
    );
    button?.focus();
    expect(document.activeElement).toBe(button);
    button?.click();
    expect(document.activeElement).toBe(
      page.element.querySelector('.jp-gatescope-picture')
    );
    page.close();
  }
);

test('a guess that is committed in one view of a notebook stands in the other, which cannot undo it', () => {
  const [mine, other] = memoryOfTwo();
  mine.set('predictions', {
    left: { values: [30], committed: false, confidence: 'certain' }
  });
  const [here, there] = [mine, other].map(memory =>
    openView(createPredictView, bundle, { context: { memory } })
  );
  const tool = (page: typeof here, id: string) =>
    page.element.querySelector<HTMLButtonElement>(`[data-tool="${id}"]`);
  tool(here, 'commit')?.click();
  expect(tool(there, 'commit')?.textContent).toBe('Committed');
  const [score] = here.texts('.jp-gatescope-score');
  expect(there.texts('.jp-gatescope-score')).toEqual([score]);
  expect(score).not.toBe('');
  tool(there, 'undo')?.click();
  expect(mine.get('predictions')).toMatchObject({ left: { committed: true } });
  here.close();
  there.close();
});

test.each([
  [30, 30],
  [130, 100],
  [-1, 0]
])('of a typed %s the range lets %s stand', (typed, taken) => {
  const page = openView(createPredictView, bundle);
  const field = page.element.querySelector<HTMLInputElement>(
    'input.jp-gatescope-field'
  )!;
  field.value = String(typed);
  field.dispatchEvent(new Event('input'));
  field.dispatchEvent(new Event('change'));
  expect(field.valueAsNumber).toBe(taken);
  page.close();
});

test('a prediction is told from others of a page by its question', () => {
  const page = openView(createPredictView, bundle);
  const view = page.element.querySelector('.jp-gatescope-view');
  expect(view?.getAttribute('aria-label')).toBe(
    'Prediction, How much is left?'
  );
  page.close();
});

test('the line to type in says where a curve begins that is given, for those who do not see it', () => {
  const line = (given: number): string => {
    const curve = predict({
      key: 'falls',
      question: 'How does it fall?',
      form: 'curve',
      truth: [0.25, 0.2, 0.1],
      given,
      axis: { name: 'day' },
      quantity: { name: 'h', range: [0, 1] }
    }).toBundle();
    const page = openView(createPredictView, curve);
    const words = page.element.textContent ?? '';
    page.close();
    return words;
  };
  expect(line(1)).toContain('t is 0 at day 0, where it is 0.25.');
  expect(line(0)).toContain('t is 0 at day 0.');
});

test('a guess that cannot be committed yet says what is missing, to whoever presses Commit', () => {
  const page = openView(createPredictView, bundle);
  const press = (tool: string) =>
    page.element
      .querySelector<HTMLButtonElement>(`[data-tool="${tool}"]`)
      ?.click();
  press('commit');
  expect(page.element.textContent).toContain(
    'First guess every number that is asked.'
  );
  page.close();
  const memory = createPageMemory();
  memory.set('predictions', { left: { values: [30], committed: false } });
  const full = openView(createPredictView, bundle, { context: { memory } });
  full.element
    .querySelector<HTMLButtonElement>('[data-tool="commit"]')
    ?.click();
  expect(full.element.textContent).toContain('First say how sure you are.');
  full.close();
});

test('whoever asks for the truth too early hears where a number is missing', () => {
  jest.useFakeTimers();
  const early = (...truth: number[]): string[] => {
    const page = openView(
      createPredictView,
      predict({
        key: 'bars',
        question: 'How many?',
        form: 'bars',
        truth,
        axis: { name: 'words', labels: truth.map((_, at) => `${at + 3}`) },
        quantity: { name: 'share', range: [0, 100] }
      }).toBundle()
    );
    const picture = page.element.querySelector<HTMLElement>(
      '.jp-gatescope-picture'
    );
    picture?.dispatchEvent(
      new KeyboardEvent('keydown', { key: 'Enter', bubbles: true })
    );
    jest.runAllTimers();
    const said = page.texts('[aria-live]');
    page.close();
    return said;
  };
  expect(early(10, 20)).toEqual([
    'Numbers are still missing: words 3, words 4.'
  ]);
  expect(early(10, 20, 30, 40)).toEqual([
    'Numbers are still missing: words 3, words 4, words 5 and more.'
  ]);
  jest.useRealTimers();
});

test('Escape in a field of the table closes it and takes what was typed; only the next one leads out', () => {
  const page = openView(
    createPredictView,
    predict({
      key: 'line',
      question: 'Draw.',
      truth: [1, 2, 3],
      quantity: { name: 'left', range: [0, 100] }
    }).toBundle()
  );
  const holder = document.createElement('div');
  holder.tabIndex = 0;
  holder.append(page.element);
  document.body.append(holder);
  const escape = (): void => {
    document.activeElement?.dispatchEvent(
      new KeyboardEvent('keydown', { key: 'Escape', bubbles: true })
    );
  };
  const find = (selector: string) =>
    page.element.querySelector<HTMLInputElement>(selector);
  find('[data-tool="table"]')?.click();
  const field = find('.jp-gatescope-table input')!;
  field.focus();
  field.value = '40';
  // A browser says at the loss of the focus that a number was typed.
  field.addEventListener('blur', () =>
    field.dispatchEvent(new Event('change'))
  );
  escape();
  expect(find('.jp-gatescope-table')).toBeNull();
  expect(document.activeElement).toBe(find('.jp-gatescope-picture'));
  find('[data-tool="table"]')?.click();
  expect(find('.jp-gatescope-table input')?.value).toBe('40');
  find('.jp-gatescope-table input')?.focus();
  escape();
  escape();
  expect(document.activeElement).toBe(holder);
  page.close();
});

describe('a prediction that a teacher marks', () => {
  const marked = predict({
    key: 'drawn',
    purpose: 'marked',
    question: 'Draw.',
    count: 4,
    given: [1],
    quantity: { name: 'h', range: [0, 1] }
  }).toBundle();
  const open = (guess: object) => {
    const memory = createPageMemory();
    memory.set('predictions', { drawn: guess });
    const page = openView(createPredictView, marked, { context: { memory } });
    const tool = (id: string) =>
      page.element.querySelector<HTMLButtonElement>(`[data-tool="${id}"]`);
    return { memory, page, tool };
  };
  const kept = (memory: ReturnType<typeof createPageMemory>): unknown =>
    (memory.get('predictions') as { drawn: unknown }).drawn;

  it('is kept with the numbers between the drawn ones, and nothing is told', () => {
    const { memory, page, tool } = open({
      values: [null, 0.5, null, 0.1],
      committed: false
    });
    expect(tool('commit')).toBeNull();
    expect(tool('skip')).toBeNull();
    expect(tool('certain')).toBeNull();
    tool('keep')?.click();
    expect(kept(memory)).toEqual({
      values: [null, 0.5, 0.3, 0.1],
      committed: false,
      kept: true
    });
    expect(page.element.textContent).toContain('Kept; marked by your teacher.');
    expect(page.element.textContent).not.toContain('truth');
    expect(page.element.querySelector('.jp-gatescope-truth-line')).toBeNull();
    tool('undo')?.click();
    expect(kept(memory)).toMatchObject({ values: [null, 0.5, 0.3, 0.1] });
    expect(kept(memory)).not.toHaveProperty('kept');
    page.close();
  });

  it('shows no truth, whatever a notebook says of it', () => {
    const { page, tool } = open({
      values: [null, 0.5, 0.3, 0.1],
      committed: true,
      skipped: true,
      first: { quality: 'right' }
    });
    expect(page.element.querySelector('.jp-gatescope-truth-line')).toBeNull();
    expect(tool('keep')?.disabled).not.toBe(true);
    page.close();
  });
});

test('the fields to type in name the range as it is, however small', () => {
  const small = predict({
    key: 'small',
    question: 'How much is lost?',
    truth: 0.002,
    quantity: { name: 'lost', range: [-0.0005, 0.004] }
  }).toBundle();
  const page = openView(createPredictView, small);
  page.element.querySelector<HTMLButtonElement>('[data-tool="table"]')?.click();
  expect(page.texts('.jp-gatescope-table caption')).toEqual([
    'Type numbers from −0.0005 to 0.004.'
  ]);
  page.close();
});
