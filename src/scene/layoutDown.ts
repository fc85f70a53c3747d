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
import {
  handsOf,
  type Panel,
  type Placed,
  type PlacedPanel,
  type Scene,
  type Surface
} from './scene';
import { labelOf, rowsOf, type Table } from './table';
import { shorten } from './words/fitText';
import { formatNumber } from './words/format';

const GAP = 8;
const EDGE = 4;
const HEAD = 26;
const ROW = 22;
const LINE = 15;
const FOOT = 40;
const COLUMN_GAP = 14;
/** The widest cell of a map. */
const CELL = 34;
/** Cells of a map with a size are at least as high as the words before them. */
const LEAST_ROW = 15;
/** Names over wider cells are upright where they have room. */
const UPRIGHT = 40;
/** What the names over a map are called, and what stands below it. */
const TITLE = 18;
const FEET = 20;
const LEAST_STRIP = 110;
/** A cell of few has room for a number. */
const LEAST_CELL = 30;
/** Half of the last number of the axis. */
const END = 18;

/** Where the words of rows stand: in columns beside their marks, or on lines above where these have no room. */
interface Beside {
  readonly x: number;
  /** How high a row is, and how much of that is below its words. */
  readonly row: number;
  readonly plot: number;
  readonly headsAt: (y: number) => readonly Mark[];
  readonly wordsOf: (
    row: number,
    bottom: number,
    plot: number
  ) => readonly Mark[];
}

/** Rows of the table below each other, with their words before them, over one value axis. */
export function down(surface: Surface, scene: Scene, table: Table): Placed {
  const { width, measure, theme } = surface;
  const [panel] = scene.panels;
  const { count } = table.places;
  const { names, feet, name = '' } = panel.value ?? {};
  const after = afterOf(scene, table, surface);
  const beside =
    besideOf(scene, table, surface, after.width) ??
    aboveOf(scene, table, surface);
  const room = Math.max(1, width - beside.x - Math.max(END, after.width));
  // Cells are no wider than they need to be.
  const wide = names
    ? Math.min(room, names.length * (scene.cell ?? CELL))
    : room;
  const cell = wide / Math.max(1, names?.length ?? 1);
  const widest = Math.max(0, ...(names ?? []).map(measure));
  const isTurned = widest > cell + 4 || (cell < UPRIGHT && widest > cell - 6);
  const title = names && name !== '' ? TITLE : 0;
  const head = names
    ? title + (isTurned ? 12 + Math.min(92, widest * 0.77) : 22)
    : HEAD;
  const row = scene.cell
    ? beside.row - beside.plot + Math.max(LEAST_ROW, Math.floor(cell))
    : beside.row;
  const plot = row - beside.row + beside.plot;
  const bottom = head + count * row;
  const box = { x: beside.x, y: head, width: wide, height: bottom - head };
  const hasFeet =
    feet !== undefined && Math.max(0, ...feet.words.map(measure)) <= cell - 2;
  const foot = bottom + (hasFeet || (after.width > 0 && isTurned) ? FEET : 0);
  const value = valueScaleOf(
    panel,
    table,
    box.width < 260 ? 3 : 6
  )({ y: box.x + box.width, height: -box.width });
  const rows = stepScale(count, { ...box, x: head, width: bottom - head });
  const placed: PlacedPanel = {
    id: panel.id,
    box,
    value,
    // Its marks stand at the foot of a row, below the words that have no room beside them.
    places: {
      ...rows,
      center: at => head + (at + 1) * row - plot / 2
    },
    across: false,
    ...handsOf(panel)
  };
  const drawn = panel.marks.flatMap(spec =>
    placeMark(spec, { panel: placed, table, surface })
  );
  const legends = legendsOf(scene, box.x, foot + GAP, surface);
  const words = axisLook(theme);
  return {
    width,
    height: names ? foot + GAP + LEGEND : bottom + FOOT,
    panels: [placed],
    axis: [],
    badge: 0,
    maps: [...mapsOf(panel, placed, surface), ...legends.map(each => each.map)],
    marks: [
      ...beside.headsAt(names ? head - 6 : 16),
      // Turned names reach over the last column: there the head of what follows is at its foot.
      ...after.headsAt(box.x + wide + GAP, isTurned ? bottom + 16 : head - 6),
      ...(title > 0
        ? [text(name, box.x + wide / 2, 13, { anchor: 'middle', ...words })]
        : []),
      ...(feet && hasFeet
        ? [
            text(
              shorten(feet.name, box.x - GAP, measure),
              box.x - GAP,
              bottom + 16,
              { anchor: 'end', ...words }
            ),
            ...feet.words.map((each, at) =>
              text(each, value(at), bottom + 16, { anchor: 'middle', ...words })
            )
          ]
        : []),
      ...legends.flatMap(each => each.marks),
      ...(names
        ? stepAxis(stepScale(names.length, box), head - 6, {
            ...{ labels: names, measure, words },
            ...{ turn: true, above: true }
          }).map(each => each.mark)
        : valueAxisBelow(panel, placed, surface)),
      ...drawn.filter(({ row }) => row === null).map(each => each.mark),
      ...rowsOf(table).map(at =>
        mark(
          'g',
          { 'data-row': at },
          // Takes the pointer between the marks.
          mark('rect', {
            x: 0,
            y: rows.left(at),
            width: box.x + box.width,
            height: row,
            fill: 'transparent'
          }),
          ...beside.wordsOf(at, rows.left(at + 1), plot),
          ...after.wordsOf(at, box.x + wide + GAP, placed.places.center(at)),
          ...drawn.filter(each => each.row === at).map(each => each.mark)
        )
      )
    ],
    hit(x, y) {
      const at = rows.stepAt(y);
      return at === null
        ? null
        : { row: at, column: value.invert(x), panel: placed };
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

/**
 * Columns of words beside the marks; null where both have no room. Over the cells of a map they would
 * cover these: there they are shortened.
 */
function besideOf(
  { beside = [], panels: [{ value: { names } = {} }] }: Scene,
  table: Table,
  { width, measure, theme, name }: Surface,
  behind: number
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
  const strip = Math.min(LEAST_STRIP, (names?.length ?? Infinity) * LEAST_CELL);
  const room =
    width -
    (EDGE + beside.length * COLUMN_GAP + 6 + strip + Math.max(END, behind));
  const all = widths.reduce((sum, wide) => sum + wide, 0);
  if (all > room && !names) {
    return null;
  }
  const share = Math.max(0, Math.min(1, room / all));
  const fitted = (words: string, at: number) =>
    shorten(words, share * widths[at], measure);
  let x = EDGE;
  const columns = widths.map(wide => {
    const from = x;
    x += share * wide + COLUMN_GAP;
    return from;
  });
  return {
    x: x + 6,
    ...{ row: ROW, plot: ROW },
    headsAt: y =>
      heads.flatMap((head, at) =>
        head === ''
          ? []
          : [text(fitted(head, at), columns[at], y, axisLook(theme))]
      ),
    wordsOf: (row, bottom, plot) =>
      beside.map((id, at) =>
        text(
          fitted(wordAt(table, id, row), at),
          columns[at],
          bottom - plot / 2 + 4,
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

/** Columns of words behind the marks, as wide as they are. */
function afterOf(
  { after = [] }: Scene,
  { columns, places }: Table,
  { measure, theme }: Surface
) {
  const look = axisLook(theme);
  const of = after.map(id => {
    const { name, of: at, tabled = formatNumber } = columns[id];
    const words = rowsOf({ columns, places, caption: '' }).map(row => {
      const value = at(row);
      return typeof value === 'number' ? tabled(value) : value;
    });
    const wide = Math.max(measure(name), ...words.map(measure)) + COLUMN_GAP;
    return { name, words, wide };
  });
  const each = (
    x: number,
    draw: (column: (typeof of)[number], at: number) => Mark
  ) => {
    let from = x;
    return of.map(column => {
      const drawn = draw(column, from);
      from += column.wide;
      return drawn;
    });
  };
  return {
    width: of.reduce((sum, { wide }) => sum + wide, 0),
    headsAt: (x: number, y: number) =>
      each(x, ({ name }, at) => text(name, at, y, look)),
    wordsOf: (row: number, x: number, y: number) =>
      each(x, ({ words }, at) => text(words[row], at, y + 4, look))
  };
}

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
    ...{ row, plot: ROW },
    headsAt: () => [],
    wordsOf: (at, bottom, plot) =>
      lines[at].map((words, below) =>
        text(
          words,
          EDGE,
          bottom - row + ROW - plot + LINE * (below + 1),
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
