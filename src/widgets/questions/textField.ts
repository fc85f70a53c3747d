import type { TextQuestion } from '../../trace';
import { fill, html, listen } from '../base/dom';
import type { AnswerField, FieldOptions } from './field';
import { readWords } from './mark';

/** Words of one's own; then the model answer, whose points the reader ticks. */
export function textField({
  question,
  translate,
  enter
}: FieldOptions<TextQuestion>): AnswerField {
  const input = html('textarea', {
    class: 'jp-gatescope-field jp-gatescope-ask-words',
    rows: 3,
    maxlength: 4000,
    'aria-label': question.question
  });
  let points: readonly number[] = [];
  const tell = (): void => enter({ words: input.value, points });
  listen(input, 'input', tell);
  const model = html('div', { class: 'jp-gatescope-ask-model' });
  const boxes = question.text.points.map((text, at) => {
    const box = html('input', { type: 'checkbox' });
    listen(box, 'change', () => {
      points = box.checked
        ? [...points, at]
        : points.filter(each => each !== at);
      tell();
    });
    return { box, element: html('label', {}, box, html('span', {}, text)) };
  });
  fill(
    model,
    html('p', {}, html('b', {}, translate('A good answer')), ' '),
    html('p', {}, question.text.model),
    ...(boxes.length === 0
      ? []
      : [html('p', {}, translate('Does yours say this?'))]),
    boxes.map(({ element }) => element)
  );
  return {
    element: html('div', {}, input, model),
    show({ given, closed, solved }) {
      const read = readWords(given);
      points = read.points;
      input.readOnly = closed;
      if (document.activeElement !== input) {
        input.value = read.words;
      }
      model.hidden = !solved;
      boxes.forEach(({ box }, at) => (box.checked = points.includes(at)));
    }
  };
}
