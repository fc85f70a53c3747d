import { namesOf } from '../../../../src/lab/authoring/names';
import { proposeNeeds } from '../../../../src/lab/authoring/proposeNeeds';
import { cell, parser } from './notebook';

function free(source: string): string[] {
  return [...namesOf(source, parser).free].sort();
}

describe('namesOf', () => {
  it('keeps what a function declares inside it', () => {
    expect(
      free(
        'const step: LstmStep = ({ x, h: before }, { W }) => { const f = add(x, W); return { f, before, outer }; };'
      )
    ).toEqual(['LstmStep', 'add', 'outer']);
  });

  it('knows keys and members from names that are read', () => {
    expect(free('show({ key: value, short }, thing.member)')).toEqual([
      'short',
      'show',
      'thing',
      'value'
    ]);
  });

  it('keeps what a block, a loop and a caught error declare', () => {
    expect(
      free(
        'function g(n: number) { for (const v of list) { const w = v; use(w); } try { n; } catch (e) { use(e); } }\nv;'
      )
    ).toEqual(['list', 'number', 'use', 'v']);
  });

  it('gives the names that another notebook cell can read', () => {
    const { declared } = namesOf(
      "import { a, b as c } from 'gatescope';\nconst { d, e: [f] } = a;\nfunction g() { const inner = 1; }\ntype T = number;",
      parser
    );
    expect([...declared].sort()).toEqual(['T', 'a', 'c', 'd', 'f', 'g']);
  });
});

describe('proposeNeeds', () => {
  const cells = [
    cell('imports', "import { check, lstm } from 'gatescope';"),
    cell('first', 'const size = 3; const x = 5;'),
    cell('text', 'size', {}, 'markdown'),
    cell('net', 'const net = lstm({ inputSize: 1, units: size });'),
    cell('other', 'const unrelated = 1;'),
    cell('size-again', 'const size = 4;'),
    cell('mine', 'function answer(x: number) { return net.run([x]); }'),
    cell('test', "check.close('answer', answer(1), 2);"),
    cell('below', 'const net = 1;')
  ];

  it('finds what answer and tests read, and what that reads, above the answer', () => {
    expect(proposeNeeds(cells, 'mine', ['test'], parser)).toEqual([
      'imports',
      'first',
      'net'
    ]);
  });

  it('takes the last declaration above', () => {
    const own = [...cells.slice(0, 6), cell('mine', 'const y = size;')];
    expect(proposeNeeds(own, 'mine', [], parser)).toEqual(['size-again']);
  });
});
