import type { Translate } from '../../scene/words/translate';
import { fill, html, listen } from './dom';
import {
  columnFormats,
  columnSizes,
  type DataTable,
  type NamedTable
} from '../../scene/dataTable';
import { offUnless, toolButton, type LoneTool } from './tools';

export interface TableBoxOptions {
  /** The first is shown at first. */
  readonly tables: readonly NamedTable[];
  readonly translate: Translate;
  /** Has a screen reader say what became of the table. */
  readonly say: (words: string) => void;
}

/** A table to work in: one of several, sorted, turned, in parts. What was chosen stays. */
export interface TableBox {
  readonly element: HTMLElement;
  /** Numbers have changed: it is recreated, and a button that has the focus keeps it. */
  refresh(): void;
}

/** A value of a table, and how it is written. */
interface Entry {
  readonly value: string | number;
  readonly text: string;
}

interface Written {
  readonly caption: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Entry[])[];
}

interface Sorted {
  readonly column: string;
  readonly way: 'ascending' | 'descending';
}

/** So many columns stand beside the first at once. */
export const COLUMNS_A_PART = 24;

export function createTableBox({
  tables,
  translate,
  say
}: TableBoxOptions): TableBox {
  const element = html('div', {
    class: 'jp-gatescope-table',
    tabindex: 0,
    role: 'region'
  });
  let chosen = 0;
  let turned = false;
  let part = 0;
  let sorted: Sorted | null = null;

  const choose = (change: () => void, saysTop = false): void => {
    change();
    draw();
    const caption = element.getAttribute('aria-label') ?? '';
    say(saysTop && top !== '' ? `${caption}. ${top}` : caption);
  };
  /** The row that is now at the top: what most who sort want to know. */
  let top = '';
  const sortBy = (column: string): void =>
    choose(() => {
      sorted =
        sorted?.column !== column
          ? { column, way: 'ascending' }
          : sorted.way === 'ascending'
            ? { column, way: 'descending' }
            : null;
    }, true);
  const draw = (): void => {
    const table = written(tables[chosen].make());
    const shown = sortedBy(turned ? turn(table) : table, sorted);
    top = topOf(shown, sorted, translate);
    const parts = Math.max(
      1,
      Math.ceil((shown.columns.length - 1) / COLUMNS_A_PART)
    );
    part = Math.min(part, parts - 1);
    const caption = captionOf(shown, { sorted, part, parts }, translate);
    const focused = element.contains(document.activeElement)
      ? (document.activeElement as HTMLElement).dataset.tool
      : undefined;
    element.setAttribute('aria-label', caption);
    fill(
      element,
      html(
        'div',
        {
          class: 'jp-gatescope-table-tools',
          role: 'group',
          'aria-label': translate('What the table shows')
        },
        toolsOf(parts).map(tool => {
          const button = toolButton(tool);
          button.tabIndex = 0;
          return button;
        })
      ),
      tableElement(partOf(shown, part), caption, sorted, sortBy, translate)
    );
    if (focused !== undefined) {
      [...element.querySelectorAll<HTMLElement>('[data-tool]')]
        .find(({ dataset }) => dataset.tool === focused)
        ?.focus({ preventScroll: true });
    }
  };
  const toolsOf = (parts: number): LoneTool[] => [
    ...(tables.length > 1 ? tables : []).map(({ label }, at) => ({
      id: `table-${at}`,
      label,
      pressed: at === chosen,
      run: () =>
        choose(() => {
          chosen = at;
          part = 0;
          sorted = null;
        })
    })),
    {
      id: 'table-turned',
      label: translate('Transposed'),
      title: translate('Transposed: rows become columns'),
      pressed: turned,
      run: () =>
        choose(() => {
          turned = !turned;
          part = 0;
          sorted = null;
        })
    },
    ...partTools(part, parts, turnTo, say, translate)
  ];
  const turnTo = (next: number): void =>
    choose(() => {
      part = next;
    });
  draw();
  return { element, refresh: draw };
}

/** The buttons that lead to other columns, where not all are shown; at an end they say so. */
function partTools(
  part: number,
  parts: number,
  turnTo: (part: number) => void,
  say: (words: string) => void,
  translate: Translate
): LoneTool[] {
  if (parts === 1) {
    return [];
  }
  const tool = (
    by: 1 | -1,
    words: Pick<LoneTool, 'id' | 'label' | 'title'>,
    atEnd: string
  ): LoneTool => {
    const next = part + by;
    const isThere = next >= 0 && next < parts;
    return {
      ...words,
      off: offUnless(isThere, atEnd),
      run: () => (isThere ? turnTo(next) : say(atEnd))
    };
  };
  return [
    tool(
      -1,
      {
        id: 'table-before',
        label: '◂',
        title: translate('The columns before')
      },
      translate('These are the first columns.')
    ),
    tool(
      1,
      { id: 'table-after', label: '▸', title: translate('The columns after') },
      translate('These are the last columns.')
    )
  ];
}

/** The numbers of a column with the same decimals. */
function written(table: DataTable): Written {
  const { caption, columns, rows } = table;
  const formats = columnFormats(table);
  return {
    caption,
    columns,
    rows: rows.map(row =>
      row.map((value, at) => ({
        value,
        // A step is a name: no thousands apart, no decimals.
        text:
          typeof value !== 'number'
            ? value
            : at === 0
              ? String(value)
              : formats[at](value)
      }))
    )
  };
}

function turn({ caption, columns, rows }: Written): Written {
  return {
    caption,
    columns: [columns[0] ?? '', ...rows.map(([first]) => first.text)],
    rows: columns
      .slice(1)
      .map((column, at) => [
        { value: column, text: column },
        ...rows.map(row => row[at + 1])
      ])
  };
}

/** Numbers by their size, words by the alphabet; what is no number comes last either way. */
function sortedBy(table: Written, sorted: Sorted | null): Written {
  const at = sorted === null ? -1 : table.columns.indexOf(sorted.column);
  if (sorted === null || at < 0) {
    return table;
  }
  const sign = sorted.way === 'ascending' ? 1 : -1;
  const sizes = columnSizes(table.rows.map(row => row[at].value));
  const rows = table.rows
    .map((row, place) => ({ row, text: row[at].text, size: sizes[place] }))
    .sort((a, b) => {
      const [isA, isB] = [!Number.isNaN(a.size), !Number.isNaN(b.size)];
      return isA && isB
        ? sign * (a.size - b.size)
        : isA !== isB
          ? Number(isB) - Number(isA)
          : sign * a.text.localeCompare(b.text);
    })
    .map(({ row }) => row);
  return { ...table, rows };
}

/** The first row of a sorted table, and its value there; empty where it is not sorted. */
function topOf(
  { columns, rows }: Written,
  sorted: Sorted | null,
  translate: Translate
): string {
  const [row] = rows;
  const at = sorted === null ? -1 : columns.indexOf(sorted.column);
  return row === undefined || at < 1
    ? ''
    : translate('First is %1 %2: %3.', columns[0], row[0].text, row[at].text);
}

/** The first column and those of a part. */
function partOf(table: Written, part: number): Written {
  const from = 1 + part * COLUMNS_A_PART;
  const cut = <T>(row: readonly T[]): T[] => [
    ...row.slice(0, 1),
    ...row.slice(from, from + COLUMNS_A_PART)
  ];
  return { ...table, columns: cut(table.columns), rows: table.rows.map(cut) };
}

/** What it is of, how it is sorted, and which part is shown. */
function captionOf(
  { caption, columns }: Written,
  {
    sorted,
    part,
    parts
  }: {
    readonly sorted: Sorted | null;
    readonly part: number;
    readonly parts: number;
  },
  translate: Translate
): string {
  const from = 1 + part * COLUMNS_A_PART;
  const to = Math.min(columns.length - 1, from + COLUMNS_A_PART - 1);
  return [
    caption,
    ...(sorted === null
      ? []
      : [
          sorted.way === 'ascending'
            ? translate('sorted by %1, the lowest first', sorted.column)
            : translate('sorted by %1, the highest first', sorted.column)
        ]),
    ...(parts > 1
      ? [
          translate(
            'columns %1 to %2 of %3: %4 to %5',
            from,
            to,
            columns.length - 1,
            columns[from],
            columns[to]
          )
        ]
      : [])
  ].join('; ');
}

/** An HTML table whose headings sort it. */
function tableElement(
  { columns, rows }: Written,
  caption: string,
  sorted: Sorted | null,
  sortBy: (column: string) => void,
  translate: Translate
): HTMLElement {
  const numeric = columns.map((_, column) =>
    rows.every(row => typeof row[column].value === 'number')
  );
  const look = (column: number): string | undefined =>
    numeric[column] ? 'jp-gatescope-number' : undefined;
  const heading = (column: string, at: number): HTMLElement => {
    const way = sorted?.column === column ? sorted.way : undefined;
    const button = html(
      'button',
      {
        type: 'button',
        class: 'jp-gatescope-table-sort',
        'data-tool': `sort-${column}`,
        title: translate('Sort by %1', column)
      },
      column,
      way === undefined
        ? ''
        : html(
            'span',
            { 'aria-hidden': 'true', class: 'jp-gatescope-table-way' },
            way === 'ascending' ? ' ▴' : ' ▾'
          )
    );
    listen(button, 'click', () => sortBy(column));
    return html(
      'th',
      { scope: 'col', class: look(at), 'aria-sort': way },
      button
    );
  };
  return html(
    'table',
    {},
    html('caption', {}, html('span', {}, caption)),
    html('thead', {}, html('tr', {}, columns.map(heading))),
    html(
      'tbody',
      {},
      rows.map(row =>
        html(
          'tr',
          {},
          row.map(({ value, text }, at) =>
            at === 0
              ? html('th', { scope: 'row', class: look(0) }, text)
              : html(
                  'td',
                  {
                    class:
                      typeof value === 'number'
                        ? 'jp-gatescope-number'
                        : undefined
                  },
                  text
                )
          )
        )
      )
    )
  );
}
