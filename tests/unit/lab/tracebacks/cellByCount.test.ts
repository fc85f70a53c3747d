import {
  createCellByCount,
  type CountedCell
} from '../../../../src/lab/tracebacks/cellByCount';

interface Cell extends CountedCell {
  readonly model: { id: string; type: string; executionCount?: number | null };
}

function cell(id: string, executionCount?: number | null): Cell {
  return { model: { id, type: 'code', executionCount } };
}

test('a notebook cell is found by the count with which it ran', () => {
  const cells = [cell('a', 2), cell('b', 1), cell('c', null)];
  expect(createCellByCount().find(1, cells)).toBe(cells[1]);
  expect(createCellByCount().find(3, cells)).toBeUndefined();
});

test('a notebook cell that has run again is still found by its earlier count', () => {
  const cells = [cell('a', 2), cell('b', 1)];
  const known = createCellByCount();
  known.remember([1], cells);
  cells[1].model.executionCount = 5;
  expect(known.find(1, cells)?.model.id).toBe('b');
  expect(known.find(5, cells)?.model.id).toBe('b');
});

test('a notebook cell that is gone is not found', () => {
  const known = createCellByCount();
  known.remember([1], [cell('a', 1)]);
  expect(known.find(1, [cell('b', 4)])).toBeUndefined();
});

test('while a cell runs the highest count is its own, though an older cell bears it', () => {
  const [older, helper, own] = [cell('old', 3), cell('help', 2), cell('own')];
  const known = createCellByCount();
  known.remember([3, 2], [older, helper, own], own);
  expect(known.find(3, [older, helper, own])).toBe(own);
  expect(known.find(2, [older, helper, own])).toBe(helper);
});

test('of saved outputs nothing is taken to run', () => {
  const [other, own] = [cell('other', 4), cell('own', 3)];
  const known = createCellByCount();
  known.remember([4, 3], [other, own], own);
  expect(known.find(4, [other, own])).toBe(other);
  expect(known.find(3, [other, own])).toBe(own);
});

test('text cells have no count', () => {
  const text: Cell = {
    model: { id: 't', type: 'markdown', executionCount: 1 }
  };
  expect(createCellByCount().find(1, [text])).toBeUndefined();
});
