import { compiled } from './compiled';

/** The rewritten text, without the module's own mark. */
function rewritten(source: string, known: readonly string[] = []): string {
  return (
    compiled(source, known)
      .javascript.trim()
      // What is left of the export that made it a module.
      .replace(/\n?;$/, match => (match === ';' ? ';' : ''))
  );
}

test.each([
  ['a variable', 'let n = 0; n++;', ';nː.v = 0;\nnː.v++;'],
  ['a constant', 'const a = 1;', ';aː.v = 1;'],
  ['a variable without a value', 'let n;', ';nː.v = undefined;'],
  ['a var without a value keeps what it has', 'var n;', ';void 0;'],
  ['a call', 'f();', '(0, fː.v)();', ['f']],
  ['a tagged template', 'f`x`;', '(0, fː.v) `x`;', ['f']],
  ['a method keeps its this', 'o.f();', 'oː.v.f();', ['o']],
  ['a constructor', 'new A(1);', 'new Aː.v(1);', ['A']],
  ['a shorthand', 'g({ n });', '(0, gː.v)({ n: nː.v });', ['g', 'n']],
  [
    'an assigned pattern',
    '[a, b] = [b, a];',
    '[aː.v, bː.v] = [bː.v, aː.v];',
    ['a', 'b']
  ],
  [
    'a property of that name',
    'o.n = { n: 1 };',
    'oː.v.n = { n: 1 };',
    ['o', 'n']
  ],
  ['a label', 'n: for (;;) break n;', 'n: for (;;)\n    break n;', ['n']],
  ['import()', "import('x');", "ːimport('x');"],
  ['import.meta', 'f(import.meta.url);', '(0, fː.v)(ːmeta.url);', ['f']],
  ['await', 'await f;', 'ːresumed(ːrun(),await ːawaited(fː.v));', ['f']]
])('%s', (_, source, expected, known: readonly string[] = []) => {
  expect(rewritten(source, known)).toBe(expected);
});

test('a name that a function, a block or a parameter declares is its own', () => {
  expect(
    rewritten(
      'function g(n) { return n; } { let n = 1; n; } (n => n)(n); try {} catch (n) { n; }',
      ['n']
    ).match(/nː/g)
  ).toHaveLength(1);
});

test('names of the compiler stay local', () => {
  const { references } = compiled('let a = 1;\nclass A { @dec m() {} }', [
    'dec'
  ]);
  expect(references.every(name => ['a', 'A', 'dec'].includes(name))).toBe(true);
});

test('functions exist before the first line', () => {
  expect(rewritten('f();\nfunction f() {}')).toMatch(/^fː\.v = f;/);
});

test('lines stay where they were', () => {
  const source =
    "import { a } from 'x';\nexport const b = 1;\n\nexport { b as c };\nfunction f() {\n  return b;\n}\n";
  const emit = compiled(source);
  expect(emit.javascript.split('\n')).toHaveLength(
    emit.emitted.split('\n').length
  );
});

test('a function in a variable keeps its name', () => {
  expect(rewritten('const add = (x, y) => x + y;')).toContain(
    '({ ["add"]: (x, y) => x + y })["add"]'
  );
  expect(rewritten('let A = class {};')).toContain('["A"]');
  expect(rewritten('const g = function inner() {};')).not.toContain('["g"]');
});

test('inside a class its own name means this very class', () => {
  const text = rewritten(
    'class A { static make() { return new A(); } }\nnew A();'
  );
  expect(text).toContain('return new A();');
  expect(text).toContain('new Aː.v();');
});

test('a name that is read above its declaration is checked there', () => {
  const checked = 'ːreadable(laterː, "later").v';
  expect(rewritten('function f() { return later; }\nlet later = 1;')).toContain(
    `return ${checked};`
  );
  expect(rewritten('let later = 1;\nfunction f() { return later; }')).toContain(
    'return laterː.v;'
  );
});

test('an import becomes a binding of the shared name', () => {
  const { javascript, references } = compiled(
    "import d, { a as b } from 'x';\nimport * as all from 'y';\nf(d, b, all);"
  );
  expect(references).toEqual(expect.arrayContaining(['d', 'b', 'all']));
  expect(javascript).toContain('ːbindings(\'x\', [dː, "default"], [bː, "a"]);');
});
