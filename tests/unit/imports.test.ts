import { execFileSync, spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(__dirname, '..', '..');
const script = join(root, 'scripts', 'import-graph.mjs');

/** What ESLint says of a file of the engine when these lines stand before it. */
function refusals(file: string, planted: string): string[] {
  const { stdout } = spawnSync(
    process.execPath,
    [
      join(root, 'node_modules/eslint/bin/eslint.js'),
      '--stdin',
      '--stdin-filename',
      file,
      '--format',
      'json'
    ],
    {
      cwd: root,
      encoding: 'utf8',
      input: `${planted}\n${readFileSync(join(root, file), 'utf8')}`
    }
  );
  const [{ messages }] = JSON.parse(stdout) as {
    messages: { ruleId: string; message: string }[];
  }[];
  return messages.map(({ ruleId, message }) => `${ruleId}: ${message}`);
}

it.each(['engine', 'widgets'])(
  'each folder of src/%s says in its index what lives there, and where to begin',
  folder => {
    const inside = join(root, 'src', folder);
    const rows = [
      ...readFileSync(join(inside, 'README.md'), 'utf8').matchAll(
        /^\| `(\w+)` +\| \S.*? \| `([\w.]+)`/gm
      )
    ];
    const folders = readdirSync(inside, { withFileTypes: true })
      .filter(entry => entry.isDirectory())
      .map(({ name }) => name);
    expect(rows.map(([, name]) => name).sort()).toEqual(folders.sort());
    expect(
      rows.filter(([, name, file]) => !existsSync(join(inside, name, file)))
    ).toEqual([]);
  }
);

describe('imports', () => {
  it('go in no circle anywhere in src, types included', () => {
    expect(
      execFileSync(process.execPath, [script, 'src'], {
        cwd: root,
        encoding: 'utf8'
      })
    ).toBe('');
  });

  it('go in no circle of folders in the larger parts of src', () => {
    const parts = ['kernel', 'kernel/core', 'kernel/node', 'lab'];
    const folders = [...parts, 'exercises', 'widgets'].map(
      part => `src/${part}`
    );
    expect(
      execFileSync(process.execPath, [script, ...folders, '--folders'], {
        cwd: root,
        encoding: 'utf8'
      })
    ).toBe('');
  });

  it('are told as a circle of folders even where no files form one', () => {
    const folder = mkdtempSync(join(tmpdir(), 'circle-'));
    try {
      mkdirSync(join(folder, 'cell'));
      mkdirSync(join(folder, 'chain'));
      writeFileSync(join(folder, 'cell', 'a.ts'), "import '../chain/a';");
      writeFileSync(join(folder, 'chain', 'a.ts'), '');
      writeFileSync(join(folder, 'chain', 'b.ts'), "import '../cell/b';");
      writeFileSync(join(folder, 'cell', 'b.ts'), '');
      const told = (...options: string[]) =>
        spawnSync(process.execPath, [script, folder, ...options], {
          encoding: 'utf8'
        });
      expect(told()).toMatchObject({ stdout: '', status: 0 });
      const { stdout, status } = told('--folders');
      expect(stdout.trim()).toBe('cell ↔ chain');
      expect(status).toBe(1);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('are told as a circle even where they are of types alone', () => {
    const folder = mkdtempSync(join(tmpdir(), 'circle-'));
    try {
      writeFileSync(join(folder, 'a.ts'), "import type { B } from './b';");
      writeFileSync(join(folder, 'b.ts'), "export * from './c';");
      writeFileSync(join(folder, 'c.ts'), "import type { A } from './a';");
      writeFileSync(join(folder, 'd.ts'), "import './a';");
      const { stdout, status } = spawnSync(process.execPath, [script, folder], {
        encoding: 'utf8'
      });
      expect(stdout.trim()).toBe('a.ts ↔ b.ts ↔ c.ts');
      expect(status).toBe(1);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it.each([
    ['tensor', 'shape', '../run/run'],
    ['recurrence', 'sequence', '../cells/cell'],
    ['training', 'losses', '../models/sequential']
  ])(
    'are refused by ESLint from the floor %s upwards, types included',
    (floor, file, above) => {
      expect(
        refusals(
          `src/engine/${floor}/${file}.ts`,
          `import type * as above from '${above}';`
        )
      ).toContainEqual(
        expect.stringContaining(
          `src/engine/${floor} may import only from the floors under it`
        )
      );
    }
  );
});
