import { comparedLayer, isPadding } from '../../trace';
import { fill, html } from '../base/dom';
import type { Theme } from '../base/theme';
import { channelRow, type ChannelRow } from './channelRows';
import { createCompareAxis } from './compareAxis';
import { comparedName } from '../../views/compare/cellWords';
import { answerCell, headCell, mapWords } from './compareCells';
import { textGutter } from './compareGutter';
import {
  compareLayout,
  type CompareLayout
} from '../../views/compare/compareLayout';
import {
  hitAt,
  placeCursor,
  type CompareHit,
  type NetworkColumn
} from './comparePlaces';
import { compareOrder } from '../../views/compare/compareRows';
import type {
  ComparisonPictureOptions,
  ComparisonScene
} from './comparisonScene';
import { inputPlots, type InputScale } from '../../views/compare/inputMarks';
import { pageTheme } from '../../scene/theme';
import { marksSvg } from './marksSvg';
import { gridCell, trainedRows, type GridRow } from './trainedRows';

/** The drawn comparison. */
export interface ComparisonPicture {
  readonly element: HTMLElement;
  /** The most steps that one column of pixels is the mean of. */
  readonly stepsPerPixel: number;
  paint(theme: Theme): void;
  moveTo(step: number, place: number | null): void;
  /** Network, step and place from the top at a point of the page; null beside the columns. */
  at(x: number, y: number): CompareHit | null;
  /** The unit of a network at a place from the top. */
  unitAt(network: number, place: number): number | null;
  /** Left and right edge of a step in a network, relative to the element. */
  columnOf(network: number, step: number): { left: number; right: number };
  /** The bars of the input, one picture a network; empty where they are not numbers. */
  readonly inputs: readonly SVGSVGElement[];
  /** The scale of all bars; null where there are none. */
  readonly inputScale: InputScale | null;
}

export function drawComparison(
  options: ComparisonPictureOptions
): ComparisonPicture {
  const { comparison, rows, before, narrow, translate } = options;
  const { traces } = comparison;
  const scene = sceneOf(options);
  const { layout, orders } = scene;
  const heads = headCells(scene);
  const input = inputRow(scene, layout);
  const axes = traces.map(({ time }) =>
    createCompareAxis(time, layout.columnWidth, options.measure)
  );
  const axisRow: GridRow = {
    gutter: textGutter(translate('%step'), '', narrow),
    cells: axes.map(axis => gridCell(axis.element))
  };
  const channels = rows.map((row, index) =>
    channelRow(scene, row, before?.rows[index])
  );
  const answers = traces.map(() =>
    html('p', { class: 'jp-gatescope-compare-foot' })
  );
  const { element, holders } = assemble(scene, [
    { gutter: html('div'), cells: heads },
    ...trainedRows(options, layout),
    ...(input ? [input.row] : []),
    axisRow,
    ...channels.map(({ grid }) => grid),
    {
      gutter: html('div'),
      cells: traces.map((_, network) =>
        gridCell(...channels.map(({ words }) => words[network]))
      )
    },
    ...(traces.some(trace => trace.outputs.length > 0)
      ? [{ gutter: html('div'), cells: answers.map(each => gridCell(each)) }]
      : [])
  ]);
  const cursors = traces.map((_, network) => {
    const cursor = html('div', { class: 'jp-gatescope-cursor' });
    holders[layout.beside ? 0 : network].append(cursor);
    return cursor;
  });
  const columns = traces.map((trace, network): NetworkColumn => {
    const own = channels.findLast(({ maps }) => maps[network].length > 0);
    return {
      trace,
      first: (input?.row ?? axisRow).cells[network],
      last: channels.at(-1)?.grid.cells[network],
      ownLast: (own?.grid ?? input?.row)?.cells[network],
      maps: channels.flatMap(({ maps }) => maps[network])
    };
  });
  const maps = columns.flatMap(column => column.maps);
  return {
    element,
    inputs: input?.bars ?? [],
    inputScale: input?.scale ?? null,
    stepsPerPixel: Math.max(
      1,
      ...maps.map(({ stepsPerPixel }) => stepsPerPixel)
    ),
    paint: theme => maps.forEach(map => map.paint(theme)),
    moveTo(step, place) {
      traces.forEach((trace, network) => {
        placeCursor(
          cursors[network],
          columns[network],
          layout,
          step,
          input !== null
        );
        axes[network].paint(step);
        columns[network].maps.forEach(map => map.mark(step, place));
        writeWords(scene, channels, network, { step, place });
        fill(
          answers[network],
          answerCell(trace, before?.comparison.traces[network], step, translate)
        );
      });
    },
    at: (x, y) => hitAt(columns, layout, x, y),
    unitAt: (network, place) => orders[network][place] ?? null,
    columnOf(network, step) {
      const box = columns[network].first.getBoundingClientRect();
      const column = layout.columnWidth / traces[network].time.steps;
      const left =
        box.left - element.getBoundingClientRect().left + step * column;
      return { left, right: left + column };
    }
  };
}

function sceneOf(options: ComparisonPictureOptions): ComparisonScene {
  const { comparison, before, width, narrow, order } = options;
  const { traces } = comparison;
  return {
    ...options,
    layout: compareLayout(
      width,
      narrow,
      traces.length,
      {
        units: Math.max(...traces.map(trace => comparedLayer(trace).units)),
        steps: Math.max(...traces.map(({ time }) => time.steps)),
        pairs: before !== null
      },
      devicePixelRatio
    ),
    // Units stay where they were: an edit must not change their order.
    orders: (before?.comparison ?? comparison).traces.map(trace =>
      compareOrder(comparedLayer(trace), order)
    )
  };
}

/** Who is who stays on the screen while the maps go by. */
function headCells({
  comparison,
  before,
  looks,
  translate
}: ComparisonScene): HTMLElement[] {
  return comparison.rows.map((row, network) => {
    const cell = gridCell(
      headCell(
        row,
        comparedName(comparison.traces[network]),
        before?.comparison.rows[network] ?? null,
        looks[network],
        translate
      )
    );
    cell.classList.add('jp-gatescope-compare-sticky');
    return cell;
  });
}

interface InputRow {
  readonly row: GridRow;
  readonly bars: readonly SVGSVGElement[];
  readonly scale: InputScale;
}

/** The chosen feature as bars on one scale; null where the input is not numbers. */
export function inputRow(
  { comparison, before, feature, narrow, translate }: ComparisonPictureOptions,
  { columnWidth: width, inputHeight: height }: CompareLayout,
  /** Of one plot for all that of the first network. */
  count = comparison.traces.length
): InputRow | null {
  const plots = inputPlots(
    comparison.traces.slice(0, count),
    before?.comparison.traces.slice(0, count) ?? [],
    { feature, width, height },
    pageTheme
  );
  if (!plots) {
    return null;
  }
  const bars = plots.marks.map(marks =>
    marksSvg('compare-input', width, height, marks)
  );
  return {
    bars,
    scale: plots.scale,
    row: {
      gutter: textGutter(translate('input'), plots.name, narrow),
      cells: bars.map(each => gridCell(each))
    }
  };
}

/** The numbers under the maps of a network. */
function writeWords(
  { comparison, rows, before, orders, layout, translate }: ComparisonScene,
  channels: readonly ChannelRow[],
  network: number,
  { step, place }: { readonly step: number; readonly place: number | null }
): void {
  const unit = place === null ? null : (orders[network][place] ?? null);
  rows.forEach((row, index) =>
    fill(
      channels[index].words[network],
      mapWords(
        {
          row,
          before: before?.rows[index],
          network,
          padded: isPadding(comparison.traces[network].time, step)
        },
        step,
        unit,
        layout.tight,
        translate
      )
    )
  );
}

/** One grid for all networks beside each other; one each where they stand below each other. */
function assemble(
  { comparison, layout }: ComparisonScene,
  grid: readonly GridRow[]
): { readonly element: HTMLElement; readonly holders: HTMLElement[] } {
  const { gutter, columnWidth, gap, beside, tight } = layout;
  const { traces } = comparison;
  const holder = (cells: readonly Node[], columns: number): HTMLElement =>
    html(
      'div',
      {
        class: 'jp-gatescope-compare-grid',
        style: `grid-template-columns: ${gutter}px repeat(${columns}, ${columnWidth}px); column-gap: ${beside ? gap : 0}px`
      },
      cells
    );
  const holders = beside
    ? [
        holder(
          grid.flatMap(row => [row.gutter, ...row.cells]),
          traces.length
        )
      ]
    : traces.map((_, network) =>
        holder(
          grid.flatMap(row => [
            network === 0 ? row.gutter : row.gutter.cloneNode(true),
            row.cells[network]
          ]),
          1
        )
      );
  const looks = [
    'jp-gatescope-compare',
    ...(beside ? ['jp-gatescope-compare-beside'] : []),
    ...(tight ? ['jp-gatescope-compare-tight'] : [])
  ];
  return { element: html('div', { class: looks.join(' ') }, holders), holders };
}
