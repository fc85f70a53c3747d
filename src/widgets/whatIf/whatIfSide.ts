import { html, setText } from '../base/dom';
import { followSteps } from '../base/stepPointer';
import type { Cursor } from '../context';
import {
  createDrawing,
  type Drawing,
  type DrawingInteractions
} from '../scene/createDrawing';
import type { SideKind } from '../../views/whatIf/sideMarks';
import {
  headingOf,
  sideScene,
  whatIfView
} from '../../views/whatIf/whatIfView';
import type { WhatIfMoment } from './whatIfState';

/** One of the two runs: a heading, and its scene. */
export interface Side {
  readonly element: HTMLElement;
  /** Positioned; what the pointer moves over. */
  readonly plot: HTMLElement;
  readonly drawing: Drawing;
  draw(width: number): void;
  /** Follows the pointer, until it is stopped. */
  follow(
    cursor: Cursor,
    mover: { readonly step: number }
  ): readonly (() => void)[];
}

/** Makes the run as it was, or the one with what was changed. */
export function createSide(
  kind: SideKind,
  moment: WhatIfMoment,
  hands: DrawingInteractions
): Side {
  const name = html('b', {});
  const loss = html('span', { class: 'jp-gatescope-second' });
  const heading = html(
    'div',
    { class: `jp-gatescope-side-heading jp-gatescope-side-${kind}` },
    name,
    loss
  );
  const drawing = createDrawing(
    whatIfView.name,
    {
      get scene() {
        return sideScene(moment.now, kind);
      },
      get table() {
        return moment.table;
      },
      get now() {
        return moment.now;
      }
    },
    hands
  );
  const plot = html('div', { class: 'jp-gatescope-side-plot' }, drawing.host);
  const element = html('div', { class: 'jp-gatescope-side' }, heading, plot);
  return {
    element,
    plot,
    drawing,
    draw(width) {
      drawing.draw(width);
      const words = headingOf(moment.now, kind);
      setText(name, words.name);
      setText(loss, words.loss);
      const [{ box }] = drawing.placed!.panels;
      element.style.width = `${drawing.placed!.width}px`;
      element.setAttribute('aria-busy', String(moment.now.data?.awaited));
      heading.style.paddingLeft = `${box.x}px`;
      heading.style.width = `${box.x + box.width}px`;
    },
    follow: (cursor, mover) => followSteps(plot, drawing.pointer, cursor, mover)
  };
}
