import type { Prediction } from '../../trace';
import type { Translate } from '../../scene/words/translate';
import { html } from '../base/dom';
import { formatFixed, formatNumber } from '../../scene/words/format';
import { aliveWords } from './alive/aliveWords';
import { asked, drawn, filledGuess, meanDistance, type Guess } from './guess';
import { guessVerdict } from './verdict';

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
  const size = high - low;
  const decimals = size >= 20 ? 1 : size >= 0.2 ? 2 : 4;
  const alive = aliveWords(prediction, guess, translate);
  return [
    ...(alive ? [html('div', { class: 'jp-gatescope-alive' }, alive)] : []),
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
      `${
        // Of a narrower range four decimals say nothing.
        size < 0.02 ? formatNumber(distance) : formatFixed(distance, decimals)
      }${unit ? ` ${unit}` : ''}`
    ),
    html('p', {}, guessVerdict(prediction, guess)?.text ?? '')
  ];
}

/** The same, for a screen reader. */
export function scoreSentence(
  prediction: Prediction,
  guess: Guess,
  translate: Translate
): string {
  const { unit = '' } = prediction.quantity;
  const distance = formatNumber(meanDistance(prediction, guess));
  const alive = aliveWords(prediction, guess, translate);
  return `${alive}${alive && ' '}${translate('mean distance %1', `${distance} ${unit}`.trim())}. ${guessVerdict(prediction, guess)?.text ?? ''}`;
}

/** A position by its name on the axis: `step 9`, `cell LSTM`. */
export function positionName(
  { axis: { name, labels } }: Prediction,
  position: number
): string {
  return `${name} ${labels?.[position] ?? position}`;
}

/** The guess at a position, for a screen reader. */
export function positionWords(
  prediction: Prediction,
  guess: Guess,
  position: number,
  translate: Translate
): string {
  const value = filledGuess(prediction, guess)[position];
  return `${positionName(prediction, position)}: ${
    Number.isFinite(value) ? formatNumber(value) : translate('nothing yet')
  }`;
}

/** Where a guess has no number yet; the first few places are enough to go on. */
export function missingGuessWords(
  prediction: Prediction,
  guess: Guess,
  translate: Translate
): string {
  if (prediction.form === 'value') {
    return translate('Your number is still missing.');
  }
  const values = filledGuess(prediction, guess);
  const missing = asked(prediction).filter(at => !Number.isFinite(values[at]));
  const named = missing
    .slice(0, 3)
    .map(at => positionName(prediction, at))
    .join(', ');
  if (missing.length === 1) {
    return translate('A number is still missing: %1.', named);
  }
  return missing.length > 3
    ? translate('Numbers are still missing: %1 and more.', named)
    : translate('Numbers are still missing: %1.', named);
}

/** The guess with one number moved by a share of the range; it starts in the middle. */
export function nudged(
  prediction: Prediction,
  guess: Guess,
  index: number,
  share: number
): Guess {
  const [low, high] = prediction.quantity.range;
  const before = filledGuess(prediction, guess)[index];
  const start = Number.isFinite(before) ? before : (low + high) / 2;
  return drawn(guess, prediction, null, {
    index,
    value: start + share * (high - low)
  });
}
