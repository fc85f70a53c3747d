import { area, line } from '../../../scene/marks/line';
import { element, markup } from '../../../scene/marks/markup';
import { extentOf, linearScale } from '../../../scene/marks/valueScale';

/** A picture without words in it, and what it shows to those who do not see it. */
export interface SmallPicture {
  readonly alt: string;
  readonly svg: string;
  readonly width: number;
  readonly height: number;
}

/**
 * Inks on no ground, since a picture inside an image knows no theme: each has 3 : 1 or more on white, on
 * the dark theme's #111111 and on black.
 */
const inks = { data: '#1976d2', below: '#c8620e', marked: '#c8620e' } as const;

export interface SeriesOptions {
  readonly alt: string;
  readonly width: number;
  readonly height: number;
  /** The least and the greatest that have a place; of the values themselves unless given. */
  readonly range?: readonly [number, number];
  /** Which values lie in a stretch that has a ground of its own. */
  readonly marked?: readonly boolean[];
}

/**
 * Values in their order. Where there are more than pixels, each column holds several of them, and reaches
 * from their lowest to their highest: thinned, nothing that sticks out is lost.
 */
export function seriesPicture(
  values: ArrayLike<number>,
  { alt, width, height, range = extentOf([values]), marked }: SeriesOptions
): SmallPicture {
  const each = valuesAColumn(values.length, width);
  const columns = Math.ceil(values.length / each);
  const y = linearScale(range, { y: 2, height: height - 4 }, { nice: false });
  const x = (column: number) => ((column + 0.5) * width) / Math.max(1, columns);
  const ends = (pick: (...some: number[]) => number) =>
    Array.from({ length: columns }, (_, column) =>
      pick(
        ...Array.from(
          { length: Math.min(each, values.length - column * each) },
          (_, at) => Number(values[column * each + at])
        )
      )
    );
  const look = { stroke: inks.data, 'stroke-width': 1.2 };
  const [lowest, highest] = [ends(Math.min), ends(Math.max)];
  return drawing(
    { alt, width, height },
    ...stretches(marked ?? []).map(([from, to]) =>
      element('rect', {
        x: (from / values.length) * width,
        y: 0,
        // An event of a few readings is seen, too.
        width: Math.max(2, ((to - from) / values.length) * width),
        height,
        fill: inks.marked,
        'fill-opacity': 0.45
      })
    ),
    markup(
      each === 1
        ? line(lowest, { x, y }, look)
        : area(
            lowest,
            highest,
            { x, y },
            { ...look, fill: inks.data, 'stroke-width': 0.8 }
          )
    )
  );
}

/** How many of so many values a column of a picture holds. */
export function valuesAColumn(count: number, width: number): number {
  return Math.max(1, Math.ceil(count / width));
}

/** Levels of ink; a level more is not seen beside its neighbors. */
const LEVELS = 10;

/**
 * Values row by row: the more, the more ink; below zero of another one. Zero is the page.
 *
 * @param rows all of one length
 * @param most what is all ink
 */
export function gridPicture(
  rows: readonly ArrayLike<number>[],
  { alt, cell, most }: { alt: string; cell: number; most: number }
): SmallPicture {
  const columns = Math.max(0, ...rows.map(({ length }) => length));
  const paths = new Map<number, string[]>();
  rows.forEach((row, y) =>
    Array.from(row).forEach((value, x) => {
      const share = Math.max(-1, Math.min(1, Number(value) / most));
      const level = Math.round(share * LEVELS) || 0;
      if (level !== 0) {
        const path = paths.get(level) ?? [];
        path.push(`M${x} ${y}h1v1h-1z`);
        paths.set(level, path);
      }
    })
  );
  const [width, height] = [columns * cell, rows.length * cell];
  return drawing(
    { alt, width, height },
    element(
      'g',
      { transform: `scale(${cell})`, 'shape-rendering': 'crispEdges' },
      ...[...paths].map(([level, path]) =>
        element('path', {
          d: path.join(''),
          fill: level > 0 ? inks.data : inks.below,
          'fill-opacity': Math.abs(level) / LEVELS
        })
      )
    )
  );
}

/** Where runs of marked values begin, and where they have ended. */
function stretches(marked: readonly boolean[]): [number, number][] {
  const found: [number, number][] = [];
  marked.forEach((is, at) => {
    if (is && marked[at - 1] !== true) {
      found.push([at, at + 1]);
    } else if (is) {
      found[found.length - 1][1] = at + 1;
    }
  });
  return found;
}

function drawing(
  size: Omit<SmallPicture, 'svg'>,
  ...children: readonly string[]
): SmallPicture {
  const { width, height } = size;
  return {
    ...size,
    svg: element(
      'svg',
      {
        xmlns: 'http://www.w3.org/2000/svg',
        viewBox: `0 0 ${width} ${height}`,
        width,
        height
      },
      ...children
    )
  };
}
