import { isComplete } from '../../../../../src/kernel/core/session/isComplete';

test.each([
  'let x = 1',
  'await x',
  'function f() {\n  return 1;\n}',
  '`a ${b} c`',
  'for await (const x of y) {}',
  'export const z = 3',
  '@d class A {}',
  '',
  '// words'
])('%j can be run', source => {
  expect(isComplete(source)).toEqual({ status: 'complete' });
});

test.each([
  ['function f() {', '  '],
  ['const a = [1,', '  '],
  ['foo(', '  '],
  ['x => {', '  '],
  ['if (a) {\n  b(', '    '],
  ['`never ended', ''],
  ['`text ${a} and\nmore', ''],
  ['`text ${', undefined],
  ['`a ${`b', undefined],
  ['/* words', ''],
  ['1 +', undefined],
  ['class A {', undefined]
])('%j wants more', (source, indent) => {
  const reply = isComplete(source);
  expect(reply.status).toBe('incomplete');
  if (indent !== undefined) {
    expect(reply.indent).toBe(indent);
  }
});

test.each(['const = 5;', '1 1', 'a b c', ')', 'let let = 1 1'])(
  '%j cannot be mended by more',
  source => {
    expect(isComplete(source)).toEqual({ status: 'invalid' });
  }
);
