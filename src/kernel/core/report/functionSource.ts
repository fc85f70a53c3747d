import * as ts from 'typescript';
import type { Place } from '../place';
import type { CellRecords } from './cellRecords';

/**
 * The source of a function as it stands in its notebook cell; undefined when it was not made in one.
 * Where several cells hold the same compiled text it is that of the latest.
 */
export function functionSource(
  records: CellRecords,
  value: (...args: never[]) => unknown
): string | undefined {
  const compiled = Function.prototype.toString.call(value);
  for (const { positions, source } of records.latestFirst()) {
    const place = positions.find(compiled);
    const found = place === null ? undefined : functionAt(source, place);
    if (found !== undefined) {
      return found;
    }
  }
  return undefined;
}

/** The text of the function that begins at a place, or the next one that holds it. */
function functionAt(source: string, place: Place): string | undefined {
  const file = ts.createSourceFile(
    'cell.ts',
    source,
    ts.ScriptTarget.Latest,
    true
  );
  const offset = ts.getPositionOfLineAndCharacter(
    file,
    place.line,
    place.column
  );
  let found: ts.Node | undefined;
  const visit = (node: ts.Node): void => {
    if (node.getStart(file) > offset || node.end <= offset) {
      return;
    }
    if (ts.isFunctionLike(node)) {
      found = node;
      if (node.getStart(file) === offset) {
        return;
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found?.getText(file);
}
