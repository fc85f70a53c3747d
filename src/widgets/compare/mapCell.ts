import { stepSpacing } from '../../trace';
import type { Channel, TimeAxis } from '../../trace';
import type { Translate } from '../../scene/words/translate';
import { html } from '../base/dom';
import { createHeatmap } from '../base/heatmap';
import type { Theme } from '../base/theme';
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

export interface MapCellOptions {
  readonly channel: Channel;
  readonly range: readonly [number, number];
  readonly order: Uint32Array;
  readonly time: TimeAxis;
  readonly width: number;
  readonly height: number;
  readonly minimumColumnWidth: number;
  readonly translate: Translate;
}

/** Rows are as high as the cell allows, so that networks of other sizes line up. */
export function createMapCell(options: MapCellOptions): MapCell {
  const { channel, range, order, time, width, height } = options;
  const units = channel.array.shape[1] ?? 1;
  const { steps } = time;
  const spacing = stepSpacing(time);
  const stepsPerPixel =
    Math.ceil(
      Math.max(1, Math.ceil((steps * options.minimumColumnWidth) / width)) /
        spacing
    ) * spacing;
  const unitsPerPixel = Math.max(1, Math.ceil(units / height));
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
  // A projected state has fewer units than its layer.
  const shown = order.filter(unit => unit < units);
  return {
    element,
    rows: units,
    stepsPerPixel,
    paint(theme) {
      heatmap.paint(
        {
          values: channel.array.values,
          rows: units,
          columns: steps,
          rowStride: 1,
          columnStride: units,
          order: shown,
          rowsPerPixel: unitsPerPixel,
          columnsPerPixel: stepsPerPixel,
          mask: time.mask?.values
        },
        range[0] < 0 ? theme.states : theme.gates,
        range
      );
    },
    mark(step, place) {
      lit.hidden = place === null || place >= shown.length;
      if (place !== null && !lit.hidden) {
        const column = width / steps;
        const row = height / shown.length;
        lit.style.transform = `translate(${step * column - 1}px, ${place * row - 1}px)`;
        lit.style.width = `${Math.max(4, column + 2)}px`;
        lit.style.height = `${Math.max(4, row + 2)}px`;
      }
    }
  };
}
