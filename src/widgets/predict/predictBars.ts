import type { Prediction } from '../../trace';
import { svg } from '../base/dom';
import { formatFixed } from '../base/format';
import { asked, type Guess } from './guess';
import type { ChartBox, ChartScales } from './chartScales';

/** What is given and what was drawn, as bars. */
export function drawBars(
  prediction: Prediction,
  filled: Float64Array,
  guess: Guess,
  box: ChartBox,
  scales: ChartScales
): SVGElement[] {
  const { y } = scales;
  const width = barWidth(scales);
  const zero = y(Math.max(y.domain()[0], Math.min(y.domain()[1], 0)));
  return [...filled.keys()].flatMap(index => {
    const given = !asked(prediction).includes(index);
    const value = filled[index];
    if (!Number.isFinite(value)) {
      return [];
    }
    const left =
      scales.x(index) - (guess.committed && !given ? width : width / 2);
    return [
      svg('rect', {
        class: given ? 'jp-gatescope-given-bar' : 'jp-gatescope-guess-bar',
        x: left,
        y: Math.min(y(value), zero),
        width,
        height: Math.max(1, Math.abs(y(value) - zero))
      }),
      numberAt(value, left + width / 2, Math.min(y(value), zero), box, {
        above: 'jp-gatescope-axis',
        inside: given ? 'jp-gatescope-on-bar' : 'jp-gatescope-axis'
      })
    ];
  });
}

/** The truth beside them. */
export function truthBars(
  prediction: Prediction,
  box: ChartBox,
  scales: ChartScales
): SVGElement[] {
  const { y } = scales;
  const width = barWidth(scales);
  const zero = y(Math.max(y.domain()[0], Math.min(y.domain()[1], 0)));
  return asked(prediction).flatMap(index => {
    const value = prediction.truth.values[index];
    return [
      svg('rect', {
        class: 'jp-gatescope-truth-bar',
        x: scales.x(index),
        y: Math.min(y(value), zero),
        width,
        height: Math.max(1, Math.abs(y(value) - zero))
      }),
      numberAt(
        value,
        scales.x(index) + width / 2,
        Math.min(y(value), zero),
        box,
        { above: 'jp-gatescope-truth-name', inside: 'jp-gatescope-on-bar' }
      )
    ];
  });
}

/** A number stands over its bar, and inside a bar that leaves no room over it. */
function numberAt(
  value: number,
  x: number,
  barTop: number,
  box: ChartBox,
  classes: { readonly above: string; readonly inside: string }
): SVGElement {
  const inside = barTop - 4 < box.top + 9;
  return svg(
    'text',
    {
      class: inside ? classes.inside : classes.above,
      x,
      y: inside ? barTop + 13 : barTop - 4,
      'text-anchor': 'middle'
    },
    short(value)
  );
}

function barWidth({ band }: ChartScales): number {
  return Math.min(48, band * 0.36);
}

function short(value: number): string {
  return formatFixed(value, Math.abs(value) >= 10 ? 1 : 2);
}
