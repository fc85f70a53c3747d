import type { Search, SearchRow } from '../../trace';
import { mark, type Mark, type MarkAttributes } from './mark';
import { rule } from './rule';
import { text } from './text';
import { acrossScale, extentOf, type ValueScale } from './valueScale';
import { bestFirst, hasMean, scoresOf } from './bestFirst';

/** The height of a combination's scores. */
const ROW = 22;
/** The height of a line of settings above the scores, where they have no room beside them. */
const LINE = 15;
const HEAD = 26;
const FOOT = 40;
const GAP = 14;
const LEAST_STRIP = 110;
const EDGE = 4;
/** Right of the strip: half of the last number of its axis. */
const END = 18;

/** How wide words are, and how they are cut to a width. */
export interface Letters {
  measure(words: string): number;
  shorten(words: string, width: number): string;
}

/** How the marks look: a view gives classes, a saved picture colours. */
export interface SearchLook {
  readonly words: MarkAttributes;
  readonly second: MarkAttributes;
  /** Of the words in the strip, which lie over its lines. */
  readonly noNumber: MarkAttributes;
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
  /** The left end of rank and of each setting; none where they stand on lines. */
  readonly columns: readonly {
    readonly name: string;
    readonly x: number;
  }[];
  /** Lines of settings above each row's scores, where columns beside them had no room; else null. */
  readonly lines: readonly (readonly string[])[] | null;
  readonly scale: ValueScale;
  readonly strip: { readonly x: number; readonly width: number };
  /** What stands in the strip of a row without a mean. */
  readonly noNumber: string;
  readonly top: number;
  /** The height of a row. */
  readonly row: number;
  readonly width: number;
  readonly height: number;
}

/** @param noNumber what stands beside a row that did not give a number, in many words and in few */
export function searchScene(
  search: Search,
  width: number,
  letters: Letters,
  most: number,
  noNumber: readonly [string, string]
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
  const all = widths.reduce((sum, each) => sum + each + GAP, 0);
  if (all + EDGE + 6 + LEAST_STRIP + END > width) {
    return stackedScene(search, rows, width, letters, noNumber);
  }
  let x = EDGE;
  const columns = names.map((name, at) => {
    const column = { name, x };
    x += widths[at] + GAP;
    return column;
  });
  return {
    search,
    rows,
    columns,
    lines: null,
    ...across(search, x + 6, width, letters, noNumber),
    top: HEAD,
    row: ROW,
    width,
    height: HEAD + rows.length * ROW + FOOT
  };
}

/** The settings of a row above its scores, on as many lines as they take. */
function stackedScene(
  search: Search,
  rows: readonly SearchRow[],
  width: number,
  letters: Letters,
  noNumber: readonly [string, string]
): SearchScene {
  const lines = rows.map(({ rank, values }) =>
    flowing(
      [
        String(rank),
        ...values.map((value, at) => `${search.parameters[at]} ${value}`)
      ],
      width - 2 * EDGE,
      letters
    )
  );
  const row = ROW + LINE * Math.max(...lines.map(({ length }) => length));
  return {
    search,
    rows,
    columns: [],
    lines,
    ...across(search, EDGE + 8, width, letters, noNumber),
    top: HEAD,
    row,
    width,
    height: HEAD + rows.length * row + FOOT
  };
}

/** Pieces side by side, two spaces apart, on the next line where one has no room left. */
function flowing(
  pieces: readonly string[],
  width: number,
  { measure, shorten }: Letters
): readonly string[] {
  const lines: string[] = [];
  for (const piece of pieces) {
    const longer = `${lines.at(-1)}\u2002${piece}`;
    if (lines.length > 0 && measure(longer) <= width) {
      lines[lines.length - 1] = longer;
    } else {
      lines.push(shorten(piece, width));
    }
  }
  return lines;
}

/** The strip of the scores from `x` to the right end, its scale, and the words that fit into it. */
function across(
  search: Search,
  x: number,
  width: number,
  { measure }: Letters,
  [long, short]: readonly [string, string]
): Pick<SearchScene, 'scale' | 'strip' | 'noNumber'> {
  const strip = { x, width: Math.max(1, width - x - END) };
  return {
    strip,
    noNumber: measure(long) <= strip.width ? long : short,
    scale: acrossScale(extentOf([scoresOf(search)]), strip, {
      count: strip.width < 260 ? 3 : 6
    })
  };
}

/** Names of the columns, the axis of the scores, and the simple answer that is to be beaten. */
export function searchFrame(
  { search, columns, scale, strip, top, row, rows, width }: SearchScene,
  letters: Letters,
  look: SearchLook
): Mark[] {
  const bottom = top + rows.length * row;
  const { metric, baseline } = search;
  const at = baseline && scale(baseline.value);
  const name = metric.unit ? `${metric.name}, ${metric.unit}` : metric.name;
  return [
    ...columns.flatMap(({ name: setting, x }) =>
      setting === '' ? [] : [text(setting, x, 16, look.second)]
    ),
    ...scale.ticks.flatMap(({ value, text: words }) => {
      const x = Math.round(scale(value)) + 0.5;
      return [
        rule({ x1: x, x2: x, y1: top, y2: bottom, ...look.grid }),
        text(
          words,
          Math.min(x, width - 1 - letters.measure(words) / 2),
          bottom + 15,
          { anchor: 'middle', ...look.second }
        )
      ];
    }),
    text(
      letters.shorten(name, strip.x + strip.width),
      strip.x + strip.width,
      bottom + 32,
      { anchor: 'end', ...look.second }
    ),
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

/**
 * One combination: its settings, each score, their mean, and the score on fresh data. Of one without a
 * mean words: scores beside those that are none say little, and may be far off the axis.
 */
export function searchRow(
  scene: SearchScene,
  at: number,
  look: SearchLook
): Mark {
  const { columns, lines, top, row: height, rows, strip, noNumber } = scene;
  const row = rows[at];
  const bottom = top + (at + 1) * height;
  const middle = bottom - ROW / 2;
  const settings = [String(row.rank), ...row.values];
  return mark(
    'g',
    { 'data-row': at },
    // Takes the pointer between the marks.
    mark('rect', {
      x: 0,
      y: bottom - height,
      width: strip.x + strip.width,
      height,
      fill: 'transparent'
    }),
    ...columns.map(({ x }, column) =>
      text(
        settings[column],
        x,
        middle + 4,
        column === 0 ? look.second : look.words
      )
    ),
    ...(lines?.[at] ?? []).map((line, below) =>
      text(line, EDGE, bottom - height + LINE * (below + 1), look.words)
    ),
    ...(hasMean(row)
      ? scoreMarks(scene, row, middle, look)
      : [text(noNumber, strip.x, middle + 4, look.noNumber)])
  );
}

function scoreMarks(
  { scale }: SearchScene,
  { scores, mean, fresh }: SearchRow,
  middle: number,
  look: SearchLook
): Mark[] {
  const x = scale(mean);
  return [
    ...Array.from(scores.values, score =>
      mark('circle', { cx: scale(score), cy: middle, r: 3, ...look.score })
    ),
    rule({ x1: x, x2: x, y1: middle - 8, y2: middle + 8, ...look.mean }),
    ...(fresh === undefined
      ? []
      : [
          mark('path', {
            d: `M${scale(fresh)} ${middle - 5.5}l5.5 5.5l-5.5 5.5l-5.5 -5.5z`,
            ...look.fresh
          })
        ])
  ];
}
