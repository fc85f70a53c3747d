import type { Translate } from '../../scene/words/translate';
import { html, listen, setText } from './dom';
import { finiteField } from './finiteField';
import { fieldNumber, formatNumber } from '../../scene/words/format';

/** The number of the input at one step, or its token, to be typed over. */
export interface InputField {
  readonly element: HTMLElement;
  /** Shows what stands at a step, unless something is being typed for that step. */
  show(now: {
    readonly step: number;
    /** The feature with its unit: `high (°C)`. */
    readonly label: string;
    readonly value: number | string;
    /** What the step is called, where it is more than its number: `7 June`. */
    readonly where?: string;
  }): void;
  focus(): void;
  dispose(): void;
}

export interface InputFieldOptions {
  readonly translate: Translate;
  readonly edit: (step: number, value: number) => void;
  /** Where tokens are read: another one was typed, or none. */
  readonly replace?: (step: number, token: string) => void;
  /** Escape was pressed. */
  readonly leave: () => void;
}

export function createInputField({
  translate,
  edit,
  replace,
  leave
}: InputFieldOptions): InputField {
  const name = html('span');
  const { input, message, read, clear, typeOver } = finiteField(
    { tabindex: -1, ...(replace && { inputmode: 'text' }) },
    translate
  );
  const element = html(
    'label',
    { class: 'jp-gatescope-edit-field' },
    name,
    ' ',
    input,
    ' ',
    message
  );
  let at = 0;
  let present: number | string = NaN;
  /** What was entered last: the browser tells of it again when the field is left. */
  let entered: { step: number; value: number | string } | null = null;
  const commit = (): void => {
    const value = replace ? input.value.trim() : read();
    const again =
      (entered?.step === at && entered.value === value) ||
      value === shownValue(present);
    if (again || value === null) {
      return;
    }
    entered = { step: at, value };
    if (typeof value === 'string') {
      replace?.(at, value);
    } else {
      edit(at, value);
    }
  };
  const stops = [
    listen(input, 'change', () => commit()),
    listen<KeyboardEvent>(input, 'keydown', event => {
      if (event.key === 'Enter') {
        // JupyterLab keeps Enter from the fields in a notebook cell, so no change would follow.
        commit();
        typeOver();
      } else if (event.key === 'Escape') {
        event.stopPropagation();
        leave();
      }
    })
  ];
  return {
    element,
    show({ step, label, value, where = translate('%step %1', step) }) {
      // Another step, or another number at it (after an undo): the same entry is a new one.
      if (step !== at || document.activeElement !== input) {
        entered = null;
      }
      if (step !== at) {
        clear();
      }
      at = step;
      present = value;
      setText(name, translate('%1 at %2', label, where));
      if (document.activeElement !== input) {
        input.value = String(shownValue(value));
      }
      input.setAttribute(
        'aria-label',
        translate(
          '%1 at %2, now %3',
          label,
          where,
          typeof value === 'string' ? value : formatNumber(value)
        )
      );
    },
    focus() {
      if (!element.hidden) {
        typeOver();
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
function shownValue(value: number | string): number | string {
  return typeof value === 'string' ? value : fieldNumber(value);
}
