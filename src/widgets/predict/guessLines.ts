import type { Prediction } from '../../trace';
import { formatNumber } from '../base/format';
import type { Translate } from '../context';
import type { ShownLines } from '../describe/line';
import { asked, filledGuess, isOpen, type Guess } from './guess';
import { positionName } from './scoreWords';

/** The guess, and beside it the truth once that may be seen, over the positions that are asked for. */
export function guessLines(
  prediction: Prediction,
  guess: Guess,
  translate: Translate
): ShownLines {
  const { axis, form, quantity, truth } = prediction;
  const positions = asked(prediction);
  const filled = filledGuess(prediction, guess);
  const unit = quantity.unit ? ` ${quantity.unit}` : '';
  const line = (name: string, values: ArrayLike<number>) => ({
    name,
    group: quantity.name,
    values: positions.map(position => values[position]),
    write: (value: number) => `${formatNumber(value)}${unit}`,
    place: {}
  });
  return {
    time: {
      unit: axis.name,
      nameOf: place => positionName(prediction, positions[place]),
      unordered: form !== 'curve'
    },
    lines: [
      line(translate('your guess'), filled),
      ...(isOpen(guess) ? [line(translate('the truth'), truth.values)] : [])
    ],
    here: 0,
    parts: true,
    // What is shown is made anew each time it is asked for.
    of: [prediction, JSON.stringify(guess)]
  };
}
