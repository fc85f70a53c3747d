import { listen } from './dom';

/** What a pointer on a picture asks for, in CSS pixels of the picture. */
export interface PointerActions {
  /** The pointer is at a place; it may have moved there by mouse or by a sideways drag of a finger. */
  move(x: number, y: number, event: PointerEvent): void;
  leave(event: PointerEvent): void;
  /** A click, or a second tap on the same place. */
  pin(x: number, y: number, event: PointerEvent): void;
  /** Whether a drag from here is a brush. */
  canBrush(x: number, y: number): boolean;
  brushStart(x: number, y: number): void;
  brushMove(x: number, y: number): void;
  brushEnd(x: number, y: number): void;
  /** Ctrl + wheel: above zero zooms in. */
  zoom(x: number, amount: number, event: WheelEvent): void;
}

/** A finger that rests this long begins a brush. */
const HOLD = 400;
/** A pointer that moved less than this was still. */
const STILL = 4;

/**
 * Mouse: move, click, drag. Touch: tap moves, a second tap pins, a sideways drag moves, resting and
 * then dragging brushes, in any direction; up and down the page scrolls (`touch-action: pan-y`), and
 * moves nothing here.
 */
export function followPointer(
  element: HTMLElement,
  actions: PointerActions
): () => void {
  let down: { x: number; y: number; id: number } | null = null;
  let brushing = false;
  /** A finger that began to move sideways is no more about to scroll. */
  let sideways = false;
  let hold = 0;
  let tapped: { x: number; y: number } | null = null;

  const place = (event: MouseEvent): { x: number; y: number } => {
    const box = element.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };
  const startBrush = (at: { x: number; y: number }): void => {
    brushing = true;
    actions.brushStart(at.x, at.y);
  };
  const reset = (): void => {
    clearTimeout(hold);
    down = null;
    brushing = false;
    sideways = false;
  };

  const stops = [
    listen<PointerEvent>(element, 'pointerdown', event => {
      if (event.button !== 0 || isField(event)) {
        return;
      }
      const at = place(event);
      down = { ...at, id: event.pointerId };
      if (event.pointerType === 'touch' && actions.canBrush(at.x, at.y)) {
        hold = window.setTimeout(() => {
          actions.move(at.x, at.y, event);
          startBrush(at);
        }, HOLD);
      }
    }),
    listen<PointerEvent>(element, 'pointermove', event => {
      if (isField(event)) {
        return;
      }
      const at = place(event);
      if (!down) {
        actions.move(at.x, at.y, event);
        return;
      }
      if (!brushing && far(down, at)) {
        clearTimeout(hold);
        if (event.pointerType !== 'touch' && actions.canBrush(down.x, down.y)) {
          startBrush(down);
        }
      }
      if (brushing) {
        element.setPointerCapture(event.pointerId);
        actions.brushMove(at.x, at.y);
        return;
      }
      sideways ||= far(down, at) && isSideways(down, at);
      if (event.pointerType !== 'touch' || sideways) {
        actions.move(at.x, at.y, event);
      }
    }),
    listen<PointerEvent>(element, 'pointerup', event => {
      if (!down) {
        return;
      }
      const at = place(event);
      const moved = far(down, at);
      const touch = event.pointerType === 'touch';
      if (brushing) {
        actions.brushEnd(at.x, at.y);
      } else if (!moved && !touch) {
        actions.pin(at.x, at.y, event);
      } else if (!moved && touch) {
        actions.move(at.x, at.y, event);
        if (tapped && !far(tapped, at)) {
          actions.pin(at.x, at.y, event);
        }
        tapped = at;
      }
      reset();
    }),
    listen<PointerEvent>(element, 'pointercancel', reset),
    ...keepFinger(element, () => brushing),
    listen<PointerEvent>(element, 'pointerleave', event => {
      // A finger that lifts leaves, too; what it tapped stays.
      if (event.pointerType !== 'touch' && !brushing) {
        actions.leave(event);
      }
    }),
    listen<WheelEvent>(
      element,
      'wheel',
      event => {
        if (event.ctrlKey) {
          event.preventDefault();
          actions.zoom(place(event).x, -Math.sign(event.deltaY), event);
        }
      },
      { passive: false }
    )
  ];
  return () => {
    clearTimeout(hold);
    for (const stop of stops) {
      stop();
    }
  };
}

interface PointerPlace {
  readonly x: number;
  readonly y: number;
}

const far = (a: PointerPlace, b: PointerPlace): boolean =>
  Math.abs(a.x - b.x) > STILL || Math.abs(a.y - b.y) > STILL;

const isSideways = (a: PointerPlace, b: PointerPlace): boolean =>
  Math.abs(a.x - b.x) > Math.abs(a.y - b.y);

const isField = ({ target }: Event): boolean =>
  target instanceof Element &&
  target.closest('input, button, select, a') !== null;

/** While a finger brushes, nothing takes it away: the page that scrolls, or the menu of a long press. */
function keepFinger(
  element: HTMLElement,
  brushes: () => boolean
): (() => void)[] {
  const keep = (event: Event): void => {
    if (brushes()) {
      event.preventDefault();
      event.stopPropagation();
    }
  };
  return [
    listen(element, 'touchmove', keep, { passive: false }),
    listen(element, 'contextmenu', keep)
  ];
}
