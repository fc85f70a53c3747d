import type { Translate } from '../../scene/words/translate';
import { formatFixed } from '../../scene/words/format';
import type { ShareChart } from '../../views/unrolled/shareChart';
import type { ShareStep } from '../../views/unrolled/shareColumns';
import type { Share } from '../../views/unrolled/shares';
import type { Unrolled } from '../../views/unrolled/unrolledNow';
import { sharesTable } from '../../views/unrolled/unrolledView';
import { html } from '../base/dom';
import { createTooltip } from '../base/tooltip';
import { beforeWords, shareWords } from './sharesWords';

/** The bars of what a state is made of on the page, and the arithmetic of each. */
export interface SharesPanel {
  readonly element: HTMLElement;
  /** Shows the bars of a step; nothing where there are none. */
  show(
    now: Unrolled,
    chart: ShareChart | null,
    picture: SVGElement | null
  ): void;
  /** Moves the asked bar by one; returns what to read out, null if there is none. */
  walk(move: 1 | -1, step: number): string | null;
  /** Asks no bar; true if one was asked. */
  leave(): boolean;
  /** The pointer is at a place of the picture, or has left it. */
  point(event: PointerEvent): void;
  /** The step whose bar is at a place. */
  stepAt(event: MouseEvent): number | null;
}

export function createSharesPanel(translate: Translate): SharesPanel {
  const heading = html('div', { class: 'jp-gatescope-shares-title' });
  const drawing = html('div');
  const host = html('div', { class: 'jp-gatescope-shares-host' }, drawing);
  const element = html('div', {}, heading, host);
  const tooltip = createTooltip(host);
  let shown: { now: Unrolled; chart: ShareChart } | null = null;
  let asked: ShareStep | null = null;
  const shareAt = (at: ShareStep | null): Share | undefined =>
    shown?.now.shares?.steps.find(({ step }) => step === at);

  const ask = (at: ShareStep | null): void => {
    const share = shareAt(at);
    const { now, chart } = shown ?? {};
    if (!now?.shares || !now.carry || !chart || (at !== 'before' && !share)) {
      asked = null;
      tooltip.hide();
      return;
    }
    asked = at;
    const { indexOf, scale } = chart.columns;
    const index = indexOf(share?.step ?? 'before');
    tooltip.show(
      share
        ? shareWords(now.read, now.shares, share, now.carry, translate)
        : beforeWords(now.shares, now.window, translate),
      {
        left: scale.left(index),
        right: scale.left(index + 1),
        y: chart.middle
      }
    );
  };
  const under = (event: MouseEvent): ShareStep | null =>
    shown && event.target instanceof Node && host.contains(event.target)
      ? shown.chart.columns.stepAt(
          event.clientX - host.getBoundingClientRect().left
        )
      : null;

  return {
    element,
    show(now, chart, picture) {
      shown = chart && picture && { now, chart };
      element.hidden = !shown;
      drawing.replaceChildren(...(picture ? [picture] : []));
      heading.textContent = shown ? sharesTable(now).caption : '';
      ask(asked);
    },
    walk(move, step) {
      const next = typeof asked === 'number' ? asked + move : step;
      const share = shareAt(next);
      if (share) {
        ask(next);
      }
      return share
        ? translate(
            '%step %1 wrote %2, left %3',
            share.step,
            formatFixed(share.written),
            formatFixed(share.left)
          )
        : null;
    },
    leave() {
      const was = asked !== null;
      ask(null);
      return was;
    },
    point(event) {
      const left = event.type === 'pointerleave';
      const at = left ? null : under(event);
      if (at !== asked && !(left && event.pointerType === 'touch')) {
        ask(at);
      }
    },
    stepAt(event) {
      const at = under(event);
      return typeof at === 'number' ? at : null;
    }
  };
}
