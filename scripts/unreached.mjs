// What the engine exports and nothing on a user's way names: no lesson or example, page of the docs, exercise,
// Python file, nor source beside the engine. `node scripts/unreached.mjs` prints these names by file, with the
// lines of each file that only they need; `--all` prints every name with the places that name it. A member of a
// family counts where it stands as `family.member` or in quotes, one of a class as `.member` or in braces, an
// option as `option:`, in code alone. A word that means something else there counts, too: the list is rather
// short than wrong. What stays though it is here: the standard of Keras and PyTorch, and what reads their files.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { importGraph } from './import-graph.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const face = 'engine/index.ts';
const read = file => readFileSync(join(root, file), 'utf8');
const inFences = text =>
  (text.match(/```[^]*?```|`[^`\n]+`/g) ?? []).join('\n');

/** The cells of a notebook, what a page sets as code, a source without its comments. */
function codeOf(file) {
  if (file.endsWith('.ipynb')) {
    return JSON.parse(read(file))
      .cells.map(({ cell_type, source }) => [
        cell_type,
        [source].flat().join('')
      ])
      .map(([type, text]) => (type === 'code' ? text : inFences(text)))
      .join('\n');
  }
  return /\.(md|txt)$/.test(file)
    ? inFences(read(file))
    : read(file).replace(/\/\*[^]*?\*\/|^\s*(\/\/|#).*$/gm, '');
}

const where = ['notebooks', 'docs', 'README.md', 'src', 'gatescope', 'bench'];
const places = execFileSync('git', ['ls-files', ...where], { cwd: root })
  .toString()
  .split('\n')
  .filter(file => /^(?!src\/engine\/).*\.(ipynb|md|txt|m?[jt]s|py)$/.test(file))
  .map(file => ({ file, code: codeOf(file) }));

const program = ts.createProgram([join(root, 'src', face)], {
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  target: ts.ScriptTarget.ESNext,
  strict: true,
  types: []
});
const checker = program.getTypeChecker();
const resolved = symbol =>
  symbol.flags & ts.SymbolFlags.Alias
    ? checker.getAliasedSymbol(symbol)
    : symbol;
const rows = new Map();

/** By where it is written, so that an option which ten layers share is one row. */
function row(name, symbol, pattern) {
  const at = symbol.declarations?.[0];
  const value =
    at && ts.isShorthandPropertyAssignment(at)
      ? resolved(checker.getShorthandAssignmentValueSymbol(at)).declarations[0]
      : at;
  const file =
    value && relative(join(root, 'src'), value.getSourceFile().fileName);
  if (
    file?.startsWith('engine/') &&
    !rows.has(value) &&
    /^[\w.]+$/.test(name)
  ) {
    const regular = new RegExp(pattern);
    const by = places.filter(({ code }) => regular.test(code));
    rows.set(value, { name, file, by: by.map(place => place.file) });
  }
}

const source = checker.getSymbolAtLocation(
  program.getSourceFile(join(root, 'src', face))
);
for (const exported of checker.getExportsOfModule(source)) {
  const { name } = exported;
  const symbol = resolved(exported);
  if (symbol.flags & ts.SymbolFlags.Value) {
    row(name, symbol, `\\b${name}\\b`);
  }
  if (symbol.flags & ts.SymbolFlags.Variable) {
    checker
      .getTypeOfSymbol(symbol)
      .getProperties()
      .forEach(member =>
        row(
          `${name}.${member.name}`,
          member,
          `\\b${name}\\.${member.name}\\b|(['"])${member.name}\\1`
        )
      );
  }
  if (
    symbol.flags & ts.SymbolFlags.Type &&
    !(symbol.flags & ts.SymbolFlags.Enum)
  ) {
    const type = checker.getDeclaredTypeOfSymbol(symbol);
    const isOption = /(Options|Request)$/.test(name);
    (isOption || type.isClassOrInterface() ? type.getProperties() : []).forEach(
      member =>
        row(
          `${name}.${member.name}`,
          member,
          isOption
            ? `\\b${member.name}['"]?\\s*[:=,}]`
            : `\\.${member.name}\\b|[{,]\\s*${member.name}\\s*[,:}]`
        )
    );
  }
}

// A file falls when all that is public in it is unreached, and with it what only such files import.
const all = [...rows.values()];
const reached = all.filter(({ by }) => by.length > 0).map(at => at.file);
const unreached = all.filter(({ by }) => by.length === 0);
const files = [...new Set(unreached.map(at => at.file))];
const fallen = files.filter(file => !reached.includes(file));
const graph = importGraph(join(root, 'src'));
const needed = new Set();
function need(file, without = []) {
  if (!needed.has(file) && !without.includes(file)) {
    needed.add(file);
    graph.get(file).forEach(next => need(next, file === face ? fallen : []));
  }
}
[face, ...graph.keys()]
  .filter(file => file === face || !file.startsWith('engine/'))
  .forEach(file => need(file));

if (process.argv.includes('--all')) {
  all.forEach(({ name, by }) => console.log(name, by.join(' ')));
}
for (const file of files) {
  const here = unreached.filter(at => at.file === file);
  console.log(`${file}: ${here.map(({ name }) => name).join(' ')}`);
}
for (const file of graph.keys()) {
  if (!needed.has(file)) {
    const lines = read(`src/${file}`).split('\n').length - 1;
    console.log(`${file}: nothing else needs its ${lines} lines`);
  }
}
