import { rowHeightFor } from '../run/rowHeight';

export interface LayoutInput {
  readonly width: number;
  readonly narrow: boolean;
  /** Steps in view, which may be fewer than the run has. */
  readonly steps: number;
  readonly units: number;
  /** One entry a channel from top to bottom: true where it stands apart from the one above. */
  readonly apart: readonly boolean[];
  /** As many: true where words stand above it. */
  readonly wordsAbove?: readonly boolean[];
  readonly lines: boolean;
  /** Width of the longest name of a channel. */
  readonly nameWidth: number;
  /** Width of the longest of what equations call the channels: a letter, or `keep`. */
  readonly letterWidth: number;
  /** Heights of what stands above the channels. */
  readonly labelHeight: number;
  readonly seriesHeights: readonly number[];
  /** Room above each of them for the names of its lines; 0 where one name stands in the gutter. */
  readonly seriesLegends?: readonly number[];
  /** A row of dates under the series. */
  readonly dates: boolean;
  readonly minimumColumnWidth: number;
  /** How many steps lie between two whose numbers are there; 1 for a whole run. */
  readonly spacing?: number;
  /** Widths of what stands beside the plot, where they are not the gates view's own. */
  readonly sides?: { readonly gutter: number; readonly rail: number };
  /** Lines of the legend under the plot; 0 leaves no room for it. */
  readonly legendLines?: number;
  /** Device pixels to a CSS pixel. */
  readonly ratio: number;
}

export interface MapBand {
  readonly y: number;
  readonly height: number;
}

/** Where everything in the gates view stands, in CSS pixels of the picture. */
export interface MapLayout {
  readonly plotLeft: number;
  readonly plotWidth: number;
  /** Width of one drawn column, which is `stepsPerColumn` steps. */
  readonly columnWidth: number;
  readonly stepsPerColumn: number;
  readonly columns: number;
  /** Height of one drawn row, which is `unitsPerRow` units. */
  readonly rowHeight: number;
  readonly unitsPerRow: number;
  readonly rows: number;
  readonly railLeft: number;
  readonly railWidth: number;
  readonly labels: MapBand;
  readonly series: readonly MapBand[];
  readonly dates: MapBand;
  readonly groups: readonly MapBand[];
  readonly axis: MapBand;
  readonly legend: MapBand;
  readonly height: number;
}

/** A label above the plot stands turned; it is cut to this width: longer ones would run out of their band. */
export const LONGEST_LABEL = 96;

/** The height of a strip of colors with its numbers. */
export const LEGEND_LINE = 34;

const GAP = 9;
const BEFORE_STATES = 8;
/** The words of a clamp, above the channel. */
export const WORDS_ABOVE = 18;

export function mapLayout(input: LayoutInput): MapLayout {
  const { width, narrow, steps, units, lines, ratio } = input;
  const gutter =
    input.sides?.gutter ??
    (narrow
      ? narrowGutter(input.letterWidth)
      : gutterWidth(input.nameWidth, lines));
  const railWidth = input.sides?.rail ?? (narrow ? 46 : lines ? 132 : 172);
  const railGap = narrow || input.sides ? 6 : 14;
  const available = Math.max(40, width - gutter - railWidth - railGap);

  const stepsPerColumn = aggregation(
    steps,
    available,
    input.minimumColumnWidth,
    ratio,
    lines ? 1 : (input.spacing ?? 1)
  );
  const columns = Math.max(1, Math.ceil(steps / stepsPerColumn));
  const columnWidth =
    lines && stepsPerColumn === 1
      ? available / columns
      : columnPixels(available / columns, ratio);
  const plotWidth = columnWidth * columns;
  // What whole device pixels leave over goes to the gutter.
  const plotLeft = gutter + (available - plotWidth);

  const unitsPerRow = Math.ceil(units / 256);
  const rows = Math.ceil(units / unitsPerRow);
  const rowHeight = wholePixels(rowHeightFor(units, narrow), ratio);
  const groupHeight = lines ? (narrow ? 33 : 50) : rowHeight * rows;

  let y = input.labelHeight;
  const labels = { y: 0, height: input.labelHeight };
  const series = input.seriesHeights.map((height, index) => {
    const top = 6 + (input.seriesLegends?.[index] ?? 0);
    const band = { y: y + top, height };
    y += height + top + GAP;
    return band;
  });
  const dates = { y, height: input.dates ? 20 : 0 };
  y += dates.height + (series.length > 0 && !input.dates ? 4 : 0);
  const groups = input.apart.map((apart, index) => {
    const gap =
      (index === 0 ? 0 : GAP + (apart ? BEFORE_STATES : 0)) +
      (input.wordsAbove?.[index] ? WORDS_ABOVE - (index === 0 ? 0 : GAP) : 0);
    const band = {
      y: wholePixels(y + gap, ratio),
      height: Math.max(groupHeight, narrow ? 18 : 33)
    };
    y = band.y + band.height;
    return band;
  });
  const axis = { y, height: 20 };
  // The badge of the cursor is higher than the numbers of the axis, and hangs out of it below.
  const legend = {
    y: y + axis.height + (lines ? 0 : 5),
    height: lines ? 0 : LEGEND_LINE * (input.legendLines ?? 1)
  };
  return {
    plotLeft,
    plotWidth,
    columnWidth,
    stepsPerColumn,
    columns,
    rowHeight,
    unitsPerRow,
    rows,
    railLeft: width - railWidth,
    railWidth,
    labels,
    series,
    dates,
    groups,
    axis,
    legend,
    height: legend.y + legend.height
  };
}

/** Whole columns may leave this share of the plot empty. */
const LEAST_FILLED = 0.92;

/**
 * Whole device pixels, unless they cost a reader much of the plot: between two and three pixels a
 * column some are then one device pixel wider than others, which the canvas does by itself.
 */
function columnPixels(exact: number, ratio: number): number {
  const whole = floorPixels(exact, ratio);
  return whole / exact > LEAST_FILLED ? whole : Math.max(whole, exact);
}

/**
 * How many steps one column is the mean of: as few as the least width of a column allows. Of the
 * next few counts the first is taken whose whole device pixels fill the room well.
 */
function aggregation(
  steps: number,
  available: number,
  minimum: number,
  ratio: number,
  spacing: number
): number {
  const least =
    Math.ceil(Math.max(1, Math.ceil((steps * minimum) / available)) / spacing) *
    spacing;
  if (least === 1) {
    return 1;
  }
  const filled = (count: number): number => {
    const columns = Math.ceil(steps / count);
    return (columns * floorPixels(available / columns, ratio)) / available;
  };
  for (let count = least; count < 2 * least; count += spacing) {
    if (filled(count) > LEAST_FILLED) {
      return count;
    }
  }
  return least;
}

/** The widest of the letters beside the groups, which are larger and slanted. */
export function letterWidthOf(
  names: readonly string[],
  measure: (text: string) => number
): number {
  return Math.max(...names.map(name => measure(name) * 1.1));
}

/** A letter's, or that of names that equations have in place of letters. */
export function narrowGutter(letterWidth: number): number {
  return Math.max(26, Math.min(72, letterWidth + 14));
}

/** The gutter beside the plot: 112, wider for long names, and for the ticks of lines. */
export function gutterWidth(nameWidth: number, lines: boolean): number {
  return Math.max(112, Math.min(168, nameWidth + (lines ? 62 : 44)));
}

/** The drawn column of a step in view. */
export function columnOf(layout: MapLayout, step: number): number {
  return Math.floor(step / layout.stepsPerColumn);
}

/** The left edge of a step's column. */
export function columnLeft(layout: MapLayout, step: number): number {
  return layout.plotLeft + columnOf(layout, step) * layout.columnWidth;
}

/** The middle of a step: where a line has its point. */
export function stepCenter(layout: MapLayout, step: number): number {
  return (
    layout.plotLeft +
    ((step + 0.5) / layout.stepsPerColumn) * layout.columnWidth
  );
}

export interface MapPlace {
  /** Step in view; null beside the plot. */
  readonly step: number | null;
  /** Which channel; null above and below. */
  readonly group: number | null;
  /** Row from the top of the channel; null where there is none (lines, gaps). */
  readonly row: number | null;
}

/** What lies at a point of the picture. In the gap between two channels the upper one is meant. */
export function placeAt(
  layout: MapLayout,
  x: number,
  y: number,
  steps: number
): MapPlace {
  const inside = x >= layout.plotLeft && x < layout.plotLeft + layout.plotWidth;
  const step = inside
    ? Math.min(
        steps - 1,
        Math.floor(
          ((x - layout.plotLeft) / layout.columnWidth) * layout.stepsPerColumn
        )
      )
    : null;
  let group: number | null = null;
  for (const [index, band] of layout.groups.entries()) {
    if (y >= band.y - 1 && y < band.y + band.height + GAP) {
      group = index;
    }
  }
  if (group === null) {
    return { step, group, row: null };
  }
  const row = Math.floor((y - layout.groups[group].y) / layout.rowHeight);
  return {
    step,
    group,
    row: row >= 0 && row < layout.rows ? row : null
  };
}

/** The nearest length of at least one device pixel that is whole in device pixels. */
function wholePixels(length: number, ratio: number): number {
  return Math.max(1, Math.round(length * ratio)) / ratio;
}

/** The largest length below `length` that is whole in device pixels, at least one. */
function floorPixels(length: number, ratio: number): number {
  return Math.max(1, Math.floor(length * ratio + 1e-6)) / ratio;
}
