import type { Prediction } from '../../trace';
import type { Translate } from '../../scene/words/translate';
import { html, listen } from '../base/dom';
import { fieldNumber } from '../../scene/words/format';

export interface GuessFieldOptions {
  /** The guess so far; null before there is one. */
  readonly value: () => number | null;
  /** Takes a number inside the quantity's range, or null for an empty field. */
  readonly set: (value: number | null) => void;
  readonly commit: () => void;
  readonly translate: Translate;
}

export interface GuessField {
  /**
   * Stands below the question of one number while it is open, with its range, and the guess as it is
   * unless it is being typed; the focus that it had goes to the picture.
   */
  show(
    prediction: Prediction,
    open: boolean,
    question: HTMLElement,
    picture: HTMLElement
  ): void;
}

/** A field for the one number of a prediction; Enter in it commits. */
export function guessField(options: GuessFieldOptions): GuessField {
  const { translate } = options;
  let range: readonly [number, number] = [0, 1];
  const input = html('input', {
    class: 'jp-gatescope-field',
    type: 'number',
    step: 'any'
  });
  const unit = html('span', {});
  const element = html(
    'label',
    { class: 'jp-gatescope-guess-field' },
    html('span', {}, translate('Your number')),
    input,
    unit
  );

  const take = (): void => {
    const value = input.valueAsNumber;
    options.set(
      Number.isFinite(value)
        ? Math.max(range[0], Math.min(range[1], value))
        : null
    );
  };
  listen(input, 'input', take);
  listen<KeyboardEvent>(input, 'keydown', event => {
    if (event.key === 'Enter') {
      take();
      options.commit();
      event.stopPropagation();
    }
  });
  // What is outside the range was taken as its end: the field says so when it is left.
  listen(input, 'change', () => write());

  const write = (): void => {
    const value = options.value();
    input.value = value === null ? '' : String(fieldNumber(value));
  };
  return {
    show({ form, quantity }, open, question, picture) {
      if (form !== 'value' || open) {
        if (element.contains(document.activeElement)) {
          picture.focus();
        }
        element.remove();
        return;
      }
      const {
        range: [low, high],
        unit: sign
      } = quantity;
      // Moving a field takes the focus from it.
      if (!element.isConnected) {
        question.after(element);
      }
      range = [low, high];
      input.min = String(low);
      input.max = String(high);
      unit.textContent = sign ?? '';
      if (document.activeElement !== input) {
        write();
      }
    }
  };
}
