import type { Moment } from '../../scene/createMoment';
import { longOf, numberAt, rowsOf } from '../../scene/table';
import { formatNumber } from '../../scene/words/format';
import type { ShownLines } from '../describe/line';

/** The columns that are lines, to be described and heard. */
export const shownLines = ({
  table,
  version
}: Pick<Moment<never, never, never>, 'table' | 'version'>): ShownLines => ({
  time: table.places,
  lines: Object.values(table.columns)
    .filter(({ line }) => line)
    .map(column => ({
      name: longOf(column),
      group: typeof column.line === 'string' ? column.line : longOf(column),
      values: rowsOf(table).map(row =>
        column.silent?.(row) ? NaN : numberAt(column, row)
      ),
      write: column.write ?? formatNumber,
      place: {}
    }))
    .filter(({ values }) => values.some(Number.isFinite)),
  here: 0,
  parts: Object.values(table.columns).some(
    ({ line }) => typeof line === 'string'
  ),
  of: [version]
});
