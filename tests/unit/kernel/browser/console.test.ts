import { Console } from 'node:console';
import { Writable } from 'node:stream';
import { installConsole } from '../../../../src/kernel/browser/console';

type Printed = Readonly<Record<'stdout' | 'stderr', string>>;

/** What a console prints that does this. */
type Doing = (console: Console) => void;

/** The console that Node itself makes, its warnings yellow as the kernel has them on either machine. */
function byNode(doing: Doing): Printed {
  const told = { stdout: '', stderr: '' };
  const into = (stream: keyof Printed, change = (text: string) => text) =>
    new Writable({
      write(chunk: Buffer, _, done) {
        told[stream] += change(chunk.toString());
        done();
      }
    });
  const stderr = into('stderr');
  const console = new Console({
    stdout: into('stdout'),
    stderr,
    colorMode: false
  });
  doing(console);
  return told;
}

function byPage(doing: Doing): Printed {
  const told = { stdout: '', stderr: '' };
  const before = { ...globalThis.console };
  installConsole((stream, text) => {
    told[stream] += text;
  });
  try {
    doing(globalThis.console as Console);
  } finally {
    Object.assign(globalThis.console, before);
  }
  return told;
}

const people = [
  { name: 'Ada', born: 1815, tags: ['a', 'b', 'c', 'd'] },
  { name: 'Grace', rank: { of: 'navy', in: 1 } }
];
const tables: readonly (readonly [string, unknown, (readonly string[])?])[] = [
  ['objects', people],
  ['some columns of objects', people, ['rank', 'name']],
  ['a column that none has', people, ['none']],
  ['lists', [[1, 2], [3]]],
  ['single values', ['a', 5, null, undefined]],
  [
    'values beside objects',
    [1, { a: 2 }, 'wide 😀', '日本語。', 'e\u0301te', 'Ａ한']
  ],
  ['one object', { first: { a: 1 }, second: { b: -0 } }],
  [
    'a map',
    new Map<unknown, unknown>([
      ['k', { a: 1 }],
      [2, 'v']
    ])
  ],
  ['a set', new Set(['x', { y: 1, z: 2, w: 3 }])],
  ['nothing', []],
  ['no table', 'words'],
  ['null', null]
];

const doings: readonly (readonly [string, Doing])[] = [
  ...tables.map(([name, rows, columns]): [string, Doing] => [
    `a table of ${name}`,
    console => console.table(rows, columns)
  ]),
  [
    'values',
    c => c.log('a %s of %d and %o', 'b', 5, { c: [1] }, 'more', { d: 2 })
  ],
  ['nothing at all', c => c.log()],
  [
    'several lines in groups',
    c => {
      c.group('outer', 1);
      c.log('two\nlines');
      c.group();
      c.info('deep');
      c.error('aside\nthere');
      c.groupEnd();
      c.debug('less');
      c.groupEnd();
      c.groupEnd();
      c.log('out');
    }
  ],
  [
    'counts',
    c => {
      c.count();
      c.count('b');
      c.count();
      c.countReset();
      c.count();
      c.count('b');
    }
  ],
  [
    'assertions',
    c => {
      c.assert(true, 'unsaid');
      c.assert(false);
      c.assert(0, 'said %s', 'so', { a: 1 });
    }
  ],
  [
    'what is inside',
    c => {
      c.dir({ a: { b: { c: { d: 1 } } }, toString: 1 });
      c.dir({ a: { b: { c: { d: 1 } } } }, { depth: 0 });
      c.dirxml([1], 'two');
    }
  ],
  ['errors by their names', c => c.error({ message: 'm' }, [null], undefined)]
];

describe('the console of a page', () => {
  it.each(doings)('prints %s in the words of that of Node', (_, doing) => {
    expect(byPage(doing)).toEqual(byNode(doing));
  });

  it('prints warnings in yellow, each line of them, among the errors', () => {
    expect(byPage(c => c.warn('one\n\ntwo %d', 3))).toEqual({
      stdout: '',
      stderr: '\u001b[33mone\u001b[39m\n\n\u001b[33mtwo 3\u001b[39m\n'
    });
  });

  it('tells times and traces, whatever they are', () => {
    const { stdout, stderr } = byPage(c => {
      c.time('t');
      c.timeLog('t');
      c.timeEnd('t');
      c.trace('here', 1);
    });
    expect(stdout).toMatch(/^(t: \d+\.\d{3}ms\n){2}$/);
    expect(stderr).toBe('Trace: here 1\n');
  });
});
