import { html, listen } from './dom';

/** Lies over a chart of the input and lets its numbers be dragged. */
export interface InputStrip {
  readonly element: HTMLElement;
  dispose(): void;
}

export interface InputStripOptions {
  readonly title: string;
  /** The step under the pointer; null beside the chart. */
  readonly stepAt: (event: PointerEvent) => number | null;
  /**
   * The numbers at the heights of the pointer, on the axis as it stands when a drag begins: what is
   * dragged moves the axis of the picture, and would run away on it.
   */
  readonly values: () => (event: PointerEvent) => number;
  /** One number of the input gets a value; `going` while the pointer still drags. */
  readonly edit: (step: number, value: number, going: boolean) => void;
  /** The pointer is at a step. */
  readonly move: (step: number) => void;
}

export function createInputStrip({
  title,
  stepAt,
  values,
  edit,
  move
}: InputStripOptions): InputStrip {
  const element = html('div', { class: 'jp-gatescope-edit-strip', title });
  let dragging: {
    readonly step: number;
    readonly valueAt: (event: PointerEvent) => number;
  } | null = null;
  const stops = [
    listen<PointerEvent>(element, 'pointerdown', event => {
      const step = stepAt(event);
      if (event.button !== 0 || step === null) {
        return;
      }
      event.preventDefault();
      event.stopPropagation();
      element.setPointerCapture(event.pointerId);
      dragging = { step, valueAt: values() };
      move(step);
    }),
    listen<PointerEvent>(element, 'pointermove', event => {
      event.stopPropagation();
      if (dragging === null) {
        const step = stepAt(event);
        if (step !== null) {
          move(step);
        }
      } else {
        edit(dragging.step, dragging.valueAt(event), true);
      }
    }),
    listen<PointerEvent>(element, 'pointerup', event => {
      event.stopPropagation();
      if (dragging !== null) {
        edit(dragging.step, dragging.valueAt(event), false);
        dragging = null;
      }
    }),
    listen(element, 'pointercancel', () => {
      dragging = null;
    })
  ];
  return {
    element,
    dispose() {
      for (const stop of stops) {
        stop();
      }
    }
  };
}

/**
 * A number that a hand set on a scale, from its one end to the other: two digits more than the chart
 * can show are noise.
 */
export function handValue(
  value: number,
  [low, high]: readonly [number, number]
): number {
  const digits = Math.max(0, 2 - Math.floor(Math.log10(high - low || 1)));
  return Number(
    Math.min(high, Math.max(low, value)).toFixed(Math.min(digits, 12))
  );
}
