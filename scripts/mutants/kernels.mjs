// The faults that are planted in the kernels: each is compiled by itself (SIMD alone).
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import asc from 'assemblyscript/asc';
import { root } from './bundles.mjs';

const folder = join(root, 'wasm');

/** What is changed into what; each is one fault wherever it stands in code. */
const changes = [
  [/\bf32x4\.add\(/g, 'f32x4.sub('],
  [/\bf32x4\.sub\(/g, 'f32x4.add('],
  [/\bf32x4\.mul\(/g, 'f32x4.add('],
  [/\bf32x4\.div\(/g, 'f32x4.mul('],
  [/\bf32x4\.(max|pmax)\(/g, 'f32x4.min('],
  [/\bf32x4\.(min|pmin)\(/g, 'f32x4.max('],
  [/\bf32x4\.sqrt\(/g, 'f32x4.abs('],
  [/\bf32x4\.abs\(/g, 'f32x4.neg('],
  [/\bmultiplyAdd\((?=[^)]*\n|[^)]*,)/g, 'multiplySubtract('],
  [/\bmultiplySubtract\((?=[^)]*\n|[^)]*,)/g, 'multiplyAdd(']
];

const files = [
  ...['activation', 'multiply', 'optimizer', 'rows', 'transpose'],
  'weightGradient'
].map(name => `wasm/${name}.ts`);

/** Where a file's comments and imports are, as blanks of the same length. */
function codeOf(text) {
  const blank = found => found.replace(/[^\n]/g, ' ');
  return text
    .replace(/\/\*[\s\S]*?\*\//g, blank)
    .replace(/\/\/[^\n]*/g, blank)
    .replace(/^import [\s\S]*?;$/gm, blank)
    .replace(/^(@inline\n)?export function multiply(Add|Subtract)\(/gm, blank);
}

/** With the function that it now calls, where it called another. */
function imported(text, call) {
  const name = /^multiply\w+/.exec(call)?.[0];
  return name && !new RegExp(`import \\{[^}]*\\b${name}\\b`).test(text)
    ? `import { ${name} } from './vector';\n${text}`
    : text;
}

/** Every fault of the kernels: `{ key, kind, path, line, text }`, the text that of its whole file. */
export function kernelFaults() {
  return files.flatMap(path => {
    const text = readFileSync(join(root, path), 'utf8');
    const code = codeOf(text);
    const seen = new Map();
    return changes.flatMap(([pattern, to]) =>
      [...code.matchAll(pattern)].map(({ index, 0: from }) => {
        const line = code.slice(0, index).split('\n').length;
        const shown = `${text.split('\n')[line - 1].trim()} | ${from} → ${to}`;
        const times = (seen.get(shown) ?? 0) + 1;
        seen.set(shown, times);
        return {
          key: `${path}: ${shown}${times > 1 ? ` (${times})` : ''}`,
          kind: 'kernels',
          path,
          line,
          text: imported(
            text.slice(0, index) + to + text.slice(index + from.length),
            to
          )
        };
      })
    );
  });
}

/** The kernels without relaxed SIMD, as base64; those of a fault with its text. */
export async function compileKernels(fault) {
  const sources = Object.fromEntries(
    readdirSync(folder)
      .filter(name => name.endsWith('.ts'))
      .map(name => [name, readFileSync(join(folder, name), 'utf8')])
  );
  if (fault) {
    sources[fault.path.slice('wasm/'.length)] = fault.text;
  }
  let binary;
  const { error } = await asc.main(
    [
      'index.ts',
      ...['--outFile', 'out.wasm', '-O1', '--noAssert', '--runtime', 'stub'],
      ...['--importMemory', '--initialMemory', '1', '--enable', 'simd']
    ],
    {
      readFile: name => sources[name] ?? null,
      writeFile: (_, contents) => (binary = contents),
      listFiles: () => []
    }
  );
  if (error || !binary) {
    throw new Error(`mutate: ${fault?.key ?? 'the kernels'} does not compile`);
  }
  return Buffer.from(binary).toString('base64');
}
