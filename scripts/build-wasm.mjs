// Compiles wasm/ with AssemblyScript and writes the binaries as text into modules of the engine, in the
// form of src/engine/base/webAssembly.ts, which then loads them synchronously wherever it runs: the kernels, once with SIMD128 alone and once
// with relaxed SIMD (fused multiply-add), and the small program that starts orthogonal weights.
// Does nothing when the sources are those of the last build.
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  writeFileSync
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const folder = join(root, 'wasm');
const engine = join(root, 'src', 'engine');
const kernels = join(engine, 'kernels', 'generated', 'binaries.ts');
const columns = join(engine, 'tensor', 'generated', 'columnsBinary.ts');

const sources = Object.fromEntries(
  readdirSync(folder)
    .filter(name => name.endsWith('.ts'))
    .sort()
    .map(name => [name, readFileSync(join(folder, name), 'utf8')])
);
const version = JSON.parse(
  readFileSync(
    join(root, 'node_modules', 'assemblyscript', 'package.json'),
    'utf8'
  )
).version;
const stamp = createHash('sha256')
  .update(
    JSON.stringify([version, sources, readFileSync(import.meta.filename)])
  )
  .digest('hex');

/** A program's binary for a set of WebAssembly features. Throws with the compiler's words. */
async function compile(program, features) {
  let binary;
  const { error, stderr } = await asc.main(
    [
      program,
      '--outFile',
      'out.wasm',
      '-O3',
      '--noAssert',
      '--runtime',
      'stub',
      '--importMemory',
      '--initialMemory',
      '1',
      '--enable',
      features.join(',')
    ],
    {
      readFile: name => sources[name] ?? null,
      writeFile: (_, contents) => {
        binary = contents;
      },
      listFiles: () => []
    }
  );
  const words = stderr.toString();
  if (error || !binary || words !== '') {
    throw new Error(
      `build-wasm (${program}, ${features.join(', ')}): ${error ?? ''}\n${words}`
    );
  }
  return Buffer.from(binary);
}

/** Whether a module was made of these sources. */
function isFresh(target) {
  return existsSync(target) && readFileSync(target, 'utf8').includes(stamp);
}

/** What of each build stands together: of two such the second packs well. */
const BLOCK = 4096;

function write(target, { says, name, builds }) {
  let digits = '';
  for (let at = 0; builds.some(({ length }) => at < length); at += BLOCK) {
    digits += builds
      .map(build => build.subarray(at, at + BLOCK).toString('hex'))
      .join('');
  }
  const lengths = builds.map(({ length }) => length);
  const text = [
    '// Made by scripts/build-wasm.mjs from wasm/.',
    `// ${stamp}`,
    '',
    `/** ${says} */`,
    `export const ${name} = {`,
    `  block: ${BLOCK},`,
    `  lengths: [${lengths.join(', ')}],`,
    `  digits: '${digits}'`,
    '};',
    ''
  ].join('\n');
  mkdirSync(dirname(target), { recursive: true });
  // Another process may be reading: it sees the old file or the new one.
  const fresh = `${target}.${process.pid}`;
  writeFileSync(fresh, text);
  renameSync(fresh, target);
  const sizes = lengths.map(length => `${(length / 1024).toFixed(1)} kB`);
  console.log(`build-wasm: ${name} ${sizes.join(', ')}`);
}

if (isFresh(kernels) && isFresh(columns) && !process.argv.includes('--force')) {
  console.log('build-wasm: up to date');
} else {
  write(kernels, {
    says: 'By SIMD128, and the same with relaxed SIMD.',
    name: 'kernelBuilds',
    builds: [
      await compile('index.ts', ['simd']),
      await compile('index.ts', ['simd', 'relaxed-simd'])
    ]
  });
  write(columns, {
    says: 'Columns of f64 made orthogonal to others.',
    name: 'columnsBuilds',
    builds: [await compile('columns.ts', ['simd'])]
  });
}
