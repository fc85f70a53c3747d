import { hideUnder } from '../base/axisWords';
import { html, setAttributes, svg } from '../base/dom';
import { drawn } from './drawn';
import type { AxisMark } from '../../scene/marks/axes';
import type { StepScale } from '../../scene/marks/plane';

export interface StepCursorOptions {
  readonly steps: StepScale;
  /** The ends of the line. */
  readonly top: number;
  readonly bottom: number;
  /** The colours of the dots that move with it. */
  readonly dots: readonly string[];
  readonly dotSize?: number;
  /** The top of the badge that names the step. */
  readonly badge: number;
  /** Words of the axis: those under the badge make room. */
  readonly axis: readonly AxisMark[];
}

/** The line at the step that all linked views are at, with a dot on each row of values. */
export interface StepCursor {
  /** Over the picture, or below its words. */
  readonly line: SVGElement;
  /** Above all else. */
  readonly dots: readonly SVGElement[];
  readonly badge: HTMLElement;
  /** The words of the axis, for the picture. */
  readonly words: readonly SVGElement[];
  /** `heights` of the dots; NaN for one that has no place. */
  moveTo(step: number, words: string, heights: readonly number[]): void;
}

export function createStepCursor({
  steps,
  top,
  bottom,
  dots: colors,
  dotSize = 5,
  badge: badgeTop,
  axis
}: StepCursorOptions): StepCursor {
  const line = svg('path', { class: 'jp-gatescope-flow-cursor' });
  const dots = colors.map(color =>
    svg('circle', {
      class: 'jp-gatescope-flow-dot',
      r: dotSize,
      style: `fill: ${color}`
    })
  );
  const badge = html('div', { class: 'jp-gatescope-badge' });
  const words = axis.map(({ mark, from, to }) => ({
    element: drawn(mark),
    from,
    to
  }));
  const { x: left, width } = steps.box;
  return {
    line,
    dots,
    badge,
    words: words.map(({ element }) => element),
    moveTo(step, text, heights) {
      const x = steps.center(step);
      line.setAttribute('d', `M${x} ${top}V${bottom}`);
      dots.forEach((dot, index) => {
        const y = heights[index];
        dot.style.display = Number.isFinite(y) ? '' : 'none';
        if (Number.isFinite(y)) {
          setAttributes(dot, { cx: x, cy: y });
        }
      });
      badge.textContent = text;
      const half = badge.offsetWidth / 2 || 24;
      // One that is wider than the plot stands out of it at the left, where the axis has its room.
      const most = left + width - 2 * half;
      const from = Math.max(0, Math.min(left, most), Math.min(most, x - half));
      badge.style.transform = `translate(${from}px, ${badgeTop}px)`;
      hideUnder(words, { from, to: from + 2 * half });
    }
  };
}
