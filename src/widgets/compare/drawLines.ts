import { html } from '../base/dom';
import { createCompareAxis } from './compareAxis';
import { sharesInput } from '../../views/compare/compareEdits';
import { textGutter } from './compareGutter';
import { compareLayout } from '../../views/compare/compareLayout';
import { placeCursor, type NetworkColumn } from './comparePlaces';
import type { ComparisonPictureOptions } from './comparisonScene';
import { inputRow, type ComparisonPicture } from './drawComparison';
import { LINES_HEIGHT as HEIGHT } from '../../views/compare/lineMarks';
import { lineRow } from './lineRows';
import { gridCell, type GridRow } from './trainedRows';

/** The comparison as lines: the input that all read, and below it each channel of all networks in one plot. */
export function drawLines(
  options: ComparisonPictureOptions
): ComparisonPicture {
  const { comparison, rows, before, narrow, translate, width } = options;
  const { traces } = comparison;
  const longest = traces.reduce((a, b) =>
    b.time.steps > a.time.steps ? b : a
  );
  const layout = compareLayout(
    width,
    narrow,
    1,
    {
      units: 1,
      steps: longest.time.steps,
      pairs: false
    },
    devicePixelRatio
  );
  const { gutter, columnWidth } = layout;
  const input = sharesInput(traces) ? inputRow(options, layout, 1) : null;
  const axis = createCompareAxis(longest.time, columnWidth, options.measure);
  const axisRow: GridRow = {
    gutter: textGutter(translate('%step'), '', narrow),
    cells: [gridCell(axis.element)]
  };
  const plots = rows.map((row, index) =>
    lineRow(
      { ...options, gutter, width: columnWidth },
      row,
      before?.rows[index]
    )
  );
  const grid = [
    ...(input ? [input.row] : []),
    axisRow,
    ...plots.map(each => each.grid)
  ];
  const cursor = html('div', { class: 'jp-gatescope-cursor' });
  const holder = html(
    'div',
    {
      class: 'jp-gatescope-compare-grid jp-gatescope-lines',
      style: `grid-template-columns: ${gutter}px ${columnWidth}px`
    },
    grid.flatMap(row => [row.gutter, ...row.cells]),
    cursor
  );
  const column: NetworkColumn = {
    trace: longest,
    first: (input?.row ?? axisRow).cells[0],
    last: plots.at(-1)?.plot,
    ownLast: plots.at(-1)?.plot ?? axisRow.cells[0],
    maps: []
  };
  const left = (): number => column.first.getBoundingClientRect().left;
  const stepOf = (x: number): number =>
    Math.floor(((x - left()) / columnWidth) * longest.time.steps);
  return {
    element: html('div', { class: 'jp-gatescope-compare' }, holder),
    inputs: input?.bars ?? [],
    inputScale: input?.scale ?? null,
    stepsPerPixel: 1,
    paint: () => undefined,
    moveTo(step) {
      axis.paint(step);
      // First the numbers: beside them the names may take another line, and the plot moves down.
      plots.forEach(plot => plot.moveTo(step));
      placeCursor(cursor, column, layout, step, input !== null);
    },
    at(x, y) {
      const step = stepOf(x);
      const top = column.first.getBoundingClientRect().top;
      const bottom = column.ownLast?.getBoundingClientRect().bottom ?? top;
      if (step < 0 || step >= longest.time.steps || y < top || y > bottom) {
        return null;
      }
      const under = plots.find(({ plot }) => {
        const box = plot.getBoundingClientRect();
        return y >= box.top && y < box.bottom;
      });
      // The lines end where their plot does; above it are their names.
      const end = under?.plot.getBoundingClientRect().bottom ?? 0;
      const network = under?.nearest(step, y - (end - HEIGHT)) ?? 0;
      return { network, step, place: null };
    },
    unitAt: () => null,
    columnOf(_network, step) {
      const size = columnWidth / longest.time.steps;
      const from = left() - holder.getBoundingClientRect().left + step * size;
      return { left: from, right: from + size };
    }
  };
}
