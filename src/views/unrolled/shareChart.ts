import type { ChannelHue } from '../../trace';
import { valueAxis } from '../../scene/marks/axes';
import { bars } from '../../scene/marks/bars';
import { mark, type Mark, type MarkAttributes } from '../../scene/marks/mark';
import type { Box } from '../../scene/marks/plane';
import { rule } from '../../scene/marks/rule';
import { text } from '../../scene/marks/text';
import { linearScale, type ValueScale } from '../../scene/marks/valueScale';
import { haloLook } from '../../scene/marks/halo';
import { axisLook, gridLook } from '../../scene/placeMarks';
import type { SceneTheme } from '../../scene/theme';
import { formatFixed } from '../../scene/words/format';
import {
  shareColumns,
  type ShareColumns,
  type SharesWindow
} from './shareColumns';
import { shareNames } from './shareNames';
import type { Shares } from './shares';

export interface ShareChartOptions {
  readonly labels?: readonly string[];
  readonly width: number;
  readonly window: SharesWindow;
  /** What the bar of all that came earlier is called; null without one. */
  readonly before: string | null;
  readonly forward: boolean;
  readonly hues: { readonly state: ChannelHue; readonly write: ChannelHue };
  /** What the two bars are: `written`, `i ⊙ g`; `left of it`, `after each f`. */
  readonly legend: readonly [
    written: readonly [string, string],
    left: readonly [string, string]
  ];
  /** Says that a bar is the sum of so many steps. */
  readonly together: (steps: number) => string;
  readonly measure: (text: string) => number;
}

/** The bars of what each step wrote and what is left of it. */
export interface ShareChart {
  readonly columns: ShareColumns;
  readonly width: number;
  readonly height: number;
  /** `largest` is the largest |value| that the unit ever writes: it stays while the cursor moves. */
  marks(shares: Shares, largest: number, theme: SceneTheme): Mark[];
}

const TOP = 30;
const HEIGHT = 128;
/** The line that says that bars are sums. */
const SUMMED = 18;
const NARROW_BELOW = 480;
/** From this width of a column on each bar says its number; else only the largest. */
const LABELED_FROM = 34;
const MOST_NUMBERS = 6;

export function shareChart(options: ShareChartOptions): ShareChart {
  const { width, hues, forward, before, window } = options;
  const narrow = width < NARROW_BELOW;
  const x = narrow ? 40 : 124;
  const top = TOP + (narrow ? 34 : 0);
  const plot = Math.max(60, width - x - (narrow ? 12 : 74));
  const box: Box = { x, y: top, width: plot, height: HEIGHT };
  const bottom = top + HEIGHT;
  const middle = top + HEIGHT / 2;
  const columns = shareColumns(window, box, before !== null, forward);
  const { column } = columns.scale;
  const names = shareNames(columns, { ...options, bottom });
  const summed =
    columns.perColumn > 1 ? options.together(columns.perColumn) : '';
  const edge = Math.min(column * 0.2, 6) * (column < 6 ? 0 : 1);
  const share = column < 6 ? 1 : 1 - Math.min(40 / column, 0.4);
  return {
    ...{ columns, width },
    height: bottom + names.height + (summed === '' ? 0 : SUMMED),
    marks(shares, largest, theme) {
      const y = linearScale([-largest, largest], box, {
        nice: false,
        ticks: [largest, 0, -largest],
        write: value =>
          value === 0 ? '0' : formatFixed(value, largest < 0.1 ? 2 : 1)
      });
      const sums = columns.sums(shares);
      const frame = { steps: columns.scale, y: y.within, base: middle, share };
      const at = columns.scale.left(columns.indexOf(shares.step));
      return [
        ...legendMarks(options, narrow, theme),
        ...valueAxis(y, box, {
          ...{ gap: 8, words: axisLook(theme), grid: gridLook(theme) }
        }),
        bars(sums.written, frame, {
          ...{ fill: 'none', stroke: theme.color(hues.write) },
          'stroke-width': column < 6 ? 0.75 : 1.75
        }),
        bars(sums.left, frame, { fill: theme.color(hues.state) }),
        rule({
          ...{ x1: x, x2: x + plot, y1: middle, y2: middle },
          stroke: theme.color('edge')
        }),
        mark('rect', {
          ...{ y: top - 2, height: HEIGHT + 4, fill: 'none' },
          ...{ stroke: theme.color('ink'), 'stroke-width': 1.5 },
          x: at + (column < 6 ? -1.5 : edge),
          width: column < 6 ? column + 3 : column - 2 * edge
        }),
        ...numberMarks(sums, columns.scale, {
          ...{ y, bottom, theme },
          cursor: columns.indexOf(shares.step),
          end: narrow ? width : x + plot + MARGIN
        }),
        ...names.marks(shares.step, theme),
        ...(summed === ''
          ? []
          : [text(summed, x, bottom + names.height + 12, axisLook(theme))]),
        text(
          `= ${formatFixed(shares.total)}`,
          narrow ? x + plot : width,
          narrow ? top - 14 : middle + 5,
          {
            ...{ anchor: 'end', 'font-size': 14, 'font-weight': 700 },
            ...theme.part('share-total')
          }
        )
      ];
    }
  };
}

/** What the bars are, beside them or over them. */
function legendMarks(
  { legend, hues, measure }: ShareChartOptions,
  narrow: boolean,
  theme: SceneTheme
): Mark[] {
  let left = 0;
  const entry = (
    [words, below]: readonly [string, string],
    at: number,
    look: MarkAttributes
  ): Mark => {
    const x = narrow ? left : 0;
    const y = narrow ? 12 : 56 + 46 * at;
    const key = narrow ? x : 62;
    const from = narrow ? x + 18 : x;
    left += 36 + Math.max(measure(words), measure(below));
    return mark(
      'g',
      theme.part('shares-legend'),
      text(words, from, y),
      text(below, from, y + 16, { fill: theme.color('second') }),
      mark('rect', { x: key, y: y - 10, width: 11, height: 11, ...look })
    );
  };
  const [written, kept] = legend;
  return [
    entry(written, 0, {
      ...{ fill: 'none', stroke: theme.color(hues.write) },
      'stroke-width': 1.75
    }),
    entry(kept, 1, { fill: theme.color(hues.state) })
  ];
}

/** A number's distance from the frame of the cursor, and its width. */
const BESIDE = 4;
const WIDTH = 40;
/** So far beyond the bars it may reach: the sum beside them stands higher. */
const MARGIN = 30;

/** What is left, over or under its bar: of all where they have room, else of the largest. */
function numberMarks(
  { written, left }: ReturnType<ShareColumns['sums']>,
  { column, center, left: edge }: ShareColumns['scale'],
  {
    y,
    bottom,
    cursor,
    end: most,
    theme
  }: {
    readonly y: ValueScale;
    readonly bottom: number;
    readonly cursor: number;
    /** Numbers end here. */
    readonly end: number;
    readonly theme: SceneTheme;
  }
): Mark[] {
  const known = left.flatMap((value, index) =>
    Number.isNaN(value) ? [] : [index]
  );
  // A number is as wide as five bold letters, and one of space.
  const apart = Math.ceil(46 / column);
  const chosen =
    column >= LABELED_FROM
      ? known
      : known
          .filter(index => Math.abs(left[index]) >= 0.005)
          .sort((a, b) => Math.abs(left[b]) - Math.abs(left[a]))
          .reduce<number[]>(
            (list, next) =>
              list.length < MOST_NUMBERS &&
              list.every(index => Math.abs(index - next) >= apart)
                ? [...list, next]
                : list,
            []
          );
  return chosen.map(index => {
    const wrote = written[index];
    const up = Math.abs(wrote) > 1e-9 ? wrote > 0 : left[index] >= 0;
    const ends = [y.within(wrote), y.within(left[index])];
    const end = up ? Math.min(...ends) : Math.max(...ends);
    // The frame of the cursor would run through a number that is wider than it.
    const right = edge(index + 1) + BESIDE;
    const beside =
      index === cursor &&
      column < LABELED_FROM &&
      right + WIDTH <= most &&
      Number.isNaN(left[index + 1] ?? NaN);
    return text(
      formatFixed(left[index]),
      beside ? right : center(index),
      numberPlace(end, up, bottom),
      {
        anchor: beside ? 'start' : 'middle',
        ...{ 'font-size': 12, 'font-weight': 700 },
        ...haloLook(theme),
        ...theme.part('share-number')
      }
    );
  });
}

/** The baseline of a bar's number: beyond the bar's end, or in it where the axis has its words there. */
export function numberPlace(
  end: number,
  isUp: boolean,
  bottom: number
): number {
  return isUp || end + 16 > bottom + 4 ? end - 6 : end + 16;
}
