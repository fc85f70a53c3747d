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

test('a function that no cell has made has none', () => {
  expect(
    functionSource(records, functionOf('function other() {}'))
  ).toBeUndefined();
});
