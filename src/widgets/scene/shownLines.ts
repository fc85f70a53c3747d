import type { Moment } from '../../scene/createMoment';
import { longOf, numberAt, rowsOf } from '../../scene/table';
import { formatNumber } from '../../scene/words/format';
import type { ShownLines } from '../describe/line';

/** The columns that are lines, to be described and heard. */
export const shownLines = ({
  table,
  version
}: Pick<Moment<never, never, never>, 'table' | 'version'>): ShownLines => {
  const lines = Object.entries(table.columns)
    .filter(([, { line }]) => line)
    .map(([id, column]) => ({
      id,
      name: longOf(column),
      group: column.group ?? longOf(column),
      values: rowsOf(table).map(row =>
        column.silent?.(row) ? NaN : numberAt(column, row)
      ),
      write: column.write ?? formatNumber,
      place: {}
    }))
    .filter(({ values }) => values.some(Number.isFinite));
  return {
    ...{ time: table.places, lines, of: [version] },
    here: Math.max(
      0,
      lines.findIndex(({ id }) => id === table.here)
    )
  };
};
