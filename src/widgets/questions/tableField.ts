import type { TableQuestion } from '../../trace';
import { html, listen } from '../base/dom';
import { formatNumber } from '../../scene/words/format';
import type { AnswerField, FieldOptions } from './field';
import { readTable, wrongEntries } from './mark';

/** Code, and a table of what its names hold after each turn. */
export function tableField({
  question,
  translate,
  enter,
  answer
}: FieldOptions<TableQuestion>): AnswerField {
  const { code, names, rows, given: first } = question.table;
  let present = readTable(question, null);
  const inputs = rows.map((row, at) =>
    row.map((_, column) => {
      const input = html('input', {
        class: 'jp-gatescope-field',
        type: 'number',
        step: 'any',
        'aria-label': translate('%1 after turn %2', names[column], at)
      });
      listen(input, 'input', () => {
        const value = input.valueAsNumber;
        present = present.map((each, index) =>
          index === at
            ? each.map((old, place) =>
                place === column ? (Number.isFinite(value) ? value : null) : old
              )
            : each
        );
        enter(present);
      });
      listen<KeyboardEvent>(input, 'keydown', event => {
        if (event.key === 'Enter') {
          event.stopPropagation();
          answer();
        }
      });
      return input;
    })
  );
  const body = rows.map((row, at) =>
    html(
      'tr',
      {},
      html('th', { scope: 'row' }, String(at)),
      row.map((value, column) =>
        html('td', {}, at < first ? formatNumber(value) : inputs[at][column])
      )
    )
  );
  const element = html(
    'div',
    { class: 'jp-gatescope-ask-table' },
    html('pre', { tabindex: 0 }, html('code', {}, code)),
    html(
      'table',
      {},
      html('caption', {}, question.question),
      html(
        'thead',
        {},
        html(
          'tr',
          {},
          [translate('turn'), ...names].map(name =>
            html('th', { scope: 'col' }, name)
          )
        )
      ),
      html('tbody', {}, body)
    )
  );
  return {
    element,
    show({ given, closed, marked, solved }) {
      present = readTable(question, given);
      const wrong = wrongEntries(question, given);
      inputs.forEach((row, at) =>
        row.forEach((input, column) => {
          const entered = solved ? rows[at][column] : present[at][column];
          input.disabled = closed;
          if (document.activeElement !== input) {
            input.value =
              entered === null ? '' : String(Number(entered.toPrecision(6)));
          }
          const bad = wrong.some(
            each => each.row === at && each.column === column
          );
          input.dataset['verdict'] =
            marked && present[at][column] !== null
              ? bad
                ? 'wrong'
                : 'right'
              : '';
          input.setAttribute(
            'aria-invalid',
            String(marked && bad && present[at][column] !== null)
          );
        })
      );
    }
  };
}
