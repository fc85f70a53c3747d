import type { Translate } from '../../scene/words/translate';
import { html } from '../base/dom';
import { createInputField } from '../base/inputField';
import {
  createInputStrip,
  handValue,
  type InputStrip
} from '../base/inputStrip';
import type { CompareState } from './compareState';
import type { ComparisonPicture } from './drawComparison';

/** Edits the shared input: the bars of any network are dragged, or a number is typed. */
export interface InputEdits {
  /** The number field, to stand below the picture. */
  readonly field: HTMLElement;
  /**
   * Lies over the picture and outlives it, so that a drag goes on while the picture is drawn anew.
   */
  readonly layer: HTMLElement;
  /** Puts a strip over the bars of each network of a picture on the page, where these can be edited. */
  build(picture: ComparisonPicture, enabled: boolean): void;
  show(step: number): void;
  focus(): void;
  dispose(): void;
}

export function editInputs({
  state,
  translate,
  edit,
  move,
  leave
}: {
  readonly state: CompareState;
  readonly translate: Translate;
  /** One number of the input gets a value; `going` while the pointer still drags. */
  readonly edit: (step: number, value: number, going: boolean) => void;
  readonly move: (step: number) => void;
  readonly leave: () => void;
}): InputEdits {
  let usable = false;
  let drawn: ComparisonPicture | null = null;
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
      move,
      edit,
      stepAt(event) {
        const box = drawn?.inputs[network]?.getBoundingClientRect();
        const { steps } = state.now.traces[network].time;
        const step = box
          ? Math.floor(((event.clientX - box.left) / box.width) * steps)
          : -1;
        return step >= 0 && step < steps ? step : null;
      },
      values() {
        const scale = drawn?.inputScale;
        return event => {
          const box = drawn?.inputs[network]?.getBoundingClientRect();
          return box && scale
            ? handValue(scale.invert(event.clientY - box.top), scale.domain)
            : NaN;
        };
      }
    });

  return {
    field: field.element,
    layer,
    build(picture, enabled) {
      drawn = picture;
      usable = enabled && state.editable && picture.inputs.length > 0;
      field.element.hidden = !usable;
      layer.hidden = !usable;
      if (!usable) {
        return;
      }
      if (strips.length !== picture.inputs.length) {
        strips.forEach(strip => strip.dispose());
        strips = picture.inputs.map((_, network) => stripOf(network));
        layer.replaceChildren(...strips.map(({ element }) => element));
      }
      const outer = layer.parentElement?.getBoundingClientRect();
      for (const [network, bars] of picture.inputs.entries()) {
        const box = bars.getBoundingClientRect();
        const { style } = strips[network].element;
        style.left = `${box.left - (outer?.left ?? 0)}px`;
        style.top = `${box.top - (outer?.top ?? 0)}px`;
        style.width = `${box.width}px`;
        style.height = `${box.height}px`;
      }
    },
    show(step) {
      const { input, time } = state.now.traces[0];
      if (!usable || step >= time.steps) {
        return;
      }
      const { feature } = state.chosen;
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
