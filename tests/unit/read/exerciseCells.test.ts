import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as ts from 'typescript';
import { lessonParts } from '../../../src/exercises/metadata';
import type { NotebookCell } from '../../../src/exercises/metadata/exercise';
import { topLevelNames } from '../../../src/kernel/core/cells/names';

const folder = join(__dirname, '..', '..', '..', 'notebooks');

function cellsOf(name: string): NotebookCell[] {
  const { cells } = JSON.parse(readFileSync(join(folder, name), 'utf8')) as {
    cells: {
      id: string;
      cell_type: string;
      metadata: object;
      source: string | string[];
    }[];
  };
  return cells.map(({ id, cell_type: type, metadata, source }) => ({
    id,
    type: type as NotebookCell['type'],
    metadata,
    source: [source].flat().join('')
  }));
}

/** The names that a cell declares itself; an import is the same wherever it stands. */
function declared(source: string): string[] {
  const parse = (text: string) =>
    ts.createSourceFile('cell.ts', text, ts.ScriptTarget.Latest);
  const own = parse(source)
    .statements.filter(statement => !ts.isImportDeclaration(statement))
    .map(({ pos, end }) => source.slice(pos, end));
  return [...topLevelNames(parse(own.join('\n'))).all];
}

// On a reading page the cells of an exercise may run before cells that stand above them.
it.each(readdirSync(folder).filter(name => /^\d\d-.*\.ipynb$/.test(name)))(
  'in %s a cell of an exercise takes no name from another cell',
  name => {
    const cells = cellsOf(name);
    const code = cells.filter(({ type }) => type === 'code');
    const { exercises } = lessonParts(cells);
    expect(exercises.length).toBeGreaterThan(0);
    for (const { answer, needs, tests } of exercises) {
      const own = new Set([answer, ...needs, ...tests]);
      const elsewhere = new Map(
        code
          .filter(({ id }) => !own.has(id))
          .flatMap(({ id, source }) => declared(source).map(each => [each, id]))
      );
      for (const { id, source } of code.filter(cell => own.has(cell.id))) {
        for (const each of declared(source)) {
          expect([id, each, elsewhere.get(each)]).toEqual([
            id,
            each,
            undefined
          ]);
        }
      }
    }
  }
);
