import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { evaluate, root } from './evaluate';

interface Chosen {
  readonly only?: readonly string[];
  readonly without?: readonly string[];
}

const gate = evaluate<Record<string, Chosen>>(
  '../tests/gate.mjs',
  'script.gate'
);
const entries = (suite: string): readonly string[] => [
  ...(gate[suite].only ?? []),
  ...(gate[suite].without ?? [])
];

/** What the run of a browser leaves out is counted there, by titles that found nothing. */
describe('every test that the gate names is there', () => {
  it.each(['unit', 'parity'])('of %s', suite => {
    const gone = entries(suite).filter(
      file => !existsSync(join(root, 'tests', suite, `${file}.test.ts`))
    );
    expect(gone).toEqual([]);
  });

  it.each([
    ['kernel', 'kernel'],
    ['lessons', 'lessons'],
    ['marking', 'lessons'],
    ['models', 'models'],
    ['python', 'python']
  ])('of %s', (suite, folder) => {
    const gone = entries(suite).filter(each => {
      const [file, test] = each.split('::');
      const path = join(root, 'tests', folder, file);
      return !(
        existsSync(path) &&
        readFileSync(path, 'utf8').includes(
          test === undefined ? '' : `def ${test.split('[')[0]}(`
        )
      );
    });
    expect(gone).toEqual([]);
  });
});

describe('where all is built', () => {
  it('the same tests run, and nothing is installed', () => {
    const jobsOf = (isBuilt: boolean) =>
      evaluate<{ name: string; isSetUp?: boolean; after: string[] }[]>(
        'tests/suites.mjs',
        `script.jobsOf({ isBuilt: ${isBuilt} })`
      );
    const built = jobsOf(true);
    expect(built.map(({ name }) => name)).toEqual(
      jobsOf(false)
        .filter(({ isSetUp }) => !isSetUp)
        .map(({ name }) => name)
    );
    expect(built.flatMap(({ after }) => after)).toEqual([]);
  });
});

describe('the night', () => {
  const jobsOf = (options: string): readonly string[] =>
    evaluate<readonly string[]>(
      'tests/suites.mjs',
      `script.jobsOf({ isAll: true, ${options} })
        .filter(job => job.suite !== undefined)
        .map(({ name, command }) => [name, ...command].join(' '))`
    );
  const all = jobsOf('');

  it('runs each of its jobs in one of eight shards, and in one alone', () => {
    const shards = [1, 2, 3, 4, 5, 6, 7, 8].map(shard =>
      jobsOf(`shard: '${shard}/8'`)
    );
    expect(shards.flat().sort()).toEqual([...all].sort());
    expect(Math.min(...shards.map(jobs => jobs.length))).toBeGreaterThan(0);
  });

  it.each(['kernel', 'lessons', 'models'])(
    'has each file of %s in one of its parts',
    folder => {
      const files = readdirSync(join(root, 'tests', folder)).filter(file =>
        /^test_.*\.py$/.test(file)
      );
      const parts = all.filter(words => words.startsWith(`${folder} `));
      expect(
        files.filter(
          file =>
            parts.filter(words =>
              words.split(' ').includes(`tests/${folder}/${file}`)
            ).length !== 1
        )
      ).toEqual([]);
    }
  );

  it.each([
    ["shard: '9/8'", 'SHARD should be as 3/8, got 9/8'],
    ["shard: 'x'", 'SHARD should be as 3/8, got x'],
    ["names: ['all']", 'no suite all; there are lint, unit, kernel']
  ])('refuses %s in words', (options, words) => {
    expect(
      evaluate<string>(
        'tests/suites.mjs',
        `new Promise(() => script.jobsOf({ isAll: true, ${options} }))
          .catch(({ message }) => message)`
      )
    ).toContain(words);
  });
});
