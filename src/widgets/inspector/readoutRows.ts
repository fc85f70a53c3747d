import { isPadding } from '../../trace';
import type { Channel, LayerTrace, TimeAxis } from '../../trace';
import type { Translate } from '../../scene/words/translate';
import { fill, html, setText } from '../base/dom';
import { formatFixed } from '../../scene/words/format';
import { hueOf, letter } from '../base/hue';
import { colorRange } from '../../views/map/traceChannels';

/** The channels of a layer, a row each: letter, name, bar and number. */
export interface ReadoutRows {
  readonly element: HTMLElement;
  show(layer: LayerTrace, time: TimeAxis, step: number, unit: number): void;
  /** The run is another one. */
  clear(): void;
}

/** Rows are made once for a layer; the cursor only changes their numbers. */
export function createReadoutRows(translate: Translate): ReadoutRows {
  const element = html('div', { class: 'jp-gatescope-readout-list' });
  let of: LayerTrace | null = null;
  let rows: readonly Row[] = [];
  return {
    element,
    show(layer, time, step, unit) {
      if (of !== layer) {
        of = layer;
        rows = layer.channels
          .filter(({ role }) => role !== 'gradient' && role !== 'term')
          .map(channel => channelRow(channel, layer.units, translate));
        fill(
          element,
          rows.map(row => row.element)
        );
      }
      const isComputed = !isPadding(time, step);
      rows.forEach(({ write }) => write(step, unit, isComputed));
    },
    clear() {
      of = null;
    }
  };
}

interface Row {
  readonly element: HTMLElement;
  /** At a step that is not computed a state has the number that it had before, and nothing else has one. */
  write(step: number, unit: number, isComputed: boolean): void;
}

function channelRow(
  channel: Channel,
  units: number,
  translate: Translate
): Row {
  const [low, high] = colorRange(channel);
  const bar = html('span', { class: 'jp-gatescope-bar' });
  const value = html('b', { class: 'jp-gatescope-value' });
  const track = html(
    'span',
    { class: 'jp-gatescope-track', 'aria-hidden': 'true' },
    bar,
    ...(low < 0 ? [html('span', { class: 'jp-gatescope-zero' })] : [])
  );
  const place = (wanted: number): number =>
    Math.max(0, Math.min(100, ((wanted - low) / (high - low)) * 100));
  return {
    element: html(
      'div',
      {
        class: 'jp-gatescope-readout-row',
        'data-jp-gatescope-hue': hueOf(channel)
      },
      letter(channel.name, hueOf(channel)),
      html('span', {}, translate(channel.label)),
      track,
      value
    ),
    write(step, unit, isComputed) {
      const number =
        isComputed || channel.role === 'state'
          ? channel.array.values[step * units + unit]
          : NaN;
      setText(value, formatFixed(number));
      const zero = place(Math.max(0, low));
      const end = Number.isFinite(number) ? place(number) : zero;
      bar.style.left = `${Math.min(zero, end)}%`;
      bar.style.width = `${Math.abs(end - zero)}%`;
    }
  };
}
