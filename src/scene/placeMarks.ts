import { shorten } from './words/fitText';
import { bars } from './marks/bars';
import { area, line } from './marks/line';
import { mark, type Mark, type MarkAttributes } from './marks/mark';
import { rule } from './marks/rule';
import { text } from './marks/text';
import {
  decadesOf,
  extentOf,
  linearScale,
  logScale,
  type ValueScale
} from './marks/valueScale';
import type { Box, StepScale } from './marks/plane';
import type { Panel, PlacedPanel, SceneMark, Shape, Surface } from './scene';
import { numberAt, rowsOf, type Column, type Table } from './table';
import type { Paint, SceneTheme } from './theme';

/** The columns whose numbers a mark puts on the value axis. */
export function columnsOnAxis(mark: SceneMark): readonly string[] {
  switch (mark.kind) {
    case 'line':
    case 'bars':
    case 'dots':
    case 'ticks':
      return [mark.of];
    case 'area':
      return [mark.low, mark.high];
    default:
      return [];
  }
}

/** Whether a mark is drawn of a row. */
const isIn = (mark: SceneMark, row: number): boolean =>
  !('where' in mark) || (mark.where?.(row) ?? true);

const rowsIn = (table: Table, mark: SceneMark): readonly number[] =>
  rowsOf(table).filter(row => isIn(mark, row));

type Along = Pick<Box, 'y' | 'height'>;

/** The value axis of a panel: of all that its marks put there, along any box. */
export function valueScaleOf(
  { value = {}, marks }: Panel,
  table: Table,
  about = 4
): (box: Along) => ValueScale {
  const { centered, log, count = about, nice, names, write } = value;
  if (names) {
    return box => nameScale(names, box);
  }
  const lists = marks.flatMap(each =>
    each.kind === 'rule'
      ? [[each.at]]
      : columnsOnAxis(each).map(id => [
          ...(table.columns[id].bounds ?? []),
          ...rowsIn(table, each).map(row => numberAt(table.columns[id], row))
        ])
  );
  if (log) {
    const { every, ...ends } = log === true ? {} : log;
    const decades = decadesOf(lists, ends) ?? {
      ...{ low: -(ends.least ?? 1), high: 0 }
    };
    return box =>
      logScale(decades, box, {
        every,
        write: write && (power => write(10 ** power))
      });
  }
  if (centered) {
    const sizes = lists.flat().filter(Number.isFinite).map(Math.abs);
    const most = Math.max(0, ...sizes) || 1;
    const ticks = value.ends ? [-most, 0, most] : undefined;
    return box =>
      linearScale([-most, most], box, {
        ...{ count, write, ticks },
        nice: value.ends ? false : nice
      });
  }
  const extent = extentOf(lists);
  return box => linearScale(extent, box, { count, nice, write });
}

/** Names side by side, or below each other; as many as have room are written. */
function nameScale(names: readonly string[], { y, height }: Along): ValueScale {
  const size = Math.abs(height) / Math.max(1, names.length);
  const start = Math.min(y, y + height);
  const every = Math.max(1, Math.ceil(14 / size));
  const place = (value: number): number => start + (value + 0.5) * size;
  const invert = (at: number): number =>
    Math.max(0, Math.min(names.length - 1, Math.floor((at - start) / size)));
  return Object.assign(place, {
    domain: [0, names.length - 1] as const,
    ticks: names.flatMap((text, value) =>
      value % every === 0 ? [{ value, text }] : []
    ),
    within: place,
    invert
  });
}

/** How words beside the plots look. */
export const axisLook = (theme: SceneTheme): MarkAttributes => ({
  'font-size': 12,
  fill: theme.color('second'),
  ...theme.part('axis')
});

export const gridLook = (theme: SceneTheme): MarkAttributes => ({
  stroke: theme.color('grid'),
  ...theme.part('grid-line')
});

/** How wide the numbers of one place stand, where several are side by side. */
const laneOf = ({ column }: StepScale): number => Math.min(column - 4, 60);

/** A dot of a shape, as large to the eye in each. */
export function shapeMark(
  shape: Shape,
  x: number,
  y: number,
  r: number,
  look: MarkAttributes
): Mark {
  switch (shape) {
    case 'circle':
      return mark('circle', { cx: x, cy: y, r, ...look });
    case 'square': {
      const side = 1.9 * r;
      const corner = { x: x - side / 2, y: y - side / 2 };
      return mark('rect', { ...corner, width: side, height: side, ...look });
    }
    case 'diamond':
      return mark('path', {
        d: `M${x} ${y - r}l${r} ${r}l${-r} ${r}l${-r} ${-r}z`,
        ...look
      });
    case 'triangle':
      return mark('path', {
        d: `M${x} ${y - 1.25 * r}l${1.3 * r} ${2.2 * r}h${-2.6 * r}z`,
        ...look
      });
  }
}

/** Everything that one mark is drawn of. */
interface Drawing {
  readonly panel: PlacedPanel;
  readonly table: Table;
  readonly surface: Surface;
}

/** A mark in its panel. Marks of single rows say of which: `data-row` groups them where rows are lines. */
export function placed(
  spec: SceneMark,
  { panel, table, surface }: Drawing
): readonly { readonly row: number | null; readonly mark: Mark }[] {
  const { theme, name: view } = surface;
  const { places, value, across, box } = panel;
  const look = (ink?: Paint, column?: Column) => ({
    color: theme.color(ink ?? column?.ink ?? 'ink'),
    part: {
      ...('name' in spec && spec.name && theme.part(`${view}-${spec.name}`)),
      ...('series' in spec && { 'data-series': spec.series })
    } as MarkAttributes
  });
  const whole = (...marks: readonly Mark[]) =>
    marks.map(each => ({ row: null, mark: each }));
  const column = (id: string): Column => table.columns[id];
  const rows = rowsIn(table, spec);
  const values = (id: string, keep: (value: number) => boolean = () => true) =>
    rowsOf(table).map(row => {
      const at = isIn(spec, row) ? numberAt(column(id), row) : NaN;
      return keep(at) ? at : NaN;
    });
  const point = (row: number, at: number): readonly [number, number] =>
    across ? [places.center(row), value(at)] : [value(at), places.center(row)];
  switch (spec.kind) {
    case 'line': {
      const { color, part } = look(spec.ink, column(spec.of));
      return whole(
        line(
          values(spec.of),
          { x: places.center, y: value },
          {
            stroke: color,
            'stroke-width': spec.width ?? 2,
            'stroke-dasharray': spec.dash,
            ...part
          }
        )
      );
    }
    case 'area': {
      const { color, part } = look(spec.ink, column(spec.low));
      return whole(
        area(
          values(spec.low),
          values(spec.high),
          { x: places.center, y: value },
          { fill: color, 'fill-opacity': 0.16, ...part }
        )
      );
    }
    case 'bars': {
      const inks = new Map<Paint, (at: number) => boolean>();
      const inkOf =
        spec.inkOf ?? (() => spec.ink ?? column(spec.of).ink ?? 'ink');
      for (const at of values(spec.of).filter(Number.isFinite)) {
        const ink = inkOf(at);
        inks.set(ink, each => inkOf(each) === ink);
      }
      return whole(
        ...[...inks].map(([ink, keep]) => {
          const { color, part } = look(ink);
          return bars(
            values(spec.of, keep),
            { steps: places, y: value, base: value(0) },
            { fill: color, ...part }
          );
        })
      );
    }
    case 'dots': {
      const { color, part } = look(spec.ink, column(spec.of));
      const { r = 3, shape = 'circle', hollow = false, beside = 0 } = spec;
      const paint = hollow
        ? { fill: 'none', stroke: color }
        : { fill: color, stroke: theme.color('page') };
      const off = beside * laneOf(places);
      return rows.flatMap(row => {
        const [along, at] = point(row, numberAt(column(spec.of), row));
        if (!Number.isFinite(along) || !Number.isFinite(at)) {
          return [];
        }
        const of = spec.name ? { [`data-${spec.name}`]: row } : {};
        const [x, y] = across ? [along + off, at] : [along, at + off];
        const drawn = { ...paint, ...of, ...part };
        return [{ row, mark: shapeMark(shape, x, y, r, drawn) }];
      });
    }
    case 'ticks': {
      const { color, part } = look(spec.ink, column(spec.of));
      const half = spec.wide ? laneOf(places) / 2 : 8;
      return rows.flatMap(row => {
        const [x, y] = point(row, numberAt(column(spec.of), row));
        return Number.isFinite(x) && Number.isFinite(y)
          ? [
              {
                row,
                mark: rule({
                  x1: across ? x - half : x,
                  x2: across ? x + half : x,
                  y1: across ? y : y - half,
                  y2: across ? y : y + half,
                  stroke: color,
                  'stroke-width': 2.5,
                  ...part
                })
              }
            ]
          : [];
      });
    }
    case 'rule': {
      const { color, part } = look(spec.ink);
      const at = value(spec.at);
      const { measure } = surface;
      const half = measure(spec.words ?? '') / 2;
      return whole(
        rule({
          ...(across
            ? { x1: box.x, x2: box.x + box.width, y1: at, y2: at }
            : { x1: at, x2: at, y1: box.y - 4, y2: box.y + box.height }),
          stroke: color,
          'stroke-dasharray': '4 3',
          ...part
        }),
        ...(spec.words
          ? [
              across
                ? text(
                    shorten(spec.words, box.width - 4, measure),
                    box.x + box.width - 2,
                    // At the top of a plot they would stand in its caption.
                    at - 5 < box.y + 8 ? at + 14 : at - 5,
                    { anchor: 'end', ...axisLook(theme) }
                  )
                : text(
                    shorten(spec.words, box.width, measure),
                    Math.max(
                      box.x + half,
                      Math.min(box.x + box.width - half, at)
                    ),
                    box.y - 12,
                    { anchor: 'middle', ...axisLook(theme) }
                  )
            ]
          : [])
      );
    }
    case 'words': {
      const [long, short] = spec.words;
      const words = surface.measure(long) <= box.width ? long : short;
      return rows.map(row => ({
        row,
        mark: text(words, box.x, places.center(row) + 4, {
          ...axisLook(theme),
          stroke: theme.color('page'),
          'stroke-width': 4,
          'stroke-linejoin': 'round',
          'paint-order': 'stroke',
          ...theme.part('axis jp-gatescope-halo')
        })
      }));
    }
    case 'map':
      return [];
    case 'free':
      return whole(...spec.draw(panel, theme, surface.measure));
  }
}
