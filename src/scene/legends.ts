import { text } from './marks/text';
import type { Mark } from './marks/mark';
import type { Box } from './marks/plane';
import { axisLook } from './placeMarks';
import type {
  Panel,
  PlacedMap,
  PlacedPanel,
  Scene,
  SceneMark,
  Surface
} from './scene';
import type { RampName } from './theme';
import { formatNumber } from './words/format';

const GAP = 8;
/** A lower cell has no number. */
const LEAST_CELL = 16;
/** The height of the colors' legend. */
export const LEGEND = 24;
const rising = Float32Array.from({ length: 129 }, (_, at) => at / 128);

/** The colors of a ramp from its least to its greatest value. */
export const strip = (ramp: RampName, box: Box): PlacedMap => ({
  ...{ ramp, ...box, range: [0, 1] },
  values: {
    ...{ values: rising, rows: 1, columns: rising.length },
    ...{ rowStride: 0, columnStride: 1 }
  }
});

/** How wide one is where there is room. */
const STRIP = 120;

/** The colors of each ramp that is used, from its least to its greatest value. */
export function legendsOf(
  { panels }: Scene,
  x: number,
  y: number,
  { theme, measure, width }: Surface
): { readonly map: PlacedMap; readonly marks: readonly Mark[] }[] {
  const used = new Map<string, Extract<SceneMark, { kind: 'map' }>>();
  for (const each of panels.flatMap(({ marks }) => marks)) {
    if (each.kind === 'map') {
      used.set(`${each.ramp} ${each.range.join(' ')}`, each);
    }
  }
  let left = x;
  return [...used.values()].map(each => {
    const { ramp, range, write = formatNumber } = each;
    const [low, high] = range.map(write);
    const from = left + measure(low) + GAP;
    const room = width - from - measure(high) - 2 * GAP;
    const wide = Math.max(16, Math.min(STRIP, room));
    left = from + wide + measure(high) + 4 * GAP;
    const words = axisLook(theme);
    return {
      map: strip(ramp, { x: from, y: y + 4, width: wide, height: 8 }),
      marks: [
        text(low, from - GAP, y + 12, { anchor: 'end', ...words }),
        text(high, from + wide + GAP, y + 12, words)
      ]
    };
  });
}

/** The heat maps of a panel, in its box. */
export const mapsOf = (
  { marks }: Panel,
  placed: PlacedPanel,
  { measure }: Surface
): PlacedMap[] =>
  marks.flatMap(each =>
    each.kind === 'map'
      ? [
          {
            ...{ values: each.values, ramp: each.ramp, range: each.range },
            ...{ ...placed.box, numbers: numbersOf(each, placed, measure) }
          }
        ]
      : []
  );

/** What stands in each cell of a map whose rows are places; nothing where one has no room. */
function numbersOf(
  { values, range: [low, high], numbers }: Extract<SceneMark, { kind: 'map' }>,
  { box, places, value }: PlacedPanel,
  measure: Surface['measure']
): PlacedMap['numbers'] {
  if (!numbers || places.column < LEAST_CELL) {
    return [];
  }
  const { rows, columns, rowStride, columnStride } = values;
  const found = Array.from({ length: rows * columns }, (_, at) => {
    const [row, column] = [Math.floor(at / columns), at % columns];
    const share =
      (values.values[row * rowStride + column * columnStride] - low) /
      (high - low);
    return {
      words: numbers(row, column),
      x: value(column),
      y: places.left(row) + places.column / 2 + 4.5,
      value: share
    };
  });
  const room = box.width / columns - 4;
  return found.every(({ words }) => measure(words) <= room) ? found : [];
}
