import type { ChoiceName } from '../../scene/choices';
import type { Moment } from '../../scene/createMoment';
import type { ViewDefinition } from '../../scene/view';
import type { BundleKind } from '../../trace';
import { longOf, numberAt, rowsOf, type Column } from '../../scene/table';
import { formatNumber } from '../../scene/words/format';
import type { ShownLines } from '../describe/line';

/** The columns that are lines, to be described and heard, the one that is looked at first. */
export function shownLines<
  K extends BundleKind,
  N extends ChoiceName,
  D,
  Id extends string
>(
  { looked: lookedOf }: ViewDefinition<K, N, D, Id>,
  { now, table, version }: Moment<K, N, D>,
  row: number
): ShownLines {
  const looked = lookedOf?.(now, row);
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
      place: {}
    }))
    .filter(({ values }) => values.some(Number.isFinite));
  return {
    time: table.places,
    lines,
    here: Math.max(
      0,
      lines.findIndex(({ id }) => id === looked)
    ),
    parts: columns.some(([, column]) => groupOf(column) !== undefined),
    of: [version, looked]
  };
}

const groupOf = ({ line }: Column): string | undefined =>
  typeof line === 'object' ? line.group : undefined;
