import type { PartialJSONObject } from '@lumino/coreutils';
import type { NotebookCell } from '../../exercises/metadata';
import { byHandCell, givenCell } from '../../exercises/metadata';
import type { CodeParser } from './codeTree';
import type { NewCell } from './edits';
import {
  freeId,
  importCells,
  ours,
  put,
  takenIds,
  testOfExercise,
  type Made,
  type Wish
} from './exerciseParts';
import { namesOf } from './names';
import type { AskedTemplate } from './templates';

/**
 * A notebook cell that asks by what it shows, or words marked by hand. Where the example has a test,
 * what is answered earns points, and the key is hidden; what an author has written stays without.
 */
export function makeAsked(
  { kind, title }: Wish,
  template: AskedTemplate,
  cells: readonly NotebookCell[],
  selected: NotebookCell,
  parser: CodeParser
): Made {
  const taken = takenIds(cells);
  const type = template.form === 'byHand' ? 'markdown' : 'code';
  const call = template.form === 'predict' ? 'predict(' : 'questions(';
  const own =
    type === 'code' &&
    selected.type === 'code' &&
    selected.source.includes(call);
  const fills =
    own || (selected.type === type && selected.source.trim() === '');
  const keys = own
    ? [...selected.source.matchAll(/\bkey:\s*(['"`])([\w-]+)\1/g)].map(
        found => found[2]
      )
    : [];
  const id = keys[0] ?? freeId(kind, taken);
  const marked = own ? undefined : template.test;
  const before = own
    ? []
    : importCells(
        { values: template.imports, types: [] },
        cells,
        selected,
        taken,
        parser
      );
  const metadata: PartialJSONObject =
    template.form === 'byHand'
      ? { nbgrader: { ...byHandCell(id, 2) } }
      : marked === undefined
        ? {
            gatescope: {
              ...ours(fills ? selected : null),
              ...(template.form === 'predict'
                ? { prediction: { key: id, title } }
                : {
                    questions: {
                      keys: keys.length > 0 ? keys : [id],
                      title,
                      purpose: 'field'
                    }
                  })
            }
          }
        : {
            nbgrader: { ...givenCell(id) },
            gatescope: {
              ...ours(fills ? selected : null),
              exercise: {
                role: 'question',
                id,
                title,
                needs: importsAbove(cells, selected, before, template, parser),
                hints: []
              }
            }
          };
  const cell: NewCell = {
    id: fills ? selected.id : id,
    type,
    source: own ? selected.source : template.source.replaceAll('KEY', id),
    metadata
  };
  const edits = put(selected, before, cell);
  if (marked !== undefined) {
    const test = testOfExercise(id, taken, {
      source: marked,
      points: template.points ?? 1
    });
    edits.push({ do: 'insert', beside: cell.id, place: 'behind', cell: test });
  }
  return { answer: cell.id, edits };
}

/** The notebook cells from which the names that it imports come. */
function importsAbove(
  cells: readonly NotebookCell[],
  selected: NotebookCell,
  before: readonly NewCell[],
  { imports }: AskedTemplate,
  parser: CodeParser
): string[] {
  const above = cells
    .slice(0, cells.indexOf(selected))
    .filter(
      ({ type, source }) =>
        type === 'code' &&
        [...namesOf(source, parser).declared].some(name =>
          imports.includes(name)
        )
    );
  return [...above, ...before].map(({ id }) => id);
}
