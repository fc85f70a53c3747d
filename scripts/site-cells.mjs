// The notebook cells of a page that is read, compiled where the site is built: as long as nobody edits
// them, they run without the compiler.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const program = path.join(root, 'build/site-cells.mjs');

await build({
  absWorkingDir: root,
  stdin: {
    contents: `
      export { createConverter } from './src/kernel/core/cells/converter';
      export { writeShipped } from './src/kernel/core/cells/shippedCells';
      export { setMachine } from './src/kernel/core/machine';
      export { pageMachine } from './src/kernel/browser/machine';
      export { pagePlace } from './src/kernel/browser/place';
    `,
    resolveDir: root
  },
  outfile: program,
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  external: ['typescript'],
  logLevel: 'error'
});
const { createConverter, writeShipped, setMachine, pageMachine, pagePlace } =
  await import(program);

/**
 * Writes what the cells of a notebook compile to in a page, one after the other as they run there. What
 * does not compile as it stands is left to the compiler.
 *
 * @param notebook as nbformat has it
 * @param file where it goes
 * @returns the texts of the cells that are left out
 */
export function shipCells(notebook, file) {
  setMachine(pageMachine);
  const [declarations, { kernel }] = ['declarations', 'versions'].map(name =>
    JSON.parse(
      readFileSync(path.join(root, `build/page-kernel/${name}.json`), 'utf8')
    )
  );
  const names = new Set();
  const converter = createConverter(
    pagePlace(() => declarations),
    name => names.has(name)
  );
  const shipped = new Map();
  const left = [];
  for (const { cell_type: type, source } of notebook.cells) {
    const text = [source].flat().join('');
    if (type !== 'code' || text.trim() === '' || shipped.has(text)) {
      continue;
    }
    const { cell } = converter.transpile(text);
    if (cell === null) {
      left.push(text);
    } else {
      converter.remember(cell);
      cell.names.all.forEach(name => names.add(name));
      shipped.set(text, cell);
    }
  }
  converter.close();
  writeFileSync(file, writeShipped(shipped, kernel));
  return left;
}
