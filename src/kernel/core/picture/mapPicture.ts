import type { NumericArray } from '../../../trace';
import type { Box } from '../../../scene/marks/plane';
import { rampOf } from './colours';
import { pngAddress } from './png';
import { element } from '../../../scene/marks/markup';
import { ink, label } from './svg';

/** A table of numbers from 0 up as a map, with words at rows and columns. */
export interface WordMap {
  readonly values: NumericArray;
  readonly rows: readonly string[];
  readonly columns: readonly string[];
  readonly highest: number;
  /** What the colours count: `share of the attention`. */
  readonly scale: string;
  /** How a number is written, in the map and at the ends of its scale. */
  readonly write: (value: number) => string;
  /** The place that the picture speaks of; a row alone is framed whole. */
  readonly cursor?: { readonly row: number; readonly column?: number };
}

/** A map as it stands in a picture, from its `top` on. */
export interface DrawnMap {
  readonly width: number;
  /** Where it ends. */
  readonly bottom: number;
  /** Its squares. */
  readonly box: Box;
  readonly elements: readonly string[];
}

const LEFT = 120;
const HEAD = 80;
const RIGHT = 24;
/** From this width on a number fits in its square. */
const READABLE = 26;

/** Draws a map, its words, its scale and its cursor below `top`. */
export function drawWordMap(
  { values, rows, columns, highest, scale, write, cursor }: WordMap,
  top: number
): DrawnMap {
  const ramp = rampOf({ role: 'gate', range: [0, highest] });
  const bytes = new Uint8Array(rows.length * columns.length * 3);
  values.values.forEach((value, index) => bytes.set(ramp(value), index * 3));
  const side = Math.max(8, Math.min(34, 480 / Math.max(1, columns.length)));
  const y = top + HEAD;
  const width = columns.length * side;
  const height = rows.length * side;
  const every = Math.max(1, Math.ceil(12 / side));
  const longest = Math.max(
    0,
    ...Array.from(values.values, value => write(value).length)
  );
  return {
    width: LEFT + Math.max(width, 260) + RIGHT,
    bottom: y + height + 44,
    box: { x: LEFT, y, width, height },
    elements: [
      element('image', {
        x: LEFT,
        y,
        width,
        height,
        preserveAspectRatio: 'none',
        style: 'image-rendering: pixelated',
        href: pngAddress({ width: columns.length, height: rows.length, bytes })
      }),
      ...(side >= READABLE && longest * 6.5 < side
        ? Array.from(values.values, (value, index) =>
            label(
              LEFT + ((index % columns.length) + 0.5) * side,
              y + (Math.floor(index / columns.length) + 0.5) * side + 4,
              write(value),
              {
                'text-anchor': 'middle',
                'font-size': 11,
                fill: isDark(ramp(value)) ? ink.page : ink.text
              }
            )
          )
        : []),
      ...rows.map((word, index) =>
        index % every === 0
          ? label(LEFT - 8, y + (index + 0.5) * side + 4, short(word, 16), {
              'text-anchor': 'end',
              'font-size': 11,
              'font-weight': cursor?.row === index ? 700 : 400
            })
          : ''
      ),
      ...columns.map((word, index) => {
        const x = LEFT + (index + 0.5) * side;
        return index % every === 0
          ? label(x, y - 8, short(word, 14), {
              'font-size': 11,
              'font-weight': cursor?.column === index ? 700 : 400,
              transform: `rotate(-50 ${x.toFixed(1)} ${y - 8})`
            })
          : '';
      }),
      ...(cursor
        ? [
            element('rect', {
              x: LEFT + (cursor.column ?? 0) * side,
              y: y + cursor.row * side,
              width: cursor.column === undefined ? width : side,
              height: side,
              fill: 'none',
              stroke: ink.text,
              'stroke-width': 2
            })
          ]
        : []),
      ...legend(y + height + 16, [write(0), `${write(highest)} ${scale}`])
    ]
  };
}

/** The colours from 0 to the highest, with what they stand for. */
function legend(y: number, [low, high]: readonly [string, string]): string[] {
  const parts = 64;
  const bytes = new Uint8Array(parts * 3);
  const strip = rampOf({ role: 'gate', range: [0, 1] });
  for (let part = 0; part < parts; part++) {
    bytes.set(strip(part / (parts - 1)), part * 3);
  }
  const x = LEFT + low.length * 7 + 6;
  return [
    label(LEFT, y + 9, low, { fill: ink.second }),
    element('image', {
      x,
      y,
      width: 120,
      height: 10,
      preserveAspectRatio: 'none',
      href: pngAddress({ width: parts, height: 1, bytes })
    }),
    label(x + 126, y + 9, high, { fill: ink.second })
  ];
}

function isDark([red, green, blue]: readonly [
  number,
  number,
  number
]): boolean {
  return 0.299 * red + 0.587 * green + 0.114 * blue < 128;
}

function short(word: string, most: number): string {
  return word.length > most ? `${word.slice(0, most - 1)}…` : word;
}
