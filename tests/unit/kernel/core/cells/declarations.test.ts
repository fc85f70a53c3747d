import { createDeclarations } from '../../../../../src/kernel/core/cells/declarations';

function after(...cells: string[]): string {
  const declarations = createDeclarations();
  cells.forEach(text => declarations.add(text));
  return declarations.text;
}

test('what a cell declares anew replaces what was there, name by name', () => {
  expect(
    after(
      'export declare let a: number, b: string;',
      'export declare let b: boolean;'
    )
  ).toBe('declare let a: number;\ndeclare let b: boolean;');
});

test('a var declared twice in a cell is one declaration, whose type is known', () => {
  const declarations = createDeclarations();
  declarations.add('declare var n: number;\ndeclare var n: number;');
  expect(declarations.text).toBe('declare var n: number;');
  expect(declarations.typeOfVar('n')).toBe('number');
  declarations.add('declare let n: number;');
  expect(declarations.typeOfVar('n')).toBeUndefined();
});

test('values and types of one name are kept apart', () => {
  expect(after('interface A { x: 1 }', 'declare const A: number;')).toBe(
    'interface A { x: 1 }\ndeclare const A: number;'
  );
  expect(after('declare class A {}', 'interface A { x: 1 }')).toBe(
    'interface A { x: 1 }'
  );
});

test('exports and defaults become plain declarations, with their documentation', () => {
  expect(
    after('/** Doubles. */\nexport declare function f(x: number): number;')
  ).toBe('/** Doubles. */\ndeclare function f(x: number): number;');
  expect(
    after('/** Best so far. */\nexport declare const best: number | null;')
  ).toBe('/** Best so far. */\ndeclare const best: number | null;');
  expect(after('export default class A {}')).toBe('declare class A {}');
  expect(
    after('declare const _default: number;\nexport default _default;')
  ).toBe('');
});

test('each imported name can be replaced alone', () => {
  expect(
    after(
      "import d, { a, b as c } from 'x';\nimport type { T } from 'y';\nimport * as all from 'z';",
      'declare let a: number;'
    ).split('\n')
  ).toEqual([
    "import d from 'x';",
    "import { b as c } from 'x';",
    "import type { T } from 'y';",
    "import * as all from 'z';",
    'declare let a: number;'
  ]);
});

test('overloads stay together', () => {
  expect(
    after(
      'declare function f(x: string): string;\ndeclare function f(x: number): number;'
    ).split('\n')
  ).toHaveLength(2);
});

test('additions to other modules are kept once', () => {
  const text = 'declare global { interface Window { x: 1 } }';
  expect(after(text, text)).toBe(text);
});

test('a constant is narrowed, a variable is not', () => {
  const declarations = createDeclarations();
  declarations.add(
    '/** Doc. */\ndeclare const a: string | null;\ndeclare let b: string | null;'
  );
  declarations.narrow('a', 'string');
  declarations.narrow('b', 'string');
  expect(declarations.text).toBe(
    '/** Doc. */\ndeclare const a: string;\ndeclare let b: string | null;'
  );
  expect(declarations.isVariable('a')).toBe(true);
  expect(declarations.isVariable('c')).toBe(false);
  declarations.clear();
  expect(declarations.text).toBe('');
});
