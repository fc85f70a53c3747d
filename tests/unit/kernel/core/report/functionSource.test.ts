import { runInNewContext } from 'node:vm';
import { createPositions } from '../../../../../src/kernel/core/cells/positions';
import { createCellRecords } from '../../../../../src/kernel/core/report/cellRecords';
import { functionSource } from '../../../../../src/kernel/core/report/functionSource';
import { compiled } from '../cells/compiled';
import { runOf } from '../session/runOf';

const records = createCellRecords();
for (const [index, source] of [
  'const scale: number = 1;',
  'const loss: number = 1;\nconst step = (x: number): number => x + loss;'
].entries()) {
  const emit = compiled(source);
  const positions = createPositions({ emit, shift: 0 });
  records.add({ run: runOf(index), source, positions });
}

/** A function with this text. */
const functionOf = (text: string) =>
  runInNewContext(`(${text})`) as (...args: never[]) => unknown;

test('the source of a function is found from its compiled text', () => {
  const { javascript } = compiled(
    'const loss: number = 1;\nconst step = (x: number): number => x + loss;'
  );
  const at = javascript.indexOf('(x)');
  const text = javascript.slice(at, javascript.indexOf('lossː.v', at) + 7);
  expect(functionSource(records, functionOf(text))).toBe(
    '(x: number): number => x + loss'
  );
});

// Read without the compiler, which a page that runs cells as they were shipped does not load.
test.each([
  ['take({ ', 'step({ x }: any) {\n  return { h: x! };\n}', ' });'],
  ['take({ step: ', '(x: any) => ({ h: x })', ' });'],
  ['take(', 'async (x: number) => { return await x; }', ');'],
  ['take({ step: ', 'function named(x: number) { return x; }', ', n: 2 });']
])('its text ends where the function does: %s%s', (before, text, after) => {
  const source = `declare const take: any;\n${before}${text}${after}`;
  const emit = compiled(source);
  const own = createCellRecords();
  const positions = createPositions({ emit, shift: 0 });
  own.add({ run: runOf(0), source, positions });
  let found: unknown;
  runInNewContext(emit.javascript.slice(emit.javascript.indexOf('take')), {
    take: (given: { step?: unknown }) => (found = given.step ?? given)
  });
  expect(functionSource(own, found as () => void)).toBe(text);
});

test('a function that no cell has made has none', () => {
  expect(
    functionSource(records, functionOf('function other() {}'))
  ).toBeUndefined();
});
