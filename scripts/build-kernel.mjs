// Builds the kernel into gatescope/_kernel: its programs (start, sockets, session, answers, pictures), the
// declarations that notebook cells are checked against, and zeromq's compiled part for every
// platform that the wheel runs on.
import { build } from 'esbuild';
import {
  COMPILER_CHANGES,
  compilerAhead,
  typescriptFile
} from './kernel-compiler.mjs';
import { replacements, withoutCompiler } from './kernel-replacements.mjs';
import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync
} from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import typescript from 'typescript';
import { writeNotices } from './notices.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const modules = join(root, 'node_modules');
const built = resolve(process.argv[2] ?? join(root, 'gatescope', '_kernel'));
// Built beside it and then put in its place, so that a kernel that runs keeps its files.
const out = `${built}.${process.pid}.part`;

// zeromq's prebuilt parts, by platform. On linux-x64 the others ask for GLIBC 2.38.
const addons = {
  'linux-x64': 'linux/x64/node/glibc-127-Release',
  'linux-x64-musl': 'linux/x64/node/musl-127-Release',
  'linux-arm64': 'linux/arm64/node/glibc-127-Release',
  'linux-arm64-musl': 'linux/arm64/node/musl-127-Release',
  'darwin-x64': 'darwin/x64/node/libc-115-Release',
  'darwin-arm64': 'darwin/arm64/node/libc-115-Release',
  'win32-x64': 'win32/x64/node/msvc-115-Release',
  'win32-arm64': 'win32/arm64/node/msvc-115-Release'
};

/** The standard library that every Node from 20 on has, or the kernel adds (see newMethods). */
const LIBRARY = [
  'es2023',
  'es2024.collection',
  'es2024.object',
  'es2024.promise',
  'es2024.regexp',
  'es2024.sharedmemory',
  'es2024.string',
  'esnext.array',
  'esnext.collection',
  'esnext.disposable',
  'esnext.decorators'
];

const version = name =>
  JSON.parse(readFileSync(join(modules, name, 'package.json'), 'utf8')).version;

/** What Node gives each CommonJS module. */
const WRAPPER = 'exports,require,module,__filename,__dirname';

/** Files of other people that were bundled or copied: their licences go along. */
const used = [
  'node_modules/zeromq/build/addon.node',
  relative(root, typescriptFile),
  'node_modules/@types/node/index.d.ts',
  'node_modules/undici-types/index.d.ts'
];

/**
 * A bundle; with `wrapped`, as the expression of a function that loadProgram calls. Only one with
 * `compiler` may use TypeScript: what is started for every answer would load it each time.
 */
async function bundle(entry, name, { wrapped = false, compiler = false } = {}) {
  const file = join(out, name);
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: [join(root, entry)],
    outfile: file,
    bundle: true,
    ...(wrapped && {
      banner: {
        js: `(function(${WRAPPER}){${compiler ? await compilerAhead() : ''}`
      },
      footer: { js: '})' }
    }),
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    minify: true,
    keepNames: true,
    legalComments: 'none',
    metafile: true,
    plugins: compiler ? [replacements] : [withoutCompiler, replacements],
    logLevel: 'warning'
  });
  // One letter beyond Latin-1 and V8 keeps all of the program in two bytes a letter. esbuild leaves
  // such letters in regular expressions only, where an escape means the same.
  const text = readFileSync(file, 'utf8');
  writeFileSync(
    file,
    text.replace(
      /[^\0-\x7f]/g,
      letter => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`
    )
  );
  used.push(...Object.keys(metafile.inputs));
}

/** Declarations of `import … from 'gatescope'`, one file a module, with their documentation. */
function declareLibrary() {
  const config = join(out, 'tsconfig.json');
  writeFileSync(
    config,
    JSON.stringify({
      extends: join(root, 'tsconfig.json'),
      compilerOptions: {
        composite: false,
        incremental: false,
        declaration: true,
        emitDeclarationOnly: true,
        noEmitOnError: false,
        sourceMap: false,
        rootDir: join(root, 'src'),
        outDir: join(out, 'types/gatescope'),
        typeRoots: [join(modules, '@types')]
      },
      include: [],
      files: [
        join(root, 'src/kernel/core/library/library.ts'),
        join(root, 'src/engine/files/jsfive.d.ts')
      ]
    })
  );
  // With the compiler that reads them in the kernel, which writes them as it shows them.
  const { status, stdout } = spawnSync(
    process.execPath,
    [join(modules, 'typescript/bin/tsc'), '-p', config],
    { encoding: 'utf8' }
  );
  rmSync(config);
  if (
    !existsSync(join(out, 'types/gatescope/kernel/core/library/library.d.ts'))
  ) {
    throw new Error(`declarations of the library: ${stdout}`);
  }
  if (status !== 0) {
    console.warn(stdout);
  }
}

/**
 * The standard library as one file: with dozens of them, every notebook cell pays for merging their
 * declarations. What it holds leaves an empty file behind, for packages that ask for it by name.
 */
function joinLibrary() {
  const folder = join(modules, 'typescript/lib');
  const text = name => readFileSync(join(folder, `lib.${name}.d.ts`), 'utf8');
  const reference = /^\/\/\/\s*<reference\s+lib="([^"]+)"\s*\/>\s*$/gm;
  const joined = new Set();
  const add = name => {
    if (!joined.has(name)) {
      joined.add(name);
      [...text(name).matchAll(reference)].forEach(([, other]) => add(other));
    }
  };
  LIBRARY.forEach(add);
  // Where interfaces meet, the order of declarations is the order of overloads: the compiler's own.
  const ordered = typescript.libs.filter(name => joined.delete(name));
  if (joined.size > 0) {
    throw new Error(`unknown libraries: ${[...joined].join(', ')}`);
  }
  const licence = /^\/\*![\s\S]*?\*\//.exec(text('es5'))[0];
  const bodies = ordered.map(name =>
    text(name)
      .replace(/^\/\*![\s\S]*?\*\//, '')
      .replace(/^\/\/\/\s*<reference\s[^\n]*$/gm, '')
      .trim()
  );
  writeFileSync(
    join(out, 'lib/lib.gatescope.d.ts'),
    [licence, '/// <reference no-default-lib="true"/>', ...bodies].join('\n')
  );
  for (const name of ordered) {
    writeFileSync(join(out, `lib/lib.${name}.d.ts`), '');
  }
}

function copyDeclarations() {
  for (const file of readdirSync(join(modules, 'typescript/lib'))) {
    if (
      /^lib\..*\.d\.ts$/.test(file) &&
      !/dom|webworker|scripthost/.test(file)
    ) {
      cpSync(join(modules, 'typescript/lib', file), join(out, 'lib', file));
    }
  }
  joinLibrary();
  for (const name of ['globals.d.ts', 'notebook.d.ts']) {
    cpSync(
      join(
        root,
        name === 'globals.d.ts'
          ? 'src/kernel/node/types'
          : 'src/kernel/core/types',
        name
      ),
      join(out, 'types', name)
    );
  }
  for (const name of ['@types/node', 'undici-types']) {
    const from = join(modules, name);
    const target = join(out, 'types', name.replace('@types/', ''));
    cpSync(from, target, {
      recursive: true,
      filter: source =>
        statSync(source).isDirectory() ||
        /\.d\.ts$|package\.json$|LICENSE$/.test(source)
    });
  }
}

function copyAddons() {
  for (const [name, folder] of Object.entries(addons)) {
    cpSync(
      join(modules, 'zeromq/build', folder, 'addon.node'),
      join(out, 'addons', `${name}.node`)
    );
  }
}

rmSync(out, { recursive: true, force: true });
mkdirSync(join(out, 'lib'), { recursive: true });
mkdirSync(join(out, 'addons'), { recursive: true });
mkdirSync(join(out, 'types'), { recursive: true });
copyAddons();
copyDeclarations();
declareLibrary();
writeFileSync(
  join(out, 'versions.json'),
  JSON.stringify({
    kernel: JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
      .version,
    typescript: version('typescript'),
    tslab: version('tslab'),
    zeromq: version('zeromq')
  })
);
// Node asks the nearest one what kind of programs these are; without it, it would look into every folder
// above, of which the process of an answer may read none.
writeFileSync(
  join(out, 'package.json'),
  JSON.stringify({ private: true, type: 'commonjs' })
);
await bundle('src/kernel/node/main.ts', 'kernel.js');
await bundle('src/kernel/node/wire/start.ts', 'wire.js');
await bundle('src/kernel/node/program.ts', 'session.js', {
  wrapped: true,
  compiler: true
});
await bundle('src/kernel/node/answerProgram.ts', 'answer.js', {
  wrapped: true
});
await bundle('src/kernel/node/testsProgram.ts', 'tests.js', {
  wrapped: true
});
await bundle('src/kernel/node/checkMain.ts', 'check.js');
await bundle('src/kernel/node/markMain.ts', 'mark.js');
await bundle('src/kernel/node/pictureMain.ts', 'picture.js');
await bundle('src/node/trainingThread.ts', 'train.js');
writeNotices(used, root, join(out, 'THIRD-PARTY.txt'), {
  typescript: COMPILER_CHANGES
});
const old = `${built}.${process.pid}.old`;
if (existsSync(built)) {
  renameSync(built, old);
}
renameSync(out, built);
rmSync(old, { recursive: true, force: true });
