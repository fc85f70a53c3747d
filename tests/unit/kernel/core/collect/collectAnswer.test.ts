import '../../nodeMachine';
import fc from 'fast-check';
import { unwritten } from '../../../../../src/exercises/metadata';
import {
  collectAnswer,
  type WorkCell
} from '../../../../../src/kernel/core/collect/collectAnswer';
import { toldOf } from '../../../../../src/kernel/core/collect/oddities';

const NEEDS = [
  { source: "import { check } from 'gatescope';\nconst base = 2;" }
];
const TESTS = [{ source: "check.close('double(3)', double(3), 6);" }];
const RIGHT = 'function double(x: number) { return x * base; }';
const STUB = `function double(x: number) {\n  throw new Error('${unwritten}');\n}`;

const collect = (...cells: readonly (readonly [WorkCell['role'], string])[]) =>
  collectAnswer({
    needs: NEEDS,
    tests: TESTS,
    cells: cells.map(([role, source]) => ({ role, source }))
  });

describe('an answer that is collected from a notebook', () => {
  it('takes with it what it uses, and what that uses, in their order', () => {
    expect(
      collect(
        ['own', 'const half = (x: number) => x / 2;'],
        ['own', 'const other = 1;'],
        ['given', 'const four = 4;'],
        ['own', 'const twice = (x: number) => half(x) * four;'],
        ['answer', 'const double = (x: number) => twice(x);']
      )
    ).toEqual({
      before: [
        'const half = (x: number) => x / 2;',
        'const four = 4;',
        'const twice = (x: number) => half(x) * four;'
      ],
      answer: 'const double = (x: number) => twice(x);',
      after: [],
      oddities: []
    });
  });

  it.each([
    'for (let k = 0; k < 2; k++) grow();',
    '[1, 2].forEach(() => grow());',
    'console.log(grow());',
    'const r = grow();',
    'try { grow(); } catch {}',
    'const more = () => grow();\n[1].map(more);',
    'new Grower();',
    'grow`twice`;',
    'void grow();',
    'setTimeout(grow);'
  ])('takes along what changes it by a function of another cell: %s', call => {
    const cell =
      'let n = 0;\nfunction grow() { n += 1; }\nclass Grower { constructor() { grow(); } }';
    const answer = 'const double = (x: number) => n * x;';
    expect(
      collect(['own', cell], ['own', call], ['answer', answer]).before
    ).toEqual([cell, call]);
    // Not where nothing of it is used, nor where the function changes something else.
    const alone = 'const double = (x: number) => 2 * x;';
    expect(
      collect(['own', cell], ['own', call], ['answer', alone]).before
    ).toEqual([]);
    // Nor where what it changes is its own.
    const own =
      'const list = [2];\nfunction fill(list: number[]) { const n = 1; list.push(n); return list; }';
    expect(
      collect(
        ['own', own],
        ['own', 'const filled = fill([1]);'],
        ['answer', 'const double = (x: number) => list[0] * x;']
      ).before
    ).toHaveLength(1);
    // Nor what a function only reads, or what was made by one.
    const reads = 'const list = [2];\nconst half = () => list.slice(1);';
    expect(
      collect(
        ['own', `${reads}\nconst made = half();`],
        ['own', 'const trained = [half(), made];'],
        ['answer', 'const double = (x: number) => list[0] * x;']
      ).before
    ).toHaveLength(1);
    const other = cell.replace('n += 1', 'other += 1');
    expect(
      collect(
        ['own', `${other}\nlet other = 0;`],
        ['own', 'const half = grow();'],
        ['answer', 'const double = (x: number) => half * x;']
      ).before
    ).toHaveLength(2);
  });

  it('takes along what hands a list to a function by a method', () => {
    const call = '[2].reduce((l, v) => { l.push(v); return l; }, list);';
    expect(
      collect(
        ['own', 'const list: number[] = [];'],
        ['own', call],
        ['answer', 'const double = (x: number) => list[0] * x;']
      ).before
    ).toContain(call);
  });

  it('runs after it what gives its name another value below', () => {
    const answer = 'let double = (x: number) => x;';
    const wrapped = 'const old = double;\ndouble = x => old(x) * base;';
    const { after } = collect(['answer', answer], ['own', wrapped]);
    expect(after).toEqual([wrapped]);
    expect(collect(['own', wrapped], ['answer', answer]).after).toEqual([]);
  });

  it('says where a cell of the student’s own declares a name that is given', () => {
    const own = ['own', 'const base = 3;'] as const;
    const given = ['own', NEEDS[0].source] as const;
    const { oddities, before } = collect(own, given, ['answer', RIGHT]);
    expect(before).toEqual([]);
    expect(oddities).toEqual([{ kind: 'given', names: ['base'] }]);
    expect(toldOf(oddities, 'teacher')[0]).toMatch(/base, too; the given one/);
    // Not of a name that the answer leaves alone, nor of the given cell itself.
    const alone = 'function double(x: number) { return x * 2; }';
    expect(collect(own, ['answer', alone]).oddities).toEqual([]);
    expect(collect(given, ['answer', RIGHT]).oddities).toEqual([]);
  });

  it('takes no cell for a word in a text, a member, or a name of its own', () => {
    const answer =
      'function double(x: number) { const twice = 1; const y = { half: 2 }.half; return `four ${x * twice * y}`; }';
    expect(
      collect(
        ['own', 'const twice = 1;'],
        ['own', 'const half = 1;'],
        ['own', 'const four = 4;'],
        ['answer', answer]
      ).before
    ).toEqual([]);
  });

  it('takes an import alone, and not the cell in which it stands', () => {
    const cell =
      "import fs, { readFileSync as read } from 'node:fs';\nimport * as g from 'gatescope';\nfor (;;);";
    expect(
      collect(
        ['given', cell],
        ['answer', 'const double = (x: number) => g.tensor(read(fs, x));']
      ).before.toSorted()
    ).toEqual([
      "import * as g from 'gatescope';",
      "import fs from 'node:fs';",
      "import { readFileSync as read } from 'node:fs';"
    ]);
  });

  it('takes cells above it that fill what it reads', () => {
    expect(
      collect(
        ['own', 'const known = new Map();'],
        ['own', 'known.set(3, 6);'],
        ['own', 'base.toFixed(1);'],
        ['answer', 'const double = (x: number) => known.get(x);'],
        ['own', 'known.clear();']
      ).before
    ).toEqual(['const known = new Map();', 'known.set(3, 6);']);
  });

  it('is the written one of its copies, and the last of those', () => {
    const old = RIGHT.replace('base', '3');
    expect(collect(['answer', old], ['answer', RIGHT]).answer).toBe(RIGHT);
    for (const lesser of ['', '1', '// later', STUB, 'function double(x {']) {
      const found = collect(['answer', RIGHT], ['answer', lesser]);
      expect([lesser, found.answer]).toEqual([lesser, RIGHT]);
      expect(toldOf(found.oddities, 'teacher')).toEqual([
        'its answer is there 2 times; the last one that is written counts'
      ]);
    }
  });

  it('is where the student wrote it, but not what was given out', () => {
    expect(collect(['answer', STUB], ['own', RIGHT]).answer).toBe(RIGHT);
    expect(collect(['answer', STUB], ['given', RIGHT]).answer).toBe(STUB);
    expect(collect(['own', RIGHT]).answer).toBe(RIGHT);
  });

  it('is written where its stub is a comment, or stands below a return', () => {
    const comment = STUB.replace('throw', 'return x * base; // throw');
    const below = STUB.replace('throw', 'return x * base;\n  throw');
    for (const answer of [comment, below]) {
      expect(collect(['answer', answer], ['own', RIGHT]).answer).toBe(answer);
    }
  });

  it('gets what its own cell leaves unwritten from where it is written, after it', () => {
    const { after, answer } = collectAnswer({
      needs: NEEDS,
      tests: [...TESTS, { source: 'half(4) === 2' }],
      cells: [
        { role: 'own', source: 'const half = (x: number) => x / base;' },
        {
          role: 'answer',
          source: `${RIGHT}\nconst half = () => { throw new Error('${unwritten}'); };`
        }
      ]
    });
    expect(answer).toContain('function double');
    expect(after).toEqual(['const half = (x: number) => x / base;']);
  });

  it('is where its name gets a value, if its own cell only declares it', () => {
    const bare = 'let double: (x: number) => number;';
    const assigned = 'double = (x: number) => x * base;';
    expect(collect(['answer', bare], ['own', assigned])).toMatchObject({
      before: [bare],
      answer: assigned,
      after: []
    });
    const both = `${bare}\n${assigned}`;
    expect(collect(['answer', both], ['own', STUB])).toMatchObject({
      before: [],
      answer: both,
      after: []
    });
    expect(collect(['answer', bare], ['own', RIGHT]).answer).toBe(RIGHT);
  });

  it('is found beside a text that is nested deeper than anybody can follow', () => {
    for (const deep of [
      '['.repeat(1e5),
      `1${'+1'.repeat(1e5)}`,
      '{'.repeat(1e5)
    ]) {
      expect(
        collect(['own', deep], ['answer', RIGHT], ['answer', deep]).answer
      ).toBe(RIGHT);
      expect(collect(['answer', deep]).answer).toBe(deep);
    }
  });

  it('takes along no more cells than a notebook has, however they hang together', () => {
    const chain = Array.from(
      { length: 2000 },
      (_, at): [WorkCell['role'], string] => [
        'own',
        `x${at}.a = 1; const x${at + 1}: any = {};`
      ]
    );
    const { before } = collect(['own', 'const x0: any = {};'], ...chain, [
      'answer',
      `void x0; ${RIGHT}`
    ]);
    expect(before).toHaveLength(200);
  });

  it.each([
    [
      'handed to a function',
      'function fill(l: any) { l.push(1); }',
      'fill(list);'
    ],
    [
      'handed to a class',
      'class Fill { constructor(l: any) { l.push(1); } }',
      'new Fill(list);'
    ],
    ['spread', 'function fill(...l: any[]) {}', 'fill(...list);'],
    ['under another name', 'const same = list;', 'same.push(1);'],
    [
      'under a name of its part',
      'const { rows: [row] } = list;',
      'row.push(1);'
    ],
    [
      'as one of many',
      'let count = 0;',
      'for (const one of list) { one.push(count); }'
    ],
    [
      'found in it',
      'let count = 0;',
      'const last = list.at(-1);\nlast.push(count);'
    ]
  ])(
    'takes along what changes a thing that it uses, %s',
    (_, first, second) => {
      const list = 'const list: any = [[]];';
      const answer = 'const double = (x: number) => list.length * x;';
      const { before } = collect(
        ['own', list],
        ['own', first],
        ['own', second],
        ['own', 'show(list);'],
        ['answer', answer]
      );
      expect(before).toContain(second);
      expect(before).not.toContain('show(list);');
    }
  );

  it('is found whatever stands around it', () => {
    const around = fc.array(
      fc.record({
        role: fc.constantFrom<WorkCell['role']>('own', 'given'),
        source: fc.oneof(
          fc.string(),
          fc.constantFrom('const x = [', 'import {', '`', 'x.y = 1', STUB)
        )
      }),
      { maxLength: 4 }
    );
    fc.assert(
      fc.property(around, around, (above, below) => {
        const cells: WorkCell[] = [
          ...above,
          { role: 'answer', source: RIGHT },
          ...below
        ];
        expect(
          collectAnswer({ needs: NEEDS, tests: TESTS, cells }).answer
        ).toBe(RIGHT);
      }),
      { numRuns: 50 }
    );
  });
});
