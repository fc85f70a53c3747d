import type { CellPlace } from '../cellPlace';
import type { CellRecords } from './cellRecords';

/**
 * The source of a function as it stands in its notebook cell; undefined when it was not made in one.
 * Where several cells hold the same compiled text it is that of the latest. Read off the source map: a
 * page that runs cells as they were shipped has no compiler.
 */
export function functionSource(
  records: CellRecords,
  value: (...args: never[]) => unknown
): string | undefined {
  const compiled = Function.prototype.toString.call(value);
  for (const { positions, source } of records.latestFirst()) {
    const found = positions.find(compiled);
    if (found !== null) {
      const lines = source.split('\n');
      const [from, to] = found.map(place => offsetOf(lines, place));
      return source.slice(from, to);
    }
  }
  return undefined;
}

const offsetOf = (
  lines: readonly string[],
  { line, column }: CellPlace
): number =>
  lines.slice(0, line).reduce((sum, { length }) => sum + length + 1, 0) +
  column;
