import { setAttributes, setText, svg } from '../base/dom';
import { formatFixed } from '../../scene/words/format';
import { pillWidth } from '../base/measure';
import type { Hue } from '../base/hue';
import {
  arrowPath,
  hollowWidths,
  wirePath,
  wireWidth
} from '../../scene/marks/wire';
import type { ChainState } from './chainRows';
import type { ChainLayout } from './unrolledLayout';

/** The wire of one state between two cells, with its number above it. */
export interface ChainLink {
  readonly element: SVGElement;
  readonly pill: SVGElement;
  show(value: number | null): void;
}

/** The pill stands clear of the widest wire, so that its width is seen. */
const ABOVE = 17;

/** Makes the wire left of cell `index` (after the last: right of it) for a state. */
export function createChainLink(
  { wires, left, cellWidth, count, startWire }: ChainLayout,
  index: number,
  which: number,
  { hue, name }: ChainState,
  forward: boolean
): ChainLink {
  const y = wires[which];
  const from = index === 0 ? left[0] - startWire : left[index - 1] + cellWidth;
  const to = index === count ? from + startWire - 6 : left[index];
  const ends = [
    { x: from, y },
    { x: to, y }
  ];
  const points = forward ? ends : ends.toReversed();
  const outer = svg('path', { class: 'jp-gatescope-wire-line' });
  const inner = svg('path', { class: 'jp-gatescope-wire-hollow' });
  const arrow = svg('path', { class: 'jp-gatescope-wire-arrow' });
  const element = group('wire', hue, name, outer, inner, arrow);
  const middle = (from + to) / 2;
  const rect = svg('rect', {
    class: 'jp-gatescope-pill-shape',
    y: y - ABOVE - 10.5,
    height: 21,
    rx: 10.5
  });
  const text = svg('text', {
    class: 'jp-gatescope-pill-text',
    x: middle,
    y: y - ABOVE + 4.5,
    'text-anchor': 'middle'
  });
  const pill = group('pill', hue, name, rect, text);
  return {
    element,
    pill,
    show(value) {
      const number = value === null || Number.isNaN(value) ? null : value;
      const negative = number !== null && number < 0;
      const widths = hollowWidths(number ?? 0);
      const width = negative ? widths.outer : wireWidth(number ?? 0);
      const head = 5 + width * 0.8;
      setAttributes(outer, {
        'stroke-width': width,
        d: wirePath(points, head * 0.7)
      });
      setAttributes(inner, {
        'stroke-width': widths.inner,
        d: wirePath(points, head)
      });
      arrow.setAttribute('d', arrowPath(points, head, 3 + width * 0.5));
      element.classList.toggle('jp-gatescope-wire-negative', negative);
      pill.classList.toggle('jp-gatescope-pill-empty', number === null);
      const words = number === null ? '–' : formatFixed(number);
      setText(text, words);
      const wide = pillWidth(words, 8);
      setAttributes(rect, { x: middle - wide / 2, width: wide });
    }
  };
}

function group(
  kind: 'wire' | 'pill',
  hue: Hue,
  channel: string,
  ...children: SVGElement[]
): SVGElement {
  return svg(
    'g',
    {
      class: `jp-gatescope-${kind}`,
      'data-jp-gatescope-hue': hue,
      'data-channel': channel
    },
    children
  );
}
