import type { NumberQuestion } from '../../trace';
import { html, listen } from '../base/dom';
import type { AnswerField, FieldOptions } from './field';

/** A number to type; Enter answers. */
export function numberField({
  question,
  translate,
  enter,
  answer
}: FieldOptions<NumberQuestion>): AnswerField {
  const input = html('input', {
    class: 'jp-gatescope-field',
    type: 'number',
    step: 'any',
    'aria-label': `${translate('Your number')}: ${question.question}`
  });
  const element = html(
    'label',
    { class: 'jp-gatescope-ask-number' },
    html('span', {}, translate('Your number')),
    input,
    html('span', {}, question.number.unit ?? '')
  );
  listen(input, 'input', () => {
    const value = input.valueAsNumber;
    enter(Number.isFinite(value) ? value : null);
  });
  listen<KeyboardEvent>(input, 'keydown', event => {
    if (event.key === 'Enter') {
      event.stopPropagation();
      answer();
    }
  });
  return {
    element,
    show({ given, closed }) {
      input.disabled = closed;
      if (document.activeElement !== input) {
        input.value = typeof given === 'number' ? String(given) : '';
      }
    }
  };
}
