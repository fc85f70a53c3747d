// Bundles the program that marks many in one process as the kernel's own programs are, into this folder.
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { replacements } from '../../scripts/kernel-replacements.mjs';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const installedCompiler = {
  name: 'installed-compiler',
  setup(plugins) {
    plugins.onResolve({ filter: /^typescript$/ }, ({ path }) => ({
      path,
      external: true
    }));
  }
};
await build({
  absWorkingDir: root,
  entryPoints: ['markMany', 'answerThread'].map(name =>
    join(root, `tests/lessons/${name}.ts`)
  ),
  outdir: process.argv[2],
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  keepNames: true,
  // The compiler as it was installed: to make the kernel's own of it takes longer than all the rest.
  plugins: [installedCompiler, replacements],
  logLevel: 'warning'
});
