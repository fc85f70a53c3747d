// One lesson as a page that is read, with the kernel beside it and no lab: build/site as the gate's
// journey of a page wants it. `make site` makes the whole.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildReading } from './site-reading.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const site = join(root, 'build/site');
const notebooks = join(root, 'build/pages');
const lesson = '01-networks-that-remember.ipynb';
for (const folder of [site, notebooks]) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
}
for (const copy of [join(notebooks, lesson), join(site, 'files', lesson)]) {
  cpSync(join(root, 'gatescope/_lessons', lesson), copy);
}
const { status } = spawnSync(
  process.execPath,
  [join(root, 'scripts/build-page-kernel.mjs'), 'build/page-kernel'],
  { stdio: 'inherit' }
);
if (status !== 0) {
  throw new Error(`build-page-kernel.mjs ended with ${status}`);
}
cpSync(join(root, 'build/page-kernel'), join(site, 'gatescope-kernel'), {
  recursive: true
});
await buildReading(site, notebooks);
// It would answer for pages without a network, and for the lab.
writeFileSync(join(site, 'service-worker.js'), '');
