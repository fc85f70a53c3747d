import { html } from '../widgets/base/dom';
import type { Translate } from '../scene/words/translate';

/** Where an answer is written. */
export interface Editor {
  /** Puts the text cursor at the start of a line, from 0. */
  goToLine(line: number): void;
}

/**
 * Puts a field to write code in where the code of a notebook cell stands. Tab indents; after Escape it
 * leaves the field.
 *
 * @param edited called with each new text
 */
export function createEditor(
  section: HTMLElement,
  text: string,
  edited: (text: string) => void,
  translate: Translate
): Editor {
  const field = html('textarea', {
    class: 'read-editor',
    spellcheck: 'false',
    autocapitalize: 'off',
    autocomplete: 'off',
    wrap: 'off',
    'aria-label': translate('Your answer')
  });
  field.value = text;
  const fit = (): void => {
    field.rows = field.value.split('\n').length + 1;
  };
  let leaves = false;
  field.addEventListener('input', () => {
    fit();
    edited(field.value);
  });
  field.addEventListener('focus', () => (leaves = false));
  field.addEventListener('keydown', event => {
    if (event.key === 'Escape') {
      leaves = true;
    } else if (event.key === 'Tab' && !event.shiftKey && !leaves) {
      event.preventDefault();
      field.setRangeText('  ', field.selectionStart, field.selectionEnd, 'end');
      edited(field.value);
    }
  });
  // Of no use to a finger; see the style.
  const keys = html('p', {
    class: 'read-editor-keys',
    id: `${section.id}-keys`
  });
  keys.textContent = translate('Escape, then Tab, leaves the field.');
  field.setAttribute('aria-describedby', keys.id);
  fit();
  const source = section.querySelector('.jp-InputArea-editor');
  if (source === null) {
    section.append(field, keys);
  } else {
    source.replaceWith(field, keys);
  }
  return {
    goToLine(line) {
      const at = field.value.split('\n').slice(0, line).join('\n').length;
      const start = line === 0 ? 0 : at + 1;
      field.focus();
      field.setSelectionRange(start, start);
    }
  };
}
