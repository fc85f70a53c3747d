// Gives the first picture of each lesson its saved output: with the extension it lives before any
// kernel has started. What is saved is what its notebook cell computes, by the library as it stands.

import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const out = path.join(root, 'build', 'openings', String(process.pid));
/** Most bytes of a picture, as it stands in the notebook. */
const LARGEST = 400_000;

/** The tag of a notebook cell whose output ships with the lesson. */
export const OPENING = 'opening';

export const isOpening = cell =>
  cell.metadata?.tags?.includes(OPENING) === true;

/** Runs alone before the cell: what it shows is kept instead of sent. */
const host = `
  import { compareRuns } from '${root}/src/engine';
  import { setHost } from '${root}/src/engine/base/host';
  import { readDataFile, readUserFile } from '${root}/src/node/files';
  import { setDisplayHost } from '${root}/src/kernel/core/library/displayHost';
  import { livingPicture } from '${root}/src/kernel/core/live/livingPicture';
  import { mimeBundle } from '${root}/src/kernel/core/live/mimeBundle';
  import { createRegistry } from '${root}/src/kernel/core/live/registry';
  import { setMachine } from '${root}/src/kernel/core/machine';
  import { deflateSync } from 'node:zlib';
  export const shown = [];
  const registry = createRegistry();
  setHost({ readData: readDataFile, readFile: readUserFile });
  setMachine({ deflate: bytes => deflateSync(bytes, { level: 9 }) });
  setDisplayHost({
    show(results, options) {
      const result = results.length === 1 ? results[0] : compareRuns(results, {}, 'show');
      const whole = registry.bundle(result, options);
      // What has no network to change says nothing of being live.
      const { live, ...still } = whole;
      const { bundle, beside } = livingPicture(result, whole) ?? { bundle: still };
      const { data, metadata } = mimeBundle(bundle, result.toString());
      shown.push({ data: { ...data, ...beside }, metadata });
    }
  });
`;

/** What a front end would save of each cell, by the id of the cell. */
export async function openingOutputs(cells) {
  process.env.GATESCOPE_DATA ??= path.join(root, 'gatescope', 'data');
  mkdirSync(out, { recursive: true });
  try {
    const outputs = new Map();
    for (const { id, source } of cells) {
      outputs.set(id, await outputOf(source, id));
    }
    return outputs;
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}

/**
 * Numbers in place of Math.random's, of which the names of runs are made: each build is to write the same
 * notebook. D. H. Lehmer's generator, with the multiplier of Park and Miller (1988).
 */
function drawnFrom(seed) {
  const modulus = 2 ** 31 - 1;
  let last = seed * 99_991;
  return () => (last = (last * 16_807) % modulus) / modulus;
}

/** A module is loaded once, whatever its file says later. */
let programs = 0;

async function outputOf(source, id) {
  programs += 1;
  const files = {
    host: path.join(out, 'host.ts'),
    cell: path.join(out, `${programs}.ts`),
    program: path.join(out, `${programs}.mjs`)
  };
  writeFileSync(files.host, host);
  // Imports run first and in order: the host stands before the cell does anything.
  writeFileSync(
    files.cell,
    `import { shown } from './host';\n${source}\nexport { shown };\n`
  );
  await build({
    absWorkingDir: root,
    entryPoints: [files.cell],
    outfile: files.program,
    alias: { gatescope: path.join(root, 'src/kernel/core/library/library.ts') },
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    banner: { js: `const __dirname = ${JSON.stringify(out)};` },
    logLevel: 'error'
  });
  Math.random = drawnFrom(programs);
  const { shown } = await import(pathToFileURL(files.program).href);
  if (shown.length !== 1) {
    throw new Error(`${id}: an opening shows one picture, got ${shown.length}`);
  }
  const [{ data, metadata }] = shown;
  const size = JSON.stringify(data).length;
  if (size > LARGEST) {
    throw new Error(
      `${id}: its picture takes ${size} bytes, ${LARGEST} at most`
    );
  }
  return [{ output_type: 'display_data', data, metadata }];
}
