import { mkdtempSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import '../../nodeMachine';
import {
  TooLongToRead,
  withinTime
} from '../../../../../src/kernel/core/cells/timeToRead';
import { Refused } from '../../../../../src/kernel/core/check/refused';
import { nodePlaceWithin } from '../../../../../src/kernel/node/cells/place';
import { createCompilers } from '../../../../../src/kernel/core/check/compiler';

describe('the compiler of submissions', () => {
  const course = realpathSync(mkdtempSync(join(tmpdir(), 'gatescope-course-')));
  const given = realpathSync(mkdtempSync(join(tmpdir(), 'gatescope-given-')));
  writeFileSync(join(course, 'key.ts'), 'export const key = 1234;\n');
  writeFileSync(join(given, 'beside.ts'), 'export const beside = 5;\n');
  symlinkSync(join(course, 'key.ts'), join(given, 'linked.ts'));

  function refused(source: string): string {
    const before = process.cwd();
    process.chdir(given);
    try {
      createCompilers(nodePlaceWithin(process.cwd()))().transpile(source);
      return '';
    } catch (error) {
      if (error instanceof Refused) {
        return error.message;
      }
      throw error;
    } finally {
      process.chdir(before);
    }
  }

  it('compiles once what exercises need, and knows it each time', () => {
    const next = createCompilers(nodePlaceWithin(given));
    const needs = [
      { source: 'const base: number | string = 2;' },
      { source: 'let count = base + 1;\nclass Counter { at = count }' }
    ];
    const answer = 'const own: Counter = new Counter();\ncount += own.at;';
    const first = next();
    const cells = first.begin(needs);
    const { emit, names, narrowings } = first.add(answer);
    const second = next();
    expect(second.begin(needs)).toBe(cells);
    expect(second.add(answer)).toMatchObject({ emit, names, narrowings });
    const third = next();
    expect(third.begin(needs.slice(0, 1))).toEqual(cells.slice(0, 1));
    expect(third.tryToAdd(answer)).toBeInstanceOf(Refused);
  });

  it('compiles anew what lies beside the notebook', () => {
    const next = createCompilers(nodePlaceWithin(given));
    const needs = [{ source: "import { changing } from './changing';" }];
    const answer = 'const own: number = changing;';
    writeFileSync(join(given, 'changing.ts'), 'export const changing = 1;\n');
    const first = next();
    first.begin(needs);
    expect(first.tryToAdd(answer)).not.toBeInstanceOf(Refused);
    writeFileSync(
      join(given, 'changing.ts'),
      "export const changing = 'word';\n"
    );
    const second = next();
    second.begin(needs);
    expect(second.tryToAdd(answer)).toBeInstanceOf(Refused);
  });

  it('knows the files beside the notebook', () => {
    expect(
      refused(
        "import { beside } from './beside';\nconst text: string = beside;"
      )
    ).toContain('number');
  });

  it.each([
    ['by its path', join(course, 'key')],
    ['by dots', `.${'/..'.repeat(20)}${course}/key`],
    ['by a link', './linked']
  ])('tells nothing of a file elsewhere that is named %s', (_, path) => {
    const message = refused(
      `import { key } from '${path}';\nconst text: 'a' = key;`
    );
    expect(message).not.toContain('1234');
    expect(message).toContain('Cannot find module');
  });

  it('reads no longer than it is given, and the next one reads on', () => {
    const next = createCompilers(nodePlaceWithin(given));
    // The libraries, which are read once.
    next().transpile('1');
    const types = Array.from(
      { length: 100 },
      (_, at) => `const v${at}: All<'n${at}'> = '' as any;`
    ).join('\n');
    const endless = `
      type Long<S extends string, N extends 0[] = []> =
        N['length'] extends 900 ? S : Long<\`\${S}x\`, [...N, 0]>;
      type Digit = '0' | '1' | '2' | '3' | '4' | '5' | '6' | '7' | '8' | '9';
      type All<S extends string> =
        { [K in S | \`\${Digit}\${Digit}\${Digit}\`]: Long<K> }[S];
      ${types}`;
    const began = process.cpuUsage();
    expect(() => withinTime(0.5, () => next().transpile(endless))).toThrow(
      TooLongToRead
    );
    expect(process.cpuUsage(began).user).toBeLessThan(5e6);
    expect(next().transpile('1 + 1').emit.hasValue).toBe(true);
  });

  it('ends also what takes too long and makes no type', () => {
    const next = createCompilers(nodePlaceWithin(given));
    // Each depth of it is read twice.
    const nested = `type A = ${'({ a = 0 as '.repeat(40)}number${' }) => void'.repeat(40)};`;
    const kinds = Array.from(
      { length: 4000 },
      (_, at) => `{ v: { a${at}: string } }`
    ).join(' | ');
    const compared = `type B = ${kinds};
      declare const b: ${kinds.replaceAll('string', '"s"')};
      const a: B = b;`;
    for (const endless of [nested, compared]) {
      const began = process.cpuUsage();
      expect(() => withinTime(0.5, () => next().transpile(endless))).toThrow(
        TooLongToRead
      );
      expect(process.cpuUsage(began).user).toBeLessThan(5e6);
      const after = next().inTime(() => 'the next');
      expect(after).toBe('the next');
    }
  });

  it('counts what the processor gave it, not what it waited for', () => {
    const types = Array.from(
      { length: 3000 },
      (_, at) => `type T${at} = { a: T${Math.max(0, at - 1)}[] };`
    );
    const next = createCompilers(nodePlaceWithin(given));
    next().transpile('1');
    const { performance: clock } = globalThis;
    const real = clock.now.bind(clock);
    // A machine so busy that an hour passes between two looks at its clock.
    const busy = jest
      .spyOn(clock, 'now')
      .mockImplementation(() => real() * 1e6);
    try {
      expect(
        next().inTime(() => next().transpile(types.join('\n')).emit.hasValue)
      ).toBe(false);
    } finally {
      busy.mockRestore();
    }
  });

  it('refuses what is nested deeper than it can follow, and goes on', () => {
    const next = createCompilers(nodePlaceWithin(given));
    const deep = `const deep = ${'('.repeat(20_000)}1${')'.repeat(20_000)};`;
    const compiler = next();
    expect(() => compiler.inTime(() => compiler.transpile(deep))).toThrow(
      /^The answer is nested deeper/
    );
    expect(next().transpile('1 + 1').emit.hasValue).toBe(true);
  });
});
