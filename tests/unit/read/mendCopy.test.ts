import { mendCopy } from '../../../src/read/mendCopy';

const shipped = () => ({
  nbformat_minor: 5,
  metadata: {
    gatescope: { lesson: { id: '01-a', number: 1 }, given: ['ask'] }
  } as Record<string, unknown>,
  cells: [
    { id: 'title', cell_type: 'markdown', source: '# A', metadata: {} },
    {
      id: 'answer',
      cell_type: 'code',
      source: '// YOUR CODE HERE',
      metadata: { gatescope: { exercise: { id: 'e', role: 'answer' } } }
    },
    {
      id: 'test',
      cell_type: 'code',
      source: 'check(e);',
      metadata: { gatescope: { exercise: { id: 'e', role: 'test' } } }
    }
  ] as {
    id: string;
    cell_type: string;
    source: string;
    metadata: Record<string, unknown>;
  }[]
});

describe("a reader's copy of a lesson", () => {
  it('is left alone where it has what the page shows, whatever else is in it', () => {
    const copy = shipped();
    copy.metadata['mine'] = 1;
    copy.cells[1].source = 'const e = 1;';
    copy.cells[1].metadata['gatescope'] = {
      exercise: { id: 'e', role: 'answer' },
      answers: [1]
    };
    copy.cells.splice(1, 0, { ...copy.cells[0], id: 'of mine' });
    expect(mendCopy(copy, shipped())).toEqual({
      notebook: copy,
      isMended: false
    });
  });

  it('gets back the cells that are gone, where they were, and keeps those of its own', () => {
    const copy = shipped();
    copy.cells = [{ ...copy.cells[1], source: 'const e = 1;' }];
    copy.cells.push({ ...shipped().cells[0], id: 'of mine' });
    const { notebook, isMended } = mendCopy(copy, shipped());
    expect(isMended).toBe(true);
    expect(notebook.cells.map(({ id, source }) => [id, source])).toEqual([
      ['title', '# A'],
      ['answer', 'const e = 1;'],
      ['test', 'check(e);'],
      ['of mine', '# A']
    ]);
  });

  it.each([
    ['gone', undefined],
    ['of another kind', 'garbled'],
    ['half there', { lesson: { id: 7 }, mine: 'kept' }]
  ])('is a lesson again where what makes it one is %s', (_, ours) => {
    const copy = shipped();
    copy.metadata['gatescope'] = ours;
    const { notebook, isMended } = mendCopy(copy, shipped());
    expect(isMended).toBe(true);
    expect(notebook.metadata['gatescope']).toEqual({
      ...(typeof ours === 'object' && { mine: 'kept' }),
      ...(shipped().metadata['gatescope'] as object)
    });
  });

  it('has its exercises again where a cell no longer says that it is one', () => {
    const copy = shipped();
    copy.cells[1] = {
      ...copy.cells[1],
      source: 'const e = 1;',
      metadata: { gatescope: { exercise: null, answers: [1] }, mine: 2 }
    };
    const { notebook, isMended } = mendCopy(copy, shipped());
    expect(isMended).toBe(true);
    expect(notebook.cells[1]).toEqual({
      ...copy.cells[1],
      metadata: {
        gatescope: { exercise: { id: 'e', role: 'answer' }, answers: [1] },
        mine: 2
      }
    });
  });
});
