// Compiles wasm/ with AssemblyScript, once with SIMD128 alone and once with relaxed SIMD (fused
// multiply-add), and writes both as base64 into a module of the engine, which then loads them
// synchronously wherever it runs. Does nothing when the sources are those of the last build.
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
const target = join(root, 'src', 'engine', 'fused', 'generated', 'binaries.ts');

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

/** The binary for a set of WebAssembly features. Throws with the compiler's words. */
async function compile(features) {
  let binary;
  const { error, stderr } = await asc.main(
    [
      'index.ts',
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
      `build-wasm (${features.join(', ')}): ${error ?? ''}\n${words}`
    );
  }
  return Buffer.from(binary).toString('base64');
}

const old = existsSync(target) ? readFileSync(target, 'utf8') : '';
if (old.includes(stamp) && !process.argv.includes('--force')) {
  console.log('build-wasm: up to date');
} else {
  const plain = await compile(['simd']);
  const relaxed = await compile(['simd', 'relaxed-simd']);
  mkdirSync(dirname(target), { recursive: true });
  const text = [
    '// Made by scripts/build-wasm.mjs from wasm/.',
    `// ${stamp}`,
    '',
    '/** SIMD128. */',
    `export const plainBinary =\n  '${plain}';`,
    '',
    '/** The same with relaxed SIMD. */',
    `export const relaxedBinary =\n  '${relaxed}';`,
    ''
  ].join('\n');
  // Another process may be reading: it sees the old file or the new one.
  const fresh = `${target}.${process.pid}`;
  writeFileSync(fresh, text);
  renameSync(fresh, target);
  console.log(
    `build-wasm: ${Math.round((plain.length * 3) / 4096)} kB plain, ${Math.round((relaxed.length * 3) / 4096)} kB relaxed`
  );
}
