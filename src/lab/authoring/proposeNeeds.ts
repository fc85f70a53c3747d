import type { NotebookCell } from '../../exercises/metadata';
import type { CodeParser } from './codeTree';
import { namesOf } from './names';

/**
 * The notebook cells above an answer that declare what it and its tests read, and what those read in
 * turn. Of several that declare a name, the last above counts, as when the notebook is run.
 *
 * @param answer Id of the notebook cell with the answer.
 * @param tests Ids of those that test it.
 * @returns ids in the notebook's order
 */
export function proposeNeeds(
  cells: readonly NotebookCell[],
  answer: string,
  tests: readonly string[],
  parser: CodeParser
): string[] {
  const own = [answer, ...tests];
  const at = cells.findIndex(({ id }) => id === answer);
  const above = cells
    .slice(0, Math.max(at, 0))
    .filter(({ id, type }) => type === 'code' && !own.includes(id))
    .map(({ id, source }) => ({ id, ...namesOf(source, parser) }));
  const mine = cells
    .filter(({ id, type }) => type === 'code' && own.includes(id))
    .map(({ source }) => namesOf(source, parser));
  const declared = new Set(mine.flatMap(names => [...names.declared]));
  const needed = new Set<string>();
  /** Looks for each name in the notebook cells before `before`. */
  const find = (names: Iterable<string>, before: number): void => {
    for (const name of names) {
      const index = above.findLastIndex(
        (cell, place) => place < before && cell.declared.has(name)
      );
      if (index >= 0 && !needed.has(above[index].id)) {
        needed.add(above[index].id);
        find(above[index].free, index);
      }
    }
  };
  find(
    mine.flatMap(({ free }) => [...free]).filter(name => !declared.has(name)),
    above.length
  );
  return above.map(({ id }) => id).filter(id => needed.has(id));
}
