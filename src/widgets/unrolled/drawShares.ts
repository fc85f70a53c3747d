import { setAttributes, setText, svg } from '../base/dom';
import { formatFixed } from '../../scene/words/format';
import type { Hue } from '../base/hue';
import { valueAxis } from '../../scene/marks/axes';
import { bars } from '../../scene/marks/bars';
import { drawn } from '../scene/drawn';
import type { Mark } from '../../scene/marks/mark';
import type { Box } from '../../scene/marks/plane';
import { rule } from '../../scene/marks/rule';
import { text } from '../../scene/marks/text';
import { linearScale, type ValueScale } from '../../scene/marks/valueScale';
import {
  shareColumns,
  type ShareStep,
  type SharesWindow
} from './shareColumns';
import { createShareNames } from './shareNames';
import type { Shares } from '../../views/unrolled/shares';

/** The bars of what each step wrote and what is left of it. */
export interface SharesChart {
  readonly element: SVGSVGElement;
  readonly perColumn: number;
  readonly middle: number;
  /** `largest` is the largest |value| that the unit ever writes: it stays while the cursor moves. */
  show(shares: Shares, largest: number): void;
  /** The step at a place; `before` for the bar of all that came earlier; null beside the plot. */
  stepAt(x: number): ShareStep | null;
  /** Left and right edge of a step's column. */
  columnOf(step: ShareStep): { left: number; right: number };
}

export interface SharesChartOptions {
  readonly labels?: readonly string[];
  readonly width: number;
  readonly narrow: boolean;
  readonly window: SharesWindow;
  /** What the bar of all that came earlier is called; null without one. */
  readonly before: string | null;
  readonly forward: boolean;
  readonly hues: { readonly state: Hue; readonly write: Hue };
  readonly measure: (text: string) => number;
}

const TOP = 30;
const HEIGHT = 128;
/** From this width of a column on each bar says its number; else only the largest. */
const LABELLED_FROM = 34;
const MOST_NUMBERS = 6;

/** Draws the axis; the bars follow the cursor. */
export function drawShares(options: SharesChartOptions): SharesChart {
  const { width, narrow, hues, forward, before, window } = options;
  const x = narrow ? 40 : 124;
  const plot = Math.max(60, width - x - (narrow ? 12 : 74));
  const box: Box = { x, y: TOP, width: plot, height: HEIGHT };
  const bottom = TOP + HEIGHT;
  const middle = TOP + HEIGHT / 2;
  const columns = shareColumns(window, box, before !== null, forward);
  const { column } = columns.scale;
  const names = createShareNames(columns, { ...options, bottom });
  const height = bottom + names.height;
  const axis = svg('g');
  const barsHere = svg('g');
  const here = svg('rect', {
    class: 'jp-gatescope-share-cursor',
    y: TOP - 2,
    height: HEIGHT + 4
  });
  const numbers = svg('g');
  const total = drawn(
    text('', narrow ? x + plot : width, narrow ? TOP - 14 : middle + 5, {
      anchor: 'end',
      class: 'jp-gatescope-share-total'
    })
  );
  const element = svg(
    'svg',
    {
      class: 'jp-gatescope-shares',
      width,
      height,
      viewBox: `0 0 ${width} ${height}`,
      'aria-hidden': 'true'
    },
    axis,
    barsHere,
    here,
    numbers,
    names.elements,
    total
  );
  const edge = Math.min(column * 0.2, 6) * (column < 6 ? 0 : 1);
  const share = column < 6 ? 1 : 1 - Math.min(40 / column, 0.4);
  let scaledTo = NaN;
  return {
    element,
    perColumn: columns.perColumn,
    middle,
    show(shares, largest) {
      const y = linearScale([-largest, largest], box, {
        nice: false,
        ticks: [largest, 0, -largest],
        write: value =>
          value === 0 ? '0' : formatFixed(value, largest < 0.1 ? 2 : 1)
      });
      if (largest !== scaledTo) {
        scaledTo = largest;
        axis.replaceChildren(...valueAxis(y, box, { gap: 8 }).map(drawn));
      }
      const sums = columns.sums(shares);
      const frame = { steps: columns.scale, y: y.within, base: middle, share };
      const marks = [
        bars(sums.written, frame, {
          class: 'jp-gatescope-share-written',
          'data-jp-gatescope-hue': hues.write,
          'stroke-width': column < 6 ? 0.75 : 1.75
        }),
        bars(sums.left, frame, {
          class: 'jp-gatescope-share-left',
          'data-jp-gatescope-hue': hues.state
        }),
        rule({
          class: 'jp-gatescope-share-zero',
          x1: x,
          x2: x + plot,
          y1: middle,
          y2: middle
        })
      ];
      barsHere.replaceChildren(...marks.map(drawn));
      numbers.replaceChildren(
        ...numberMarks(sums, columns.scale, {
          y,
          bottom,
          cursor: columns.indexOf(shares.step),
          end: narrow ? width : x + plot + MARGIN
        }).map(drawn)
      );
      const at = columns.scale.left(columns.indexOf(shares.step));
      setAttributes(here, {
        x: at + (column < 6 ? -1.5 : edge),
        width: column < 6 ? column + 3 : column - 2 * edge
      });
      names.moveTo(shares.step);
      setText(total, `= ${formatFixed(shares.total)}`);
    },
    stepAt: columns.stepAt,
    columnOf(step) {
      const index = columns.indexOf(step);
      return {
        left: columns.scale.left(index),
        right: columns.scale.left(index + 1)
      };
    }
  };
}

/** A number's distance from the frame of the cursor, and its width. */
const BESIDE = 4;
const WIDTH = 40;
/** So far beyond the bars it may reach: the sum beside them stands higher. */
const MARGIN = 30;

/** What is left, over or under its bar: of all where they have room, else of the largest. */
function numberMarks(
  { written, left }: ReturnType<ReturnType<typeof shareColumns>['sums']>,
  { column, center, left: edge }: ReturnType<typeof shareColumns>['scale'],
  {
    y,
    bottom,
    cursor,
    end: most
  }: {
    readonly y: ValueScale;
    readonly bottom: number;
    readonly cursor: number;
    /** Numbers end here. */
    readonly end: number;
  }
): Mark[] {
  const known = left.flatMap((value, index) =>
    Number.isNaN(value) ? [] : [index]
  );
  // A number is as wide as five bold letters, and one of space.
  const apart = Math.ceil(46 / column);
  const chosen =
    column >= LABELLED_FROM
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
      column < LABELLED_FROM &&
      right + WIDTH <= most &&
      Number.isNaN(left[index + 1] ?? NaN);
    return text(
      formatFixed(left[index]),
      beside ? right : center(index),
      numberPlace(end, up, bottom),
      {
        anchor: beside ? 'start' : 'middle',
        class: 'jp-gatescope-share-number jp-gatescope-halo'
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
