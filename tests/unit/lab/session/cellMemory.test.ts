import type { ICellModel } from '@jupyterlab/cells';
import { Signal } from '@lumino/signaling';
import { createCellMemory } from '../../../../src/lab/session/cellMemory';

function fakeCell(initial: Record<string, unknown> = {}) {
  const metadata = { ...initial };
  let writes = 0;
  const metadataChanged = new Signal<object, void>({});
  const model = {
    metadataChanged,
    getMetadata: (key: string) => structuredClone(metadata[key]),
    setMetadata: (key: string, value: unknown) => {
      writes += 1;
      metadata[key] = value;
      metadataChanged.emit();
    },
    deleteMetadata: (key: string) => {
      writes += 1;
      delete metadata[key];
      metadataChanged.emit();
    }
  } as unknown as ICellModel;
  return { metadata, model, writes: () => writes };
}

test('a value is kept in metadata.gatescope beside what is there', () => {
  const cell = fakeCell({
    nbgrader: { grade: true },
    gatescope: { exercise: { id: 'x' } }
  });
  createCellMemory(cell.model).set('predictions', { curve: [1, 2] });
  expect(cell.metadata).toEqual({
    nbgrader: { grade: true },
    gatescope: { exercise: { id: 'x' }, predictions: { curve: [1, 2] } }
  });
});

test('the same value again changes nothing, so that the notebook does not become dirty', () => {
  const cell = fakeCell();
  const memory = createCellMemory(cell.model);
  memory.set('a', { b: [1] });
  memory.set('a', { b: [1] });
  expect(cell.writes()).toBe(1);
  expect(memory.get('a')).toEqual({ b: [1] });
});

test('the last value takes the key away with it', () => {
  const cell = fakeCell();
  const memory = createCellMemory(cell.model);
  memory.set('a', 1);
  memory.set('b', 2);
  memory.delete('a');
  expect(cell.metadata).toEqual({ gatescope: { b: 2 } });
  memory.delete('b');
  expect(cell.metadata).toEqual({});
  memory.delete('b');
  expect(cell.writes()).toBe(4);
});

test.each([['text'], [3], [null], [[1]]])(
  'metadata that is not an object is passed over: %j',
  strange => {
    const cell = fakeCell({ gatescope: strange });
    const memory = createCellMemory(cell.model);
    expect(memory.get('a')).toBeUndefined();
    memory.set('a', 1);
    expect(cell.metadata).toEqual({ gatescope: { a: 1 } });
  }
);

test('names of Object.prototype are no values', () => {
  const memory = createCellMemory(fakeCell({ gatescope: {} }).model);
  expect(memory.get('constructor')).toBeUndefined();
  expect(memory.get('__proto__')).toBeUndefined();
});

test('a change by another view, by undo or by somebody else is told, and one of its own is not', () => {
  const { model } = fakeCell();
  const [mine, other] = [createCellMemory(model), createCellMemory(model)];
  const heard: unknown[] = [];
  const stop = mine.onChange?.(() => heard.push(mine.get('a')));
  mine.set('a', 1);
  other.set('a', 2);
  other.delete('a');
  mine.set('a', 3);
  stop?.();
  other.set('a', 4);
  expect(heard).toEqual([2, undefined]);
});
