import type { Mark } from '../../scene/marks/mark';
import { svg } from '../base/dom';
import { drawn } from '../scene/drawn';

/** Marks in a picture of their own, which a screen reader passes by. */
export const marksSvg = (
  name: string,
  width: number,
  height: number,
  marks: readonly Mark[]
): SVGSVGElement =>
  svg(
    'svg',
    {
      class: `jp-gatescope-${name}`,
      ...{ width, height, viewBox: `0 0 ${width} ${height}` },
      'aria-hidden': 'true'
    },
    marks.map(drawn)
  );
