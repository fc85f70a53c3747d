import { html, listen } from '../base/dom';
import type { Box } from '../../scene/marks/plane';
import type { Place } from './guessPlane';

/** Lies over the plot and follows a hand that draws. */
export interface Strokes {
  readonly element: HTMLElement;
  put(box: Box, hidden: boolean): void;
  dispose(): void;
}

export interface StrokeActions {
  readonly placeOf: (event: PointerEvent) => Place;
  /** From one place to the next; from null where a stroke begins. */
  readonly draw: (from: Place | null, to: Place) => void;
  readonly end: () => void;
}

export function createStrokes({ placeOf, draw, end }: StrokeActions): Strokes {
  const element = html('div', { class: 'jp-gatescope-draw-area' });
  let last: Place | null = null;
  const leave = (): void => {
    if (last) {
      last = null;
      end();
    }
  };
  const stops = [
    listen<PointerEvent>(element, 'pointerdown', event => {
      if (event.button === 0) {
        element.setPointerCapture(event.pointerId);
        last = placeOf(event);
        draw(null, last);
      }
    }),
    listen<PointerEvent>(element, 'pointermove', event => {
      if (last) {
        const next = placeOf(event);
        draw(last, next);
        last = next;
      }
    }),
    listen(element, 'pointerup', leave),
    listen(element, 'pointercancel', leave)
  ];
  return {
    element,
    put({ x, y, width, height }, hidden) {
      element.style.left = `${x}px`;
      element.style.top = `${y}px`;
      element.style.width = `${width}px`;
      element.style.height = `${height}px`;
      element.hidden = hidden;
    },
    dispose: () => stops.forEach(stop => stop())
  };
}
