import type { ChoiceQuestion } from '../../trace';
import { html, listen } from '../base/dom';
import type { AnswerField, FieldOptions } from './field';

/** One of several sentences; arrow keys move among them, Enter answers. */
export function choiceField({
  question,
  name,
  enter,
  answer
}: FieldOptions<ChoiceQuestion>): AnswerField {
  const { options } = question.choice;
  const rows = options.map(({ text }, at) => {
    const input = html('input', { type: 'radio', name, value: at });
    listen(input, 'change', () => enter(at));
    listen<KeyboardEvent>(input, 'keydown', event => {
      if (event.key === 'Enter') {
        event.stopPropagation();
        // The first that Tab leads to is not chosen yet.
        enter(at);
        answer();
      }
    });
    const sign = html('span', { class: 'jp-gatescope-ask-sign' });
    return {
      input,
      sign,
      element: html('label', {}, input, html('span', {}, text), sign)
    };
  });
  const element = html(
    'fieldset',
    { class: 'jp-gatescope-ask-choice', 'aria-label': question.question },
    rows.map(row => row.element)
  );
  return {
    element,
    show({ given, closed, marked, solved }) {
      rows.forEach(({ input, sign, element: row }, at) => {
        input.checked = given === at;
        input.disabled = closed;
        const { right } = options[at];
        const verdict =
          (solved && right) || (marked && given === at && right)
            ? 'right'
            : marked && given === at
              ? 'wrong'
              : '';
        row.dataset['verdict'] = verdict;
        sign.textContent =
          verdict === '' ? '' : verdict === 'right' ? '✓' : '✗';
      });
    }
  };
}
