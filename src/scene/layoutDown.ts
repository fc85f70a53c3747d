import { stepAxis } from './marks/axes';
import { mark, type Mark } from './marks/mark';
import { stepScale } from './marks/plane';
import { rule } from './marks/rule';
import { text } from './marks/text';
import { LEGEND, legendsOf, mapsOf } from './legends';
import {
  axisLook,
  gridLook,
  placed as placeMark,
  valueScaleOf
} from './placeMarks';
import type { Panel, Placed, PlacedPanel, Scene, Surface } from './scene';
import { labelOf, rowsOf, type Table } from './table';
import { shorten } from './words/fitText';

const GAP = 8;
const EDGE = 4;
const HEAD = 26;
const ROW = 22;
const LINE = 15;
const FOOT = 40;
const COLUMN_GAP = 14;
/** The widest cell of a map. */
const CELL = 34;
const LEAST_STRIP = 110;
/** Half of the last number of the axis. */
const END = 18;

/** Where the words of rows stand: in columns beside their marks, or on lines above where these have no room. */
interface Beside {
  readonly x: number;
  readonly row: number;
  readonly heads: readonly Mark[];
  readonly wordsOf: (row: number, bottom: number) => readonly Mark[];
}

/** Rows of the table below each other, with their words before them, over one value axis. */
export function down(scene: Scene, table: Table, surface: Surface): Placed {
  const { width, measure, theme } = surface;
  const [panel] = scene.panels;
  const beside =
    besideOf(scene, table, surface) ?? aboveOf(scene, table, surface);
  const { count } = table.places;
  const names = panel.value?.names;
  const widest = Math.max(0, ...(names ?? []).map(measure));
  const head = names ? 12 + Math.min(92, widest * 0.77) : HEAD;
  const bottom = head + count * beside.row;
  const room = Math.max(1, width - beside.x - END);
  const box = {
    x: beside.x,
    y: head,
    // Cells are no wider than they need to be.
    width: names ? Math.min(room, names.length * CELL) : room,
    height: bottom - head
  };
  const value = valueScaleOf(
    panel,
    table,
    { y: box.x + box.width, height: -box.width },
    box.width < 260 ? 3 : 6
  );
  const rows = stepScale(count, { ...box, x: head, width: bottom - head });
  const placed: PlacedPanel = {
    id: panel.id,
    box,
    value,
    // Its marks stand at the foot of a row, below the words that have no room beside them.
    places: {
      ...rows,
      center: row => head + (row + 1) * beside.row - ROW / 2
    },
    across: false,
    picks: panel.picks,
    picked: panel.picked
  };
  const drawn = panel.marks.flatMap(spec =>
    placeMark(spec, { panel: placed, table, surface })
  );
  const legends = legendsOf(scene, box.x, bottom + GAP, surface);
  return {
    width,
    height: bottom + (names ? GAP + LEGEND : FOOT),
    panels: [placed],
    axis: [],
    badge: 0,
    maps: [...mapsOf(panel, box), ...legends.map(each => each.map)],
    marks: [
      ...beside.heads,
      ...legends.flatMap(each => each.marks),
      ...(names
        ? stepAxis(stepScale(names.length, box), head - 6, {
            labels: names,
            measure,
            turn: true,
            above: true,
            words: axisLook(theme)
          }).map(each => each.mark)
        : valueAxisBelow(panel, placed, surface)),
      ...drawn.filter(({ row }) => row === null).map(each => each.mark),
      ...rowsOf(table).map(row =>
        mark(
          'g',
          { 'data-row': row },
          // Takes the pointer between the marks.
          mark('rect', {
            x: 0,
            y: rows.left(row),
            width: box.x + box.width,
            height: beside.row,
            fill: 'transparent'
          }),
          ...beside.wordsOf(row, rows.left(row + 1)),
          ...drawn.filter(each => each.row === row).map(each => each.mark)
        )
      )
    ],
    hit(_, y) {
      const row = rows.stepAt(y);
      return row === null ? null : { row, panel: placed };
    }
  };
}

/** Grid lines down a box, with their values and the name of the axis below. */
function valueAxisBelow(
  { value: { name = '' } = {} }: Panel,
  { box, value }: PlacedPanel,
  { width, measure, theme }: Surface
): Mark[] {
  const bottom = box.y + box.height;
  const words = axisLook(theme);
  return [
    ...value.ticks.flatMap(({ value: at, text: written }) => {
      const x = Math.round(value(at)) + 0.5;
      return [
        rule({ x1: x, x2: x, y1: box.y, y2: bottom, ...gridLook(theme) }),
        text(
          written,
          Math.min(x, width - 1 - measure(written) / 2),
          bottom + 15,
          { anchor: 'middle', ...words }
        )
      ];
    }),
    text(
      shorten(name, box.x + box.width, measure),
      box.x + box.width,
      bottom + 32,
      { anchor: 'end', ...words }
    )
  ];
}

const wordAt = (table: Table, id: string, row: number): string =>
  String(table.columns[id].of(row));

const isPlace = (table: Table, id: string) =>
  table.columns[id].role === 'place';

/** Columns of words beside the marks; null where both have no room. */
function besideOf(
  { beside = [] }: Scene,
  table: Table,
  { width, measure, theme, name }: Surface
): Beside | null {
  const heads = beside.map(id =>
    isPlace(table, id) ? '' : labelOf(table.columns[id])
  );
  const widths = beside.map((id, at) =>
    Math.max(
      measure(heads[at]),
      ...rowsOf(table).map(row => measure(wordAt(table, id, row)))
    )
  );
  let x = EDGE;
  const columns = widths.map(wide => {
    const from = x;
    x += wide + COLUMN_GAP;
    return from;
  });
  if (x + 6 + LEAST_STRIP + END > width) {
    return null;
  }
  return {
    x: x + 6,
    row: ROW,
    heads: heads.flatMap((head, at) =>
      head === '' ? [] : [text(head, columns[at], 16, axisLook(theme))]
    ),
    wordsOf: (row, bottom) =>
      beside.map((id, at) =>
        text(
          wordAt(table, id, row),
          columns[at],
          bottom - ROW / 2 + 4,
          isPlace(table, id) ? axisLook(theme) : settingLook(theme, name)
        )
      )
  };
}

const settingLook = (theme: Surface['theme'], view: string) => ({
  'font-size': 12,
  fill: theme.color('ink'),
  ...theme.part(`${view}-setting`)
});

/** The words of a row on as many lines above its marks as they take. */
function aboveOf(
  { beside = [] }: Scene,
  table: Table,
  { width, measure, theme, name }: Surface
): Beside {
  const lines = rowsOf(table).map(row =>
    flowing(
      beside.map(id =>
        isPlace(table, id)
          ? wordAt(table, id, row)
          : `${labelOf(table.columns[id])} ${wordAt(table, id, row)}`
      ),
      width - 2 * EDGE,
      measure
    )
  );
  const row = ROW + LINE * Math.max(...lines.map(({ length }) => length));
  return {
    x: EDGE + 8,
    row,
    heads: [],
    wordsOf: (at, bottom) =>
      lines[at].map((words, below) =>
        text(
          words,
          EDGE,
          bottom - row + LINE * (below + 1),
          settingLook(theme, name)
        )
      )
  };
}

/** Pieces side by side, two spaces apart, on the next line where one has no room left. */
function flowing(
  pieces: readonly string[],
  width: number,
  measure: (words: string) => number
): readonly string[] {
  const lines: string[] = [];
  for (const piece of pieces) {
    const longer = `${lines.at(-1)}\u2002${piece}`;
    if (lines.length > 0 && measure(longer) <= width) {
      lines[lines.length - 1] = longer;
    } else {
      lines.push(shorten(piece, width, measure));
    }
  }
  return lines;
}
