// Builds the npm package `gatescope` into build/package: the engine, the views and the element as typed ES
// modules for Node, workers and pages, without Jupyter. dist/gatescope-<version>.tgz is what is published.
//
//   node scripts/build-package.mjs

import { execFileSync } from 'node:child_process';
import {
  copyFileSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync
} from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import ts from 'typescript';
import { bundleStyle } from './bundle-views.mjs';
import { writeNotices } from './notices.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const out = path.join(root, 'build', 'package');
const dist = path.join(root, 'dist');

/** What can be imported, and the module behind it. */
const entries = {
  gatescope: 'anywhere/package/engine',
  'gatescope/cells': 'anywhere/engine',
  'gatescope/views': 'anywhere/package/views',
  'gatescope/element': 'anywhere/package/element'
};
/** `gatescope` for Node, which has files: behind a condition that no page's bundler has. */
const inNode = { name: 'node', module: 'anywhere/package/node' };
/**
 * Parts that are cut out besides, so that a page that trains is not given what other calls of the engine keep
 * at hand (readers of options, tables of names), which no bundler can tell from what it needs.
 */
const parts = {
  'parts/engine': 'engine/index',
  'parts/kernels': 'engine/compiledCells',
  'parts/layers': 'engine/layers/layers',
  'parts/sequential': 'engine/models/sequential'
};
const nameOf = specifier =>
  specifier === 'gatescope' ? 'index' : specifier.slice('gatescope/'.length);

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
mkdirSync(dist, { recursive: true });

const { metafile } = await build({
  absWorkingDir: root,
  entryPoints: [
    ...Object.entries(entries).map(([specifier, module]) => [
      nameOf(specifier),
      module
    ]),
    ...Object.entries(parts),
    [inNode.name, inNode.module]
  ].map(([name, module]) => ({ in: `src/${module}.ts`, out: name })),
  outdir: out,
  bundle: true,
  splitting: true,
  chunkNames: 'parts/[name]-[hash]',
  format: 'esm',
  target: 'es2022',
  external: ['node:*'],
  // Names stay, since errors and a stranger's debugger show them; a page's own bundler makes it small.
  minifySyntax: true,
  legalComments: 'none',
  charset: 'utf8',
  metafile: true
});
writeFileSync(
  path.join(out, 'style.css'),
  await bundleStyle('style/widgets.css')
);
writeNotices(
  Object.keys(metafile.inputs),
  root,
  path.join(out, 'THIRD-PARTY.txt')
);
for (const module of Object.values(entries)) {
  copyTypes(module);
}
for (const file of ['LICENSE', 'CHANGELOG.md']) {
  copyFileSync(path.join(root, file), path.join(out, file));
}
copyFileSync(path.join(root, 'docs/npm.md'), path.join(out, 'README.md'));
writeFileSync(
  path.join(out, 'package.json'),
  `${JSON.stringify(manifest(), null, 2)}\n`
);
execFileSync('npm', ['pack', '--silent', '--pack-destination', dist], {
  cwd: out,
  stdio: ['ignore', 'ignore', 'inherit']
});
const { version } = manifest();
const bytes = statSync(path.join(dist, `gatescope-${version}.tgz`)).size;
console.log(`gatescope-${version}.tgz ${(bytes / 1000).toFixed(0)} kB`);
/** What a page loads at first that imports so, as docs/npm.md tells it. */
const imports = {
  gatescope: "export * from 'gatescope'",
  sequential: "export { layers, sequential } from 'gatescope'",
  'gatescope/cells': "export { lstm } from 'gatescope/cells'",
  'gatescope/views': "export { draw, show } from 'gatescope/views'",
  'gatescope/element': "import 'gatescope/element'"
};
const sizes = {};
for (const [name, code] of Object.entries(imports)) {
  sizes[name] = await sizeOf(code);
  console.log(`${code}: ${sizes[name].toFixed(0)} kB gzip`);
}
writeFileSync(
  path.join(root, 'build', 'package-sizes.json'),
  JSON.stringify(sizes)
);

/** What npm is told, of the package.json of this repository. */
function manifest() {
  const { name, version, license, author, engines, repository, homepage } =
    readManifest('.');
  return {
    name,
    version,
    description:
      'Recurrent networks whose every gate, state and gradient can be seen: engine and views, in Node, workers and pages.',
    keywords: ['rnn', 'lstm', 'gru', 'recurrent', 'visualization', 'education'],
    license,
    author,
    homepage,
    repository,
    engines,
    type: 'module',
    // The engine hands its kernels to the cells, and the element is defined, when they are imported.
    sideEffects: [
      './index.js',
      `./${inNode.name}.js`,
      './element.js',
      ...partsThatAct(),
      './style.css'
    ],
    exports: {
      ...Object.fromEntries(
        Object.entries(entries).map(([specifier, module]) => [
          specifier.replace('gatescope', '.'),
          {
            types: `./types/${module}.d.ts`,
            ...(specifier === 'gatescope' && { node: `./${inNode.name}.js` }),
            default: `./${nameOf(specifier)}.js`
          }
        ])
      ),
      './style.css': './style.css'
    }
  };
}

/** The parts with a module that does more than export: one that our own or a library's package.json names. */
function partsThatAct() {
  const own = new Set(readManifest('.').sideEffects);
  // A module of which nothing is left, as an index, has nothing that could act.
  const acts = ([input, { bytesInOutput }]) => {
    if (bytesInOutput === 0) {
      return false;
    }
    const library = /^node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(input);
    return library === null
      ? own.has(input)
      : readManifest(library[0]).sideEffects !== false;
  };
  return Object.entries(metafile.outputs)
    .filter(
      ([file, { inputs }]) =>
        path.dirname(file).endsWith('/parts') &&
        Object.entries(inputs).some(acts)
    )
    .map(([file]) => `./parts/${path.basename(file)}`);
}

function readManifest(folder) {
  return JSON.parse(
    readFileSync(path.join(root, folder, 'package.json'), 'utf8')
  );
}

/** The declarations of a module and of all that it names, with the endings that Node wants. */
function copyTypes(module, done = new Set()) {
  if (done.has(module)) {
    return;
  }
  done.add(module);
  const source = path.join(root, 'lib', `${module}.d.ts`);
  let text = readFileSync(source, 'utf8').replace(
    /\n?\/\/# sourceMappingURL=.*\n?/,
    '\n'
  );
  const { importedFiles } = ts.preProcessFile(text, true, true);
  for (const { fileName, pos, end } of importedFiles.toReversed()) {
    if (!fileName.startsWith('.')) {
      continue;
    }
    const target = path.posix.join(path.posix.dirname(module), fileName);
    const found = [target, `${target}/index`].find(candidate =>
      ts.sys.fileExists(path.join(root, 'lib', `${candidate}.d.ts`))
    );
    if (found === undefined) {
      throw new Error(`${source}: no declarations of ${fileName}`);
    }
    copyTypes(found, done);
    const relative = path.posix.relative(path.posix.dirname(module), found);
    const written = `${relative.startsWith('.') ? relative : `./${relative}`}.js`;
    // The range begins with the quote and is as long as the name.
    text = text.slice(0, pos + 1) + written + text.slice(end + 1);
  }
  const copy = path.join(out, 'types', `${module}.d.ts`);
  mkdirSync(path.dirname(copy), { recursive: true });
  writeFileSync(copy, text);
}

/** In kB gzip; a view's own part, which comes when it is drawn, is left out. */
async function sizeOf(code) {
  const { outputFiles, metafile: parts } = await build({
    absWorkingDir: out,
    stdin: { contents: code, resolveDir: out },
    alias: Object.fromEntries(
      Object.keys(entries).map(specifier => [
        specifier,
        path.join(out, `${nameOf(specifier)}.js`)
      ])
    ),
    bundle: true,
    splitting: true,
    minify: true,
    write: false,
    metafile: true,
    outdir: 'measured',
    logLevel: 'error',
    format: 'esm'
  });
  const loaded = new Set();
  const load = file => {
    if (!loaded.has(file)) {
      loaded.add(file);
      parts.outputs[file].imports
        .filter(({ kind }) => kind === 'import-statement')
        .forEach(({ path: imported }) => load(imported));
    }
  };
  load(
    Object.keys(parts.outputs).find(
      file => parts.outputs[file].entryPoint === '<stdin>'
    )
  );
  return outputFiles
    .filter(({ path: file }) => loaded.has(path.relative(out, file)))
    .reduce((sum, { contents }) => sum + gzipSync(contents).length / 1000, 0);
}
