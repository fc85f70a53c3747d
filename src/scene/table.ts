import { formatNumber } from './words/format';
import type { DataTable } from './dataTable';
import type { Translate } from './words/translate';
import type { Ink } from './theme';

/** A number, or words; NaN and '' where there is none. */
export type Cell = number | string;

/** One column of what a view shows. What is drawn, tabled, saved, said and described is derived from it. */
export interface Column {
  /** Its head in the table and the file: `gradient`. */
  readonly name: string;
  readonly unit?: string;
  /** As it reads over its plot and in a sentence, where that is more than name and unit. */
  readonly long?: string;
  /** `place`: what the row is. `number`: what is shown of it. `note`: tabled alone. `drawn`: drawn alone. */
  readonly role: 'place' | 'number' | 'note' | 'drawn';
  readonly of: (row: number) => Cell;
  readonly ink?: Ink;
  /** How its numbers are said; else as `formatNumber` has it. */
  readonly write?: (value: number) => string;
  /** How the data table writes them; else by what its numbers are. */
  readonly tabled?: (value: number) => string;
  /** Why the number of a row says nothing; null where it does. Such a row is no part of a description. */
  readonly silent?: (row: number) => string | null;
  /** Whether a description tells of it as a line; a name: of those that answer the same, and may part. */
  readonly line?: boolean | string;
}

/** What the rows are: steps of a run, or combinations, epochs, units of this view's own. */
export interface Places {
  readonly count: number;
  readonly labels?: readonly string[];
  /** What a row is, where it is no step: `epoch`. */
  readonly unit?: string;
  /** How a row is named in a sentence: `step 11 “not”`. */
  readonly nameOf: (row: number) => string;
  /** On the badge of the cursor, where that is another: `step 3 · 7 June`. */
  readonly badgeOf?: (row: number) => string;
  /** Whether they have no order: then nothing rises or falls. */
  readonly unordered?: boolean;
}

export interface Table<Id extends string = string> {
  readonly caption: string;
  readonly places: Places;
  readonly columns: Readonly<Record<Id, Column>>;
}

/** The table with each of its cells worked out at most once. */
export const remembered = <Id extends string>(table: Table<Id>): Table<Id> => ({
  ...table,
  columns: Object.fromEntries(
    Object.entries<Column>(table.columns).map(([id, column]) => {
      const known: Cell[] = [];
      return [
        id,
        { ...column, of: (row: number) => (known[row] ??= column.of(row)) }
      ];
    })
  ) as Table<Id>['columns']
});

/** `high (°C)` */
export const labelOf = ({ name, unit }: Pick<Column, 'name' | 'unit'>) =>
  unit === undefined ? name : `${name} (${unit})`;

export const longOf = (column: Column): string =>
  column.long ?? labelOf(column);

/** The columns that a reader of numbers gets, in their order. */
const tabled = ({ columns }: Table): Column[] =>
  Object.values(columns).filter(({ role }) => role !== 'drawn');

/** For the data table, and the CSV file. */
export function dataTable(table: Table): DataTable {
  const columns = tabled(table);
  const formats = columns.flatMap(({ tabled: write }, at) =>
    write ? [[at, write] as const] : []
  );
  return {
    caption: table.caption,
    columns: columns.map(labelOf),
    rows: rowsOf(table).map(row => columns.map(({ of }) => of(row))),
    ...(formats.length > 0 && { formats: Object.fromEntries(formats) })
  };
}

export const rowsOf = ({ places: { count } }: Table): number[] =>
  Array.from({ length: count }, (_, row) => row);

/** The number of a column at a row; NaN where it is none. */
export const numberAt = ({ of }: Column, row: number): number => {
  const value = of(row);
  return typeof value === 'number' ? value : NaN;
};

/** What a column is at a row, as it is said: its number, or why that says nothing. */
export interface Told {
  readonly column: Column;
  readonly words: string;
  readonly isSilent: boolean;
}

export function toldAt(table: Table, row: number): Told[] {
  return Object.values(table.columns as Record<string, Column>)
    .filter(({ role }) => role === 'number')
    .flatMap(column => {
      const why = column.silent?.(row) ?? null;
      const value = column.of(row);
      const write = column.write ?? formatNumber;
      return value === '' || typeof value === 'string'
        ? []
        : [
            {
              column,
              words: why ?? write(value),
              isSilent: why !== null
            }
          ];
    });
}

/** A row for the ear: `high at step 3 is 1; change of tomorrow: 0.2`. */
export function spokenRow(
  table: Table,
  row: number,
  translate: Translate
): string {
  const where = table.places.nameOf(row);
  const [first, ...others] = toldAt(table, row);
  const after = ({ column, words, isSilent }: Told): string =>
    isSilent ? words : `${longOf(column)}: ${words}`;
  const begins = first && first.column.long === undefined && !first.isSilent;
  return [
    begins
      ? translate('%1 at %2 is %3', first.column.name, where, first.words)
      : where,
    ...(begins ? others : first ? [first, ...others] : []).map(each =>
      typeof each === 'string' ? each : after(each)
    )
  ].join('; ');
}

/** The same beside the pointer, a line each, with the colour of its line. */
export const tooltipRow = (
  table: Table,
  row: number
): readonly { readonly words: string; readonly ink?: Ink }[] =>
  toldAt(table, row).map(({ column, words, isSilent }) => ({
    words: isSilent ? words : `${labelOf(column)} ${words}`,
    ink: column.ink
  }));
