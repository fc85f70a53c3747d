// Writes src/engine/data/descriptions.ts: what each data set is, of the table at the head of its page in
// gatescope/data. `--check` only says whether the file is current.
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import prettier from 'prettier';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = join(root, 'gatescope', 'data');
const target = join(root, 'src', 'engine', 'data', 'descriptions.ts');

/** Words and the address behind them: `public domain, <https://…>`. */
function linked(page, words) {
  const [, name, address] = /^(.+), <(https?:[^>]+)>$/.exec(words) ?? [];
  if (name === undefined) {
    throw new Error(`${page}: words and an address are missing in “${words}”`);
  }
  return { name, address };
}

function description(page) {
  const text = readFileSync(join(folder, page), 'utf8');
  const [, title] = /^# (.+)\n/.exec(text);
  // The first table of the page; what follows may have others.
  const [, table] = /\n\| \| \|\n\| --- \| --- \|\n((?:\|.*\|\n)+)/.exec(text);
  const facts = Object.fromEntries(
    [...table.matchAll(/^\| ([^|]+) \| ([^|]+) \|$/gm)].map(
      ([, fact, words]) => [fact, words]
    )
  );
  const { source, licence, size, period, units } = facts;
  const one = ['row', 'sequence'].find(of => `one ${of}` in facts);
  return {
    title,
    one,
    is: facts[`one ${one}`],
    size,
    ...(period && { period }),
    ...(units && { units }),
    source: linked(page, source),
    licence: linked(page, licence)
  };
}

const entries = readdirSync(folder)
  .filter(name => name.endsWith('.md'))
  .sort()
  .map(page => [basename(page, '.md'), description(page)]);
const text = await prettier.format(
  `// Written by scripts/generate-data-descriptions.mjs from the pages in gatescope/data.
import type { DataDescription } from './dataDescription';

/** What each data set that ships is, where it comes from and how it may be used. */
export const descriptions = ${JSON.stringify(Object.fromEntries(entries))} as const satisfies Readonly<Record<string, DataDescription>>;
`,
  { ...(await prettier.resolveConfig(target)), parser: 'typescript' }
);

if (process.argv.includes('--check')) {
  if (readFileSync(target, 'utf8') !== text) {
    console.error(
      'descriptions.ts is out of date: run node scripts/generate-data-descriptions.mjs'
    );
    process.exitCode = 1;
  }
} else {
  writeFileSync(target, text);
}
