import type { Channel, LayerTrace, Trace } from '../../trace';
import type { ViewSettings } from '../context';
import {
  layoutLabels,
  numberLabels,
  type LabelLayout
} from '../base/timeLabels';
import { channelRows, colorRange, type ChannelRow } from './gateChannels';
import { gatesLayout, type GatesLayout } from './gatesLayout';
import { seriesPanels, type SeriesPanel } from './seriesPanels';
import { signedLog, type SignedLog } from './signedLog';
import { unitOrder, type Sort } from './unitOrder';

/** What the reader has chosen. */
export interface GatesOptions {
  readonly layer: number;
  readonly sort: Sort;
  /** Channel and step of the sort by value. */
  readonly sortAt: { readonly channel: string; readonly step: number } | null;
  readonly gradients: boolean;
  readonly feature: number;
  /** Lines or heatmap; null: by the number of units. */
  readonly lines: boolean | null;
  /** Steps in view, `[from, to)`. */
  readonly from: number;
  readonly to: number;
}

export interface SceneRow extends ChannelRow {
  readonly range: readonly [number, number];
  /** Present for a gradient: values are drawn by their place on this scale. */
  readonly log?: SignedLog;
  /** What is coloured or drawn as a line: the channel's values, or their places on the log scale. */
  readonly values: ArrayLike<number>;
}

/** Everything that is drawn, worked out from the trace, the choices and the width. */
export interface GatesScene {
  readonly trace: Trace;
  readonly layer: LayerTrace;
  readonly options: GatesOptions;
  /** Steps in view. */
  readonly steps: number;
  readonly rows: readonly SceneRow[];
  readonly lines: boolean;
  /** Unit at each place from the top, and the place of each unit. */
  readonly order: Uint32Array;
  readonly placeOf: Uint32Array;
  readonly panels: readonly SeriesPanel[];
  /** Labels above the pictures: tokens. Null where the labels are dates or there are none. */
  readonly labels: LabelLayout | null;
  /** Labels below: step numbers, or the months. */
  readonly axis: LabelLayout;
  readonly layout: GatesLayout;
}

export interface SceneFrame {
  readonly width: number;
  readonly narrow: boolean;
  readonly settings: ViewSettings;
  readonly measure: (text: string) => number;
  readonly ratio: number;
}

export function gatesScene(
  trace: Trace,
  options: GatesOptions,
  frame: SceneFrame
): GatesScene {
  const layer = trace.layers[options.layer];
  const steps = options.to - options.from;
  const lines = options.lines ?? layer.units <= frame.settings.linesUpTo;
  const rows = sceneRows(layer, options.gradients);
  const panels = seriesPanels(trace, options.feature);
  const order = sceneOrder(layer, options);
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
          frame.measure(channel.label) +
          (channel.name.length > 2 ? frame.measure(channel.name) : 0)
      )
    ),
    seriesHeights: panels.map(panel => panelHeight(panel, frame.narrow)),
    minimumColumnWidth: lines ? 0 : frame.settings.minimumColumnWidth,
    ratio: frame.ratio
  };
  // The labels' room depends on the columns' width, which does not depend on it.
  const { columnWidth, stepsPerColumn } = gatesLayout({
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
        measure: frame.measure
      })
    : null;
  const dates = words?.mode === 'dates';
  const layout = gatesLayout({
    ...base,
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
    order,
    placeOf,
    panels,
    labels: dates ? null : words,
    axis: dates
      ? words
      : offset(numberLabels(steps, stepWidth, frame.measure), options.from),
    layout
  };
}

/** Numbers count from the start of the run, also when only a part is in view. */
function offset(layout: LabelLayout, from: number): LabelLayout {
  return {
    ...layout,
    ticks: layout.ticks.map(({ step }) => ({ step, text: String(step + from) }))
  };
}

function sceneRows(layer: LayerTrace, gradients: boolean): SceneRow[] {
  const rows = channelRows(layer, gradients);
  const log = signedLog(
    rows
      .filter(({ channel }) => channel.role === 'gradient')
      .map(({ channel }) => channel.array.values)
  );
  return rows.map(row => {
    const { values } = row.channel.array;
    return row.channel.role === 'gradient'
      ? {
          ...row,
          log,
          range: [-1, 1],
          values: Float32Array.from(values, log.place)
        }
      : { ...row, range: colorRange(row.channel), values };
  });
}

function sceneOrder(layer: LayerTrace, options: GatesOptions): Uint32Array {
  const states = layer.channels.filter(({ role }) => role === 'state');
  // An LSTM's cell state tells its units apart best; other cells have h alone.
  const state = states[0] ?? layer.channels[0];
  const { sortAt } = options;
  const channel: Channel | undefined = layer.channels.find(
    ({ name }) => name === sortAt?.channel
  );
  return unitOrder(
    options.sort,
    layer.units,
    state,
    sortAt && channel ? { channel, step: sortAt.step } : undefined
  );
}

function panelHeight(panel: SeriesPanel, narrow: boolean): number {
  const wide = panel.lines.some(({ kind }) => kind === 'input');
  return narrow ? 40 : wide ? 76 : 48;
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
  return Math.min(90, Math.ceil(longest * 0.77) + 14);
}
