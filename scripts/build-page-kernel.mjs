// Builds the kernel for pages into build/page-kernel: the programs of its workers, the declarations that
// cells are checked against in one file, and the data. Needs gatescope/_kernel (build:kernel).
import {
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync
} from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import typescript from 'typescript';
import { COMPILER, compilerText } from './kernel-compiler.mjs';
import { pageReplacements, withoutCompiler } from './kernel-replacements.mjs';
import { writeNotices } from './notices.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const kernel = join(root, 'gatescope/_kernel');
const out = join(root, process.argv[2] ?? 'build/page-kernel');

/** Globals of Node that a page does not have. */
const ABSENT = new Set([
  'NodeJS',
  'setImmediate',
  'clearImmediate',
  'global',
  'require',
  'ProcessMemory',
  'process',
  'BufferEncoding',
  'Buffer'
]);

/** The globals of a worker: Node's, less what is Node's alone; timers are numbers. */
function pageGlobals() {
  const text = readFileSync(join(kernel, 'types/globals.d.ts'), 'utf8');
  const file = typescript.createSourceFile(
    'globals.d.ts',
    text,
    typescript.ScriptTarget.Latest
  );
  const nameOf = statement =>
    statement.name?.text ??
    statement.declarationList?.declarations[0]?.name.text;
  const kept = file.statements
    .filter(statement => !ABSENT.has(nameOf(statement)))
    .map(statement => statement.getFullText(file))
    .join('')
    .replaceAll('NodeJS.Timeout', 'number');
  return `${kept}\n/** Modules at an address have no types here. */\ndeclare module 'https://*';\n`;
}

/** All declarations below the kernel's folder that cells of a page need, by path. */
function declarations() {
  const files = {};
  const add = folder => {
    for (const name of readdirSync(join(kernel, folder))) {
      const path = `${folder}/${name}`;
      if (statSync(join(kernel, path)).isDirectory()) {
        if (!['types/node', 'types/undici-types'].includes(path)) {
          add(path);
        }
      } else if (name.endsWith('.d.ts')) {
        files[path] = readFileSync(join(kernel, path), 'utf8');
      }
    }
  };
  add('types');
  files['types/globals.d.ts'] = pageGlobals();
  files['lib/lib.gatescope.d.ts'] = readFileSync(
    join(kernel, 'lib/lib.gatescope.d.ts'),
    'utf8'
  );
  return files;
}

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
const inputs = new Set();

/** A worker's program. Only one that `compiles` may ask for TypeScript: each check starts its own anew. */
async function bundle(entry, name, compiles) {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: [join(root, 'src/kernel/browser', entry)],
    outfile: join(out, name),
    bundle: true,
    platform: 'browser',
    target: 'es2022',
    format: 'iife',
    minify: true,
    keepNames: true,
    legalComments: 'none',
    metafile: true,
    plugins: [compiles ? pageReplacements : withoutCompiler],
    logLevel: 'warning'
  });
  Object.keys(metafile.inputs).forEach(input => inputs.add(input));
}

await bundle('worker.ts', 'kernel.js', true);
await bundle('checkWorker.ts', 'check.js', false);
writeFileSync(
  join(out, 'compiler.js'),
  `globalThis.${COMPILER}=${await compilerText()};`
);
writeFileSync(join(out, 'declarations.json'), JSON.stringify(declarations()));
cpSync(join(kernel, 'versions.json'), join(out, 'versions.json'));
cpSync(join(root, 'gatescope/data'), join(out, 'data'), {
  recursive: true,
  filter: source => !/\.py$|__pycache__/.test(source)
});
writeNotices(
  [
    ...inputs,
    relative(root, join(root, 'node_modules/typescript/lib/typescript.js'))
  ],
  root,
  join(out, 'THIRD-PARTY.txt')
);
