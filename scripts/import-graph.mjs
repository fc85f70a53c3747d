// Who imports whom in a folder of TypeScript, types included, behind which 74 files once hid one circle that
// a linter's rule does not see. `node scripts/import-graph.mjs [folder …]
// [--folders]` prints the circles, of its files or of its folders, and fails when there is one.
import { readdirSync, readFileSync } from 'node:fs';
import { join, posix, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

/** For each file the files that it imports, by paths from the folder. */
export function importGraph(folder) {
  const files = readdirSync(folder, { recursive: true })
    .map(name => name.split(sep).join('/'))
    .filter(name => name.endsWith('.ts') && !name.endsWith('.d.ts'))
    .sort();
  const known = new Set(files);
  return new Map(
    files.map(file => {
      const { importedFiles } = ts.preProcessFile(
        readFileSync(join(folder, file), 'utf8'),
        true,
        true
      );
      const targets = importedFiles.flatMap(({ fileName }) => {
        if (!fileName.startsWith('.')) {
          return [];
        }
        const path = posix.join(posix.dirname(file), fileName);
        return [`${path}.ts`, `${path}/index.ts`].filter(name =>
          known.has(name)
        );
      });
      return [file, targets];
    })
  );
}

/** The same for the folders right under it, and the files beside them. */
export function folderGraph(graph) {
  const top = file => file.split('/')[0];
  const folders = new Map();
  for (const [file, targets] of graph) {
    const known = folders.get(top(file)) ?? new Set();
    targets.map(top).forEach(name => known.add(name));
    known.delete(top(file));
    folders.set(top(file), known);
  }
  return folders;
}

/** Sets of files that all reach one another (Tarjan 1972), each with more than one member. */
export function circles(graph) {
  const order = new Map();
  const low = new Map();
  const open = [];
  const found = [];
  const visit = file => {
    order.set(file, order.size);
    low.set(file, order.get(file));
    open.push(file);
    for (const next of graph.get(file)) {
      if (!order.has(next)) {
        visit(next);
        low.set(file, Math.min(low.get(file), low.get(next)));
      } else if (open.includes(next)) {
        low.set(file, Math.min(low.get(file), order.get(next)));
      }
    }
    if (low.get(file) === order.get(file)) {
      const circle = open.splice(open.indexOf(file));
      if (circle.length > 1) {
        found.push(circle.sort());
      }
    }
  };
  for (const file of graph.keys()) {
    if (!order.has(file)) {
      visit(file);
    }
  }
  return found;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const words = process.argv.slice(2);
  const folders = words.filter(word => !word.startsWith('--'));
  const found = (folders.length > 0 ? folders : ['src']).flatMap(folder => {
    const graph = importGraph(folder);
    return circles(words.includes('--folders') ? folderGraph(graph) : graph);
  });
  found.forEach(circle => console.log(circle.join(' ↔ ')));
  process.exitCode = found.length === 0 ? 0 : 1;
}
