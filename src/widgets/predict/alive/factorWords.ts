import type { Prediction } from '../../../trace';
import { formatFixed, formatNumber } from '../../../scene/words/format';
import type { Translate } from '../../../scene/words/translate';
import { filledGuess, type Guess } from '../guess';
import { hand } from '../guessShapes';
import { positionName } from '../typed/readTyped';
import type { Needed } from './neededFactors';

/** Factors that are written alike are the same factor. */
const SAME = 0.01;

/** What the factor of a memory would have to be that draws as the reader did, and what it is here. */
export function factorWords(
  prediction: Prediction,
  guess: Guess,
  told: Needed,
  translate: Translate
): string {
  const { factor, needed, positions, constant } = told;
  const { name, range = [-Infinity, Infinity] } = factor;
  const filled = filledGuess(prediction, guess);
  const at = (position: number): string => positionName(prediction, position);
  const known = positions.filter(position => Number.isFinite(needed[position]));
  const cannot = translate(
    'It lies between %1 and %2, so no network draws that.',
    formatNumber(range[0]),
    formatNumber(range[1])
  );
  const isOutside = (value: number): boolean =>
    value < range[0] - SAME / 2 || value > range[1] + SAME / 2;

  const unreachable = positions.find(
    position => Math.abs(needed[position]) === Infinity
  );
  if (unreachable !== undefined) {
    return filled[unreachable - 1] === 0
      ? translate(
          'At %1 your line comes back from 0. No %2 can do that: 0 times anything is 0.',
          at(unreachable),
          name
        )
      : translate(
          'At %1 your line is at %2. No %3 gets there: tanh stays between −1 and 1.',
          at(unreachable),
          formatNumber(filled[unreachable]),
          name
        );
  }
  if (known.length === 0) {
    return '';
  }
  if (constant !== null) {
    return isOutside(constant)
      ? `${translate('To draw your line, the %1 would have to stay at %2.', name, factorNumber(constant))} ${cannot}`
      : `${translate('To draw your line, the %1 would have to stay at %2.', name, factorNumber(constant))} ${realWords(told, translate)}`;
  }
  const excess = (position: number): number =>
    isOutside(needed[position])
      ? Math.abs(
          Math.max(range[0], Math.min(range[1], needed[position])) -
            needed[position]
        ) * Math.abs(filled[position - 1])
      : 0;
  const worst = known.reduce((most, each) =>
    excess(each) > excess(most) ? each : most
  );
  if (excess(worst) > hand(prediction) / 2) {
    return `${translate(
      'To draw your line, the %1 would have to be %2 at %3.',
      name,
      factorNumber(needed[worst]),
      at(worst)
    )} ${cannot}`;
  }
  const [low, high] = [-1, 1].map(sign =>
    known.reduce((most, each) =>
      sign * needed[each] > sign * needed[most] ? each : most
    )
  );
  const change = changeWords(told, known, low, high, at, translate);
  return `${change} ${
    isOutside(needed[low]) || isOutside(needed[high])
      ? cannot
      : realWords(told, translate)
  }`;
}

/** How a factor changes that no constant replaces: one way, or to and fro. */
function changeWords(
  { factor: { name }, needed }: Needed,
  known: readonly number[],
  low: number,
  high: number,
  at: (position: number) => string,
  translate: Translate
): string {
  const rises = (sign: number): boolean =>
    known.every(
      (each, index) =>
        index === 0 || sign * (needed[each] - needed[known[index - 1]]) > -SAME
    );
  const ends = (from: number, to: number): string[] => [
    name,
    ...[from, to].flatMap(each => [factorNumber(needed[each]), at(each)])
  ];
  return factorNumber(needed[low]) === factorNumber(needed[high])
    ? translate(
        'To draw your line, the %1 would have to be %2 at %3.',
        ...ends(low, high).slice(0, 3)
      )
    : rises(1)
      ? translate(
          'To draw your line, the %1 would have to rise from %2 at %3 to %4 at %5.',
          ...ends(low, high)
        )
      : rises(-1)
        ? translate(
            'To draw your line, the %1 would have to fall from %2 at %3 to %4 at %5.',
            ...ends(high, low)
          )
        : translate(
            'To draw your line, the %1 would have to change from step to step, between %2 at %3 and %4 at %5.',
            ...ends(low, high)
          );
}

/** The factor of the truth. */
function realWords({ real, positions }: Needed, translate: Translate): string {
  const known = positions
    .map(each => real[each])
    .filter(each => Number.isFinite(each));
  const low = known.reduce((least, each) => Math.min(least, each), Infinity);
  const high = known.reduce((most, each) => Math.max(most, each), -Infinity);
  return known.length === 0
    ? ''
    : high - low < SAME
      ? translate('Here it stays at %1.', factorNumber(known[0]))
      : translate(
          'Here it lies between %1 and %2.',
          factorNumber(low),
          factorNumber(high)
        );
}

/** A factor as the words, the picture and the table write it. */
export function factorNumber(value: number): string {
  return formatFixed(value, 2);
}
