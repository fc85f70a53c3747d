import type { TimeAxis } from '../trace';
import { formatNumber } from './words/format';
import type { DataTable } from './dataTable';
import type { Translate } from './words/translate';
import type { Paint } from './theme';
import { stepWords } from './words/stepWords';

/** A number, or words; NaN and '' where there is none. */
export type TableCell = number | string;

/** One column of what a view shows. What is drawn, tabled, saved, said and described is derived from it. */
export interface Column {
  /** Its head in the table and the file: `gradient`. */
  readonly name: string;
  readonly unit?: string;
  /** As it reads over its plot and in a sentence, where that is more than name and unit. */
  readonly long?: string;
  /** `place`: what the row is. `number`: what is shown of it. `note`: tabled alone. `drawn`: drawn alone. */
  readonly role: 'place' | 'number' | 'note' | 'drawn';
  readonly of: (row: number) => TableCell;
  readonly ink?: Paint;
  /** How its numbers are said; else as `formatNumber` has it. */
  readonly write?: (value: number) => string;
  /** What is said of a row beside the pointer, where that is more than its number. */
  readonly told?: (row: number) => string;
  /** How the data table writes them; else by what its numbers are. */
  readonly tabled?: (value: number) => string;
  /** Why the number of a row says nothing; null where it does. Such a row is no part of a description. */
  readonly silent?: (row: number) => string | null;
  /** Between which numbers it lies, as a gate between 0 and 1: its axis has both. */
  readonly bounds?: readonly [number, number];
  /** Whether a description tells of it as a line. */
  readonly line?:
    | boolean
    | {
        /** By its powers of ten. */
        readonly log?: boolean;
        /** Lines of one group are looked at beside each other; else it is one of its own. */
        readonly group?: string;
        /** Whether they answer the same question, and may part. */
        readonly parts?: boolean;
      };
}

/** What the rows are: steps of a run, or combinations, epochs, units of this view's own. */
export interface RowPlaces {
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
  readonly places: RowPlaces;
  readonly columns: Readonly<Record<Id, Column>>;
}

type Look = Omit<Column, 'role' | 'name' | 'of'>;

const ofRole =
  (role: Column['role']) =>
  (name: string, of: Column['of'], look: Look = {}): Column => ({
    ...{ role, name, of },
    ...look
  });

/** What a row is. */
export const place = ofRole('place');
/** What is shown of it: drawn, tabled and said. */
export const number = ofRole('number');
/** What stands in the table alone. */
export const note = ofRole('note');

/** Columns alike, by their number: `score0`, `score1`. */
export const numbered = (
  id: string,
  columns: readonly Column[]
): Readonly<Record<string, Column>> =>
  Object.fromEntries(columns.map((each, at) => [`${id}${at}`, each]));

/** A table with a row a step of a run. */
export const stepTable = <Id extends string>(
  { time }: { readonly time: TimeAxis },
  translate: Translate,
  columns: Readonly<Record<Id, Column>>,
  {
    caption = longOf(Object.values<Column>(columns)[0]),
    ...places
  }: Partial<RowPlaces & Pick<Table, 'caption'>> = {}
): Table<Id | 'step'> => ({
  caption,
  places: {
    ...{ count: time.steps, labels: time.labels },
    nameOf: step => stepWords(time, step, translate),
    ...places
  },
  columns: {
    step: place(translate('%step'), step => time.labels?.[step] ?? step),
    ...columns
  } as Table<Id | 'step'>['columns']
});

/** The table with each of its cells worked out at most once. */
export const remembered = <Id extends string>(table: Table<Id>): Table<Id> => ({
  ...table,
  columns: Object.fromEntries(
    Object.entries<Column>(table.columns).map(([id, column]) => {
      const known: TableCell[] = [];
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
export interface ToldColumn {
  readonly column: Column;
  readonly words: string;
  readonly isSilent: boolean;
}

export function toldAt(table: Table, row: number): ToldColumn[] {
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
  const after = ({ column, words, isSilent }: ToldColumn): string =>
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

/** The same beside the pointer, a line each, with the color of its line. */
export const tooltipRow = (
  table: Table,
  row: number
): readonly { readonly words: string; readonly ink?: Paint }[] =>
  toldAt(table, row).map(({ column, words, isSilent }) => ({
    words: isSilent
      ? words
      : `${labelOf(column)} ${column.told?.(row) ?? words}`,
    ink: column.ink
  }));
