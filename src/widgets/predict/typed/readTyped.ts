import type { Prediction } from '../../../trace';
import type { Translate } from '../../../scene/words/translate';
import { formatNumber } from '../../../scene/words/format';
import { asked, isAsked, roundedGuess } from '../guess';
import { readFormula, TypedError } from './formula';
import { isInWords, readInWords } from './inWords';

/** What was typed, as a guess: one number a position, null where nothing was said. */
export interface TypedGuess {
  readonly values: readonly (number | null)[];
  /** How many numbers lay outside the range, and were taken as its end. */
  readonly cut: number;
}

/** More characters than any guess needs. */
const LONGEST = 2000;

/**
 * The position at which t is 0: the last one that is given before the curve begins, from which its
 * line is drawn; the first of all where nothing is given.
 */
export function originOf(prediction: Prediction): number {
  return Math.max(0, asked(prediction)[0] - 1);
}

/** What a position is called: its label, else its number. */
export function positionName({ axis }: Prediction, index: number): string {
  return axis.labels?.[index] ?? `${axis.name} ${index}`;
}

/**
 * Reads what was typed for a curve or for bars: points (`0: 1, 6: 0.5`, or a label in place of the
 * number), a number for each position (`12, 48, 60`), a curve in words, or a formula in t.
 *
 * @throws TypedError whose message is for the reader
 */
export function readTyped(
  text: string,
  prediction: Prediction,
  translate: Translate
): TypedGuess {
  if (text.trim() === '') {
    throw new TypedError(translate('Nothing is typed yet.'));
  }
  if (text.length > LONGEST) {
    throw new TypedError(
      translate('At most %1 characters can be read.', LONGEST)
    );
  }
  const values =
    readPoints(text, prediction, translate) ??
    readList(text, prediction, translate) ??
    readCurve(text, prediction, translate);
  const [low, high] = prediction.quantity.range;
  let cut = 0;
  return {
    values: values.map((value, index) => {
      if (value === null || !isAsked(prediction, index)) {
        return null;
      }
      const within = Math.max(low, Math.min(high, value));
      cut += within === value ? 0 : 1;
      return roundedGuess(within, low, high);
    }),
    get cut() {
      return cut;
    }
  };
}

const NUMBER = String.raw`-?(?:\d+(?:\.\d*)?|\.\d+)(?:e-?\d+)?`;

/** `name: number`, apart by commas, semicolons or blanks; null where there is no colon. */
function readPoints(
  text: string,
  prediction: Prediction,
  translate: Translate
): (number | null)[] | null {
  if (!text.includes(':')) {
    return null;
  }
  const values = new Array<number | null>(prediction.axis.count).fill(null);
  // A label may hold commas itself: a point ends with its number.
  const point = new RegExp(
    String.raw`[\s,;]*([^:]*?)\s*:\s*(${NUMBER})\s*([^\s,;:\d]*)(?=[\s,;]|$)`,
    'uy'
  );
  const plain = text.replaceAll('−', '-').trim();
  while (point.lastIndex < plain.length) {
    const from = point.lastIndex;
    const found = point.exec(plain);
    if (!found) {
      throw new TypedError(
        translate(
          '“%1” is not understood. Points are a position, a colon and a number, as in %2.',
          plain.slice(from).replace(/^[\s,;]+/, ''),
          exampleOf(prediction)
        )
      );
    }
    const index = positionOf(found[1], prediction, translate);
    if (isAsked(prediction, index)) {
      values[index] = Number(found[2]);
    } else if (Number(found[2]) !== prediction.given?.values[index]) {
      throw new TypedError(
        translate(
          '%1 is given: it is %2.',
          positionName(prediction, index),
          formatNumber(prediction.given?.values[index] ?? NaN)
        )
      );
    }
  }
  return values;
}

/** A label; else a number that counts from where t is 0, or after the axis's name as the axis counts. */
function positionOf(
  name: string,
  prediction: Prediction,
  translate: Translate
): number {
  const { axis } = prediction;
  const wanted = name.trim().toLowerCase();
  const label =
    axis.labels?.findIndex(each => each.trim().toLowerCase() === wanted) ?? -1;
  if (label >= 0) {
    return label;
  }
  const axisName = axis.name.toLowerCase();
  const named = wanted.startsWith(`${axisName} `);
  const number = Number(named ? wanted.slice(axisName.length) : wanted);
  const index = named ? number : number + originOf(prediction);
  if (
    axis.labels !== undefined ||
    wanted === '' ||
    !Number.isInteger(index) ||
    index < 0 ||
    index >= axis.count
  ) {
    throw new TypedError(
      axis.labels
        ? translate(
            '“%1” is none of the positions. They are: %2.',
            name,
            listOf(asked(prediction).map(each => axis.labels?.[each] ?? ''))
          )
        : translate(
            '“%1” is no position. They are whole numbers from 0 to %2.',
            name,
            axis.count - 1 - originOf(prediction)
          )
    );
  }
  return index;
}

const MOST_NAMES = 12;

function listOf(names: readonly string[]): string {
  return names.length <= MOST_NAMES
    ? names.join(', ')
    : `${names.slice(0, MOST_NAMES - 1).join(', ')} … ${names.at(-1)}`;
}

/** Only numbers, one for each position that is asked for; null where there is more than numbers. */
function readList(
  text: string,
  prediction: Prediction,
  translate: Translate
): (number | null)[] | null {
  const parts = text
    .replaceAll('−', '-')
    .split(/[\s,;]+/u)
    .map(part => part.replace(/%$/, ''))
    .filter(part => part !== '');
  const positions = asked(prediction);
  if (
    parts.some(part => !new RegExp(`^${NUMBER}$`, 'u').test(part)) ||
    // One number alone is a level curve.
    (parts.length === 1 && prediction.form === 'curve')
  ) {
    return null;
  }
  if (parts.length !== positions.length) {
    throw new TypedError(
      translate(
        '%1 numbers are asked for, and %2 are typed.',
        positions.length,
        parts.length
      )
    );
  }
  const values = new Array<number | null>(prediction.axis.count).fill(null);
  positions.forEach((index, at) => {
    values[index] = Number(parts[at]);
  });
  return values;
}

/** A curve in words, else a formula. */
function readCurve(
  text: string,
  prediction: Prediction,
  translate: Translate
): (number | null)[] {
  const { axis } = prediction;
  const { count } = axis;
  const origin = originOf(prediction);
  if (prediction.form !== 'curve') {
    throw new TypedError(
      translate(
        '“%1” is not understood. Type a number for each, or %2.',
        text.trim(),
        exampleOf(prediction)
      )
    );
  }
  const at = (curve: (t: number) => number): number[] =>
    Array.from({ length: count }, (_, index) => curve(index - origin));
  if (isInWords(text)) {
    const begins = isAsked(prediction, origin)
      ? NaN
      : (prediction.given?.values[origin] ?? NaN);
    const numbers = readInWords(
      text,
      {
        last: count - 1 - origin,
        begins: Number.isNaN(begins) ? null : begins,
        placeOf(name) {
          const label = axis.labels?.indexOf(String(name)) ?? -1;
          return label < 0 ? name : label - origin;
        }
      },
      translate
    );
    return at(t => numbers[t] ?? NaN);
  }
  const values = at(readFormula(text, translate));
  const missing = asked(prediction).find(
    index => !Number.isFinite(values[index])
  );
  if (missing !== undefined) {
    throw new TypedError(
      translate(
        'The formula has no number at %1, where t is %2.',
        positionName(prediction, missing),
        missing - origin
      )
    );
  }
  return values;
}

/** Two points of this prediction, as they are typed. */
export function exampleOf(prediction: Prediction): string {
  const { axis, quantity } = prediction;
  const positions = asked(prediction);
  const [low, high] = quantity.range;
  const value = (share: number): string =>
    String(Number((low + share * (high - low)).toPrecision(2)));
  const origin = originOf(prediction);
  const name = (index: number): string =>
    axis.labels?.[index] ?? String(index - origin);
  const [first] = positions;
  const last = positions[positions.length - 1];
  return first === last
    ? `${name(first)}: ${value(0.8)}`
    : `${name(first)}: ${value(0.8)}, ${name(last)}: ${value(0.2)}`;
}
