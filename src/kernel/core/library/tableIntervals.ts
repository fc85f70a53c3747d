import { requireKnown } from '../../../engine/base/check';
import { described } from '../../../engine/base/described';
import { chosenPercent } from '../../../trace';
import {
  bootstrap,
  type BootstrapInterval,
  type BootstrapOptions
} from '../../../engine/study/bootstrap';

export type Written = string | number | boolean | null;

/** One row: column names and what stands in them. */
export type TableRow = Readonly<Record<string, Written>>;

/** The same where a place may hold errors: `[N]`, one an example, or `[S, N]` from S seeds. */
export type MeasuredRow = Readonly<
  Record<string, Written | readonly number[] | readonly (readonly number[])[]>
>;

export interface TableIntervals extends Omit<BootstrapOptions, 'against'> {
  /** What stands first in the row from which the others are told; none by default. */
  against?: string;
}

type Errors = number[] | number[][];

/** Rows in which a mean and its interval stand for each list of errors. */
export function withIntervals(
  rows: readonly MeasuredRow[],
  intervals: TableIntervals | undefined,
  write: (value: number) => string
): TableRow[] {
  if (intervals === undefined) {
    for (const row of rows) {
      for (const [name, value] of Object.entries(row)) {
        if (Array.isArray(value)) {
          throw new TypeError(
            `table: ${name} holds a list of errors; the option intervals says how their interval is found, got ${described(intervals)}`
          );
        }
      }
    }
    return rows as readonly TableRow[] as TableRow[];
  }
  requireKnown('table: intervals', intervals, [
    'against',
    'confidence',
    'block',
    'resamples',
    'seed'
  ]);
  const { against, ...options } = intervals;
  const { confidence = 0.95 } = options;
  const other = against === undefined ? null : rowCalled(rows, against);
  const share = `${chosenPercent(confidence)} %`;
  const between = ({ low, high }: BootstrapInterval): string =>
    `${write(low)} to ${write(high)}`;
  return rows.map(row =>
    Object.fromEntries(
      Object.entries(row).flatMap(([name, value]): [string, Written][] => {
        if (!Array.isArray(value)) {
          return [[name, value as Written]];
        }
        const errors = value as Errors;
        const alone = bootstrap(errors, options);
        const told: [string, Written][] = [
          [name, alone.mean],
          [`${name}: ${share}`, between(alone)]
        ];
        if (other === null || row === other) {
          return told;
        }
        const rival = other[name];
        if (!Array.isArray(rival)) {
          throw new RangeError(
            `table: the row ${described(against)} of intervals.against must hold errors under ${described(name)}, got ${described(rival)}`
          );
        }
        const apart = bootstrap(errors, {
          ...options,
          against: rival as Errors
        });
        return [
          ...told,
          [`minus ${against}`, apart.mean],
          [`minus ${against}: ${share}`, between(apart)]
        ];
      })
    )
  );
}

/** The row whose first place says so. */
function rowCalled(rows: readonly MeasuredRow[], name: string): MeasuredRow {
  const found = rows.find(row => Object.values(row)[0] === name);
  if (found === undefined) {
    throw new RangeError(
      `table: intervals.against must be what stands first in a row: ${rows.map(row => described(Object.values(row)[0])).join(', ')}; got ${described(name)}`
    );
  }
  return found;
}
