// Runs every bench module of this folder, one after another so that none disturbs another's clock,
// prints one table and writes bench/out/results.json.
//
//   node bench/run.mjs [part of a module's name …]

import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync
} from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { formatTable } from './results.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const root = path.dirname(here);
const out = path.join(here, 'out');
const rowsFile = path.join(out, 'rows.ndjson');

/** The interpreter that has the peers; the lab's own when they are not installed. */
function findPython() {
  const bin = process.platform === 'win32' ? 'Scripts' : 'bin';
  const candidates = [path.join(here, '.venv'), path.join(root, '.venv')];
  return candidates
    .map(venv => path.join(venv, bin, 'python'))
    .find(file => existsSync(file));
}

const wanted = process.argv.slice(2);
const modules = readdirSync(here)
  .filter(file => /\.bench\.(mjs|py)$/.test(file))
  .filter(file => wanted.length === 0 || wanted.some(w => file.includes(w)))
  .sort();
if (modules.length === 0) {
  console.error(
    `bench: no module named *.bench.mjs or *.bench.py ${wanted.length ? `with ${wanted.join(' or ')} in its name` : `in ${here}`}`
  );
  process.exit(2);
}

mkdirSync(out, { recursive: true });
rmSync(rowsFile, { force: true });

const failed = [];
for (const file of modules) {
  console.log(`\n── ${file}`);
  const command = file.endsWith('.py') ? findPython() : process.execPath;
  const result = spawnSync(command, [path.join(here, file)], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, GATESCOPE_BENCH_ROWS: rowsFile }
  });
  if (result.status !== 0) {
    failed.push(file);
  }
}

const rows = existsSync(rowsFile)
  ? readFileSync(rowsFile, 'utf8').trimEnd().split('\n').map(JSON.parse)
  : [];
writeFileSync(
  path.join(out, 'results.json'),
  JSON.stringify(rows, null, 2) + '\n'
);
console.log(`\n${formatTable(rows)}\n`);
console.log(`${rows.length} rows in ${path.relative(root, out)}/results.json`);
if (failed.length > 0) {
  console.error(`bench: ended with an error: ${failed.join(', ')}`);
  process.exit(1);
}
