import '../../nodeMachine';
import { resolve } from 'node:path';
import { createContext, runInContext, runInNewContext } from 'node:vm';
import { createPositions } from '../../../../../src/kernel/core/cells/positions';
import {
  createCellRecords,
  scriptName
} from '../../../../../src/kernel/core/report/cellRecords';
import {
  inNotebookWords,
  placeOf,
  reportError,
  withoutColors
} from '../../../../../src/kernel/core/report/errorReport';
import { stackWords } from '../../../../../src/kernel/core/report/stackWords';
import { compiled } from '../cells/compiled';
import { runOf } from '../session/runOf';

/** In the built kernel all of it lies in one folder. */
const KERNEL = resolve(__dirname, '../../../../../src/kernel/node/session');
const records = createCellRecords();
/** Where the references of shared names are, as parameters of a cell in the kernel. */
const globals: Record<string, unknown> = createContext({});

/** Runs cells as the kernel does, less the compiler's checks; gives what the last one throws. */
function thrownBy(first: number, ...sources: string[]): unknown {
  let thrown: unknown;
  for (const [index, source] of sources.entries()) {
    const run = runOf(first + index);
    const emit = compiled(
      source,
      Object.keys(globals).map(name => name.slice(0, -1))
    );
    records.add({
      run,
      source,
      positions: createPositions({ emit, shift: 0 })
    });
    for (const name of emit.references) {
      globals[`${name}ː`] ??= { v: undefined };
    }
    try {
      runInContext(emit.javascript.replace(/export \{\};/, ''), globals, {
        filename: scriptName(run),
        displayErrors: false
      });
    } catch (error) {
      thrown = withoutThisFile(error);
    }
  }
  return thrown;
}

/** In the kernel no file of the student's own runs the cells. */
function withoutThisFile(error: unknown): unknown {
  const thrown = error as { stack?: unknown } | null;
  if (typeof thrown?.stack === 'string') {
    thrown.stack = thrown.stack
      .split('\n')
      .filter(line => !line.includes(__filename))
      .join('\n');
  }
  return error;
}

const report = (error: unknown) => {
  const { traceback, ...rest } = reportError(error, records);
  return { ...rest, text: withoutColors(traceback.join('\n')) };
};

test('an error shows each notebook cell that it passed, with line, source and caret', () => {
  const error = thrownBy(
    1,
    'interface P { x: number }\n\nfunction inner(p: P): number {\n  throw new RangeError(`no ${p.x}`);\n}',
    'const before: number = 1;\nconst shown = before as number;\ninner({ x: shown });'
  );
  expect(report(error)).toEqual({
    ename: 'RangeError',
    evalue: 'no 1',
    text: [
      'RangeError: no 1',
      'Cell In[1], line 4, in inner',
      '    2 ',
      '    3 function inner(p: P): number {',
      '--> 4   throw new RangeError(`no ${p.x}`);',
      '              ^',
      '    5 }',
      'Cell In[2], line 3',
      '--> 3 inner({ x: shown });',
      '      ^'
    ].join('\n')
  });
  expect(
    placeOf(
      error,
      records,
      'const before: number = 1;\nconst shown = before as number;\ninner({ x: shown });'
    )
  ).toMatchObject({ line: 2, column: 0 });
  expect(placeOf(error, records, 'elsewhere')).toBeNull();
});

test('a printed stack names notebook cells and none of the kernel’s own frames', () => {
  const error = thrownBy(
    11,
    'function deep(x: number): never {\n  throw new Error("printed");\n}',
    '\ndeep(1);'
  ) as Error;
  const own = `    at run (node:vm:1:1)\n    at ${KERNEL}/session.js:5:6`;
  const text = stackWords(
    `${error.stack?.split('\n').slice(0, 3).join('\n') ?? ''}\n${own}`,
    records
  );
  expect(text).toBe(
    'Error: printed\n    at deep (Cell In[11], line 2)\n    at Cell In[12], line 2'
  );
  expect(stackWords('nothing of a cell\n    at node:vm:1', records)).toBe(
    'nothing of a cell\n    at node:vm:1'
  );
});

test('an endless recursion is told once', () => {
  const { ename, text } = report(
    thrownBy(
      21,
      'function down(x: number): number { return down(x + 1) + 1; }\ndown(0);'
    )
  );
  expect(ename).toBe('RangeError');
  expect(text).toMatch(/the same call \d+ more times/);
  expect(text).toContain('calls itself without end');
  expect(text.length).toBeLessThan(1500);
});

test('a cause and the errors of an aggregate are told too', () => {
  const cause = new Error('outer', { cause: new TypeError('inner') });
  expect(report(cause).text).toContain('Caused by TypeError: inner');
  const many = new AggregateError([new Error('one'), new Error('two')], 'all');
  expect(report(many).text).toContain('· Error: one');
  expect(report(many).text).toContain('· Error: two');
});

test('a cause that goes in a circle ends', () => {
  const error = new Error('first');
  error.cause = new Error('second', { cause: error });
  expect(report(error).text.length).toBeLessThan(5000);
});

test.each([
  ['text', 'text'],
  [{ code: 7 }, '{ code: 7 }'],
  [undefined, 'undefined'],
  [null, 'null'],
  [Symbol('s'), 'Symbol(s)']
])('what is no error can be thrown as well: %p', (value, evalue) => {
  expect(report(value)).toMatchObject({ ename: 'Thrown', evalue });
});

test('errors of another realm are errors', () => {
  const error: unknown = runInNewContext('new SyntaxError("there")');
  expect(report(error)).toMatchObject({
    ename: 'SyntaxError',
    evalue: 'there'
  });
});

test('an error whose parts cannot be read is still reported', () => {
  const error = new Error('x');
  Object.defineProperty(error, 'message', {
    get() {
      throw new Error('no message for you');
    }
  });
  expect(report(error)).toMatchObject({ ename: 'Thrown' });
});

test.each([
  ['(0 , fː.v) is not a function', 'f is not a function'],
  ['aː.v.b is not a function', 'a.b is not a function'],
  ['plain words', 'plain words']
])('%s is told as %s', (message, told) => {
  expect(inNotebookWords(message)).toBe(told);
});
