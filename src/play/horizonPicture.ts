import { svg } from '../widgets/base/dom';
import { horizonRamp } from './paint';
import { BOUNDS } from './playState';

/** Both horizons as one picture, with their names and axes: what people share. */
export function horizonPicture(given: {
  readonly host: Element;
  readonly question: string;
  readonly names: readonly [string, string];
  readonly rows: readonly [readonly Float32Array[], readonly Float32Array[]];
  readonly longest: number;
  readonly across: string;
  /** What is pale, and what is deep. */
  readonly ends: readonly [string, string];
}): SVGSVGElement {
  const { host, names, rows, longest } = given;
  const [, epochs] = BOUNDS.epoch;
  const { css } = horizonRamp(host);
  const style = getComputedStyle(host);
  const ink = style.getPropertyValue('--jp-gatescope-ink').trim();
  const second = style.getPropertyValue('--jp-gatescope-second').trim();
  const page = style.getPropertyValue('--jp-gatescope-page').trim();
  const width = 420;
  const height = 240;
  const text = (x: number, y: number, words: string, options: object = {}) =>
    svg('text', { x, y, fill: ink, 'font-size': 13, ...options }, words);
  const plots = names.map((name, at) => {
    const left = 50 + at * (width + 40);
    const cells = rows[at].flatMap((row, epoch) =>
      Array.from(row, (share, column) =>
        svg('rect', {
          x: left + (column / longest) * width,
          y: 92 + height - ((epoch + 1) / epochs) * height,
          width: width / longest + 0.3,
          height: height / epochs + 0.3,
          fill: css(share)
        })
      )
    );
    return [
      text(left, 80, name, { 'font-weight': 600 }),
      svg('rect', {
        x: left,
        y: 92,
        width,
        height,
        fill: 'none',
        stroke: second,
        'stroke-width': 0.5
      }),
      ...cells,
      text(left, 92 + height + 18, '1', { fill: second }),
      text(left + width, 92 + height + 18, String(longest), {
        fill: second,
        'text-anchor': 'end'
      })
    ];
  });
  return svg(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      width: 980,
      height: 380,
      viewBox: '0 0 980 380',
      'font-family': 'system-ui, sans-serif'
    },
    [
      svg('rect', { width: 980, height: 380, fill: page }),
      text(50, 44, given.question, { 'font-size': 22, 'font-weight': 700 }),
      text(42, 102, String(epochs), { fill: second, 'text-anchor': 'end' }),
      text(42, 92 + height, '0', { fill: second, 'text-anchor': 'end' }),
      ...plots.flat(),
      text(
        50,
        92 + height + 38,
        `across: ${given.across}; up: epochs. Pale: ${given.ends[0]}, deep: ${given.ends[1]}. gatescope`,
        { fill: second }
      )
    ]
  );
}
