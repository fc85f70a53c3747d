import type { Moment } from '../../scene/createMoment';
import { longOf, numberAt, rowsOf, type Column } from '../../scene/table';
import { formatNumber } from '../../scene/words/format';
import type { Line, ShownLines } from '../describe/line';

export interface ShownOptions {
  /** The column that is looked at. */
  readonly looked?: string;
  /** Where the cursor stands on the line of a column. */
  readonly place?: (id: string) => Line['place'];
  /** What they are made of: while it is the same, what has been told of them goes on. */
  readonly of?: readonly unknown[];
}

/** The columns that are lines, to be described and heard. */
export function shownLines(
  { table, version }: Pick<Moment<never, never, never>, 'table' | 'version'>,
  { looked, place, of = [version, looked] }: ShownOptions = {}
): ShownLines {
  const columns = Object.entries(table.columns as Record<string, Column>);
  const lines = columns
    .filter(([, { line }]) => line)
    .map(([id, column]) => ({
      id,
      name: longOf(column),
      group: groupOf(column) ?? longOf(column),
      log: typeof column.line === 'object' && column.line.log,
      values: rowsOf(table).map(row =>
        column.silent?.(row) ? NaN : numberAt(column, row)
      ),
      write: column.write ?? formatNumber,
      ...(column.bounds && { bounds: column.bounds }),
      place: place?.(id) ?? {}
    }))
    .filter(({ values }) => values.some(Number.isFinite));
  return {
    time: table.places,
    lines,
    here: Math.max(
      0,
      lines.findIndex(({ id }) => id === looked)
    ),
    parts: columns.some(
      ([, { line }]) => typeof line === 'object' && line.parts
    ),
    of
  };
}

const groupOf = ({ line }: Column): string | undefined =>
  typeof line === 'object' ? line.group : undefined;
