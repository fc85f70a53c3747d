import '../../nodeMachine';
import { excerpt } from '../../../../../src/kernel/core/report/excerpt';
import { withoutColors } from '../../../../../src/kernel/core/report/errorReport';

const source = ['one', 'two', '\tthree', 'four', 'five'].join('\n');

function shown(...args: Parameters<typeof excerpt>): string[] {
  return withoutColors(excerpt(...args)).split('\n');
}

test('the caret stands below its column, lines around it if wanted', () => {
  expect(shown(source, { line: 1, column: 2 }, 1)).toEqual([
    '    1 one',
    '--> 2 two',
    '        ^',
    '    3 \tthree'
  ]);
});

test('a tab before the column stays a tab, so that the caret is below it', () => {
  expect(shown(source, { line: 2, column: 2 }, 0)).toEqual([
    '--> 3 \tthree',
    '      \t ^'
  ]);
});

test('as many carets as the fault is long, and none beyond the line', () => {
  expect(shown(source, { line: 0, column: 1 }, 0, 2)[1]).toBe('       ^^');
  expect(shown(source, { line: 0, column: 1 }, 0, 99)[1]).toBe('       ^^');
  expect(shown(source, { line: 0, column: 3 }, 0, 99)[1]).toBe('         ^');
});

test('numbers of lines are aligned', () => {
  const long = Array.from({ length: 12 }, (_, index) => `line ${index + 1}`);
  expect(shown(long.join('\n'), { line: 9, column: 0 }, 1)).toEqual([
    '     9 line 9',
    '--> 10 line 10',
    '       ^',
    '    11 line 11'
  ]);
});

test('of a very long line the part around the column is shown', () => {
  const line = `${'a'.repeat(500)}!${'b'.repeat(500)}`;
  const [text, caret] = shown(line, { line: 0, column: 500 }, 0);
  expect(text.length).toBeLessThan(180);
  expect(text[caret.indexOf('^')]).toBe('!');
});

test('line endings of Windows do not show', () => {
  expect(shown('a\r\nb\r\n', { line: 0, column: 0 }, 1)[0]).toBe('--> 1 a');
});
