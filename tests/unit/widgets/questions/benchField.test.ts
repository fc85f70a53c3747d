/** @jest-environment jsdom */
import { TRACE_VERSION, type Questions } from '../../../../src/trace';
import { createPageMemory } from '../../../../src/widgets/base/store';
import { createQuestionsView } from '../../../../src/widgets/questions/createQuestionsView';
import { openView } from '../viewPage';

/** Two rows, two rates, two budgets, three seeds: each score names its place. */
const asked: Questions = {
  version: TRACE_VERSION,
  kind: 'questions',
  id: 'q',
  purpose: 'field',
  sheets: [{ key: 'referee', days: 0 }],
  explains: true,
  items: [
    {
      id: 'design',
      question: 'Is it so?',
      form: 'bench',
      bench: {
        trainings: 8,
        measure: 'error',
        rows: ['slow', 'fast'],
        rival: 1,
        seeds: 3,
        rates: [0.1, 0.2],
        budgetName: 'epochs',
        budgets: [10, 20],
        scores: Array.from({ length: 24 }, (_, at) => at),
        breaks: [{ row: 0, budget: 1 }],
        ranges: [
          { text: 'at first', right: true, reply: 'So it is.' },
          { text: 'always', right: false, reply: 'Train longer.' }
        ]
      }
    }
  ]
};

function opened(memory = createPageMemory()) {
  const page = openView(createQuestionsView, asked, { context: { memory } });
  const selects = [...page.element.querySelectorAll('select')];
  const choose = (at: number, value: number) => {
    selects[at].selectedIndex = value;
    selects[at].dispatchEvent(new Event('change'));
  };
  const tool = (id: string) =>
    page.element.querySelector<HTMLButtonElement>(`[data-tool="${id}"]`)!;
  const left = () => page.texts('.jp-gatescope-ask-bench [aria-live]');
  return { page, memory, choose, tool, left };
}

test('a training answers at once from what is stored, and costs one a seed', () => {
  const { page, choose, tool, left } = opened();
  expect(left()).toEqual(['8 of 8 trainings left.']);
  choose(0, 1);
  choose(1, 1);
  choose(2, 1);
  tool('train').click();
  expect(left()).toEqual(['5 of 8 trainings left.']);
  expect(page.texts('tbody td').slice(0, 4)).toEqual([
    '0.2',
    '20',
    '3',
    '22 (21 to 23)'
  ]);
  expect(page.element.querySelectorAll('tbody circle')).toHaveLength(3);
});

test('nothing is trained beyond the budget, nor from more seeds than there are', () => {
  const { choose, tool, left } = opened();
  tool('train').click();
  expect(tool('train').disabled).toBe(true);
  choose(0, 1);
  tool('train').click();
  choose(1, 1);
  expect(tool('train').disabled).toBe(true);
  choose(3, 1);
  tool('train').click();
  expect(left()).toEqual(['0 of 8 trainings left.']);
  tool('start-over').click();
  expect(left()).toEqual(['8 of 8 trainings left.']);
});

test('a report names what was confounded, and the design is kept with the notebook', () => {
  const { page, memory, tool } = opened();
  tool('train').click();
  page.element
    .querySelectorAll<HTMLInputElement>('input[type="radio"]')[1]
    .click();
  tool('answer').click();
  expect(page.texts('.jp-gatescope-ask-reply p')[0]).toContain('0 of 2 marks');
  const lines = page.texts('.jp-gatescope-ask-reply li');
  expect(lines[0]).toContain('No control');
  expect(lines[1]).toBe('The range: Train longer.');
  expect(opened(memory).left()).toEqual(['5 of 8 trainings left.']);
});

test('every control of the bench can be reached by keys and has a name', () => {
  const { page, tool } = opened();
  for (const select of page.element.querySelectorAll('select')) {
    expect(select.labels?.[0].textContent?.length).toBeGreaterThan(3);
    expect(select.tabIndex).toBe(0);
  }
  expect(tool('train').tabIndex).toBe(0);
});
