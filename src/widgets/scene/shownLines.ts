import type { Moment } from '../../scene/createMoment';
import { longOf, numberAt, rowsOf } from '../../scene/table';
import { formatNumber } from '../../scene/words/format';
import type { Line, ShownLines } from '../describe/line';

/** The columns that are lines, to be described and heard; `place` is where the cursor stands on them. */
export const shownLines = (
  { table, version }: Pick<Moment<never, never, never>, 'table' | 'version'>,
  place: Line['place'] = {},
  of: readonly unknown[] = [version]
): ShownLines => ({
  time: table.places,
  lines: Object.values(table.columns)
    .filter(({ line }) => line)
    .map(column => ({
      name: longOf(column),
      group: longOf(column),
      values: rowsOf(table).map(row =>
        column.silent?.(row) ? NaN : numberAt(column, row)
      ),
      write: column.write ?? formatNumber,
      ...(column.bounds && { bounds: column.bounds }),
      place
    }))
    .filter(({ values }) => values.some(Number.isFinite)),
  here: 0,
  of
});
