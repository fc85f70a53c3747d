// Changes the kernels' arithmetic in one place at a time and says which changes no test of
// tests/unit/engine/fused notices: adds where it subtracts, leaves a factor out, and so on. Each
// change is compiled (SIMD alone) and the tests run in a worker of their own, until one fails.
//
//   node scripts/mutate-kernels.mjs            everything, some minutes
//   node scripts/mutate-kernels.mjs lstm loss  files whose name holds one of these
import { build } from 'esbuild';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import asc from 'assemblyscript/asc';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const tests = join(root, 'tests', 'unit', 'engine', 'fused');
const wasm = join(root, 'wasm');
const fused = join(root, 'src', 'engine', 'fused');

/** What is changed into what; each is one mutant wherever it stands in code. */
const changes = {
  wasm: [
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
  ],
  script: [
    [/ \+ (?![^\n]*(?:\bat\b|row|start|length))/g, ' - '],
    [/ - (?![^\n]*(?:\bat\b|row|start|length))/g, ' + '],
    [/ \* (?![^\n]*(?:\bat\b|[rR]ow|[sS]tride))/g, ' / '],
    [/ \/ /g, ' * '],
    [/Math\.(abs|sign|log1p|log|exp)\(/g, '(x => 0.5 * x)('],
    [/Math\.min\(/g, 'Math.max('],
    [/Math\.max\(/g, 'Math.min(']
  ]
};

/** Changes that leave every result as it is, by file and line of code, and why. */
const equivalent = JSON.parse(
  readFileSync(join(wasm, 'equivalent-mutants.json'), 'utf8')
);

const files = [
  ...[
    'lstm',
    'gru',
    'rnn',
    'optimizer',
    'rows',
    'sequence',
    'stepProducts',
    'activation',
    'multiply',
    'weightGradient'
  ].map(name => ({ path: join(wasm, `${name}.ts`), kind: 'wasm' })),
  ...['loss', 'update', 'channelGradients'].map(name => ({
    path: join(fused, `${name}.ts`),
    kind: 'script'
  }))
];

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

function mutantsOf({ path, kind }) {
  const text = readFileSync(path, 'utf8');
  const code = codeOf(text);
  return changes[kind].flatMap(([pattern, to]) =>
    [...code.matchAll(pattern)].map(({ index, 0: from }) => {
      const line = code.slice(0, index).split('\n').length;
      return {
        path,
        kind,
        name: `${basename(path)}:${line} ${from.trim()} → ${to.trim()}`,
        line: text.split('\n')[line - 1].trim(),
        text: imported(
          text.slice(0, index) + to + text.slice(index + from.length),
          to
        )
      };
    })
  );
}

/** The kernels without relaxed SIMD, with one file's text replaced. */
async function compile(file, text) {
  const sources = Object.fromEntries(
    readdirSync(wasm)
      .filter(name => name.endsWith('.ts'))
      .map(name => [name, readFileSync(join(wasm, name), 'utf8')])
  );
  if (file) {
    sources[file] = text;
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
  return error || !binary ? null : Buffer.from(binary).toString('base64');
}

const folder = mkdtempSync(join(tmpdir(), 'mutants-'));

/** All tests in one file, with the kernels that the worker is given. */
async function bundle(name, path, text) {
  const outfile = join(folder, `${name}.mjs`);
  const entries = [
    'arithmetic',
    'network',
    'trace',
    'training',
    'stateful',
    'allPadding',
    '../models/tracedByKernels',
    '../models/traceAndLearn',
    'multiply',
    'activation'
  ];
  await build({
    stdin: {
      contents: entries.map(entry => `import './${entry}.test';`).join('\n'),
      resolveDir: tests,
      loader: 'ts'
    },
    bundle: true,
    // The package says that its files do nothing when they are loaded; tests do.
    ignoreAnnotations: true,
    platform: 'node',
    format: 'esm',
    outfile,
    logLevel: 'error',
    banner: {
      js: "import { createRequire as requireOf } from 'node:module'; const require = requireOf(import.meta.url);"
    },
    plugins: [
      {
        name: 'mutant',
        setup({ onLoad }) {
          onLoad({ filter: /generated[/\\]binaries\.ts$/ }, () => ({
            contents:
              "export const relaxedBinary = ''; export const plainBinary = globalThis.mutantBinary;",
            loader: 'ts'
          }));
          onLoad({ filter: /fused[/\\]support\.ts$/ }, ({ path: loaded }) => ({
            contents: readFileSync(loaded, 'utf8').replace(
              /(export const kinds[^=]*=) \[[^\]]*\]/,
              "$1 ['SIMD']"
            ),
            loader: 'ts'
          }));
          onLoad({ filter: /\.ts$/ }, ({ path: loaded }) =>
            loaded === path ? { contents: text, loader: 'ts' } : undefined
          );
        }
      }
    ]
  });
  return outfile;
}

/** The first test that fails, or null when all pass. */
function firstFailure(file, binary) {
  return new Promise((resolve, reject) => {
    const worker = new Worker(
      join(dirname(fileURLToPath(import.meta.url)), 'mutant-worker.mjs'),
      { workerData: { file, binary }, stdout: true }
    );
    const limit = setTimeout(() => {
      resolve('it does not end');
      void worker.terminate();
    }, 300_000);
    worker.once('message', message => {
      clearTimeout(limit);
      resolve(message);
      void worker.terminate();
    });
    worker.once('error', error => {
      clearTimeout(limit);
      reject(error);
    });
  });
}

const wanted = process.argv.slice(2);
const plain = await bundle('plain');
const whole = await compile();
const begin = performance.now();
const sound = await firstFailure(plain, whole);
if (sound !== null) {
  throw new Error(`mutate-kernels: a test fails as it is: ${sound}`);
}
console.log(
  `all tests pass as it is, in ${((performance.now() - begin) / 1e3).toFixed(1)} s`
);
const mutants = files
  .filter(
    ({ path }) =>
      wanted.length === 0 || wanted.some(part => basename(path).includes(part))
  )
  .flatMap(mutantsOf);
const survivors = [];
let done = 0;
async function work() {
  for (let mutant = mutants.shift(); mutant; mutant = mutants.shift()) {
    const { path, kind, name, line, text } = mutant;
    const reason = equivalent[`${basename(path)}: ${line}`];
    const binary =
      kind === 'wasm' ? await compile(basename(path), text) : whole;
    const file =
      kind === 'wasm' ? plain : await bundle(`script-${done}`, path, text);
    if (!binary) {
      throw new Error(`mutate-kernels: ${name} does not compile`);
    }
    const failure = await firstFailure(file, binary);
    done++;
    console.log(
      `${failure ? 'caught  ' : reason ? 'the same' : 'SURVIVED'} ${name}${failure ? `   by: ${failure.slice(0, 90)}` : ''}`
    );
    if (!failure && !reason) {
      survivors.push(`${name}\n    ${line}`);
    }
  }
}
await Promise.all(Array.from({ length: Math.min(2, cpus().length) }, work));
rmSync(folder, { recursive: true, force: true });
console.log(`${done} changes, ${survivors.length} of them noticed by no test`);
survivors.forEach(survivor => console.log(survivor));
process.exitCode = survivors.length > 0 ? 1 : 0;
