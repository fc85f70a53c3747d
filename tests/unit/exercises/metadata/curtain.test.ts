import { curtains } from '../../../../src/exercises/metadata';
import type {
  LessonParts,
  NotebookCell
} from '../../../../src/exercises/metadata';

const cell = (
  id: string,
  source = '1',
  type: NotebookCell['type'] = 'code'
): NotebookCell => ({ id, type, source, metadata: {} });
const text = (id: string, source: string) => cell(id, source, 'markdown');

const ask = (key: string, id: string) => ({ key, title: key, cell: id });
const question = (
  key: string,
  id: string,
  purpose: LessonParts['questions'][number]['purpose'] = 'field'
): LessonParts['questions'][number] => ({
  keys: [key],
  title: key,
  purpose,
  cell: id
});

const cells = [
  text('intro', '## One number'),
  cell('ask'),
  cell('table'),
  text('so', 'It halves. # is no heading here'),
  text('next', '## Next'),
  cell('other'),
  cell('ask-again'),
  cell('picture')
];

describe('what a prediction keeps closed', () => {
  it('is what follows it, up to the next heading', () => {
    expect(
      curtains(cells, { predictions: [ask('a', 'ask')], questions: [] })
    ).toEqual([
      { asks: 'prediction', keys: ['a'], cell: 'ask', hides: ['table', 'so'] }
    ]);
  });

  it('ends at the next prediction and at the end of the notebook', () => {
    const predictions = [ask('b', 'other'), ask('c', 'ask-again')];
    expect(
      curtains(cells, { predictions, questions: [] }).map(({ hides }) => hides)
    ).toEqual([[], ['picture']]);
  });

  it('goes on through a subsection, whose heading may give the answer away', () => {
    const [first] = curtains(
      cells.map(each =>
        each.id === 'next' ? text('next', '### Why it halves') : each
      ),
      { predictions: [ask('a', 'ask')], questions: [] }
    );
    expect(first.hides).toEqual([
      'table',
      'so',
      'next',
      'other',
      'ask-again',
      'picture'
    ]);
  });

  it('holds the questions that come before the next heading', () => {
    const [first] = curtains(cells, {
      predictions: [ask('a', 'ask')],
      questions: [question('q', 'table')]
    });
    expect(first.hides).toEqual(['table', 'so']);
  });
});

describe('what an answer field keeps closed', () => {
  const closedBy = (
    questions: LessonParts['questions'],
    predictions: LessonParts['predictions'] = []
  ) => curtains(cells, { predictions, questions }).map(({ hides }) => hides);

  it('is what follows it, up to the next heading', () => {
    expect(
      curtains(cells, { predictions: [], questions: [question('q', 'ask')] })
    ).toEqual([
      { asks: 'question', keys: ['q'], cell: 'ask', hides: ['table', 'so'] }
    ]);
  });

  it('ends at the next answer field and at the next prediction', () => {
    expect(closedBy([question('q', 'ask'), question('r', 'table')])).toEqual([
      [],
      ['so']
    ]);
    expect(
      closedBy([question('q', 'other')], [ask('c', 'ask-again')]).at(-1)
    ).toEqual([]);
  });

  it('is nothing after a test or an inventory', () => {
    expect(
      closedBy([
        question('t', 'ask', 'test'),
        question('i', 'other', 'inventory')
      ])
    ).toEqual([]);
  });
});
