// Bundles the comparison of random programs with the kernel's own cells layer and runs it, in two
// processes side by side:
//   GATESCOPE_SEED=28 node tests/kernel/programs/run.mjs PROGRAMS RERUN_PROGRAMS [list]
// With `list` it only writes the programs and what they must print, for a kernel elsewhere.
import { spawn } from 'node:child_process';
import { cpSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { compilerAhead } from '../../../scripts/kernel-compiler.mjs';
import { replacements } from '../../../scripts/kernel-replacements.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const kernel =
  process.env.GATESCOPE_KERNEL ?? join(here, '../../../gatescope/_kernel');
const out = join(here, '../../../build/programs/compare.js');
const programs = Number(process.argv[2] ?? 100);
const reruns = Number(process.argv[3] ?? 0);
const seed = Number(process.env.GATESCOPE_SEED ?? 28);
const listOnly = process.argv[4] === 'list' ? 'list-' : '';
// The program looks for declarations in its own folder.
for (const folder of ['lib', 'types']) {
  cpSync(join(kernel, folder), join(dirname(out), folder), { recursive: true });
}
await build({
  entryPoints: [join(here, 'compare.ts')],
  outfile: out,
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  banner: { js: await compilerAhead() },
  plugins: [replacements],
  logLevel: 'warning'
});

/**
 * A cell leaves much garbage of short life. Both cores are taken, so threads that collect it gain
 * nothing, and with more room for it less is copied: together a third of the time.
 */
const garbage = ['--max-semi-space-size=64', '--single-threaded-gc'];

function compare(kind, count, from) {
  return new Promise(resolve => {
    spawn(
      process.execPath,
      [...garbage, out, `${listOnly}${kind}`, String(count), String(from)],
      { stdio: 'inherit' }
    ).on('exit', code => resolve(code ?? 1));
  });
}

async function inTurn(...parts) {
  for (const [kind, count, from] of parts) {
    const code = count > 0 ? await compare(kind, count, from) : 0;
    if (code !== 0) {
      return code;
    }
  }
  return 0;
}

const half = Math.ceil(programs / 2);
const codes = await Promise.all([
  inTurn(['cut', half, seed], ['rerun', Math.floor(reruns / 2), seed]),
  inTurn(
    ['cut', programs - half, seed + 1],
    ['rerun', Math.ceil(reruns / 2), seed + 1]
  )
]);
process.exit(Math.max(...codes));
