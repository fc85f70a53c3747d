/** @jest-environment jsdom */
import type { Question, Questions } from '../../../../src/trace';
import { TRACE_VERSION } from '../../../../src/trace';
import { createPageMemory } from '../../../../src/widgets/base/store';
import {
  ANSWERS,
  readSheet,
  sheetTurn,
  skipSheet
} from '../../../../src/widgets/questions/answers';
import { createQuestionsView } from '../../../../src/widgets/questions/createQuestionsView';
import type { CellMemory } from '../../../../src/widgets/context';
import { memoryOfTwo } from '../memoryOfTwo';
import { openView, type ViewPage } from '../viewPage';

const DAY = 86_400_000;

const choice = (id: string): Question => ({
  form: 'choice',
  id,
  question: `${id}?`,
  explanation: 'f is the share that is kept.',
  choice: {
    options: [
      { text: 'kept', right: true, reply: 'So it is.' },
      { text: 'forgotten', right: false, reply: 'Its name misleads.' }
    ]
  }
});
const asked = (more: Partial<Questions> = {}): Questions => ({
  version: TRACE_VERSION,
  kind: 'questions',
  id: 'q',
  purpose: 'field',
  sheets: [{ key: 'gate', days: 0 }],
  explains: true,
  items: [choice('one')],
  ...more
});

function opened(bundle: Questions, memory: CellMemory = createPageMemory()) {
  const page = openView(createQuestionsView, bundle, { context: { memory } });
  return { page, memory };
}

const pick = (page: ViewPage, question: string, option: number): void => {
  const input = page.element.querySelectorAll<HTMLInputElement>(
    `[data-question="${question}"] input[type="radio"]`
  )[option];
  input.click();
};
const press = (page: ViewPage, tool: string, within = ''): void => {
  const button = page.element.querySelector<HTMLButtonElement>(
    `${within} [data-tool="${tool}"]`
  );
  expect(button?.disabled).toBe(false);
  button?.click();
};

test('the focus stays in a field that takes another answer', () => {
  const { page } = opened(asked());
  const input = page.element.querySelector<HTMLInputElement>(
    'input[type="radio"]'
  );
  input?.focus();
  pick(page, 'one', 1);
  press(page, 'answer');
  expect(document.activeElement).toBe(input);
  page.close();
});

test('an answer is marked when it is given, and may be given again; the first one is kept', () => {
  const { page, memory } = opened(asked());
  expect(page.texts('.jp-gatescope-ask-reply p')).toEqual([]);
  pick(page, 'one', 1);
  press(page, 'answer');
  expect(page.texts('.jp-gatescope-ask-reply p')).toEqual([
    'Not yet. Its name misleads.'
  ]);
  pick(page, 'one', 0);
  press(page, 'answer');
  expect(page.texts('.jp-gatescope-ask-reply p')).toEqual([
    'Right. So it is.',
    'f is the share that is kept.'
  ]);
  expect(readSheet(memory, 'gate', asked().items).answers).toEqual({
    one: { given: 0, tries: 2, first: false, right: true }
  });
  page.close();
});

test('answers are there again when the notebook is opened again', () => {
  const { page, memory } = opened(asked());
  pick(page, 'one', 0);
  press(page, 'answer');
  page.close();
  const again = opened(asked(), memory).page;
  expect(again.texts('.jp-gatescope-ask-reply p')[0]).toBe('Right. So it is.');
  const [first] = again.element.querySelectorAll('input');
  expect(first.checked).toBe(true);
  expect(first.disabled).toBe(true);
  again.close();
});

test('two views of a notebook answer one sheet together', () => {
  const sheet = asked({ items: [choice('one'), choice('two')] });
  const [here, there] = memoryOfTwo().map(memory => opened(sheet, memory));
  pick(here.page, 'one', 0);
  press(here.page, 'answer', '[data-question="one"]');
  expect(there.page.texts('.jp-gatescope-ask-reply p')[0]).toBe(
    'Right. So it is.'
  );
  pick(there.page, 'two', 1);
  expect(readSheet(here.memory, 'gate', sheet.items).answers).toMatchObject({
    one: { given: 0, right: true },
    two: { given: 1 }
  });
  here.page.close();
  there.page.close();
});

test('that a question was skipped stays beside what is entered later', () => {
  const { page, memory } = opened(asked());
  skipSheet(memory, 'gate');
  expect(memory.get(ANSWERS)).toEqual({
    gate: { answers: {}, skipped: true }
  });
  pick(page, 'one', 1);
  expect(memory.get(ANSWERS)).toMatchObject({
    gate: { answers: { one: { given: 1, tries: 0 } }, skipped: true }
  });
  page.close();
});

test('a field that is answered gives the focus to the view, not to nobody', () => {
  const { page } = opened(asked());
  const [right] = page.element.querySelectorAll('input');
  right.focus();
  right.click();
  press(page, 'answer');
  expect(right.disabled).toBe(true);
  expect(document.activeElement?.className).toContain('jp-gatescope-picture');
  page.close();
});

test('the solution is shown on demand, and ends the question', () => {
  const { page } = opened(asked());
  pick(page, 'one', 1);
  press(page, 'answer');
  press(page, 'solution');
  expect(page.texts('label[data-verdict="right"] span')).toContain('kept');
  // What was wrong before is no news; why the right one is right is.
  expect(page.texts('.jp-gatescope-ask-reply p')).toEqual([
    'So it is.',
    'f is the share that is kept.'
  ]);
  expect(page.element.querySelector('[data-tool="answer"]')).toHaveProperty(
    'disabled',
    true
  );
  page.close();
});

test('a test is handed in whole, with how sure one is, and explained then', () => {
  const { page, memory } = opened(
    asked({ purpose: 'test', items: [choice('one'), choice('two')] })
  );
  const hand = () =>
    page.element.querySelector<HTMLButtonElement>('[data-tool="hand-in"]');
  pick(page, 'one', 0);
  press(page, 'certain', '[data-question="one"]');
  expect(hand()?.disabled).toBe(true);
  pick(page, 'two', 1);
  expect(page.texts('.jp-gatescope-ask-reply p')).toEqual([]);
  press(page, 'guess', '[data-question="two"]');
  jest.useFakeTimers();
  press(page, 'hand-in');
  jest.runAllTimers();
  jest.useRealTimers();
  expect(hand()).toBeNull();
  expect(page.texts('.jp-gatescope-ask-foot p')).toEqual(['1 of 2 right.']);
  // The verdict stands beside each answer, to which no key leads.
  expect(page.texts('[aria-live]')).toEqual([
    '1 of 2 right. 1: Right. 2: Not yet.'
  ]);
  expect(page.texts('.jp-gatescope-ask-reply p')).toContain(
    'Not yet. Its name misleads.'
  );
  const sheet = readSheet(memory, 'gate', [choice('one'), choice('two')]);
  expect(sheet.answers.two).toEqual({
    given: 1,
    tries: 1,
    first: false,
    right: false,
    confidence: 'guess'
  });
  expect(sheet.done).toBeGreaterThan(0);
  page.close();
});

test('an inventory tells nothing before its last sheet, and that comes a week later', () => {
  const bundle = asked({
    purpose: 'inventory',
    sheets: [
      { key: 'after', days: 0 },
      { key: 'later', days: 7 }
    ]
  });
  const { page, memory } = opened(bundle);
  pick(page, 'one', 1);
  press(page, 'certain');
  press(page, 'hand-in');
  expect(page.texts('.jp-gatescope-ask-reply p')).toEqual([]);
  expect(page.element.textContent).not.toContain('misleads');
  expect(page.texts('.jp-gatescope-ask-foot p').join(' ')).toContain(
    'come once more from'
  );
  page.close();
  const now = Date.now();
  expect(sheetTurn(bundle, memory, now)).toMatchObject({ key: 'after', at: 0 });
  expect(sheetTurn(bundle, memory, now + 6.9 * DAY).key).toBe('after');
  expect(sheetTurn(bundle, memory, now + 7.1 * DAY)).toMatchObject({
    key: 'later',
    at: 1,
    waits: null
  });
});

test('what somebody wrote into the notebook is read with care', () => {
  const memory = createPageMemory();
  memory.set('answers', {
    gate: {
      done: 'today',
      answers: { one: { tries: -1 }, two: 'text', three: null }
    }
  });
  expect(readSheet(memory, 'gate', [{ id: 'one' }, { id: 'two' }])).toEqual({
    answers: {}
  });
  memory.set('answers', 'text');
  expect(readSheet(memory, 'gate', [{ id: 'one' }])).toEqual({ answers: {} });
});

test.each([
  [0, 'Right. So it is. f is the share that is kept.'],
  [1, 'Not yet. Its name misleads.']
])('the verdict on option %i is said as it is written', (option, words) => {
  jest.useFakeTimers();
  const { page } = opened(asked());
  pick(page, 'one', option);
  press(page, 'answer');
  jest.runAllTimers();
  jest.useRealTimers();
  expect(page.texts('[aria-live]')).toEqual([words]);
  page.close();
});

test('an answer in words is answered by the good one, which is said: nothing else tells that it was taken', () => {
  jest.useFakeTimers();
  const words: Question = {
    form: 'text',
    id: 'why',
    question: 'Why?',
    explanation: '',
    text: { model: 'Rain sets it back.', points: ['it is set back'] }
  };
  const { page } = opened(asked({ items: [words] }));
  const area = page.element.querySelector('textarea')!;
  area.value = 'It rains.';
  area.dispatchEvent(new Event('input', { bubbles: true }));
  press(page, 'answer');
  jest.runAllTimers();
  jest.useRealTimers();
  expect(page.texts('[aria-live]')).toEqual([
    'A good answer: Rain sets it back. Does yours say this?'
  ]);
  page.close();
});

describe('be the cell', () => {
  const cell: Question = {
    form: 'cell',
    id: 'cell',
    question: 'Fill the blanks.',
    cell: {
      blocks: { f: [0, 0, 0], i: [0, 0, 0], g: [1, 0, 0], o: [0, 0, 0] },
      inputs: [1, 0],
      start: [0, 0],
      backward: false,
      tolerance: 0.011
    }
  };
  const type = (page: ViewPage, label: string, value: string): void => {
    const input = page.element.querySelector<HTMLInputElement>(
      `td input[aria-label="${label}"]`
    );
    input!.focus();
    input!.value = value;
    input!.dispatchEvent(new Event('input', { bubbles: true }));
  };

  it('marks each number from those before it, and says what went wrong', () => {
    const { page } = opened(asked({ items: [cell] }));
    const numbers: [string, string][] = [
      ['f at step 0', '0.5'],
      ['i at step 0', '0.5'],
      ['g at step 0', '1'],
      ['o at step 0', '0.5'],
      ['c at step 0', '0.5'],
      ['h at step 0', '0.23']
    ];
    numbers.forEach(([label, value]) => type(page, label, value));
    press(page, 'answer');
    const verdict = (label: string) =>
      page.element.querySelector<HTMLElement>(`td input[aria-label="${label}"]`)
        ?.dataset['verdict'];
    expect(verdict('f at step 0')).toBe('right');
    expect(verdict('g at step 0')).toBe('wrong');
    expect(verdict('c at step 0')).toBe('follows');
    expect(page.texts('.jp-gatescope-ask-reply p')[0]).toContain(
      'That is the sum alone; tanh of it is asked for.'
    );
    page.close();
  });

  it('says with each field what its number is computed from, as far as the reader has it', () => {
    const { page } = opened(asked({ items: [cell] }));
    const beside = (label: string): string =>
      (
        page.element
          .querySelector(`td input[aria-label="${label}"]`)
          ?.getAttribute('aria-describedby') ?? ''
      )
        .split(' ')
        .map(id => document.getElementById(id)?.textContent)
        .join('; ');
    expect(beside('f at step 0')).toBe(
      'σ(w x + u h[t−1] + b); f: w = 0.00, u = 0.00, b = 0.00; x = 1.00; with h[−1] = 0.00'
    );
    expect(beside('g at step 1')).toBe(
      'tanh(w x + u h[t−1] + b); g: w = 1.00, u = 0.00, b = 0.00; x = 0.00; with h[0] still blank'
    );
    type(page, 'h at step 0', '0.23');
    type(page, 'f at step 0', '0.5');
    type(page, 'g at step 0', '1');
    expect(beside('g at step 1')).toContain('; with h[0] = 0.23');
    expect(beside('c at step 0')).toBe(
      'f c[t−1] + i g; with f = 0.5, c[−1] = 0.00, i still blank, g = 1'
    );
    expect(beside('h at step 0')).toBe(
      'o tanh(c); with o still blank, c still blank'
    );
    press(page, 'answer');
    expect(beside('g at step 0')).toMatch(
      /; with h\[−1\] = 0\.00\. That is the sum alone/
    );
    page.close();
  });

  it('takes a number from the slider too', () => {
    const { page, memory } = opened(asked({ items: [cell] }));
    page.element
      .querySelector<HTMLInputElement>('td input[aria-label="i at step 1"]')
      ?.focus();
    const slider = page.element.querySelector<HTMLInputElement>(
      'input[type="range"]'
    );
    slider!.value = '0.25';
    slider!.dispatchEvent(new Event('input', { bubbles: true }));
    const kept = readSheet(memory, 'gate', [cell]).answers.cell.given;
    expect(kept).toMatchObject({ i: [null, 0.25] });
    page.close();
  });

  it('draws the wired cell with blanks, and with the numbers that are there', () => {
    const { page } = opened(asked({ items: [cell] }));
    const before = page.texts('.jp-gatescope-ask-circuit text').join(' ');
    type(page, 'f at step 0', '0.37');
    expect(before).not.toContain('0.37');
    expect(page.texts('.jp-gatescope-ask-circuit text').join(' ')).toContain(
      '0.37'
    );
    page.close();
  });
});

test('in a picture to click in, a letter has the color that it has everywhere', () => {
  const { page } = opened(
    asked({
      items: [
        {
          form: 'place',
          id: 'day',
          question: 'Where?',
          explanation: 'There.',
          place: {
            axis: { name: 'day', count: 3 },
            lines: ['f of unit 3', 'c of unit 3', 'rain'].map(name => ({
              name,
              values: [0, 1, 0]
            })),
            right: [1],
            replies: []
          }
        }
      ]
    })
  );
  const looks = [
    ...page.element.querySelectorAll('.jp-gatescope-ask-legend line')
  ].map(each => [
    /--jp-gatescope-(\w+)/.exec(each.getAttribute('style') ?? '')?.[1],
    each.getAttribute('stroke-dasharray')
  ]);
  expect(looks.map(([hue]) => hue)).toEqual(['keep', 'cell', 'other']);
  expect(new Set(looks.map(([, dashes]) => dashes)).size).toBe(3);
});

it('is told from other questions of a page by its title, else by what it asks first', () => {
  const nameOf = (bundle: Questions): string | null | undefined => {
    const { page } = opened(bundle);
    const name = page.element
      .querySelector('.jp-gatescope-view')
      ?.getAttribute('aria-label');
    page.close();
    return name;
  };
  expect(nameOf(asked())).toBe('Question, one?');
  expect(nameOf(asked({ title: 'Before the lessons' }))).toContain(
    ', Before the lessons'
  );
});

test('an answer that a teacher marks is kept, and nothing is said of it', () => {
  const bundle = asked({ purpose: 'marked' });
  const { page, memory } = opened(bundle);
  pick(page, 'one', 1);
  press(page, 'answer');
  expect(page.texts('.jp-gatescope-ask-reply p')).toEqual([
    'Kept; marked by your teacher. You can change it until you hand in.'
  ]);
  expect(page.element.querySelector('[data-verdict="right"]')).toBeNull();
  expect(page.element.querySelector('[data-verdict="wrong"]')).toBeNull();
  expect(page.element.querySelector('[data-tool="hand-in"]')).toBeNull();
  pick(page, 'one', 0);
  expect(page.texts('.jp-gatescope-ask-reply p')).toEqual([]);
  press(page, 'answer');
  expect(readSheet(memory, 'gate', bundle.items).answers).toEqual({
    one: { given: 0, tries: 2, first: null, right: null }
  });
  page.close();
});
