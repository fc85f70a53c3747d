import { execFileSync } from 'node:child_process';
import { evaluate, root } from './evaluate';

const tracked = execFileSync('git', ['ls-files', '-z'], {
  cwd: root,
  encoding: 'utf8',
  maxBuffer: 2 ** 26
})
  .split('\0')
  .filter(name => name !== '');

/** What make check tries when these files change: test files by part. */
function tried(...changed: string[]): Record<string, string[]> {
  return evaluate(
    'tests/touched.mjs',
    `(async () => {
       const { repository } = await import('./scripts/tests/reads.mjs');
       const { suites } = await import('./scripts/tests/suites.mjs');
       const parts = script.touchedParts(given, repository('.'), suites);
       return Object.fromEntries(parts.map(part => [part.name, part.files?.() ?? []]));
     })()`,
    changed
  );
}

describe('what make check tries', () => {
  it('is said for each file of the repository', () => {
    expect(
      evaluate<string[]>(
        'tests/touched.mjs',
        'given.filter(file => script.rowOf(file) === undefined)',
        tracked
      )
    ).toEqual([]);
  });

  it('has a row for each kind of file, and no row for none', () => {
    const rows = evaluate<number[]>(
      'tests/touched.mjs',
      '[...new Set(given.map(file => script.rows.indexOf(script.rowOf(file).row)))]',
      tracked
    );
    const count = evaluate<number>('tests/touched.mjs', 'script.rows.length');
    expect(rows).toHaveLength(count);
  });

  it('of a view is its unit tests and its tests in the gallery', () => {
    const parts = tried('src/widgets/weights/createWeightsView.ts');
    expect(Object.keys(parts)).toEqual(['unit', 'gallery']);
    expect(parts.gallery).toEqual(['tests/browser/gallery/weights.spec.ts']);
    expect(parts.unit).toContain('tests/unit/widgets/weights/mapWords.test.ts');
    expect(parts.unit.length).toBeLessThan(30);
  });

  it('of a file of marking is the tests that import it', () => {
    const parts = tried('gatescope/grading/cli.py');
    expect(Object.keys(parts)).toEqual(['python']);
    expect(parts.python).toContain('tests/python/test_grading.py');
    expect(parts.python).not.toContain('tests/python/test_docs.py');
  });

  it('of a lesson is the tests of that lesson', () => {
    const [lesson] = tracked.filter(name => name.startsWith('notebooks/07-'));
    expect(tried(lesson).lessons).toEqual([
      'tests/lessons/test_claims.py',
      'tests/lessons/test_lesson_07.py',
      'tests/lessons/test_rules.py'
    ]);
  });

  it('of a test is that test, and of a helper the tests that import it', () => {
    expect(tried('tests/unit/trace/types.test.ts')).toEqual({
      unit: ['tests/unit/trace/types.test.ts']
    });
    expect(tried('tests/kernel/session.py').kernel).toContain(
      'tests/kernel/test_idle.py'
    );
  });

  it('names only parts and tests that are there', () => {
    const rows = evaluate<{ part: string; isThere: boolean }[]>(
      'tests/touched.mjs',
      `(async () => {
         const { suites } = await import('./scripts/tests/suites.mjs');
         const names = Object.values(suites).flat().map(({ name }) => name);
         return given.flatMap(file => {
           const { row, match } = script.rowOf(file);
           return [...row.related, ...Object.keys(row.tries?.(match) ?? {})];
         }).map(part => ({ part, isThere: names.includes(part) }));
       })()`,
      tracked
    );
    expect(rows.filter(({ isThere }) => !isThere)).toEqual([]);
  });
});
