import { html, listen } from '../../widgets/base/dom';
import type { LoneTool } from '../../widgets/base/tools';
import { toolButton } from '../../widgets/base/tools';

/** One field of the form: what it holds is handed on when it is left. */
export interface FieldOptions {
  /** Unique in the form: the focus goes back to it when the form is redrawn. */
  readonly id: string;
  readonly label: string;
  readonly value: string;
  readonly change: (value: string) => void;
  readonly placeholder?: string;
  /** Several lines; `code` in the notebook's letters. */
  readonly look?: 'line' | 'lines' | 'code' | 'number';
}

/** A field without a visible label; its label is said. */
export function bareField(
  options: FieldOptions
): HTMLInputElement | HTMLTextAreaElement {
  const { id, label, value, change, placeholder, look = 'line' } = options;
  const shared = {
    class: `jp-gatescope-field jp-gatescope-author-field`,
    'data-tool': id,
    'data-look': look,
    'aria-label': label,
    placeholder
  };
  const field =
    look === 'lines' || look === 'code'
      ? html('textarea', {
          ...shared,
          rows: Math.min(8, Math.max(2, value.split('\n').length)),
          spellcheck: look === 'code' ? 'false' : undefined
        })
      : html('input', {
          ...shared,
          type: look === 'number' ? 'number' : 'text',
          min: look === 'number' ? 0 : undefined,
          step: look === 'number' ? 'any' : undefined
        });
  field.value = value;
  listen(field, 'change', () => change(field.value));
  return field;
}

/** Whether somebody is in a field of `element`: it is not to be taken from under their fingers. */
export function isInField(element: HTMLElement): boolean {
  const { activeElement } = document;
  return (
    element.contains(activeElement) &&
    activeElement?.classList.contains('jp-gatescope-field') === true
  );
}

/** A field below its label. */
export function labeled(options: FieldOptions): HTMLElement {
  return html(
    'label',
    { class: 'jp-gatescope-author-label' },
    html('span', {}, options.label),
    bareField(options)
  );
}

/** A button of the form; reached by the Tab key, unlike those of a view. */
export function formButton(tool: LoneTool): HTMLButtonElement {
  const button = toolButton(tool);
  button.tabIndex = 0;
  return button;
}

/** A group of the form with its heading. */
export function group(
  title: string,
  ...content: readonly (Node | null)[]
): HTMLElement {
  return html(
    'fieldset',
    { class: 'jp-gatescope-author-group' },
    html('legend', {}, title),
    content.filter(node => node !== null)
  );
}

/** Buttons side by side. */
export function buttonRow(...tools: readonly LoneTool[]): HTMLElement {
  return html(
    'div',
    { class: 'jp-gatescope-answer-row' },
    tools.map(formButton)
  );
}
