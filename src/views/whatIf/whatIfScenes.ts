import type { Channel, Trace } from '../../trace';
import { largestSize } from '../../scene/marks/largestSize';
import { gutterWidth, letterWidthOf, narrowGutter } from '../map/mapLayout';
import {
  mapScene,
  type MapOptions,
  type MapScene,
  type SceneRow
} from '../map/mapScene';
import type { SceneFrame } from '../map/mapScene';
import { seenState } from './difference';
import { difference, firstChanged } from '../run/difference';

export interface WhatIfScenes {
  readonly before: MapScene;
  readonly after: MapScene;
  /** Where the row of differences stands, counted from the top. */
  readonly differenceRow: number;
  /** The first step that differs, in the layer's own time. */
  readonly firstStep: number | null;
  /** Room right of each plot, for the number at its end. */
  readonly end: number;
}

/** How far the run at the right is. */
export type ChangeProgress =
  /** Nothing is changed. */
  | 'same'
  /** What was changed last is not in it yet. */
  | 'awaited'
  | 'clamped'
  /** The input was edited, too. */
  | 'changed';

/** The run as it was, and what of it is looked at. */
export interface WhatIfChoice {
  readonly trace: Trace;
  readonly options: MapOptions;
  /** The channel to hold. */
  readonly channel: string;
}

const END = 54;

/** The two pictures, side by side or one below the other, with the same scales. */
export function whatIfScenes(
  { trace: before, options, channel }: WhatIfChoice,
  after: Trace,
  frame: SceneFrame,
  /** The scales of the charts, where these stand still while something is dragged. */
  domains?: readonly (readonly [number, number])[]
): WhatIfScenes {
  const layer = before.layers[options.layer];
  const changed = after.layers[options.layer];
  const state = seenState(layer);
  const names = [
    ...new Set([
      channel,
      ...layer.channels
        .filter(
          ({ role }) =>
            role === 'state' || (options.gradients && role === 'gradient')
        )
        .map(({ name }) => name)
    ])
  ];
  const seen =
    changed.channels.find(({ name }) => name === state.name) ?? state;
  const change = difference(state, seen);
  const row = differenceRow(state, change.values);
  const lines = options.lines ?? layer.units <= frame.settings.linesUpTo;
  const gutter = frame.narrow
    ? narrowGutter(letterWidthOf([...names, row.channel.name], frame.measure))
    : gutterWidth(
        Math.max(
          ...[...names.map(name => labelOf(before, options.layer, name))].map(
            frame.measure
          )
        ),
        lines
      );
  const end = frame.narrow ? 40 : END;
  const plot = frame.narrow
    ? frame.width
    : Math.floor((frame.width - gutter - 14) / 2);
  const changes = (left: number, blank: boolean) => ({
    channels: names,
    // At the left, words stand where the differences are at the right.
    extra: frame.narrow && blank ? [] : [{ ...row, blank }],
    like: [before, after],
    domains,
    sides: { gutter: left, rail: end - 6 },
    legend: false,
    // The names stand above the left picture; the right one begins as far down.
    namesWidth: frame.narrow ? plot : plot + gutter
  });
  return {
    before: mapScene(
      before,
      options,
      { ...frame, width: frame.narrow ? plot : plot + gutter },
      changes(gutter, true)
    ),
    after: mapScene(
      after,
      options,
      { ...frame, width: frame.narrow ? plot : plot + 14 },
      changes(frame.narrow ? gutter : 14, false)
    ),
    differenceRow: names.length,
    firstStep: firstChanged(change, layer),
    end
  };
}

function labelOf(trace: Trace, layer: number, name: string): string {
  return (
    trace.layers[layer].channels.find(channel => channel.name === name)
      ?.label ?? name
  );
}

/** `Δh`: its own symmetric scale, ± the largest difference rounded up to the next half. */
function differenceRow(
  { name, role, array: { shape } }: Channel,
  values: Float64Array
): SceneRow {
  const largest = largestSize(values);
  // A small difference is still to be seen: then the scale is the next power of ten.
  const end =
    largest > 0.05
      ? Math.ceil(largest * 2) / 2
      : largest > 0
        ? 10 ** Math.ceil(Math.log10(largest))
        : 0.5;
  return {
    channel: {
      name: `Δ${name}`,
      label: 'difference',
      role: role === 'state' ? 'value' : role,
      of: name,
      range: [-end, end],
      array: { dtype: 'f64', shape, values }
    },
    apart: true,
    range: [-end, end],
    values,
    hue: 'clamp'
  };
}
