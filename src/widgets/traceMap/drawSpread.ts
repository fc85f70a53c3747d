import { svg } from '../base/dom';
import { hueOf } from '../base/hue';
import { bandPath, unitPath, type LinesInput } from './drawGroup';
import type { Band } from './mapLayout';
import type { SceneRow } from './mapScene';

/** What a batch does with the chosen unit: a band between two quantiles, and the median. */
export interface SpreadDrawing {
  readonly elements: readonly SVGElement[];
  choose(unit: number): void;
}

/** Null where nobody asked for it, or the row has none. */
export function drawSpread(
  row: SceneRow,
  band: Band,
  input: LinesInput
): SpreadDrawing | null {
  const { spread } = row.channel;
  if (!input.overSequences || !spread) {
    return null;
  }
  const look = { 'data-jp-gatescope-hue': hueOf(row.channel) };
  const area = svg('path', { class: 'jp-gatescope-spread-band', ...look });
  const median = svg('path', { class: 'jp-gatescope-spread-median', ...look });
  return {
    elements: [area, median],
    choose(unit) {
      const at = (step: number): number =>
        (step + input.from) * input.units + unit;
      area.setAttribute(
        'd',
        bandPath(row, band, input, step => [
          spread.low.values[at(step)],
          spread.high.values[at(step)]
        ])
      );
      median.setAttribute(
        'd',
        unitPath(row, band, input, unit, spread.median.values)
      );
    }
  };
}
