import fc from 'fast-check';
import { createPositions } from '../../../../../src/kernel/core/cells/positions';
import { compiled } from './compiled';

/** Where the marks `$0`, `$1` … of a source are found again from the script that ran. */
function found(source: string, shift = 0): (string | null)[] {
  const emit = compiled(source);
  const positions = createPositions({ emit, shift });
  const marks = source.match(/\$\d+/g) ?? [];
  return marks.map(mark => {
    const at = emit.javascript.indexOf(mark);
    const before = emit.javascript.slice(0, at).split('\n');
    const line = before.length;
    const column = (before.at(-1) ?? '').length + 1 + (line === 1 ? shift : 0);
    const place = positions.locate(line, column);
    return place && `${place.line}:${place.column}`;
  });
}

/** Where they stand. */
function right(source: string): string[] {
  return [...source.matchAll(/\$\d+/g)].map(({ index }) => {
    const before = source.slice(0, index).split('\n');
    return `${before.length - 1}:${(before.at(-1) ?? '').length}`;
  });
}

test.each([
  ['one line', 'f($0);'],
  [
    'types that vanish',
    'const a: number = g<string>($0);\ntype T = 1;\nh($1);'
  ],
  ['an interface above', 'interface P {\n  x: number;\n}\n\nf($0 as P);'],
  ['names that grow', 'let n = 0; n++; n += 1; f(n, n, $0);'],
  [
    'functions',
    'function f(x: number) {\n  n++;\n  return x + $0;\n}\nlet n = 1;\nf($1);'
  ],
  [
    'classes',
    'class A<T> {\n  #x: T[] = [$0];\n  get v() { return this.#x.length + $1; }\n}\nnew A();'
  ],
  ['enums above', 'enum E { A, B }\nf(E.A, $0);'],
  ['destructuring', 'const { a, b: [c] } = f($0);\ng(a, c, $1);'],
  ['await', 'await f($0);\nfor await (const x of g($1)) h(x, $2);'],
  ['exports', 'export const z = f($0);\nexport default g($1);'],
  [
    'imports above',
    'import { a } from "node:fs";\nimport type { B } from "node:os";\nf(a, $0);'
  ],
  ['templates of many lines', 'const t = `a\n${f($0)}\nb`;\ng(t, $1);']
])('a place is found in a cell with %s', (_, source) => {
  expect(found(source)).toEqual(right(source));
  expect(found(source, 120)).toEqual(right(source));
});

test('places are found in random cells', () => {
  const statement = fc.constantFrom(
    'let a@: number = f($);',
    'a@ += g<number>($);',
    'function h@(x: string): void {\n  x.at($);\n}',
    'interface I@ { readonly x: number }',
    'const { b@, ...c@ } = f($);',
    'enum E@ { P = 1, Q }',
    'class K@ {\n  private y = f($);\n\n  static z(): number { return a@ + $; }\n}',
    '// only words\n\n',
    'if (f($)) { var v@ = h@; } else { g(a@, $); }',
    'const arrow@ = async (x?: number) => await f(x, $);'
  );
  const settings = { numRuns: 60 };
  fc.assert(
    fc.property(
      fc.array(fc.tuple(statement, fc.nat({ max: 3 })), { maxLength: 15 }),
      chosen => {
        let marks = 0;
        const source = chosen
          .map(([text, suffix], index) =>
            text
              .replaceAll('@', `${suffix}_${index}`)
              .replace(/\$/g, () => `$${marks++ + 100}`)
          )
          .join('\n');
        expect(found(source)).toEqual(right(source));
      }
    ),
    settings
  );
});

test('what the kernel wrote itself has no place in the cell', () => {
  const positions = createPositions({ emit: compiled('f();'), shift: 0 });
  expect(positions.locate(99, 1)).toBeNull();
});
