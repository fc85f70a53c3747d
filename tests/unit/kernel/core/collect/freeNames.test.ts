import '../../nodeMachine';
import { createReads } from '../../../../../src/kernel/core/collect/createReads';
import { freeNames } from '../../../../../src/kernel/core/collect/freeNames';

const free = (source: string) => [...freeNames(source, createReads())].sort();

describe('the free names of a notebook cell', () => {
  it('are what it uses and does not declare', () => {
    expect(free('const one = two(three) + four.five;')).toEqual([
      'four',
      'three',
      'two'
    ]);
  });

  it('are none of parameters, inner declarations, members, labels and texts', () => {
    expect(
      free(
        'function f(a: number, { b: c, d = 1 }: any) { const e = a + c + d; out: for (;;) break out; return { e, g: `h`, i() { return this.j; } }; }'
      )
    ).toEqual([]);
  });

  it('are a name outside of the function that declares it within', () => {
    expect(
      free('function f() { const base = 1; return base; }\nbase;')
    ).toEqual(['base']);
  });

  it('are types, too, and what is short for a member or exported', () => {
    expect(free('const a: Own = { short };\nexport { gone };')).toEqual([
      'Own',
      'gone',
      'short'
    ]);
  });

  it('are no imports, and of a text that does not end those of what can be read', () => {
    expect(
      free("import { a as b } from 'gatescope';\nfunction f(x { return b(y);")
    ).toContain('y');
    expect(free("import { a as b } from 'gatescope';\nb(a);")).toEqual(['a']);
    expect(free('undefined; arguments;')).not.toContain('undefined');
  });
});
