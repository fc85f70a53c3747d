import type { Prediction } from '../../trace';
import type { Translate } from '../context';
import { html } from '../base/dom';
import { formatFixed } from '../base/format';
import { asked, meanDistance, type Guess } from './guess';
import { verdictOf } from './verdict';

/** How far a committed guess lies from the truth, in a number and in words. */
export function scoreWords(
  prediction: Prediction,
  guess: Guess,
  translate: Translate
): Node[] {
  const distance = meanDistance(prediction, guess);
  const {
    unit,
    range: [low, high]
  } = prediction.quantity;
  const decimals = high - low >= 20 ? 1 : high - low >= 0.2 ? 2 : 4;
  return [
    html(
      'div',
      { class: 'jp-gatescope-axis-words' },
      asked(prediction).length === 1
        ? translate('distance')
        : translate('mean distance')
    ),
    html(
      'div',
      { class: 'jp-gatescope-score-number' },
      `${formatFixed(distance, decimals)}${unit ? ` ${unit}` : ''}`
    ),
    html('p', {}, verdictOf(prediction, guess)?.text ?? '')
  ];
}
