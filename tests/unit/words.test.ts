import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { STIFF, WORN, wornIn } from './wornWords';

const root = join(__dirname, '..', '..');

/** The texts of the catalogue, made from the sources as they stand. */
const made = execFileSync(
  process.execPath,
  [
    '--input-type=module',
    '--eval',
    `import { catalogue } from ${JSON.stringify(join(root, 'scripts/extract-words.mjs'))};
     process.stdout.write(catalogue());`
  ],
  { cwd: root, encoding: 'utf8', maxBuffer: 2 ** 24 }
);
const texts = new Set(
  [...made.matchAll(/^msgid (".*")$/gm)].map(
    ([, quoted]) => JSON.parse(quoted) as string
  )
);

/** The literals that stand in calls of `translate`, as a plain search finds them. */
function literals(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true })
    .map(String)
    .filter(name => name.endsWith('.ts'))
    .flatMap(name => [
      ...readFileSync(join(root, folder, name), 'utf8').matchAll(
        /\btranslate\(\s*'((?:[^'\\]|\\.)*)'/g
      )
    ])
    .map(([, text]) => text.replace(/\\'/g, "'"));
}

describe('the catalogue of words', () => {
  it.each([
    ['src/lab', 100],
    ['src/widgets', 100],
    ['src/read', 10]
  ] as const)(
    'has every text that is translated in %s, more than %d',
    (folder, least) => {
      const found = literals(folder);
      expect(found.length).toBeGreaterThan(least);
      expect(found.filter(text => !texts.has(text))).toEqual([]);
    }
  );

  it('has no worn words', () => {
    const passages = [...texts].map(text => ({ place: 'on the screen', text }));
    expect(wornIn(passages, { ...WORN, ...STIFF })).toEqual([]);
  });

  it('has the words of tables, which no call names', () => {
    for (const text of ['keeps %1 of', 'cell state', 'Cell, wired']) {
      expect([...texts]).toContain(text);
    }
  });

  it('has the words of the settings, in the context in which JupyterLab asks for them', () => {
    expect(made).toContain(
      'msgctxt "schema"\nmsgid "Folder of the lessons"\nmsgstr ""'
    );
  });
});
