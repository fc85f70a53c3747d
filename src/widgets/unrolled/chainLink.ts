import { setAttributes, setText, svg } from '../base/dom';
import { formatFixed } from '../base/format';
import {
  arrowPath,
  hollowWidths,
  linePath,
  wireWidth
} from '../cell/wireShape';
import type { ChainLayout } from './unrolledLayout';

/** The wire of one state between two cells, with its number. */
export interface ChainLink {
  readonly element: SVGElement;
  readonly pill: SVGElement;
  show(value: number | null): void;
}

/** Makes the wire left of cell `index` (after the last: right of it) for a state. */
export function createChainLink(
  layout: ChainLayout,
  index: number,
  which: number,
  hue: string,
  channel: string,
  forward: boolean
): ChainLink {
  const y = layout.wires[which];
  const from =
    index === 0
      ? layout.left[0] - 72
      : layout.left[index - 1] + layout.cellWidth;
  const to = index === layout.count ? from + 66 : layout.left[index];
  const points = forward
    ? [
        { x: from, y },
        { x: to, y }
      ]
    : [
        { x: to, y },
        { x: from, y }
      ];
  const outer = svg('path', { class: 'jp-gatescope-wire-line' });
  const inner = svg('path', { class: 'jp-gatescope-wire-hollow' });
  const arrow = svg('path', { class: 'jp-gatescope-wire-arrow' });
  const element = svg(
    'g',
    {
      class: 'jp-gatescope-wire',
      'data-jp-gatescope-hue': hue,
      'data-channel': channel
    },
    outer,
    inner,
    arrow
  );
  const middle = (from + to) / 2 - (forward ? 4 : -4);
  const rect = svg('rect', {
    class: 'jp-gatescope-pill-shape',
    y: y - 10.5,
    height: 21,
    rx: 10.5
  });
  const text = svg('text', {
    class: 'jp-gatescope-pill-text',
    x: middle,
    y: y + 4.5,
    'text-anchor': 'middle'
  });
  const pill = svg(
    'g',
    {
      class: 'jp-gatescope-pill',
      'data-jp-gatescope-hue': hue,
      'data-channel': channel
    },
    rect,
    text
  );
  return {
    element,
    pill,
    show(value) {
      const unknown = value === null || Number.isNaN(value);
      const number = unknown ? 0 : value;
      const negative = number < 0;
      const width = negative ? hollowWidths(number).outer : wireWidth(number);
      const head = 5 + width * 0.8;
      setAttributes(outer, {
        'stroke-width': width,
        d: linePath(points, head * 0.7)
      });
      setAttributes(inner, {
        'stroke-width': hollowWidths(number).inner,
        d: linePath(points, head)
      });
      arrow.setAttribute('d', arrowPath(points, head, 3 + width * 0.5));
      element.classList.toggle('jp-gatescope-wire-negative', negative);
      pill.classList.toggle('jp-gatescope-pill-empty', unknown);
      const words = unknown ? '–' : formatFixed(number);
      setText(text, words);
      const pillWidth = Math.max(40, words.length * 7.4 + 12);
      setAttributes(rect, { x: middle - pillWidth / 2, width: pillWidth });
    }
  };
}
