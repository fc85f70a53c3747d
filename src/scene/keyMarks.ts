import type { Mark } from './marks/mark';
import { rule } from './marks/rule';
import { text } from './marks/text';
import { axisLook, shapeMark } from './placeMarks';
import type { KeyEntry, Scene, Surface } from './scene';
import type { Table } from './table';
import { shorten } from './words/fitText';

const LINE = 18;
const GAP = 18;
/** The room of a shape, and of a line. */
const SIGN = { shape: 16, line: 28 } as const;
/** Of so many rows the widest numbers are looked for. */
const SAMPLES = 200;

interface PlacedKey {
  readonly height: number;
  readonly marks: readonly Mark[];
  /** What is told of a row, beside the names. */
  readonly told?: (row: number) => readonly Mark[];
}

/** What the signs of a scene are of: side by side, or below each other with the numbers of a row. */
export function keyMarks(
  { key = [] }: Scene,
  table: Table,
  left: number,
  top: number,
  surface: Surface
): PlacedKey {
  if (key.length === 0) {
    return { height: 0, marks: [] };
  }
  return key.some(({ told }) => told)
    ? telling(key, table, left, top, surface)
    : flowing(key, left, top, surface);
}

/** The entries on as many lines as they take. */
function flowing(
  key: readonly KeyEntry[],
  left: number,
  top: number,
  surface: Surface
): PlacedKey {
  const { width, measure, theme } = surface;
  let [x, y] = [left, top + LINE - 6];
  const marks = key.flatMap(entry => {
    const sign = SIGN[entry.shape ? 'shape' : 'line'];
    const written = shorten(entry.words, width - left - sign, measure);
    const wide = sign + measure(written);
    if (x > left && x + wide > width) {
      [x, y] = [left, y + LINE];
    }
    const from = x;
    x += wide + GAP;
    return [
      signOf(entry, from, y, surface),
      text(written, from + sign, y, axisLook(theme))
    ];
  });
  return { height: y + 8 - top, marks };
}

/** An entry a line, with what it is worth; what else is told below that where it has no room beside it. */
function telling(
  key: readonly KeyEntry[],
  { places: { count } }: Table,
  left: number,
  top: number,
  surface: Surface
): PlacedKey {
  const { width, measure, theme } = surface;
  const every = Math.max(1, Math.ceil(count / SAMPLES));
  const widest = [0, 0];
  for (let row = 0; row < count; row += every) {
    for (const { told } of key) {
      told?.(row).forEach((words, at) => {
        widest[at] = Math.max(widest[at], measure(words));
      });
    }
  }
  const room = width - left - SIGN.line;
  const names = key.map(({ words }) => shorten(words, room * 0.5, measure));
  const values =
    left + SIGN.line + Math.max(...names.map(measure)) + GAP + widest[0];
  const isBeside = values + GAP + widest[1] <= width;
  const tops: number[] = [];
  let y = top + LINE - 6;
  for (const { told } of key) {
    tops.push(y);
    const hasMore = count > 0 && told !== undefined && told(0)[1] !== '';
    y += LINE + (hasMore && !isBeside ? LINE - 2 : 0);
  }
  return {
    height: y - LINE + 8 - top,
    marks: key.flatMap((entry, at) => [
      signOf(entry, left, tops[at], surface),
      text(names[at], left + SIGN.line, tops[at], axisLook(theme))
    ]),
    told: row =>
      key.flatMap(({ told }, at) => {
        const [value, more] = told?.(row) ?? ['', ''];
        const below = isBeside ? 0 : LINE - 3;
        return [
          text(value, values, tops[at], {
            ...{ anchor: 'end', 'font-size': 12, 'font-weight': 600 },
            ...{ fill: theme.color('ink'), ...theme.part('key-value') }
          }),
          text(
            shorten(more, isBeside ? Infinity : room, measure),
            isBeside ? values + GAP : left + SIGN.line,
            tops[at] + below,
            { ...axisLook(theme), ...theme.part('axis jp-gatescope-key-more') }
          )
        ];
      })
  };
}

function signOf(
  { ink, shape, dash }: KeyEntry,
  x: number,
  y: number,
  { theme }: Surface
): Mark {
  const color = theme.color(ink);
  return shape
    ? shapeMark(shape, x + 5, y - 4, shape === 'diamond' ? 4.6 : 3.4, {
        fill: color
      })
    : rule({
        ...{ x1: x, x2: x + 22, y1: y - 4, y2: y - 4 },
        ...{ stroke: color, 'stroke-width': 2, 'stroke-dasharray': dash }
      });
}
