import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { evaluate } from './evaluate';

const reading = '../tests/unit/scripts/reading.mjs';

interface Key {
  readonly name: string;
  readonly tests: number;
  readonly read: number;
  readonly unmoved: readonly string[];
  readonly movedByOthers: readonly string[];
  readonly isMovedByTools: boolean;
  readonly sharesKeys: boolean;
}

describe('the key of a pass', () => {
  const keys = evaluate<Key[]>(reading, 'script.keys()');
  const key = (name: string) => keys.find(each => each.name === name);

  it('is there for each part, for each of its test files another', () => {
    expect(keys.length).toBeGreaterThan(20);
    expect(keys.filter(({ tests, read }) => tests === 0 || read === 0)).toEqual(
      []
    );
    expect(keys.filter(({ sharesKeys }) => sharesKeys)).toEqual([]);
  });

  it('changes with every kind of file that the part reads', () => {
    expect(keys.filter(({ unmoved }) => unmoved.length > 0)).toEqual([]);
  });

  it('changes with the versions of the tools', () => {
    expect(keys.filter(({ isMovedByTools }) => !isMovedByTools)).toEqual([]);
  });

  it('stays when a file changes that the part does not read', () => {
    expect(keys.filter(each => each.movedByOthers.length > 0)).toEqual([]);
    // The test would say nothing if each part read everything.
    expect(key('kernel')?.read).toBeLessThan(key('python')?.read ?? 0);
  });

  it('follows an import that a change brings', () => {
    const test = 'tests/unit/engine/cells/stepSources.test.ts';
    const view = 'src/widgets/cell/createCellView.ts';
    const imported = 'src/engine/base/refuse.ts';
    const [before, after] = evaluate<string[]>(
      reading,
      'script.keysWith(given)',
      {
        name: 'kernel',
        test: 'tests/kernel/test_execute.py',
        changed: { [view]: '', [imported]: '', [test]: '' }
      }
    );
    expect(after).toBe(before);
    const helper = 'tests/kernel/planted.py';
    const [, planted] = evaluate<string[]>(reading, 'script.keysWith(given)', {
      name: 'kernel',
      test: 'tests/kernel/test_execute.py',
      changed: { [helper]: 'from gatescope import cli' }
    });
    expect(planted).not.toBe(before);
  });

  it('knows each path that a test names', () => {
    expect(evaluate<string[]>(reading, 'script.unknownPaths()')).toEqual([]);
  });
});

describe('passes', () => {
  it('are kept for the next run, those longest unasked for dropped', () => {
    const folder = mkdtempSync(join(tmpdir(), 'passes-'));
    const file = join(folder, 'passes.jsonl');
    try {
      const said = evaluate<unknown[]>(
        'tests/passes.mjs',
        `(() => {
           const first = script.openPasses(given);
           first.keep([['old', 3], ['asked', 4]]);
           const second = script.openPasses(given);
           const before = [second.get('old'), second.get('asked'), second.get('other') ?? null];
           second.keep(Array.from({ length: 19999 }, (_, at) => ['key' + at, 1]).concat([['asked', 4]]));
           const third = script.openPasses(given);
           return [before, third.get('old') ?? null, third.get('asked'), third.get('key0')];
         })()`,
        file
      );
      expect(said).toEqual([[3, 4, null], null, 4, 1]);
      expect(readFileSync(file, 'utf8').trim().split('\n')).toHaveLength(
        20_000
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('lie in the cache folder of the user, outside of the checkout', () => {
    expect(
      evaluate<string>(
        'tests/passes.mjs',
        "script.passesFile({ XDG_CACHE_HOME: '/a/cache' })"
      )
    ).toBe('/a/cache/gatescope/passes/passes.jsonl');
  });
});
