import type { NumericArray } from '../../../trace';
import { rampOf } from './colours';
import { pngAddress } from './png';
import { element } from '../../../widgets/marks/markup';
import { ink, label, picture } from './svg';

/** A table of numbers from 0 up as a map, with words at rows and columns: attention, confusion. */
export function mapPicture({
  title,
  values,
  rows,
  columns,
  highest
}: {
  readonly title: string;
  readonly values: NumericArray;
  readonly rows: readonly string[];
  readonly columns: readonly string[];
  readonly highest: number;
}): string {
  const ramp = rampOf({ role: 'gate', range: [0, highest] });
  const bytes = new Uint8Array(rows.length * columns.length * 3);
  values.values.forEach((value, index) => bytes.set(ramp(value), index * 3));
  const side = Math.max(8, Math.min(28, 480 / Math.max(1, columns.length)));
  const left = 120;
  const top = 110;
  const width = columns.length * side;
  const height = rows.length * side;
  const every = Math.max(1, Math.ceil(12 / side));
  return picture(
    { width: left + width + 24, height: top + height + 20, title },
    label(16, 22, title, { 'font-size': 15, 'font-weight': 600 }),
    element('image', {
      x: left,
      y: top,
      width,
      height,
      preserveAspectRatio: 'none',
      style: 'image-rendering: pixelated',
      href: pngAddress({ width: columns.length, height: rows.length, bytes })
    }),
    ...rows.map((word, index) =>
      index % every === 0
        ? label(left - 8, top + (index + 0.5) * side + 4, word.slice(0, 16), {
            'text-anchor': 'end',
            'font-size': 11
          })
        : ''
    ),
    ...columns.map((word, index) => {
      const x = left + (index + 0.5) * side;
      return index % every === 0
        ? label(x, top - 8, word.slice(0, 14), {
            'font-size': 11,
            fill: ink.text,
            transform: `rotate(-50 ${x.toFixed(1)} ${top - 8})`
          })
        : '';
    })
  );
}
