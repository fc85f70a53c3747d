import { valueAxis } from '../../../scene/marks/axes';
import { line } from '../../../scene/marks/line';
import { mark, type Mark } from '../../../scene/marks/mark';
import { text } from '../../../scene/marks/text';
import { extentOf, linearScale } from '../../../scene/marks/valueScale';
import type { GuessPlane } from '../guessPlane';
import type { Needed } from './neededFactors';

const HEIGHT = 56;
/** From the axis of the curve to the row, with the name of the row between. */
const OVER = 38;
/** A factor beyond this is drawn at the edge: what it is stands in the table and in the words. */
const HIGHEST = 2;

/** The row below a curve: the factor that the drawn line needs at each step, and the real one. */
export function factorRow(
  { steps, box, measure, translate }: GuessPlane,
  { factor, needed, real }: Needed,
  top: number
): { readonly marks: readonly Mark[]; readonly height: number } {
  const row = { x: box.x, y: top + OVER, width: box.width, height: HEIGHT };
  const [least, most] = extentOf([needed, real]);
  const high = Math.max(1, Math.min(HIGHEST, most));
  const low = Math.min(0, Math.max(-HIGHEST, least));
  const y = linearScale([low, high], row, { nice: false, count: 2 });
  const inside = (values: Float64Array): Float64Array =>
    values.map(value => Math.max(low, Math.min(high, value)));
  const place = { x: steps.center, y };
  const name = text(factor.name, 0, row.y - 12, { class: 'jp-gatescope-axis' });
  const own = translate('yours needs');
  const truth = translate('real');
  const right = row.x + row.width;
  return {
    height: OVER + HEIGHT + 6,
    marks: [
      ...valueAxis(y, row),
      name,
      text(own, right - measure(truth) - 24, row.y - 12, {
        anchor: 'end',
        class: 'jp-gatescope-axis'
      }),
      text(truth, right, row.y - 12, {
        anchor: 'end',
        class: 'jp-gatescope-truth-name'
      }),
      line(inside(real), place, { class: 'jp-gatescope-real-line' }),
      line(inside(needed), place, { class: 'jp-gatescope-needed-line' }),
      ...[...needed].flatMap((value, at) =>
        Number.isNaN(value)
          ? []
          : value > high || value < low
            ? [edge(steps.center(at), y.within(value), value > high)]
            : [
                mark('circle', {
                  class: 'jp-gatescope-needed-dot',
                  cx: steps.center(at),
                  cy: y(value),
                  r: 2.5
                })
              ]
      )
    ]
  };
}

/** A factor that lies beyond the row. */
function edge(x: number, y: number, isAbove: boolean): Mark {
  const way = isAbove ? -1 : 1;
  return mark('path', {
    class: 'jp-gatescope-needed-dot',
    d: `M${x - 4} ${y}h8l-4 ${way * 7}z`
  });
}
