import type { Comparison } from '../../trace';
import type { ViewContext } from '../context';
import { fill, html, svg } from '../base/dom';
import { formatFixed } from '../base/format';
import { letter, type Hue } from '../base/hue';
import type { NetworkLook } from '../base/networkLook';
import type { Theme } from '../base/theme';
import {
  answerWords,
  headCell,
  inputCell,
  mapWords,
  missingCell
} from './compareCells';
import { compareLayout } from './compareLayout';
import {
  comparedLayer,
  compareOrder,
  rowRanges,
  type CompareOrder,
  type CompareRow
} from './compareRows';
import { drawLoss, lossAxis, lossTicks, lossY, powerWords } from './lossChart';
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
}

export interface ComparisonPictureOptions {
  readonly comparison: Comparison;
  readonly rows: readonly CompareRow[];
  readonly shared: boolean;
  readonly order: CompareOrder;
  readonly feature: number;
  readonly looks: readonly NetworkLook[];
  readonly width: number;
  readonly narrow: boolean;
  readonly minimumColumnWidth: number;
  readonly translate: ViewContext['translate'];
}

/** One line of the grid: what stands in the gutter and one cell a network. */
interface GridRow {
  readonly gutter: Element;
  readonly cells: readonly HTMLElement[];
}

export function drawComparison(
  options: ComparisonPictureOptions
): ComparisonPicture {
  const { comparison, rows, looks, narrow, translate } = options;
  const { traces } = comparison;
  const layout = compareLayout(
    options.width,
    narrow,
    traces.length,
    Math.max(...traces.map(trace => comparedLayer(trace).units))
  );
  const { columnWidth } = layout;
  const orders = traces.map(trace =>
    compareOrder(comparedLayer(trace), options.order)
  );
  const cell = (...children: Node[]): HTMLElement =>
    html('div', { class: 'jp-gatescope-compare-cell' }, ...children);

  const heads = comparison.rows.map((row, network) =>
    cell(headCell(row, looks[network], translate))
  );
  const grid: GridRow[] = [{ gutter: html('div'), cells: heads }];
  const axis = lossAxis(comparison.rows);
  if (axis) {
    grid.push({
      gutter: lossGutter(),
      cells: comparison.rows.map((row, network) =>
        cell(
          drawLoss(
            row,
            axis,
            looks[network],
            columnWidth,
            layout.lossHeight,
            translate
          )
        )
      )
    });
  }
  const hasNumbers = traces.every(trace => trace.input.editable);
  const inputs = traces.map(trace =>
    cell(
      ...(hasNumbers
        ? [
            inputCell(
              trace,
              Math.min(options.feature, trace.input.names.length - 1),
              columnWidth,
              layout.inputHeight
            )
          ]
        : [])
    )
  );
  if (hasNumbers) {
    grid.push({
      gutter: html(
        'div',
        { class: 'jp-gatescope-compare-gutter' },
        html('span', {}, narrow ? '' : translate('input')),
        html(
          'span',
          { class: 'jp-gatescope-second' },
          narrow ? '' : (traces[0].input.names[options.feature] ?? '')
        )
      ),
      cells: inputs
    });
  }
  const maps: (MapCell | null)[][] = [];
  const notes: HTMLElement[][] = [];
  const mapCells: HTMLElement[][] = [];
  for (const row of rows) {
    const ranges = rowRanges(row, options.shared);
    const cells = row.channels.map((channel, network): MapCell | null => {
      const range = ranges[network];
      return channel && range
        ? createMapCell({
            channel,
            range,
            order: orders[network],
            time: traces[network].time,
            width: columnWidth,
            height: layout.mapHeight,
            minimumColumnWidth: options.minimumColumnWidth
          })
        : null;
    });
    const words = row.channels.map(() =>
      html('p', { class: 'jp-gatescope-compare-words' })
    );
    const elements = cells.map((map, network) => {
      const inside =
        map?.element ?? missingCell(traces[network], row, translate);
      if (!map) {
        inside.style.height = `${layout.mapHeight}px`;
      }
      return cell(inside);
    });
    maps.push(cells);
    notes.push(words);
    mapCells.push(elements);
    grid.push({
      gutter: rowGutter(row, ranges),
      cells: elements
    });
  }
  grid.push({
    gutter: html('div'),
    cells: traces.map((_, network) =>
      cell(...notes.map(words => words[network]))
    )
  });
  const answers = traces.map(() =>
    html('p', { class: 'jp-gatescope-compare-foot' })
  );
  if (traces.some(trace => trace.outputs.length > 0)) {
    grid.push({
      gutter: html('div'),
      cells: answers.map(answer => cell(answer))
    });
  }

  const element = html('div', {
    class: `jp-gatescope-compare ${layout.beside ? 'jp-gatescope-compare-beside' : ''}`
  });
  const columns = `${layout.gutter}px ${layout.beside ? `repeat(${traces.length}, ${columnWidth}px)` : `${columnWidth}px`}`;
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
  if (!layout.beside) {
    heads.forEach(head => head.classList.add('jp-gatescope-compare-sticky'));
  }
  const cursors = traces.map((_, network) => {
    const cursor = html('div', { class: 'jp-gatescope-cursor' });
    holders[layout.beside ? 0 : network].append(cursor);
    return cursor;
  });

  const firstCell = (network: number): HTMLElement =>
    hasNumbers ? inputs[network] : mapCells[0][network];

  return {
    element,
    stepsPerPixel: Math.max(
      1,
      ...maps.flat().map(map => map?.stepsPerPixel ?? 1)
    ),
    paint(theme) {
      maps.flat().forEach(map => map?.paint(theme));
    },
    moveTo(step, place) {
      traces.forEach((trace, network) => {
        const { steps } = trace.time;
        const cursor = cursors[network];
        // The frame ends where the network's own maps end.
        const own = maps.findLastIndex(cells => cells[network] !== null);
        const last = own >= 0 ? mapCells[own][network] : inputs[network];
        cursor.hidden = step >= steps;
        if (!cursor.hidden) {
          const column = columnWidth / steps;
          // The numbers of the marked steps stay free.
          const numbers = hasNumbers && (trace.time.marks?.length ?? 0) > 0;
          const top = firstCell(network).offsetTop + (numbers ? 14 : 0);
          const bottom = last.offsetTop + last.offsetHeight;
          const left = firstCell(network).offsetLeft + step * column;
          cursor.style.transform = `translate(${left - 1.5}px, ${top - 2}px)`;
          cursor.style.width = `${Math.max(5, column + 3)}px`;
          cursor.style.height = `${bottom - top + 4}px`;
        }
        rows.forEach((row, index) => {
          const unit = place === null ? null : (orders[network][place] ?? null);
          fill(
            notes[index][network],
            mapWords(row, network, step, unit, translate)
          );
          maps[index][network]?.mark(step, place);
        });
        fill(answers[network], answerWords(trace, step, translate));
      });
    },
    at(x, y) {
      for (const [network, trace] of traces.entries()) {
        const first = firstCell(network).getBoundingClientRect();
        const last = mapCells.at(-1)?.[network].getBoundingClientRect();
        if (
          last &&
          x >= first.left &&
          x < first.left + columnWidth &&
          y >= first.top &&
          y <= last.bottom
        ) {
          const step = Math.floor(
            ((x - first.left) / columnWidth) * trace.time.steps
          );
          const map = maps
            .map(cells => cells[network])
            .find(each => {
              const box = each?.element.getBoundingClientRect();
              return box && y >= box.top && y < box.bottom;
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

  function holder(cells: Node[][]): HTMLElement {
    const grid = html(
      'div',
      { class: 'jp-gatescope-compare-grid' },
      ...cells.flat()
    );
    grid.style.gridTemplateColumns = columns;
    grid.style.columnGap = layout.beside ? `${layout.gap}px` : '0';
    return grid;
  }

  function lossGutter(): Element {
    const picture = svg('svg', {
      class: 'jp-gatescope-compare-loss',
      width: layout.gutter,
      height: layout.lossHeight,
      'aria-hidden': 'true'
    });
    if (axis) {
      const shift = layout.beside ? layout.gap - 6 : -3;
      picture.append(
        svg(
          'text',
          { class: 'jp-gatescope-compare-label', x: 0, y: 14 },
          narrow ? '' : translate('loss')
        ),
        ...lossTicks(axis).map(power =>
          svg(
            'text',
            {
              class: 'jp-gatescope-axis',
              x: layout.gutter + shift,
              y: lossY(axis, layout.lossHeight, 10 ** power) + 4,
              'text-anchor': 'end'
            },
            powerWords(power)
          )
        )
      );
    }
    return picture;
  }

  function rowGutter(
    row: CompareRow,
    ranges: readonly (readonly [number, number] | null)[]
  ): Element {
    const known = ranges.filter(range => range !== null);
    const same = known.every(
      range => range[0] === known[0][0] && range[1] === known[0][1]
    );
    const letters = row.letters
      .slice(0, 2)
      .flatMap((name, index) => [
        ...(index > 0 ? [html('small', {}, translate(' or '))] : []),
        letter(name, row.hue as Hue)
      ]);
    const gutter = html(
      'div',
      {
        class: 'jp-gatescope-compare-gutter jp-gatescope-compare-channel',
        'data-jp-gatescope-hue': row.hue
      },
      html('span', {}, ...letters),
      ...(narrow
        ? []
        : [
            html(
              'span',
              { class: 'jp-gatescope-second' },
              same ? rangeWords(known[0]) : translate('own scales')
            ),
            html('span', { class: 'jp-gatescope-second' }, translate(row.words))
          ])
    );
    gutter.style.height = `${layout.mapHeight}px`;
    return gutter;
  }
}

function rangeWords([low, high]: readonly [number, number]): string {
  const plain = (value: number): string =>
    formatFixed(value, Number.isInteger(value) ? 0 : 1);
  return low < 0 ? `± ${plain(high)}` : `${plain(low)} … ${plain(high)}`;
}
