import { execFileSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { evaluate, root } from './evaluate';

const unlinked = (folder: string) =>
  evaluate<string[]>(
    'install-modules.mjs',
    'script.findUnlinked(given)',
    folder
  );

describe('the packages of node_modules', () => {
  it('bring the compiler that checks our types as npx tsc', () => {
    const said = execFileSync(join(root, 'node_modules/.bin/tsc'), ['-v'], {
      encoding: 'utf8'
    });
    const { devDependencies } = JSON.parse(
      readFileSync(join(root, 'package.json'), 'utf8')
    ) as { devDependencies: Record<string, string> };
    expect(devDependencies['typescript-native']).toBe(
      said.trim().replace('Version ', 'npm:typescript@')
    );
  });

  it('bring each command of a package that package.json names, and not that of another', () => {
    expect(unlinked(root)).toEqual([]);
  });

  it('are told apart by whose file a command is', () => {
    const folder = mkdtempSync(join(tmpdir(), 'modules-'));
    const write = (file: string, text: string) => {
      mkdirSync(join(folder, file, '..'), { recursive: true });
      writeFileSync(join(folder, file), text);
    };
    try {
      write('package.json', '{ "devDependencies": { "ours": "1" } }');
      for (const name of ['ours', 'theirs']) {
        write(
          `node_modules/${name}/package.json`,
          '{ "bin": { "make-it": "run.js" } }'
        );
        write(`node_modules/${name}/run.js`, '');
      }
      expect(unlinked(folder)).toEqual(['ours']);
      const link = join(folder, 'node_modules', '.bin', 'make-it');
      mkdirSync(join(link, '..'));
      symlinkSync('../theirs/run.js', link);
      expect(unlinked(folder)).toEqual(['ours']);
      rmSync(link);
      symlinkSync('../ours/run.js', link);
      expect(unlinked(folder)).toEqual([]);
      // Two that package.json names: the last has the command.
      write(
        'package.json',
        '{ "devDependencies": { "ours": "1", "theirs": "1" } }'
      );
      expect(unlinked(folder)).toEqual(['theirs']);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
