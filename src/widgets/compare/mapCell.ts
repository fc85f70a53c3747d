import type { Translate } from '../../scene/words/translate';
import { html } from '../base/dom';
import { createHeatmap } from '../base/heatmap';
import type { Theme } from '../base/theme';
import {
  mapSource,
  rampOf,
  type MapShape
} from '../../views/compare/mapSource';
import { paddedRuns } from '../../views/map/paddedRuns';
import { paddingMark } from '../traceMap/paddingMarks';

/** One network's heatmap of one row. */
export interface MapCell {
  readonly element: HTMLElement;
  readonly rows: number;
  readonly stepsPerPixel: number;
  paint(theme: Theme): void;
  /** Frames the unit at a place from the top; null for none. */
  mark(step: number, place: number | null): void;
}

export interface MapCellOptions extends MapShape {
  readonly range: readonly [number, number];
  readonly translate: Translate;
}

export function createMapCell(options: MapCellOptions): MapCell {
  const { range, time, width, height } = options;
  const { steps } = time;
  const source = mapSource(options);
  const units = source.rows;
  const heatmap = createHeatmap();
  const lit = html('div', { class: 'jp-gatescope-lit-cell', hidden: true });
  const element = html(
    'div',
    { class: 'jp-gatescope-compare-map' },
    heatmap.element,
    ...paddedRuns(time).map(([first, last]) =>
      paddingMark(
        {
          x: (first * width) / steps,
          y: 0,
          width: ((last + 1 - first) * width) / steps,
          height
        },
        options.translate('padding')
      )
    ),
    lit
  );
  element.style.height = `${height}px`;
  heatmap.place(0, 0, width, height);
  return {
    element,
    rows: units,
    stepsPerPixel: source.columnsPerPixel,
    paint: theme => heatmap.paint(source, theme[rampOf(range)], range),
    mark(step, place) {
      lit.hidden = place === null || place >= units;
      if (place !== null && !lit.hidden) {
        const column = width / steps;
        const row = height / units;
        lit.style.transform = `translate(${step * column - 1}px, ${place * row - 1}px)`;
        lit.style.width = `${Math.max(4, column + 2)}px`;
        lit.style.height = `${Math.max(4, row + 2)}px`;
      }
    }
  };
}
