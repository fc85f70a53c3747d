import { hasIds, mendIds, type KnownCell } from '../../../src/read/mendIds';

const cell = (
  id: unknown,
  source: string,
  ours?: object,
  type = 'code'
): KnownCell => ({
  id,
  cell_type: type,
  source,
  metadata: ours ? { gatescope: ours } : {}
});

const shipped = [
  cell('title', '# A', undefined, 'markdown'),
  cell('first', 'const a = 1;'),
  cell('ask', 'show(q);', { prediction: { key: 'echo' } }),
  cell('words', 'Words.', undefined, 'markdown'),
  cell('answer', '// YOUR CODE HERE', {
    exercise: { id: 'e', role: 'answer' }
  }),
  cell('again', 'const b = 1;')
];
const without = shipped.map(each => ({ ...each, id: undefined }));
const idsOf = (cells: readonly KnownCell[]) =>
  mendIds(cells, shipped).map(({ id }) => id);
const all = shipped.map(({ id }) => id);

describe('the ids of the notebook cells of a page', () => {
  it('are asked for: each has one, and no other has it', () => {
    expect(hasIds(shipped)).toBe(true);
    expect(hasIds(without)).toBe(false);
    expect(hasIds([...shipped, cell('first', 'mine')])).toBe(false);
    expect(hasIds([cell(7, 'mine')])).toBe(false);
    expect(hasIds([cell('', 'mine')])).toBe(false);
  });

  it('are those of the shipped cells, where none has one', () => {
    expect(idsOf(without)).toEqual(all);
  });

  it('are told apart where all have the same, or two', () => {
    expect(idsOf(shipped.map(each => ({ ...each, id: 'same' })))).toEqual(all);
    expect(
      idsOf(
        shipped.map(each =>
          each.id === 'again' ? { ...each, id: 'ask' } : each
        )
      )
    ).toEqual(all);
  });

  it('are those of cells that their reader has changed, by what is ours or by their place', () => {
    const changed = without.map((each, at) =>
      at === 0
        ? each
        : {
            ...each,
            source: [`// mine ${at}\n`, 'f();'],
            metadata: {
              ...(each.metadata['gatescope'] !== undefined && {
                gatescope: { ...each.metadata['gatescope'], checked: {} }
              })
            }
          }
    );
    expect(idsOf(changed)).toEqual(all);
  });

  it('are new for cells of the reader’s own, and none is lost', () => {
    const mine = [
      ...without.slice(0, 2),
      cell(undefined, 'mine'),
      ...without.slice(2),
      cell(undefined, 'mine', undefined, 'markdown')
    ];
    const mended = mendIds(mine, shipped);
    expect(mended.map(({ id }) => id)).toEqual([
      'title',
      'first',
      'cell-1',
      ...all.slice(2),
      'cell-2'
    ]);
    expect(mended.map(({ source }) => source)).toEqual(
      mine.map(({ source }) => source)
    );
  });

  it('follow the text where cells have moved, and what was shipped may be gone', () => {
    const moved = [without[5], without[1], without[4]];
    expect(idsOf(moved)).toEqual(['again', 'first', 'answer']);
    const ids = mendIds(without, []).map(({ id }) => id);
    expect(new Set(ids).size).toBe(without.length);
  });
});
