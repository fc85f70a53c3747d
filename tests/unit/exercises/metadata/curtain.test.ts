import { curtains } from '../../../../src/exercises/metadata';
import type { NotebookCell } from '../../../../src/exercises/metadata';

const cell = (
  id: string,
  source = '1',
  type: NotebookCell['type'] = 'code'
): NotebookCell => ({ id, type, source, metadata: {} });
const text = (id: string, source: string) => cell(id, source, 'markdown');

describe('what a prediction keeps closed', () => {
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
  const ask = (key: string, id: string) => ({ key, title: key, cell: id });

  it('is what follows it, up to the next heading', () => {
    expect(curtains(cells, { predictions: [ask('a', 'ask')] })).toEqual([
      { key: 'a', cell: 'ask', hides: ['table', 'so'] }
    ]);
  });

  it('ends at the next prediction and at the end of the notebook', () => {
    const predictions = [ask('b', 'other'), ask('c', 'ask-again')];
    expect(curtains(cells, { predictions }).map(({ hides }) => hides)).toEqual([
      [],
      ['picture']
    ]);
  });
});
