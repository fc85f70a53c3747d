import { text } from './marks/text';
import type { Box } from './marks/plane';
import type { Mark } from './marks/mark';
import { axisLook } from './placeMarks';
import type { Panel, PlacedMap, Scene, SceneMark, Surface } from './scene';
import { formatNumber } from './words/format';

const GAP = 8;
/** The height of the colors' legend. */
export const LEGEND = 24;
const rising = Float32Array.from({ length: 129 }, (_, at) => at / 128);

/** The colours of each ramp that is used, from its least to its greatest value. */
export function legendsOf(
  { panels }: Scene,
  x: number,
  y: number,
  { theme, measure }: Surface
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
    left = from + 120 + measure(high) + 4 * GAP;
    const words = axisLook(theme);
    return {
      map: {
        ...{ ramp, range: [0, 1] as const },
        ...{ x: from, y: y + 4, width: 120, height: 8 },
        values: {
          ...{ values: rising, rows: 1, columns: rising.length },
          ...{ rowStride: 0, columnStride: 1 }
        }
      },
      marks: [
        text(low, from - GAP, y + 12, { anchor: 'end', ...words }),
        text(high, from + 120 + GAP, y + 12, words)
      ]
    };
  });
}

/** The heat maps of a panel, in its box. */
export const mapsOf = ({ marks }: Panel, box: Box): PlacedMap[] =>
  marks.flatMap(each => (each.kind === 'map' ? [{ ...each, ...box }] : []));
