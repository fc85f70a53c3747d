import { asRead, stepSpacing } from '../../trace';
import type { Channel, LayerTrace, Trace } from '../../trace';
import type { Translate } from '../../scene/words/translate';
import { largestSize } from '../../scene/marks/largestSize';
import {
  layoutLabels,
  numberLabels,
  type LabelLayout
} from '../../scene/words/timeLabels';
import type { Pattern } from './alikeUnits';
import { withSpread } from './batchSpread';
import { wordsStandAbove } from './clampWords';
import {
  channelRows,
  colorRange,
  gutterLabel,
  isSequential,
  type ChannelRow
} from './traceChannels';
import { extentOf } from '../../scene/marks/valueScale';
import type { MapHue } from './letterMark';
import {
  letterWidthOf,
  LONGEST_LABEL,
  mapLayout,
  type MapLayout
} from './mapLayout';
import { legendHeight } from './seriesLegend';
import { seriesPanels, type SeriesPanel } from './seriesPanels';
import { railHeight } from './seriesNumbers';
import { signedLog, type SignedLog } from './signedLog';
import { sceneOrder, type Sort } from './unitOrder';

/** What the reader has chosen. */
export interface MapOptions {
  readonly layer: number;
  readonly sort: Sort;
  /** Channel and step of the sort by value. */
  readonly sortAt: { readonly channel: string; readonly step: number } | null;
  readonly gradients: boolean;
  readonly feature: number;
  /** Each channel's colors run from its own least to its own greatest value. */
  readonly ownScales: boolean;
  /** One unit beside its spread over the batch, where that is held and the view can draw it. */
  readonly overSequences: boolean;
  /** Units that do this stand on top, for the sort `alike`. */
  readonly pattern: Pattern | null;
  /** Lines or heatmap; null: by the number of units. */
  readonly lines: boolean | null;
  /** Steps in view, `[from, to)`. */
  readonly from: number;
  readonly to: number;
}

export interface SceneRow extends ChannelRow {
  readonly range: readonly [number, number];
  /** The largest |value|, where some lie beyond the range. */
  readonly beyond?: number;
  /** Its scale is its own least and greatest, on the reader's wish. */
  readonly own?: boolean;
  /** Present for a gradient: values are drawn by their place on this scale. */
  readonly log?: SignedLog;
  /** What is colored or drawn as a line: the channel's values, or their places on the log scale. */
  readonly values: ArrayLike<number>;
  /** The color of its bar, where it is no channel's. */
  readonly hue?: MapHue;
  /** Only its gutter is drawn: something else stands in its place. */
  readonly blank?: boolean;
}

/** What a scene is laid out in: room, letters, the density of the screen. */
export interface SceneFrame {
  readonly width: number;
  readonly narrow: boolean;
  readonly settings: {
    /** Up to how many units a channel is drawn as lines. */
    readonly linesUpTo: number;
    /** Columns narrower than this many pixels are aggregated. */
    readonly minimumColumnWidth: number;
  };
  readonly measure: (text: string) => number;
  readonly translate: Translate;
  readonly ratio: number;
}

/** Everything that is drawn, worked out from the trace, the choices and the width. */
export interface MapScene {
  readonly trace: Trace;
  readonly layer: LayerTrace;
  readonly options: MapOptions;
  /** Steps in view. */
  readonly steps: number;
  readonly rows: readonly SceneRow[];
  readonly lines: boolean;
  /** The lines are one unit's, beside its spread over the sequences of the batch. */
  readonly overSequences: boolean;
  /** Unit at each place from the top, and the place of each unit. */
  readonly order: Uint32Array;
  readonly placeOf: Uint32Array;
  /** Places at which a new group of alike units begins. */
  readonly edges: readonly number[];
  readonly panels: readonly SeriesPanel[];
  /** Labels above the pictures: tokens. Null where the labels are dates or there are none. */
  readonly labels: LabelLayout | null;
  /** Labels below: step numbers, or the months. */
  readonly axis: LabelLayout;
  readonly layout: MapLayout;
  readonly narrow: boolean;
}

/** What another view that draws channels the same way asks for. */
export interface SceneChanges {
  /** Names of the channels to draw, top to bottom; all where absent. */
  readonly channels?: readonly string[];
  /** Whether a unit may be drawn over the sequences of its batch. */
  readonly overSequences?: boolean;
  /** Rows that no channel of the trace gives, below the others. */
  readonly extra?: readonly SceneRow[];
  /** The same scales as these runs have together, and the first one's order of units. */
  readonly like?: readonly Trace[];
  /** The vertical scales of the charts, in place of those that hold all of their values. */
  readonly domains?: readonly (readonly [number, number])[];
  readonly sides?: { readonly gutter: number; readonly rail: number };
  readonly legend?: boolean;
  /** The width in which the names above a chart find room, where a picture beside it has another. */
  readonly namesWidth?: number;
}

export function mapScene(
  run: Trace,
  options: MapOptions,
  frame: SceneFrame,
  changes: SceneChanges = {}
): MapScene {
  const read = (each: Trace): Trace => asRead(each, each.layers[options.layer]);
  const trace = read(run);
  const layer = trace.layers[options.layer];
  const alike = (changes.like ?? [trace]).map(
    each => each.layers[options.layer]
  );
  const steps = options.to - options.from;
  const overSequences =
    changes.overSequences === true &&
    options.overSequences &&
    trace.batch?.shares !== undefined;
  const lines =
    overSequences || (options.lines ?? layer.units <= frame.settings.linesUpTo);
  const plain = sceneRows(layer, options, alike, changes.channels);
  const rows = [
    ...(overSequences ? plain.map(withSpread) : plain),
    ...(changes.extra ?? [])
  ];
  const panels = sharedDomains(
    seriesPanels(trace, options.feature),
    (changes.like ?? []).map(each => seriesPanels(read(each), options.feature))
  ).map((panel, index) => ({
    ...panel,
    domain: changes.domains?.[index] ?? panel.domain
  }));
  const { order, edges } = sceneOrder(alike[0], trace.time, options);
  const placeOf = new Uint32Array(order.length);
  for (const [place, unit] of order.entries()) {
    placeOf[unit] = place;
  }
  const labelsInView = trace.time.labels?.slice(options.from, options.to);
  const base = {
    width: frame.width,
    narrow: frame.narrow,
    steps,
    units: layer.units,
    apart: rows.map(({ apart }) => apart),
    lines,
    nameWidth: Math.max(
      ...rows.map(
        ({ channel }) =>
          frame.measure(gutterLabel(channel)) +
          (channel.name.length > 2 ? frame.measure(channel.name) : 0)
      )
    ),
    letterWidth: letterWidthOf(
      rows.map(({ channel }) => channel.name),
      frame.measure
    ),
    seriesHeights: panels.map(panel => panelHeight(panel, frame.narrow)),
    seriesLegends: panels.map(panel =>
      legendHeight(panel, {
        ...frame,
        width: changes.namesWidth ?? frame.width
      })
    ),
    minimumColumnWidth: lines ? 0 : frame.settings.minimumColumnWidth,
    spacing: stepSpacing(trace.time),
    sides: changes.sides,
    legendLines: changes.legend === false ? 0 : legendLines(rows, frame.narrow),
    ratio: frame.ratio
  };
  // The labels' room depends on the columns' width, which does not depend on it.
  const { columnWidth, stepsPerColumn } = mapLayout({
    ...base,
    labelHeight: 0,
    dates: false
  });
  const stepWidth = columnWidth / stepsPerColumn;
  const words = labelsInView
    ? layoutLabels({
        steps,
        labels: labelsInView,
        columnWidth: stepWidth,
        measure: frame.measure,
        longest: LONGEST_LABEL
      })
    : null;
  const dates = words?.mode === 'dates';
  const layout = mapLayout({
    ...base,
    wordsAbove: rows.map(({ channel: { name } }) =>
      // Beside each other two runs keep their rows at one height.
      (changes.like ?? [trace]).some(({ clamps }) =>
        wordsStandAbove(
          clamps.filter(
            each => each.layer === layer.name && each.channel === name
          ),
          stepWidth,
          frame.measure
        )
      )
    ),
    dates: dates && panels.length > 0,
    labelHeight: words === null || dates ? 0 : labelHeight(words, frame.measure)
  });
  return {
    trace,
    layer,
    options,
    steps,
    rows,
    lines,
    overSequences,
    order,
    placeOf,
    edges,
    panels,
    labels: dates ? null : words,
    axis: dates
      ? words
      : offset(numberLabels(steps, stepWidth, frame.measure), options.from),
    layout,
    narrow: frame.narrow
  };
}

/** Where the picture is narrow the two scales of colors stand one under the other. */
function legendLines(rows: readonly SceneRow[], narrow: boolean): number {
  const scales = new Set(rows.map(({ range }) => range[0] < 0));
  return narrow ? scales.size : 1;
}

/** Numbers count from the start of the run, also when only a part is in view. */
function offset(layout: LabelLayout, from: number): LabelLayout {
  return {
    ...layout,
    ticks: layout.ticks.map(({ step }) => ({ step, text: String(step + from) }))
  };
}

/** The rows of a layer; the scales are those of all layers that are `alike` together. */
function sceneRows(
  layer: LayerTrace,
  { gradients, ownScales }: MapOptions,
  alike: readonly LayerTrace[],
  names?: readonly string[]
): SceneRow[] {
  const rows = channelRows(layer, gradients).filter(
    ({ channel }) => !names || names.includes(channel.name)
  );
  const log = signedLog(
    rows.some(({ channel }) => channel.role === 'gradient')
      ? alike.flatMap(each =>
          each.channels
            .filter(({ role }) => role === 'gradient')
            .map(({ array }) => array.values)
        )
      : []
  );
  return rows.map(row => {
    const { name, role, array } = row.channel;
    return role === 'gradient'
      ? {
          ...row,
          log,
          range: [-1, 1],
          values: placesOf(array.values, log)
        }
      : ownScales
        ? {
            ...row,
            own: true,
            range: ownRange(
              alike.flatMap(each =>
                each.channels.filter(channel => channel.name === name)
              )
            ),
            values: array.values
          }
        : sharedRow(row, alike);
  });
}

/** By so much of itself a number may be off that was rounded to 32 bits, as those of a run are and its range is not. */
const ROUNDING = 1e-6;

/** A row whose scale is that of all layers that are `alike`; of what lies beyond it, how far that goes. */
function sharedRow(row: ChannelRow, alike: readonly LayerTrace[]): SceneRow {
  const { name, array } = row.channel;
  const range = widest(
    alike.flatMap(each =>
      each.channels.filter(channel => channel.name === name).map(colorRange)
    )
  );
  const largest = largestSize(array.values);
  return {
    ...row,
    range,
    ...(range[0] < 0 &&
      largest > range[1] * (1 + ROUNDING) && { beyond: largest }),
    values: array.values
  };
}

/** The place of each value on a log scale. */
function placesOf(
  values: ArrayLike<number>,
  { place }: SignedLog
): Float32Array {
  const places = new Float32Array(values.length);
  for (let index = 0; index < values.length; index += 1) {
    places[index] = place(values[index]);
  }
  return places;
}

/** From the least to the greatest value; symmetric where a channel has both signs. */
function ownRange(channels: readonly Channel[]): readonly [number, number] {
  const [low, high] = extentOf(channels.map(({ array }) => array.values));
  if (channels.every(isSequential)) {
    return [low, high];
  }
  const end = Math.max(Math.abs(low), Math.abs(high));
  return [-end, end];
}

function widest(
  ranges: readonly (readonly [number, number])[]
): readonly [number, number] {
  return [
    Math.min(...ranges.map(([low]) => low)),
    Math.max(...ranges.map(([, high]) => high))
  ];
}

/** Charts of several runs have one vertical scale. */
function sharedDomains(
  panels: readonly SeriesPanel[],
  others: readonly (readonly SeriesPanel[])[]
): SeriesPanel[] {
  return panels.map((panel, index) => ({
    ...panel,
    domain: widest([
      panel.domain,
      ...others.flatMap(each => (each[index] ? [each[index].domain] : []))
    ])
  }));
}

function panelHeight(panel: SeriesPanel, narrow: boolean): number {
  const wide = panel.lines.some(({ kind }) => kind === 'input');
  return narrow ? 40 : Math.max(wide ? 76 : 48, railHeight(panel));
}

/** A word turned by 50° is about three quarters as high as it is long. */
function labelHeight(
  labels: LabelLayout,
  measure: (text: string) => number
): number {
  if (labels.mode === 'upright') {
    return 20;
  }
  const longest = labels.ticks.reduce(
    (width, { text }) => Math.max(width, measure(text)),
    0
  );
  return Math.ceil(longest * 0.77) + 14;
}
