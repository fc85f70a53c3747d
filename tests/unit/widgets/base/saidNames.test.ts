/** @jest-environment jsdom */
import { lstm, predict } from '../../../../src/engine';
import { TRACE_VERSION, type Questions } from '../../../../src/trace';
import { createGatesView } from '../../../../src/widgets/gates/createGatesView';
import { createPredictView } from '../../../../src/widgets/predict/createPredictView';
import { createQuestionsView } from '../../../../src/widgets/questions/createQuestionsView';
import { openView, type ViewPage } from '../viewPage';

const said = (element: Element | null | undefined, what: string): string =>
  element?.getAttribute(`aria-${what}`) ?? '';

/** What a screen reader says of a button: its name, and its title where the name does not hold it. */
const spoken = (button: HTMLElement): readonly string[] => {
  const name = said(button, 'label') || (button.textContent ?? '');
  const described = button.getAttribute('aria-description') ?? button.title;
  return [name, described].filter(words => words !== '');
};

const guess = (key: string, question: string) =>
  predict({
    key,
    question,
    truth: 40,
    quantity: { name: 'left', unit: '%', range: [0, 100] }
  }).toBundle();

const run = (units: number) =>
  lstm({ inputSize: 1, units, seed: 7 })
    .run([[1], [0]])
    .toBundle();

const sheet: Questions = {
  version: TRACE_VERSION,
  kind: 'questions',
  id: 'sheet',
  purpose: 'test',
  sheets: [{ key: 'sheet', days: 0 }],
  explains: true,
  items: ['one', 'two'].map(id => ({
    form: 'number' as const,
    id,
    question: `${id}?`,
    explanation: '',
    number: { answer: 1, tolerance: 0, replies: [] }
  }))
};

describe('the names in a view', () => {
  let pages: ViewPage[] = [];
  const buttons = (): HTMLElement[] =>
    pages.flatMap(({ element }) => [...element.querySelectorAll('button')]);
  const labels = (selector: string): readonly string[] =>
    pages.flatMap(({ element }) =>
      Array.from(element.querySelectorAll(selector), each =>
        said(each, 'label')
      )
    );
  beforeEach(() => {
    pages = [
      ...[2, 3].map(units =>
        openView(createGatesView, run(units), { width: 400 })
      ),
      openView(createPredictView, guess('a', 'How much is left?')),
      openView(createPredictView, guess('b', 'How much is new?')),
      openView(createQuestionsView, sheet)
    ];
  });
  afterEach(() => pages.forEach(page => page.close()));

  it('are said once: no title of a button is said behind a name that holds it', () => {
    expect(buttons().length).toBeGreaterThan(20);
    const twice = buttons()
      .map(spoken)
      .filter(
        ([name, described]) =>
          described !== undefined &&
          (name.includes(described) || described.includes(`${name} `))
      );
    expect(twice).toEqual([]);
  });

  it('tell the tools of each view, and what is asked of each guess and answer, from those of others', () => {
    const all = [
      ...labels('[role="toolbar"]'),
      ...labels('.jp-gatescope-ask-row'),
      ...labels('[data-tool="more"]')
    ];
    expect(all).toEqual(
      expect.arrayContaining([
        'How sure are you of your guess? How much is left?',
        'How sure are you of answer 2?'
      ])
    );
    expect(
      all.filter(name => name.startsWith('More tools of Gates'))
    ).toHaveLength(2);
    expect(all).toHaveLength(new Set(all).size);
    expect(
      buttons()
        .map(({ title }) => title)
        .join()
    ).not.toContain('How sure are you');
  });

  it('say a long question once: what stands around it has its first words', () => {
    const long = `How much is left ${'of it '.repeat(30)}?`;
    const page = openView(createPredictView, guess('c', long), { width: 400 });
    pages = [...pages, page];
    const around = Array.from(
      page.element.querySelectorAll('[aria-label]'),
      each => said(each, 'label')
    );
    // The view and its picture.
    expect(around.filter(name => name.includes(long))).toHaveLength(2);
    expect(around).toContain(
      'How sure are you of your guess? How much is left of it of it of it of it of it …'
    );
  });

  it('stand on the picture itself, which is no application but in one', () => {
    for (const { element } of pages) {
      const picture = element.querySelector<HTMLElement>(
        '.jp-gatescope-picture'
      )!;
      const isDrawn = element.querySelector('.jp-gatescope-questions') === null;
      expect(picture.tabIndex).toBe(0);
      expect(picture.getAttribute('role')).toBe('group');
      expect(said(picture, 'label')).toBe(
        said(element.querySelector('.jp-gatescope-view'), 'label')
      );
      expect(
        document.getElementById(said(picture, 'describedby'))?.textContent
      ).toContain('M leads to the tools');
      // What stands beside the picture, a table or a line to type in, is read like the page.
      expect(element.querySelector('[role="application"]')).toBe(
        isDrawn ? picture.parentElement : null
      );
      expect(picture.parentElement?.children).toHaveLength(1);
      expect(said(picture, 'roledescription')).toBe(isDrawn ? 'picture' : '');
    }
  });
});
