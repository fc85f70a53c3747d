import type { Prediction } from '../../../trace';
import { formatNumber } from '../../../scene/words/format';
import type { Translate } from '../../../scene/words/translate';
import { filledGuess, type Guess } from '../guess';
import { positionName } from '../typed/readTyped';
import { aliveOf } from './aliveOf';
import { factorNumber, factorWords } from './factorWords';

/**
 * What a network that behaves as the guess says would have to be, and what gives it away, a sentence or
 * two; empty where nothing can be said.
 */
export function aliveWords(
  prediction: Prediction,
  guess: Guess,
  translate: Translate
): string {
  const alive = aliveOf(prediction, guess);
  if (!alive) {
    return '';
  }
  const { needed, rival, parts, right } = alive;
  const filled = filledGuess(prediction, guess);
  const unit = prediction.quantity.unit ? ` ${prediction.quantity.unit}` : '';
  // A right line is no other network's, whatever the hand did on its way.
  const factor =
    needed && !(right && needed.constant === null)
      ? factorWords(prediction, guess, needed, translate)
      : '';
  return [
    factor,
    rival?.text ?? '',
    parts === null
      ? ''
      : translate(
          'Your line gives itself away at %1: it is at %2, the truth at %3.',
          positionName(prediction, parts),
          `${formatNumber(filled[parts])}${unit}`,
          `${formatNumber(prediction.truth.values[parts])}${unit}`
        )
  ]
    .filter(words => words !== '')
    .join(' ');
}

/** The truth at a position, and the factors there, for a screen reader. */
export function aliveAt(
  prediction: Prediction,
  guess: Guess,
  position: number,
  translate: Translate
): string {
  const needed = aliveOf(prediction, guess)?.needed;
  return [
    translate('truth: %1', formatNumber(prediction.truth.values[position])),
    ...(needed && !Number.isNaN(needed.needed[position])
      ? [
          translate(
            '%1 needed: %2, real: %3',
            needed.factor.name,
            factorNumber(needed.needed[position]),
            factorNumber(needed.real[position])
          )
        ]
      : [])
  ].join('; ');
}
