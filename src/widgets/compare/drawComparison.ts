import type { Comparison } from '../../trace';
import type { ViewContext } from '../context';
import { fill, html } from '../base/dom';
import type { NetworkLook } from '../base/networkLook';
import type { Theme } from '../base/theme';
import { textMeasure } from '../base/measure';
import { createCompareAxis } from './compareAxis';
import { answerWords, headCell, mapWords, missingCell } from './compareCells';
import { changedRow } from './compareEdits';
import { rowGutter, textGutter, type Range } from './compareGutter';
import { compareLayout } from './compareLayout';
import {
  comparedLayer,
  compareOrder,
  rowRanges,
  type CompareOrder,
  type CompareRow
} from './compareRows';
import { inputBars, inputScale, type InputScale } from './inputBars';
import { gridCell, trainedRows, type GridRow } from './trainedRows';
import { createMapCell, type MapCell } from './mapCell';

/** The drawn comparison. */
export interface ComparisonPicture {
  readonly element: HTMLElement;
  /** The most steps that one column of pixels is the mean of. */
  readonly stepsPerPixel: number;
  paint(theme: Theme): void;
  moveTo(step: number, place: number | null): void;
  /** Network, step and place from the top at a point of the page; null beside the maps. */
  at(
    x: number,
    y: number
  ): { network: number; step: number; place: number | null } | null;
  /** The unit of a network at a place from the top. */
  unitAt(network: number, place: number): number | null;
  /** Left and right edge of a step in a network, relative to the element. */
  columnOf(
    network: number,
    step: number
  ): { left: number; right: number; y: number };
  /** The bars of the input, one picture a network; empty where they are not numbers. */
  readonly inputs: readonly SVGSVGElement[];
  /** The scale of all bars; null where there are none. */
  readonly inputScale: InputScale | null;
}

export interface ComparisonPictureOptions {
  /** As it is now. */
  readonly comparison: Comparison;
  readonly rows: readonly CompareRow[];
  /** As it was before the reader edited the input; null where nothing is edited. */
  readonly before: {
    readonly comparison: Comparison;
    readonly rows: readonly CompareRow[];
  } | null;
  /** After an edit: the lower maps show the difference and not the values. */
  readonly difference: boolean;
  readonly shared: boolean;
  readonly order: CompareOrder;
  readonly feature: number;
  readonly looks: readonly NetworkLook[];
  readonly width: number;
  readonly narrow: boolean;
  readonly minimumColumnWidth: number;
  readonly translate: ViewContext['translate'];
}

export function drawComparison(
  options: ComparisonPictureOptions
): ComparisonPicture {
  const { comparison, rows, before, looks, narrow, translate } = options;
  const { traces } = comparison;
  const layout = compareLayout(options.width, narrow, traces.length, {
    units: Math.max(...traces.map(trace => comparedLayer(trace).units)),
    steps: Math.max(...traces.map(({ time }) => time.steps)),
    pairs: before !== null
  });
  const { columnWidth, mapHeight } = layout;
  // Units stay where they were: an edit must not change their order.
  const orders = (before?.comparison ?? comparison).traces.map(trace =>
    compareOrder(comparedLayer(trace), options.order)
  );
  const heads = comparison.rows.map((row, network) =>
    gridCell(
      headCell(
        row,
        before?.comparison.rows[network] ?? null,
        looks[network],
        translate
      )
    )
  );
  const grid: GridRow[] = [{ gutter: html('div'), cells: heads }];
  grid.push(...trainedRows(options, layout));

  const hasNumbers = traces.every(trace => trace.input.editable);
  const feature = Math.min(
    options.feature,
    ...traces.map(({ input }) => input.names.length - 1)
  );
  const scale = hasNumbers
    ? inputScale(
        [...traces, ...(before?.comparison.traces ?? [])],
        feature,
        layout.inputHeight
      )
    : null;
  const bars = scale
    ? traces.map((trace, network) =>
        inputBars({
          trace,
          before: before?.comparison.traces[network],
          feature,
          width: columnWidth,
          scale
        })
      )
    : [];
  const inputs = bars.map(each => gridCell(each));
  if (hasNumbers) {
    grid.push({
      gutter: textGutter(
        translate('input'),
        traces[0].input.names[feature] ?? '',
        narrow
      ),
      cells: inputs
    });
  }

  const measure = textMeasure('11px sans-serif');
  const axes = traces.map(({ time }) =>
    createCompareAxis(time, columnWidth, measure)
  );
  const axisCells = axes.map(axis => gridCell(axis.element));
  grid.push({
    gutter: textGutter(traces[0].time.name, '', narrow),
    cells: axisCells
  });

  const maps: (readonly MapCell[])[][] = [];
  const notes: HTMLElement[][] = [];
  const mapCells: HTMLElement[][] = [];
  for (const [index, row] of rows.entries()) {
    const was = before?.rows[index] ?? null;
    const upper = was ?? row;
    const lower = was && (options.difference ? changedRow(was, row) : row);
    // The scales of values are those of before: only so can both be compared.
    const ranges = rowRanges(upper, options.shared);
    const lowerRanges =
      lower && (options.difference ? rowRanges(lower, options.shared) : ranges);
    const drawn = traces.map((trace, network): readonly MapCell[] => {
      const map = (
        { channels }: CompareRow,
        range: Range | null
      ): MapCell | null => {
        const channel = channels[network];
        return channel && range
          ? createMapCell({
              channel,
              range,
              order: orders[network],
              time: trace.time,
              width: columnWidth,
              height: mapHeight,
              minimumColumnWidth: options.minimumColumnWidth
            })
          : null;
      };
      return [
        map(upper, ranges[network]),
        lower && map(lower, lowerRanges?.[network] ?? null)
      ].filter(each => each !== null);
    });
    const words = traces.map(() =>
      html('p', { class: 'jp-gatescope-compare-words' })
    );
    const height = lower ? 2 * mapHeight + layout.pairGap : mapHeight;
    const elements = drawn.map((pair, network) => {
      if (pair.length > 0) {
        pair.slice(1).forEach(map => {
          map.element.style.marginTop = `${layout.pairGap}px`;
        });
        return gridCell(...pair.map(map => map.element));
      }
      const missing = missingCell(traces[network], row, translate);
      missing.style.height = `${height}px`;
      return gridCell(missing);
    });
    maps.push(drawn);
    notes.push(words);
    mapCells.push(elements);
    grid.push({
      gutter: rowGutter(
        row,
        {
          ranges,
          narrow,
          height: mapHeight + (lower ? layout.pairGap : 0),
          ...(lower && {
            lower: {
              words: options.difference
                ? translate('edited − before')
                : translate('edited'),
              ranges: lowerRanges ?? ranges
            }
          })
        },
        translate
      ),
      cells: elements
    });
  }
  grid.push({
    gutter: html('div'),
    cells: traces.map((_, network) =>
      gridCell(...notes.map(words => words[network]))
    )
  });
  const answers = traces.map(() =>
    html('p', { class: 'jp-gatescope-compare-foot' })
  );
  if (traces.some(trace => trace.outputs.length > 0)) {
    grid.push({
      gutter: html('div'),
      cells: answers.map(answer => gridCell(answer))
    });
  }

  const element = html('div', {
    class: [
      'jp-gatescope-compare',
      ...(layout.beside ? ['jp-gatescope-compare-beside'] : []),
      ...(layout.tight ? ['jp-gatescope-compare-tight'] : [])
    ].join(' ')
  });
  const holders = layout.beside
    ? [holder(grid.map(row => [row.gutter, ...row.cells]))]
    : traces.map((_, network) =>
        holder(
          grid.map(row => [
            network === 0 ? row.gutter : row.gutter.cloneNode(true),
            row.cells[network]
          ])
        )
      );
  element.append(...holders);
  // Who is who stays on the screen while the maps go by.
  heads.forEach(head => head.classList.add('jp-gatescope-compare-sticky'));
  const cursors = traces.map((_, network) => {
    const cursor = html('div', { class: 'jp-gatescope-cursor' });
    holders[layout.beside ? 0 : network].append(cursor);
    return cursor;
  });

  const firstCell = (network: number): HTMLElement =>
    hasNumbers ? inputs[network] : axisCells[network];

  return {
    element,
    inputs: bars,
    inputScale: scale,
    stepsPerPixel: Math.max(
      1,
      ...maps.flat(2).map(({ stepsPerPixel }) => stepsPerPixel)
    ),
    paint(theme) {
      maps.flat(2).forEach(map => map.paint(theme));
    },
    moveTo(step, place) {
      traces.forEach((trace, network) => {
        placeCursor(network, step);
        axes[network].paint(step);
        rows.forEach((row, index) => {
          const unit = place === null ? null : (orders[network][place] ?? null);
          fill(
            notes[index][network],
            mapWords(
              { row, before: before?.rows[index], network },
              step,
              unit,
              layout.tight,
              translate
            )
          );
          maps[index][network].forEach(map => map.mark(step, place));
        });
        fill(
          answers[network],
          answerWords(
            trace,
            before?.comparison.traces[network],
            step,
            translate
          )
        );
      });
    },
    at(x, y) {
      for (const [network, trace] of traces.entries()) {
        const first = firstCell(network).getBoundingClientRect();
        const last = mapCells.at(-1)?.[network].getBoundingClientRect();
        if (
          !last ||
          x < first.left ||
          x >= first.left + columnWidth ||
          y < first.top ||
          y > last.bottom
        ) {
          continue;
        }
        const step = Math.floor(
          ((x - first.left) / columnWidth) * trace.time.steps
        );
        const map = maps
          .flatMap(cells => cells[network])
          .find(each => {
            const box = each.element.getBoundingClientRect();
            return y >= box.top && y < box.bottom;
          });
        const box = map?.element.getBoundingClientRect();
        return {
          network,
          step: Math.max(0, Math.min(trace.time.steps - 1, step)),
          place:
            map && box
              ? Math.floor(((y - box.top) / box.height) * map.rows)
              : null
        };
      }
      return null;
    },
    unitAt: (network, place) => orders[network][place] ?? null,
    columnOf(network, step) {
      const outer = element.getBoundingClientRect();
      const box = firstCell(network).getBoundingClientRect();
      const column = columnWidth / traces[network].time.steps;
      const left = box.left - outer.left + step * column;
      return { left, right: left + column, y: box.bottom - outer.top };
    }
  };

  /** The frame ends where the network's own maps end. */
  function placeCursor(network: number, step: number): void {
    const { steps, marks } = traces[network].time;
    const cursor = cursors[network];
    const own = maps.findLastIndex(cells => cells[network].length > 0);
    const last = own >= 0 ? mapCells[own][network] : inputs[network];
    cursor.hidden = step >= steps || last === undefined;
    if (cursor.hidden) {
      return;
    }
    const column = columnWidth / steps;
    // The numbers of the marked steps stay free.
    const numbers = hasNumbers && (marks?.length ?? 0) > 0;
    const first = firstCell(network);
    const top = first.offsetTop + (numbers ? 14 : 0);
    const bottom = last.offsetTop + last.offsetHeight;
    const left = first.offsetLeft + step * column;
    cursor.style.transform = `translate(${left - 1.5}px, ${top - 2}px)`;
    cursor.style.width = `${Math.max(5, column + 3)}px`;
    cursor.style.height = `${bottom - top + 4}px`;
  }

  function holder(cells: Node[][]): HTMLElement {
    const { gutter, beside, gap } = layout;
    const grid = html(
      'div',
      { class: 'jp-gatescope-compare-grid' },
      ...cells.flat()
    );
    grid.style.gridTemplateColumns = beside
      ? `${gutter}px repeat(${traces.length}, ${columnWidth}px)`
      : `${gutter}px ${columnWidth}px`;
    grid.style.columnGap = beside ? `${gap}px` : '0';
    return grid;
  }
}
