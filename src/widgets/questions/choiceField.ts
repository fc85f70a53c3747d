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
  const rows = choiceRows(question.choice.options, name, enter, answer);
  const element = html(
    'fieldset',
    { class: 'jp-gatescope-ask-choice', 'aria-label': question.question },
    rows.elements
  );
  return { element, show: rows.show };
}

/** A line for each of several sentences, of which one is chosen. */
export function choiceRows(
  options: ChoiceQuestion['choice']['options'],
  name: string,
  choose: (at: number) => void,
  answer: () => void
): { readonly elements: readonly HTMLElement[] } & Pick<AnswerField, 'show'> {
  const rows = options.map(({ text }, at) => {
    const input = html('input', { type: 'radio', name, value: at });
    listen(input, 'change', () => choose(at));
    listen<KeyboardEvent>(input, 'keydown', event => {
      if (event.key === 'Enter') {
        event.stopPropagation();
        // The first that Tab leads to is not chosen yet.
        choose(at);
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
  return {
    elements: rows.map(row => row.element),
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
