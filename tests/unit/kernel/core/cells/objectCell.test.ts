import { asExpression } from '../../../../../src/kernel/core/cells/objectCell';

test.each([
  ['{a: 1, b: 2}', '({a: 1, b: 2})'],
  [' { ...o } \n', ' ({ ...o }) \n'],
  ['{}', '({})'],
  ['{ let a = 1; a }', '{ let a = 1; a }'],
  ['{ a: 1 }.a', '{ a: 1 }.a'],
  ['{ a: 1 }\n{ b: 2 }', '{ a: 1 }\n{ b: 2 }'],
  ['f({ a: 1 })', 'f({ a: 1 })']
])('%j is run as %j', (source, expected) => {
  expect(asExpression(source)).toBe(expected);
});
