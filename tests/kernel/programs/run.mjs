// Bundles the comparison of random programs with the kernel's own cells layer and runs it:
//   node tests/kernel/programs/run.mjs PROGRAMS [SEED]
import { spawnSync } from 'node:child_process';
import { cpSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { replacements } from '../../../scripts/kernel-replacements.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const kernel = join(here, '../../../gatescope/_kernel');
const out = join(here, '../../../build/programs/compare.js');
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
  plugins: [replacements],
  logLevel: 'warning'
});
const { status } = spawnSync(
  process.execPath,
  [out, ...process.argv.slice(2)],
  {
    stdio: 'inherit'
  }
);
process.exit(status ?? 1);
