import type { Translate } from '../context';
import { html, listen, setText } from '../base/dom';
import { formatNumber } from '../base/format';
import { panelScale } from '../gates/drawSeries';
import { placeAt, stepCenter } from '../gates/gatesLayout';
import type { GatesScene } from '../gates/gatesScene';

export interface InputEditor {
  /** The number field, to stand below the picture. */
  readonly field: HTMLElement;
  /** The strip over the chart of the input; to stand in the plot. */
  readonly strip: HTMLElement;
  build(scene: GatesScene, enabled: boolean): void;
  /** Shows the value at a step. */
  paint(step: number): void;
  focus(): void;
  dispose(): void;
}

export interface InputEditorOptions {
  readonly translate: Translate;
  /** One number of the input gets a value; `going` while the pointer still drags. */
  readonly edit: (step: number, value: number, going: boolean) => void;
  /** The pointer is at a step. */
  readonly move: (step: number) => void;
  readonly leave: () => void;
}

/** Changes the input: drag a point of its chart, or type a number for the step at the cursor. */
export function createInputEditor({
  translate,
  edit,
  move,
  leave
}: InputEditorOptions): InputEditor {
  const strip = html('div', {
    class: 'jp-gatescope-edit-strip',
    title: translate('Drag a point of the input')
  });
  const handle = html('div', { class: 'jp-gatescope-edit-handle' });
  strip.append(handle);
  const name = html('span');
  const input = html('input', {
    class: 'jp-gatescope-field',
    type: 'number',
    step: 'any',
    tabindex: -1
  });
  const field = html(
    'label',
    { class: 'jp-gatescope-edit-field' },
    name,
    ' ',
    input
  );
  let scene: GatesScene | null = null;
  let at = 0;
  let dragging: number | null = null;

  const inputAt = (step: number): number => {
    if (!scene) {
      return NaN;
    }
    const { names, array } = scene.trace.input;
    return array.values[step * names.length + scene.options.feature];
  };
  const place = (event: PointerEvent): { x: number; y: number } => {
    const box = strip.parentElement?.getBoundingClientRect() ?? {
      left: 0,
      top: 0
    };
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };
  const stepOf = (event: PointerEvent): number | null => {
    if (!scene) {
      return null;
    }
    const { x } = place(event);
    const found = placeAt(scene.layout, x, -1, scene.steps).step;
    return found === null ? null : found + scene.options.from;
  };
  const valueOf = (event: PointerEvent): number => {
    if (!scene) {
      return NaN;
    }
    const y = panelScale(scene.panels[0], scene.layout.series[0]);
    // Two digits more than the chart can show are noise of the hand.
    const [low, high] = y.domain();
    const digits = Math.max(0, 2 - Math.floor(Math.log10(high - low)));
    return Number(y.invert(place(event).y).toFixed(Math.min(digits, 12)));
  };

  /** What was entered last: the browser tells of it again when the field is left. */
  let entered: { step: number; value: number } | null = null;
  const commit = (): void => {
    const value = input.valueAsNumber;
    const again =
      (entered?.step === at && entered.value === value) ||
      value === shownNumber(inputAt(at));
    if (Number.isFinite(value) && !again) {
      entered = { step: at, value };
      edit(at, value, false);
    }
  };

  const stops = [
    listen<PointerEvent>(strip, 'pointerdown', event => {
      const step = stepOf(event);
      if (event.button !== 0 || step === null) {
        return;
      }
      event.preventDefault();
      event.stopPropagation();
      strip.setPointerCapture(event.pointerId);
      dragging = step;
      move(step);
    }),
    listen<PointerEvent>(strip, 'pointermove', event => {
      event.stopPropagation();
      if (dragging === null) {
        const step = stepOf(event);
        if (step !== null) {
          move(step);
        }
      } else {
        edit(dragging, valueOf(event), true);
      }
    }),
    listen<PointerEvent>(strip, 'pointerup', event => {
      event.stopPropagation();
      if (dragging !== null) {
        edit(dragging, valueOf(event), false);
        dragging = null;
      }
    }),
    listen(strip, 'pointercancel', () => {
      dragging = null;
    }),
    listen(input, 'change', () => commit()),
    listen<KeyboardEvent>(input, 'keydown', event => {
      if (event.key === 'Enter') {
        // JupyterLab keeps Enter from the fields in a notebook cell, so no change would follow.
        commit();
      } else if (event.key === 'Escape') {
        event.stopPropagation();
        leave();
      }
    })
  ];

  const paint = (step: number): void => {
    // Another step, or another number at it (after an undo): the same entry is a new one.
    if (step !== at || document.activeElement !== input) {
      entered = null;
    }
    at = step;
    if (!scene || strip.hidden) {
      return;
    }
    const { names, unit } = scene.trace.input;
    const label = `${names[scene.options.feature]}${unit ? ` (${unit})` : ''}`;
    setText(name, translate('%1 at step %2', label, step));
    const value = inputAt(step);
    if (document.activeElement !== input) {
      input.value = String(shownNumber(value));
    }
    input.setAttribute(
      'aria-label',
      translate('%1 at step %2, now %3', label, step, formatNumber(value))
    );
    const inView = step >= scene.options.from && step < scene.options.to;
    handle.hidden = !inView;
    if (inView) {
      const y = panelScale(scene.panels[0], scene.layout.series[0])(value);
      const x = stepCenter(scene.layout, step - scene.options.from);
      handle.style.transform = `translate(${x - scene.layout.plotLeft}px, ${y - scene.layout.series[0].y}px)`;
    }
  };

  return {
    field,
    strip,
    build(next, enabled) {
      scene = next;
      const usable = enabled && next.trace.input.editable;
      strip.hidden = !usable;
      field.hidden = !usable;
      if (usable) {
        const band = next.layout.series[0];
        strip.style.left = `${next.layout.plotLeft}px`;
        strip.style.top = `${band.y}px`;
        strip.style.width = `${next.layout.plotWidth}px`;
        strip.style.height = `${band.height}px`;
      }
    },
    paint,
    focus() {
      if (!field.hidden) {
        input.focus();
        input.select();
      }
    },
    dispose() {
      for (const stop of stops) {
        stop();
      }
    }
  };
}

/** The value as the field writes it: f32 numbers without their rounding noise. */
function shownNumber(value: number): number {
  return Number(value.toPrecision(6));
}
