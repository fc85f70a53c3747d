import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { evaluate } from './evaluate';

interface Counts {
  readonly files: Record<string, { passed: number; failed: number }>;
  readonly failures: readonly string[];
  readonly skipped: readonly string[];
  readonly times: readonly { title: string; seconds: number }[];
}

/** What is read from a report of this text. */
function counted(reader: string, text: string): Counts {
  const folder = mkdtempSync(join(tmpdir(), 'report-'));
  const report = join(folder, 'report');
  try {
    writeFileSync(report, text);
    return evaluate<Counts>(
      'tests/counting.mjs',
      `script.${reader}({ root: '/checkout', report: given, name: 'part' })`,
      report
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe('the counts by file', () => {
  it('are read from what Jest reports', () => {
    const test = (status: string, fullName: string) => ({
      status,
      fullName,
      duration: 1500,
      failureMessages: ['wrong\nat a.ts:1']
    });
    const { files, failures, skipped, times } = counted(
      'countJest',
      JSON.stringify({
        testResults: [
          {
            name: '/checkout/tests/a.test.ts',
            status: 'failed',
            assertionResults: [
              test('passed', 'one'),
              test('failed', 'two'),
              test('pending', 'four')
            ]
          },
          {
            name: '/checkout/tests/b.test.ts',
            status: 'failed',
            message: 'does not load',
            assertionResults: []
          }
        ]
      })
    );
    expect(files).toEqual({
      'tests/a.test.ts': { passed: 1, failed: 1 },
      'tests/b.test.ts': { passed: 0, failed: 1 }
    });
    expect(failures).toEqual([
      'part: tests/a.test.ts › two (wrong)',
      'part: tests/b.test.ts (does not load)'
    ]);
    expect(skipped).toEqual(['part: tests/a.test.ts › four']);
    expect(times[0]).toEqual({
      title: 'part: tests/a.test.ts › one',
      seconds: 1.5
    });
  });

  it('are read from what pytest reports', () => {
    const { files, failures, skipped } = counted(
      'countJunit',
      `<testsuites><testsuite>
        <testcase classname="tests.a" name="one" file="tests/a.py" line="3" time="0.5" />
        <testcase classname="tests.a" name="two[&lt;x&gt;]" file="tests/a.py" time="2"><failure message="no &quot;x&quot;&#10;more">text</failure></testcase>
        <testcase classname="tests.b" name="three" file="tests/b.py" time="0"><skipped type="pytest.skip" message="not &lt;here&gt;" /></testcase>
        <testcase classname="" name="tests.c" time="0"><error message="collection failure">text</error></testcase>
      </testsuite></testsuites>`
    );
    expect(files).toEqual({
      'tests/a.py': { passed: 1, failed: 1 },
      'tests/b.py': { passed: 0, failed: 0 },
      'tests/c.py': { passed: 0, failed: 1 }
    });
    expect(skipped).toEqual(['part: not <here>']);
    expect(failures[0]).toBe('part: tests.a › two[<x>] (no "x")');
  });

  it('are read from what Playwright reports', () => {
    const spec = (title: string, status: string, file: string) => ({
      title,
      file,
      tests: [
        {
          status,
          annotations: [{ type: 'skip', description: 'no such system' }],
          results: [{ duration: 2000, error: { message: 'late\nmore' } }]
        }
      ]
    });
    const { files, failures, skipped } = counted(
      'countPlaywright',
      JSON.stringify({
        config: { rootDir: '/checkout/tests/browser' },
        errors: [],
        suites: [
          {
            title: 'a.spec.ts',
            specs: [
              spec('one', 'expected', 'a.spec.ts'),
              spec('four', 'skipped', 'a.spec.ts')
            ],
            suites: [
              { title: 'inner', specs: [spec('two', 'expected', 'a.spec.ts')] }
            ]
          },
          {
            title: 'b.spec.ts',
            specs: [spec('three', 'unexpected', 'b.spec.ts')]
          }
        ]
      })
    );
    expect(files).toEqual({
      'tests/browser/a.spec.ts': { passed: 2, failed: 0 },
      'tests/browser/b.spec.ts': { passed: 0, failed: 1 }
    });
    expect(skipped).toEqual(['part: no such system']);
    expect(failures).toEqual(['part: b.spec.ts › three (late)']);
  });
});
