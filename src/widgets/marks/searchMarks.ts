import type { Search, SearchRow } from '../../trace';
import { mark, type Mark, type MarkAttributes } from './mark';
import { rule } from './rule';
import { text } from './text';
import { acrossScale, extentOf, type ValueScale } from './valueScale';
import { bestFirst, scoresOf } from './bestFirst';

/** The height of one combination of settings. */
export const ROW = 22;
const HEAD = 26;
const FOOT = 40;
const GAP = 14;
const LEAST_STRIP = 110;

/** How wide words are, and how they are cut to a width. */
export interface Letters {
  measure(words: string): number;
  shorten(words: string, width: number): string;
}

/** How the marks look: a view gives classes, a saved picture colours. */
export interface SearchLook {
  readonly words: MarkAttributes;
  readonly second: MarkAttributes;
  readonly grid: MarkAttributes;
  readonly score: MarkAttributes;
  readonly mean: MarkAttributes;
  readonly fresh: MarkAttributes;
  readonly baseline: MarkAttributes;
}

/** Where settings and scores stand, in CSS pixels. */
export interface SearchScene {
  readonly search: Search;
  /** The best first. */
  readonly rows: readonly SearchRow[];
  /** The left end of rank and of each setting, and where its words may end. */
  readonly columns: readonly {
    readonly name: string;
    readonly x: number;
    readonly width: number;
  }[];
  readonly scale: ValueScale;
  readonly strip: { readonly x: number; readonly width: number };
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export function searchScene(
  search: Search,
  width: number,
  letters: Letters,
  most: number
): SearchScene {
  const rows = bestFirst(search).slice(0, most);
  const names = ['', ...search.parameters];
  const widths = names.map((name, at) =>
    Math.max(
      letters.measure(name),
      ...rows.map(row =>
        letters.measure(at === 0 ? String(row.rank) : row.values[at - 1])
      )
    )
  );
  // Long names of settings give way to the scores.
  const room = Math.max(60, width - LEAST_STRIP - GAP * (names.length + 1));
  const all = widths.reduce((sum, each) => sum + each, 0);
  const fit = Math.min(1, room / all);
  let x = 4;
  const columns = names.map((name, at) => {
    const column = { name, x, width: widths[at] * fit };
    x += column.width + GAP;
    return column;
  });
  const strip = { x: x + 6, width: Math.max(LEAST_STRIP, width - x - 22) };
  return {
    search,
    rows,
    columns,
    scale: acrossScale(extentOf([scoresOf(search)]), strip, {
      count: strip.width < 260 ? 3 : 6
    }),
    strip,
    top: HEAD,
    width: strip.x + strip.width + 16,
    height: HEAD + rows.length * ROW + FOOT
  };
}

/** Names of the columns, the axis of the scores, and the simple answer that is to be beaten. */
export function searchFrame(
  { search, columns, scale, strip, top, rows }: SearchScene,
  letters: Letters,
  look: SearchLook
): Mark[] {
  const bottom = top + rows.length * ROW;
  const { metric, baseline } = search;
  const at = baseline && scale(baseline.value);
  const name = metric.unit ? `${metric.name}, ${metric.unit}` : metric.name;
  return [
    ...columns.flatMap(({ name: setting, x, width }) =>
      setting === ''
        ? []
        : [text(letters.shorten(setting, width), x, 16, look.second)]
    ),
    ...scale.ticks.flatMap(({ value, text: words }) => {
      const x = Math.round(scale(value)) + 0.5;
      return [
        rule({ x1: x, x2: x, y1: top, y2: bottom, ...look.grid }),
        text(words, x, bottom + 15, { anchor: 'middle', ...look.second })
      ];
    }),
    text(name, strip.x + strip.width, bottom + 32, {
      anchor: 'end',
      ...look.second
    }),
    ...(baseline && at !== undefined
      ? [
          rule({ x1: at, x2: at, y1: top - 4, y2: bottom, ...look.baseline }),
          text(
            baseline.name,
            Math.max(
              strip.x + letters.measure(baseline.name) / 2,
              Math.min(
                strip.x + strip.width - letters.measure(baseline.name) / 2,
                at
              )
            ),
            14,
            { anchor: 'middle', ...look.second }
          )
        ]
      : [])
  ];
}

/** One combination: its settings, each score, their mean, and the score on fresh data. */
export function searchRow(
  { columns, scale, top, rows, strip }: SearchScene,
  at: number,
  letters: Letters,
  look: SearchLook
): Mark {
  const row = rows[at];
  const middle = top + (at + 0.5) * ROW;
  const settings = [String(row.rank), ...row.values];
  const mean = scale(row.mean);
  return mark(
    'g',
    { 'data-row': at },
    // Takes the pointer between the marks.
    mark('rect', {
      x: 0,
      y: top + at * ROW,
      width: strip.x + strip.width,
      height: ROW,
      fill: 'transparent'
    }),
    ...columns.map(({ x, width }, column) =>
      text(
        letters.shorten(settings[column], width + 1),
        x,
        middle + 4,
        column === 0 ? look.second : look.words
      )
    ),
    ...Array.from(row.scores.values, score =>
      mark('circle', { cx: scale(score), cy: middle, r: 3, ...look.score })
    ),
    rule({ x1: mean, x2: mean, y1: middle - 8, y2: middle + 8, ...look.mean }),
    ...(row.fresh === undefined
      ? []
      : [
          mark('path', {
            d: `M${scale(row.fresh)} ${middle - 5.5}l5.5 5.5l-5.5 5.5l-5.5 -5.5z`,
            ...look.fresh
          })
        ])
  );
}
