import type { Translate } from '../../scene/words/translate';
import { html, listen, setText, type Attributes } from './dom';
import { uniqueId } from './uniqueId';

/** A field for a number, with room beside it to say why what was typed is none. */
export interface FiniteField {
  readonly input: HTMLInputElement;
  /** Where it is said. */
  readonly message: HTMLElement;
  /** The number that stands there; null, and a message, where it is no finite number. */
  read(): number | null;
  /** Takes the message away: another number stands there. */
  clear(): void;
  /** Leads the reader here: what is typed next takes the place of what stands there. */
  typeOver(): void;
}

/** Keys by which a reader puts the caret into what stands there, to change a part of it. */
const caretKeys = new Set([
  'ArrowLeft',
  'ArrowRight',
  'ArrowUp',
  'ArrowDown',
  'Home',
  'End',
  'PageUp',
  'PageDown'
]);

/**
 * A field for a finite number. It is one of text: a field of numbers hands on neither what was typed
 * nor that it was too large, so that nothing could be said of it.
 */
export function finiteField(
  attributes: Attributes,
  translate: Translate
): FiniteField {
  const message = html('span', {
    class: 'jp-gatescope-field-message',
    id: `field-message-${uniqueId()}`,
    role: 'alert'
  });
  const input = html('input', {
    class: 'jp-gatescope-field',
    type: 'text',
    inputmode: 'decimal',
    autocomplete: 'off',
    'aria-describedby': message.id,
    ...attributes
  });
  const say = (words: string): void => {
    setText(message, words);
    if (words === '') {
      input.removeAttribute('aria-invalid');
    } else {
      input.setAttribute('aria-invalid', 'true');
    }
  };
  /**
   * What stands there is to be typed over. It is known here, not by the selection alone: that is lost
   * where the page is redrawn between the key that leads here and the first figure.
   */
  let untouched = false;
  const touch = (): void => {
    untouched = false;
  };
  listen(input, 'input', () => say(''));
  listen(input, 'beforeinput', () => {
    if (untouched) {
      input.select();
    }
    touch();
  });
  listen(input, 'pointerdown', touch);
  listen(input, 'click', touch);
  listen<KeyboardEvent>(input, 'keydown', ({ key }) => {
    untouched &&= !caretKeys.has(key);
  });
  return {
    input,
    message,
    clear: () => say(''),
    typeOver() {
      input.focus();
      input.select();
      untouched = true;
    },
    read() {
      const typed = input.value.trim();
      const value = typed === '' ? NaN : Number(typed.replaceAll('−', '-'));
      say(
        Number.isFinite(value)
          ? ''
          : typed === ''
            ? translate(
                'Type a finite number: the field is empty, so nothing was changed.'
              )
            : translate(
                'Type a finite number: “%1” is none, so nothing was changed.',
                typed
              )
      );
      return Number.isFinite(value) ? value : null;
    }
  };
}
