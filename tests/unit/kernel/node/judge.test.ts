import { runInThisContext } from 'node:vm';
import '../nodeMachine';
import * as library from '../../../../src/kernel/core/library/library';
import type { FromAnswer } from '../../../../src/kernel/core/check/answerMessages';
import type { SendToAnswer } from '../../../../src/kernel/core/check/judgeAnswer';
import { judge } from '../../../../src/kernel/node/marking/judge';
import { installLibrary } from '../../../../src/kernel/node/session/libraryModule';

const SOURCE = 'function double(x: number): number {\n  return 2 * x;\n}';
const TEST = [
  'const asked = (x: number) => double(x);',
  "if (asked(3) !== 6) throw new Error('no');",
  '/// BEGIN HIDDEN TESTS',
  'asked(500000);',
  '/// END HIDDEN TESTS'
].join('\n');
const EVERY_PLACE = Array.from(
  { length: 9 },
  (_, at) => `    at gatescope-cell/${at}:1:1`
).join('\n');

/** The mark of an answer whose process says so where it is given a number. */
function marked(said: (x: number) => FromAnswer) {
  const pass: SendToAnswer = line =>
    line.ask === 'value'
      ? { value: { k: 'mine', id: 0, callable: true, name: 'Function' } }
      : line.ask === 'call'
        ? said(line.args[0] as number)
        : { value: null };
  return judge(
    {
      exercise: 'double',
      solution: SOURCE,
      needs: [],
      tests: [{ id: 'test', source: TEST, points: 2 }],
      cells: [{ role: 'answer', source: SOURCE, type: 'code' }]
    },
    pass
  );
}

describe('the line of a test on which an answer fails', () => {
  // Jest's own way to write stacks knows no names that a script gives itself; notebook cells have another
  // `Error` than this file.
  const errors = [Error, runInThisContext('Error') as typeof Error];
  const ways = errors.map(each => each.prepareStackTrace);
  beforeAll(() => {
    installLibrary(library);
    errors.forEach(each =>
      Object.assign(each, { prepareStackTrace: undefined })
    );
  });
  afterAll(() =>
    errors.forEach((each, at) => (each.prepareStackTrace = ways[at]))
  );

  it.each<[string, FromAnswer]>([
    [
      'throws, with a stack of every line',
      {
        error: {
          name: 'Error',
          message: `saw it\n${EVERY_PLACE}`,
          stack: `Error\n${EVERY_PLACE}`
        }
      }
    ],
    [
      'has a name that looks like a place',
      { error: { name: EVERY_PLACE, message: '', stack: '' } }
    ]
  ])('is where its process was asked, when it %s', async (_, said) => {
    const { points, tests } = await marked(x =>
      x === 3 ? { value: 6 } : said
    );
    expect({ points, line: tests[0].line }).toEqual({ points: 0, line: 3 });
  });

  it('is the last that had begun, not that of a function of the test', async () => {
    const { tests } = await marked(() => ({ value: 5 }));
    expect(tests[0].line).toBe(1);
  });
});
