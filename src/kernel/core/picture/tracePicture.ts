import { savedRow } from '../../../trace';
import type { Channel, LayerTrace, TimeAxis, Trace } from '../../../trace';
import { letterColour, rampOf } from './colours';
import { pngAddress } from './png';
import { linePath } from '../../../widgets/marks/line';
import { element } from '../../../widgets/marks/markup';
import { ink, label, picture } from './svg';

const WIDTH = 760;
const GUTTER = 116;
const PLOT = WIDTH - GUTTER - 16;
/** Channels with at most this many units are drawn as lines. */
const LINES_UP_TO = 8;

/** A saved picture of a trace: every gate and state over time, layer below layer. */
export function tracePicture(trace: Trace): string {
  const pieces: string[] = [];
  let y = 30;
  const title = trace.title ?? trace.layers.map(nameOf).join(', ');
  pieces.push(label(16, 22, title, { 'font-size': 15, 'font-weight': 600 }));
  if (trace.loss) {
    pieces.push(
      label(
        WIDTH - 16,
        22,
        `${trace.loss.name} ${trace.loss.value.toPrecision(4)}`,
        { 'text-anchor': 'end', fill: ink.second }
      )
    );
  }
  for (const layer of trace.layers) {
    if (trace.layers.length > 1) {
      y += 18;
      pieces.push(label(16, y, nameOf(layer), { 'font-weight': 600 }));
    }
    for (const channel of layer.channels) {
      if (channel.role === 'term') {
        continue;
      }
      const [, units] = channel.array.shape;
      const height = units <= LINES_UP_TO ? 46 : Math.min(96, units * 2);
      y += 6;
      pieces.push(gutter(channel, y, height));
      pieces.push(
        units <= LINES_UP_TO
          ? lines(channel, trace.time, y, height)
          : heatmap(channel, trace.time, y, height)
      );
      y += height;
    }
  }
  pieces.push(timeLabels(trace, y));
  return picture(
    { width: WIDTH, height: y + 34, title: `${title}: every gate and state` },
    ...pieces
  );
}

function nameOf(layer: LayerTrace): string {
  const arrow = layer.direction === 'backward' ? ' backward' : '';
  return `${layer.cellName} ${layer.name}${arrow} (${layer.units} units)`;
}

function gutter(channel: Channel, y: number, height: number): string {
  const middle = y + height / 2;
  return [
    element('rect', {
      x: 12,
      y,
      width: 3,
      height,
      fill: letterColour(channel)
    }),
    label(22, middle + 1, channel.name, {
      fill: letterColour(channel),
      'font-family': 'serif',
      'font-style': 'italic',
      'font-size': 16
    }),
    label(22, middle + 15, shorten(channel.label, 15), {
      'font-size': 11,
      fill: ink.second
    })
  ].join('');
}

function shorten(words: string, length: number): string {
  return words.length > length ? `${words.slice(0, length - 1)}…` : words;
}

function heatmap(
  channel: Channel,
  time: TimeAxis,
  y: number,
  height: number
): string {
  const [, units] = channel.array.shape;
  const { steps } = time;
  const ramp = rampOf(channel);
  const bytes = new Uint8Array(steps * units * 3);
  for (let unit = 0; unit < units; unit++) {
    for (let step = 0; step < steps; step++) {
      const value = channel.array.values[savedRow(time, step) * units + unit];
      bytes.set(ramp(value), (unit * steps + step) * 3);
    }
  }
  return element('image', {
    x: GUTTER,
    y,
    width: PLOT,
    height,
    preserveAspectRatio: 'none',
    'image-rendering': 'pixelated',
    style: 'image-rendering: pixelated',
    href: pngAddress({ width: steps, height: units, bytes })
  });
}

function lines(
  channel: Channel,
  time: TimeAxis,
  y: number,
  height: number
): string {
  const [rows, units] = channel.array.shape;
  const [low, high] = channel.range;
  const toY = (value: number) =>
    y + height - ((value - low) / (high - low || 1)) * height;
  const width = PLOT / Math.max(1, time.steps);
  return [
    element('rect', {
      x: GUTTER,
      y,
      width: PLOT,
      height,
      fill: 'none',
      stroke: ink.grid
    }),
    ...Array.from({ length: units }, (_, unit) =>
      element('path', {
        d: linePath(
          Array.from(
            { length: rows },
            (__, row) => channel.array.values[row * units + unit]
          ),
          {
            x: row => GUTTER + ((time.kept?.[row] ?? row) + 0.5) * width,
            y: toY
          }
        ),
        fill: 'none',
        stroke: letterColour(channel),
        'stroke-width': units === 1 ? 1.75 : 0.9,
        'stroke-opacity': units === 1 ? 1 : 0.6
      })
    )
  ].join('');
}

/** As many labels of the time axis as fit, the first and the name of the axis always. */
function timeLabels({ time }: Trace, y: number): string {
  const width = PLOT / Math.max(1, time.steps);
  const longest = Math.max(
    2,
    ...(time.labels ?? [String(time.steps)]).map(text => text.length)
  );
  const every = Math.max(1, Math.ceil((Math.min(longest, 12) * 7) / width));
  const shown: string[] = [];
  for (let step = 0; step < time.steps; step += every) {
    shown.push(
      label(
        GUTTER + (step + 0.5) * width,
        y + 16,
        shorten(time.labels?.[step] ?? String(step), 12),
        { 'text-anchor': 'middle', 'font-size': 11, fill: ink.second }
      )
    );
  }
  return [
    ...shown,
    label(GUTTER - 8, y + 16, time.name, {
      'text-anchor': 'end',
      fill: ink.second
    })
  ].join('');
}
