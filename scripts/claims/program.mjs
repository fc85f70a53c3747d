// What a sweep trains with: cells of the lesson itself, as a module. Only what the sweep turns is changed in
// them, by its exact words, so that a lesson and its ledger cannot part unseen.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

export const root = path.dirname(
  path.dirname(path.dirname(fileURLToPath(import.meta.url)))
);

const host = `
  import { setHost } from '${root}/src/engine/base/host';
  import { readDataFile } from '${root}/src/node/files';
  import { setDisplayHost, unseen } from '${root}/src/kernel/core/library/displayHost';
  setHost({ readData: readDataFile });
  setDisplayHost(unseen);
  // package.json says that modules have no side effects: one that exports nothing would be left out.
  export const ready = true;
`;

/** The cells of a lesson by their ids: all, or those of code alone. */
export function cellsOf(lesson, type) {
  const folder = /^\d/.test(lesson) ? 'notebooks' : 'notebooks/examples';
  const file = path.join(root, folder, `${lesson}.ipynb`);
  const { cells } = JSON.parse(readFileSync(file, 'utf8'));
  return new Map(
    cells
      .filter(cell => type === undefined || cell.cell_type === type)
      .map(cell => [cell.id, [cell.source].flat().join('')])
  );
}

/** A cell's source, of \`{ id, until }\` the lines before the one that begins so. */
function sourceOf(lesson, sources, cell) {
  const { id, until } = typeof cell === 'string' ? { id: cell } : cell;
  const source = sources.get(id);
  if (source === undefined) {
    throw new Error(`${lesson}: has no cell of code ${id}`);
  }
  if (until === undefined) {
    return source;
  }
  const lines = source.split('\n');
  const end = lines.findIndex(line => line.startsWith(until));
  if (end < 0) {
    throw new Error(`${lesson}: no line of ${id} begins with "${until}"`);
  }
  return lines.slice(0, end).join('\n');
}

/** The lesson's code with what is turned in it: exported for tests. */
export function programSource(lesson, { cells, knobs = {}, takes }) {
  const sources = cellsOf(lesson, 'code');
  let source = cells.map(cell => sourceOf(lesson, sources, cell)).join('\n');
  for (const [name, [text, turned]] of Object.entries(knobs)) {
    const times = source.split(text).length - 1;
    if (times !== 1) {
      throw new Error(
        `${lesson}: knob ${name}: "${text}" should stand once in its cells, stands ${times} times`
      );
    }
    source = source.replace(text, () => turned);
  }
  const names = ['ready', 'swept', ...takes].join(', ');
  return `import { ready } from './host';\nconst swept: Record<string, any> = {};\n${source}\nexport { ${names} };\n`;
}

/** Bundles a sweep's program; returns the file to import. */
export async function buildProgram(lesson, name, sweep) {
  const out = path.join(root, 'build', 'claims', `${lesson}.${name}`);
  mkdirSync(out, { recursive: true });
  const [cell, file] = ['program.ts', 'program.mjs'].map(each =>
    path.join(out, each)
  );
  writeFileSync(path.join(out, 'host.ts'), host);
  writeFileSync(cell, programSource(lesson, sweep));
  await build({
    absWorkingDir: root,
    entryPoints: [cell],
    outfile: file,
    alias: {
      gatescope: path.join(root, 'src/kernel/core/library/library.ts')
    },
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    banner: { js: `const __dirname = ${JSON.stringify(out)};` },
    logLevel: 'error'
  });
  return file;
}
