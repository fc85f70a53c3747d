import type { Prediction } from '../../trace';
import type { Translate } from '../../scene/words/translate';
import { html, listen } from '../base/dom';
import { fieldNumber, typedNumber } from '../../scene/words/format';
import type { DataTable } from '../../scene/dataTable';
import { aliveOf } from './alive/aliveOf';
import { asked, filledGuess, isAsked, type Guess } from './guess';

/** The numbers so far; the truth stands in it only when the guess is committed. */
export function predictTable(
  prediction: Prediction,
  guess: Guess,
  translate: Translate
): DataTable {
  const { axis, quantity, truth } = prediction;
  const filled = filledGuess(prediction, guess);
  const alive = aliveOf(prediction, guess);
  const needed = alive?.needed;
  const behaves = alive?.rival?.values && {
    name: alive.rival.name,
    values: alive.rival.values.values
  };
  return {
    caption: prediction.question,
    columns: [
      axis.name,
      ...(axis.labels ? [translate('label')] : []),
      `${translate('yours')}${quantity.unit ? ` (${quantity.unit})` : ''}`,
      ...(guess.committed ? [translate('truth'), translate('distance')] : []),
      ...(behaves ? [behaves.name] : []),
      ...(needed
        ? [
            translate('%1 needed', needed.factor.name),
            translate('%1 real', needed.factor.name)
          ]
        : [])
    ],
    rows: Array.from({ length: axis.count }, (_, index) => [
      index,
      ...(axis.labels ? [axis.labels[index]] : []),
      filled[index],
      ...(guess.committed
        ? [
            truth.values[index],
            isAsked(prediction, index)
              ? Math.abs(filled[index] - truth.values[index])
              : NaN
          ]
        : []),
      ...(behaves ? [behaves.values[index]] : []),
      ...(needed ? [needed.needed[index], needed.real[index]] : [])
    ])
  };
}

/** The same as fields to type in, while the guess is open. */
export function guessFields(
  prediction: Prediction,
  guess: Guess,
  translate: Translate,
  set: (index: number, value: number | null) => void
): HTMLElement {
  const { axis, quantity } = prediction;
  const [low, high] = quantity.range;
  const positions = asked(prediction);
  return html(
    'div',
    {
      class: 'jp-gatescope-table',
      role: 'region',
      tabindex: 0,
      'aria-label': prediction.question
    },
    html(
      'table',
      {},
      html(
        'caption',
        {},
        translate(
          'Type numbers from %1 to %2.',
          typedNumber(low),
          typedNumber(high)
        )
      ),
      html(
        'thead',
        {},
        html(
          'tr',
          {},
          html('th', { scope: 'col' }, axis.name),
          html(
            'th',
            { scope: 'col' },
            quantity.unit
              ? `${quantity.name} (${quantity.unit})`
              : quantity.name
          )
        )
      ),
      html(
        'tbody',
        {},
        positions.map(index => {
          const name = axis.labels?.[index] ?? String(index);
          const present = guess.values[index];
          const input = html('input', {
            class: 'jp-gatescope-field',
            type: 'number',
            step: 'any',
            min: low,
            max: high,
            value: present === null ? undefined : fieldNumber(present),
            'aria-label': `${axis.name} ${name}`
          });
          // JupyterLab keeps Enter from the fields in a notebook cell, so no change would follow.
          listen<KeyboardEvent>(input, 'keydown', event => {
            if (event.key === 'Enter') {
              input.dispatchEvent(new Event('change'));
            }
          });
          listen(input, 'change', () => {
            const value = input.valueAsNumber;
            const known = Number.isFinite(value)
              ? Math.max(low, Math.min(high, value))
              : null;
            input.value = known === null ? '' : String(known);
            set(index, known);
          });
          return html(
            'tr',
            {},
            html('th', { scope: 'row' }, name),
            html('td', {}, input)
          );
        })
      )
    )
  );
}
