import type { Cursor, CursorPosition } from '../context';
import { listen } from './dom';
import { followPointer } from './followPointer';

/** What lies under the pointer: a step, and whatever else the view tells apart. */
export interface StepHit {
  readonly step: number;
  /** Where else the cursor goes there: to a unit. */
  readonly to?: Partial<CursorPosition>;
}

/** A brush, by places of the picture in CSS pixels. */
export interface Brushing {
  canStart(x: number, y: number): boolean;
  start(x: number, y: number): void;
  drag(x: number, y: number): void;
  end(): void;
  /** Takes it away; true if there was one. */
  clear(): boolean;
  dispose(): void;
}

/** What the pointer does over the steps of a view. */
export interface StepPointer<H extends StepHit> {
  /** What is under a place of the page; null outside of the plot. */
  readonly at?: (event: MouseEvent) => H | null;
  /** Whether only a click moves the cursor, which is then not pinned: the steps are a choice. */
  readonly clicks?: boolean;
  /** The pointer is over something, or over nothing. */
  readonly over?: (hit: H | null, event: PointerEvent) => void;
  /** What is chosen by dragging; a click takes it away, and where it has none pins. */
  readonly brush?: Brushing;
  /** Ctrl and the wheel over the picture: above zero zooms in around a step. */
  readonly zoom?: (step: number, amount: number) => void;
  /** The frame's: null where nothing can be pinned. */
  readonly pins?: Cursor | null;
}

/** Who moves the cursor. */
type Mover = { readonly step: number };

/** Follows the pointer over a picture; returns the ways to stop. */
export const followSteps = <H extends StepHit>(
  host: HTMLElement,
  pointer: StepPointer<H>,
  cursor: Cursor,
  mover: Mover
): (() => void)[] =>
  (pointer.brush ? followBrush : followHand)(host, pointer, cursor, mover);

/** The step under the pointer is everybody's, until it is pinned; a click on a step pins it. */
function followHand<H extends StepHit>(
  host: HTMLElement,
  { at, over, pins, clicks = false }: StepPointer<H>,
  cursor: Cursor,
  mover: Mover
): (() => void)[] {
  return [
    listen<PointerEvent>(host, 'pointermove', event => {
      const hit = at?.(event) ?? null;
      if (hit && !clicks && !cursor.position.pinned) {
        cursor.move({ step: hit.step, ...hit.to }, mover);
      }
      over?.(hit, event);
    }),
    listen<PointerEvent>(host, 'pointerleave', event => over?.(null, event)),
    listen<PointerEvent>(host, 'click', event => {
      const hit = at?.(event);
      if (hit) {
        // A finger that taps never moved there.
        over?.(hit, event);
        const pinned =
          clicks || pins === null ? {} : { pinned: !cursor.position.pinned };
        cursor.move({ step: hit.step, ...hit.to, ...pinned }, mover);
      }
    })
  ];
}

/** The same where a drag brushes; a finger that taps a step moves there, and pins it by a second tap. */
function followBrush<H extends StepHit>(
  host: HTMLElement,
  { at, over, brush, zoom }: StepPointer<H>,
  cursor: Cursor,
  mover: Mover
): (() => void)[] {
  return [
    () => brush?.dispose(),
    followPointer(host, {
      move(_x, _y, event) {
        const hit = at?.(event) ?? null;
        if (hit && !cursor.position.pinned) {
          cursor.move({ step: hit.step, ...hit.to }, mover);
        }
        over?.(hit, event);
      },
      leave: event => over?.(null, event),
      pin(_x, _y, event) {
        const hit = at?.(event);
        if (!brush?.clear() && hit) {
          const to = { step: hit.step, ...hit.to };
          const { position } = cursor;
          const isSame = Object.entries(to).every(
            ([name, value]) => position[name as keyof CursorPosition] === value
          );
          over?.(hit, event);
          cursor.move({ ...to, pinned: !(position.pinned && isSame) }, mover);
        }
      },
      canBrush: (x, y) => brush?.canStart(x, y) ?? false,
      brushStart: (x, y) => brush?.start(x, y),
      brushMove: (x, y) => brush?.drag(x, y),
      brushEnd: () => brush?.end(),
      zoom(_x, amount, event) {
        zoom?.(at?.(event)?.step ?? mover.step, amount);
      }
    })
  ];
}
