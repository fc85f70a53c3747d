import { mark, type Mark, type MarkAttributes } from '../../scene/marks/mark';
import { stepScale, type Box } from '../../scene/marks/plane';
import { text } from '../../scene/marks/text';

/** Room at the left for the epochs. */
const LEFT = 44;
const RIGHT = 10;
const GAP = 24;
/** A network's name above its plot; the numbers across and the held row below. */
const NAME = 22;
const NUMBERS = 20;
const HELD = 15;
/** What is across, and what the colors are. */
const LINE = 17;
/** A plot is at least so wide, or they stand one above the other. */
const LEAST = 240;
const EDGE = 4;
export const SWATCH = 10;
const TICKS = 4;

/** How wide words are, and how they are cut to a width. */
export interface Letters {
  measure(words: string): number;
  shorten(words: string, width: number): string;
}

/** What several networks hold: a group of held-out sequences across, epoch upward. */
export interface Horizons {
  readonly names: readonly string[];
  /** G, the delay or length of each group. */
  readonly groups: readonly number[];
  /** How many epochs a plot is high. */
  readonly planned: number;
  /** What stands across, in words. */
  readonly across: string;
  /** What the palest and the deepest color stand for, in words. */
  readonly ends: readonly [pale: string, deep: string];
  /** Of each network whether a row with something held stands below. */
  readonly held?: readonly boolean[];
  readonly epochWord: string;
  readonly heldWord?: string;
}

/** Where they stand, in CSS pixels: for the views of a page, the playground and saved pictures. */
export interface HorizonScene {
  readonly horizons: Horizons;
  readonly panels: readonly {
    readonly name: string;
    readonly box: Box;
    /** The row with something held. */
    readonly held: Box | null;
  }[];
  readonly legend: readonly LegendLine[];
  readonly width: number;
  readonly height: number;
}

interface LegendLine {
  readonly y: number;
  readonly words: string;
  readonly x: number;
  /** A color of the ramp before the words. */
  readonly end?: 0 | 1;
}

/** How the marks look: a page gives classes, a saved picture colors. */
export interface HorizonLook {
  readonly name: MarkAttributes;
  readonly second: MarkAttributes;
  readonly frame: MarkAttributes;
  /** The palest and the deepest color. */
  readonly ends: readonly [MarkAttributes, MarkAttributes];
}

/**
 * Lays plots out side by side, or one above the other where there is no room.
 *
 * @param plot how high one is
 */
export function horizonScene(
  horizons: Horizons,
  width: number,
  letters: Letters,
  plot: number
): HorizonScene {
  const { names, held = [] } = horizons;
  const room = width + GAP - RIGHT;
  const columns = Math.max(
    1,
    Math.min(names.length, Math.floor(room / (LEFT + LEAST + GAP)))
  );
  const wide = room / columns - LEFT - GAP;
  const below = held.some(each => each) ? HELD : 0;
  const high = NAME + plot + below + NUMBERS;
  const panels = names.map((name, at) => {
    const box = {
      x: LEFT + (at % columns) * (LEFT + wide + GAP),
      y: NAME + Math.floor(at / columns) * high,
      width: wide,
      height: plot
    };
    return {
      name: letters.shorten(name, wide),
      box,
      held: held[at] ? { ...box, y: box.y + plot + 4, height: HELD - 6 } : null
    };
  });
  const top = Math.ceil(names.length / columns) * high + LINE;
  const legend = legendOf(horizons, width, letters, top);
  return {
    horizons,
    panels,
    legend,
    width,
    height: legend[legend.length - 1].y + 8
  };
}

/** What is across, and the ends of the colors: on one line, or on several where it is narrow. */
function legendOf(
  { across, ends }: Horizons,
  width: number,
  { measure, shorten }: Letters,
  top: number
): LegendLine[] {
  const pieces = [
    { words: across },
    { words: ends[0], end: 0 as const },
    { words: ends[1], end: 1 as const }
  ];
  let [x, y] = [LEFT, top];
  return pieces.map(({ words, end }, at) => {
    const before = end === undefined ? 0 : SWATCH + 5;
    const cut = shorten(words, width - LEFT - RIGHT - before);
    const wide = before + measure(cut);
    if (at > 0 && x + wide > width - EDGE) {
      [x, y] = [LEFT, y + LINE];
    }
    const line = { x, y, words: cut, ...(end !== undefined && { end }) };
    x += wide + 16;
    return line;
  });
}

/** Names, frames, numbers and legend: all but the colors of what is held. */
export function horizonFrame(
  { horizons, panels, legend }: HorizonScene,
  look: HorizonLook
): Mark[] {
  const { groups, planned, epochWord, heldWord = '' } = horizons;
  return [
    ...panels.flatMap(({ name, box, held }) => {
      const side = (words: string, y: number): Mark =>
        text(words, box.x - 6, y, { anchor: 'end', ...look.second });
      const columns = stepScale(groups.length, box);
      const bottom = (held ?? box).y + (held ?? box).height;
      return [
        text(name, box.x, box.y - 7, look.name),
        side(String(planned), box.y + 10),
        side(epochWord, box.y + box.height / 2 + 4),
        side('0', box.y + box.height),
        mark('rect', { ...box, ...look.frame }),
        ...(held
          ? [
              side(heldWord, held.y + held.height),
              mark('rect', { ...held, ...look.frame })
            ]
          : []),
        ...ticksOf(groups.length, box.width).map(at =>
          text(String(groups[at]), columns.center(at), bottom + 14, {
            anchor: 'middle',
            ...look.second
          })
        )
      ];
    }),
    ...legend.flatMap(({ x, y, words, end }) => [
      ...(end === undefined
        ? []
        : [
            mark('rect', {
              x: x + 0.5,
              y: y - SWATCH + 0.5,
              width: SWATCH,
              height: SWATCH,
              ...look.ends[end]
            })
          ]),
      text(words, end === undefined ? x : x + SWATCH + 5, y, look.second)
    ])
  ];
}

/** The groups that have their number below: first, last and some between. */
function ticksOf(count: number, width: number): readonly number[] {
  const most = Math.max(2, Math.min(TICKS, Math.floor(width / 44)));
  return [
    ...new Set(
      Array.from({ length: Math.min(count, most) }, (_, at) =>
        Math.round((at * (count - 1)) / Math.max(1, Math.min(count, most) - 1))
      )
    )
  ];
}

/**
 * Rows of an epoch each, the first at the bottom, as a matrix from above; NaN where there is none yet.
 *
 * @param rows shares from 0 (nothing held) to 1
 */
export function horizonMatrix(
  rows: readonly ArrayLike<number>[],
  columns: number,
  planned: number
): {
  readonly values: Float32Array;
  readonly rows: number;
  readonly columns: number;
  readonly rowStride: number;
  readonly columnStride: number;
} {
  const values = new Float32Array(planned * columns).fill(NaN);
  rows.forEach((row, epoch) => {
    for (let at = 0; at < columns && epoch < planned; at++) {
      // What has diverged holds nothing.
      values[(planned - 1 - epoch) * columns + at] = row[at] || 0;
    }
  });
  return {
    values,
    rows: planned,
    columns,
    rowStride: columns,
    columnStride: 1
  };
}

/** The epoch (from 0) and the group at a place of a plot; at its edges what is nearest. */
export function horizonAt(
  { groups, planned }: Pick<Horizons, 'groups' | 'planned'>,
  box: Box,
  x: number,
  y: number
): { readonly epoch: number; readonly group: number } {
  const limited = (value: number, count: number): number =>
    Math.max(0, Math.min(count - 1, Math.floor(value * count)));
  return {
    epoch: limited(1 - (y - box.y) / box.height, planned),
    group: limited((x - box.x) / box.width, groups.length)
  };
}
