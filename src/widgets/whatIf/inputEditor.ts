import { readsTurned } from '../../trace';
import type { Translate } from '../../scene/words/translate';
import { html } from '../base/dom';
import { createInputField } from '../base/inputField';
import { createInputStrip, handValue } from '../base/inputStrip';
import { panelScale } from '../../views/map/drawSeries';
import { placeAt, stepCenter } from '../../views/map/mapLayout';
import type { MapScene } from '../../views/map/mapScene';

export interface InputEditor {
  /** The number field, to stand below the picture. */
  readonly field: HTMLElement;
  /** The strip over the chart of the input; to stand in the plot. */
  readonly strip: HTMLElement;
  build(scene: MapScene, enabled: boolean): void;
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
  let scene: MapScene | null = null;
  const field = createInputField({
    translate,
    edit: (step, value) => edit(step, value, false),
    leave
  });
  const place = (event: PointerEvent): { x: number; y: number } => {
    const box = strip.element.parentElement?.getBoundingClientRect() ?? {
      left: 0,
      top: 0
    };
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };
  const strip = createInputStrip({
    title: translate('Drag a point of the input'),
    edit,
    move,
    stepAt(event) {
      if (!scene) {
        return null;
      }
      const { x } = place(event);
      const found = placeAt(scene.layout, x, -1, scene.steps).step;
      return found === null ? null : found + scene.options.from;
    },
    values() {
      const y = scene && panelScale(scene.panels[0], scene.layout.series[0]);
      return event => (y ? handValue(y.invert(place(event).y), y.domain) : NaN);
    }
  });
  const handle = html('div', { class: 'jp-gatescope-edit-handle' });
  strip.element.append(handle);

  const paint = (step: number): void => {
    if (!scene || strip.element.hidden) {
      return;
    }
    const { names, unit, array } = scene.trace.input;
    const { feature, from, to } = scene.options;
    const value = array.values[step * names.length + feature];
    field.show({
      step,
      value,
      label: `${names[feature]}${unit ? ` (${unit})` : ''}`
    });
    const inView = step >= from && step < to;
    handle.hidden = !inView;
    if (inView) {
      const [band] = scene.layout.series;
      const y = panelScale(scene.panels[0], band)(value);
      const x = stepCenter(scene.layout, step - from);
      handle.style.transform = `translate(${x - scene.layout.plotLeft}px, ${y - band.y}px)`;
    }
  };

  return {
    field: field.element,
    strip: strip.element,
    build(next, enabled) {
      scene = next;
      // What a turned layer reads at a step stands at another of the input.
      const usable =
        enabled &&
        next.trace.input.editable &&
        !readsTurned(next.trace, next.layer);
      strip.element.hidden = !usable;
      field.element.hidden = !usable;
      if (usable) {
        const [band] = next.layout.series;
        const { style } = strip.element;
        style.left = `${next.layout.plotLeft}px`;
        style.top = `${band.y}px`;
        style.width = `${next.layout.plotWidth}px`;
        style.height = `${band.height}px`;
      }
    },
    paint,
    focus: () => field.focus(),
    dispose() {
      strip.dispose();
      field.dispose();
    }
  };
}
