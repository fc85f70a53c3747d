import type { Mark } from './marks/mark';
import { rule } from './marks/rule';
import { text } from './marks/text';
import { axisLook, shapeMark } from './placeMarks';
import type { Scene, Surface } from './scene';
import { shorten } from './words/fitText';

const LINE = 18;
const GAP = 18;
/** The room of a shape, and of a line. */
const SIGN = { shape: 16, line: 28 } as const;

/** The entries of a key side by side, on as many lines as they take, below a height. */
export function keyMarks(
  { key = [] }: Scene,
  left: number,
  top: number,
  { width, measure, theme }: Surface
): { readonly height: number; readonly marks: readonly Mark[] } {
  let [x, y] = [left, top + LINE - 6];
  const marks = key.flatMap(({ words, ink, shape, dash }) => {
    const sign = SIGN[shape ? 'shape' : 'line'];
    const written = shorten(words, width - left - sign, measure);
    const wide = sign + measure(written);
    if (x > left && x + wide > width) {
      [x, y] = [left, y + LINE];
    }
    const from = x;
    x += wide + GAP;
    const color = theme.color(ink);
    return [
      shape
        ? shapeMark(shape, from + 5, y - 4, shape === 'diamond' ? 4.6 : 3.4, {
            fill: color
          })
        : rule({
            ...{ x1: from, x2: from + 22, y1: y - 4, y2: y - 4 },
            ...{ stroke: color, 'stroke-width': 2, 'stroke-dasharray': dash }
          }),
      text(written, from + sign, y, axisLook(theme))
    ];
  });
  return { height: key.length > 0 ? y + 8 - top : 0, marks };
}
