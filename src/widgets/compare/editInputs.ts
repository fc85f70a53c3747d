import type { Comparison } from '../../trace';
import type { Translate } from '../../scene/words/translate';
import { draggedId } from '../../views/compare/pictureParts';
import { html } from '../base/dom';
import { createInputField } from '../base/inputField';
import {
  createInputStrip,
  handValue,
  type InputStrip
} from '../base/inputStrip';
import type { Drawing } from '../scene/createDrawing';

/** Edits the shared input: the bars of any network are dragged, or a number is typed. */
export interface InputEdits {
  /** The number field, to stand below the picture. */
  readonly field: HTMLElement;
  /**
   * Lies over the picture and outlives it, so that a drag goes on while the picture is redrawn.
   */
  readonly layer: HTMLElement;
  /** Puts a strip over the bars of each network that is drawn, where these can be edited. */
  build(enabled: boolean): void;
  show(step: number): void;
  focus(): void;
  dispose(): void;
}

export function editInputs({
  drawing: { host, panel },
  now,
  translate,
  edit,
  move,
  leave
}: {
  readonly drawing: Drawing;
  readonly now: () => {
    readonly bundle: Comparison;
    readonly chosen: { readonly feature: number };
  };
  readonly translate: Translate;
  /** One number of the input gets a value; `going` while the pointer still drags. */
  readonly edit: (step: number, value: number, going: boolean) => void;
  readonly move: (step: number) => void;
  readonly leave: () => void;
}): InputEdits {
  let isUsable = false;
  const field = createInputField({
    translate,
    edit: (step, value) => edit(step, value, false),
    leave
  });
  const layer = html('div');
  let strips: readonly InputStrip[] = [];
  const stripOf = (network: number): InputStrip =>
    createInputStrip({
      title: translate('Drag a bar of the input: all networks read it'),
      ...{ move, edit },
      stepAt({ clientX }) {
        const { left } = host.getBoundingClientRect();
        return panel(draggedId(network))?.places.stepAt(clientX - left) ?? null;
      },
      values() {
        const scale = panel(draggedId(network))?.value;
        return ({ clientY }) =>
          scale
            ? handValue(
                scale.invert(clientY - host.getBoundingClientRect().top),
                scale.domain
              )
            : NaN;
      }
    });
  return {
    field: field.element,
    layer,
    build(enabled) {
      const boxes = now().bundle.traces.flatMap(
        (_, network) => panel(draggedId(network))?.box ?? []
      );
      isUsable = enabled && boxes.length > 0;
      field.element.hidden = layer.hidden = !isUsable;
      if (!isUsable) {
        return;
      }
      if (strips.length !== boxes.length) {
        strips.forEach(strip => strip.dispose());
        strips = boxes.map((_, network) => stripOf(network));
        layer.replaceChildren(...strips.map(({ element }) => element));
      }
      boxes.forEach(({ x, y, width, height }, network) => {
        const { style } = strips[network].element;
        style.left = `${host.offsetLeft + x}px`;
        style.top = `${host.offsetTop + y}px`;
        style.width = `${width}px`;
        style.height = `${height}px`;
      });
    },
    show(step) {
      const { bundle, chosen } = now();
      const { input, time } = bundle.traces[0];
      if (!isUsable || step >= time.steps) {
        return;
      }
      const { feature } = chosen;
      const name = input.names[feature] ?? '';
      // What is counted is often its own unit: births, in births.
      const unit = input.unit && input.unit !== name ? ` (${input.unit})` : '';
      field.show({
        step,
        label: `${name}${unit}`,
        value: input.array.values[step * input.names.length + feature]
      });
    },
    focus: () => field.focus(),
    dispose() {
      strips.forEach(strip => strip.dispose());
      field.dispose();
    }
  };
}
