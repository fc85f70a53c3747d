// The table of runs in docs/contribute/tests.md, which a run writes itself.

import { readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { format, resolveConfig } from 'prettier';

const FILE = 'docs/contribute/tests.md';
const TABLE = /(<!-- runs -->\n\n)([^]*?)(\n<!-- end of the runs -->)/;

/** Writes what came of a run into the row of this name, a new one where there is none. */
export async function record(name, { minutes, passed, failed }) {
  const text = readFileSync(FILE, 'utf8');
  const [, , table] = TABLE.exec(text);
  const day = new Date().toISOString().slice(0, 10);
  const row = `| ${name} | ${minutes} | ${passed} | ${failed} | ${day}, ${cpus().length} × ${cpus()[0].model} |`;
  const rows = table.trimEnd().split('\n');
  const at = rows.findIndex(each =>
    each.replaceAll(/\s+/g, ' ').startsWith(`| ${name} |`)
  );
  rows.splice(at < 0 ? rows.length : at, at < 0 ? 0 : 1, row);
  const written = text.replace(
    TABLE,
    (_, before, _table, after) => `${before}${rows.join('\n')}\n${after}`
  );
  writeFileSync(
    FILE,
    await format(written, { ...(await resolveConfig(FILE)), filepath: FILE })
  );
}
