import { requireKnown } from '../../engine/base/check';
import { described } from '../../engine/base/described';
import type {
  CellQuestion,
  OrderQuestion,
  Prediction,
  Question,
  TableQuestion
} from '../../trace';
import { cellTruth, readCellNumbers } from '../../trace/cellSheet';
import { isWithin } from '../../trace/isWithin';
import { cellShare } from './cellShare';

/**
 * What is right: of a choice its sentence, or all that are right; of a number it, perhaps with a
 * `tolerance`; of a place each step that is right; of a table the rows that are asked for; of an order its
 * lines, perhaps with the pairs that must stand so; of a cell `computed`.
 */
export type AnswerKey =
  | string
  | number
  | { readonly answer: number; readonly tolerance?: number }
  | {
      readonly lines: readonly string[];
      readonly before: readonly (readonly [number, number])[];
    }
  | readonly string[]
  | readonly number[]
  | readonly (readonly number[])[];

/**
 * What is right of a prediction: each number that is asked for, or all of them with those that are given.
 * `tolerance` is how far off the guess may be on average; a twentieth of the range unless given.
 */
export type CurveKey =
  | number
  | readonly number[]
  | { readonly truth: number | readonly number[]; readonly tolerance?: number };

/** A prediction, as a question among others. */
export interface CurveQuestion {
  readonly form: 'curve';
  readonly id: string;
  readonly question: string;
  readonly prediction: Prediction;
}

/** How an answer is compared, and one that is right. */
export interface Marking {
  /** Of the question's points, from 0 to 1. */
  readonly shareOf: (given: unknown) => number;
  readonly right: unknown;
}

/** Two decimals of a table that was followed by hand. */
const TABLE_TOLERANCE = 0.011;

/** The share of a range below which a difference is a matter of the hand. */
const HAND = 0.05;

/** @throws TypeError naming the key that does not fit its question */
export function markingsOf(
  questions: readonly Question[],
  key: Readonly<Record<string, AnswerKey>>
): Marking[] {
  const ids = questions.map(({ id }) => id);
  requireKnown('check.answers: key', key, ids);
  return questions.map(question => {
    if (!Object.hasOwn(key, question.id)) {
      throw new TypeError(
        `check.answers: key must say what is right of each question (${ids.join(', ')}), got none for ${question.id}`
      );
    }
    return markingOf(question, key[question.id]);
  });
}

function markingOf(question: Question, key: AnswerKey): Marking {
  const wrongKey = (expected: string): TypeError =>
    new TypeError(
      `check.answers: key.${question.id} must be ${expected}, got ${described(key)}`
    );
  switch (question.form) {
    case 'choice': {
      const texts = question.choice.options.map(({ text }) => text);
      const right: readonly unknown[] = Array.isArray(key) ? key : [key];
      if (
        right.length === 0 ||
        !right.every(text => texts.includes(text as string))
      ) {
        throw wrongKey(`one of ${texts.map(text => `'${text}'`).join(', ')}`);
      }
      return all(
        given => right.includes(texts[given as number]),
        texts.indexOf(right[0] as string)
      );
    }
    case 'place': {
      const { count } = question.place.axis;
      const right: readonly unknown[] = Array.isArray(key) ? key : [key];
      if (
        right.length === 0 ||
        !right.every(
          at => Number.isInteger(at) && Number(at) >= 0 && Number(at) < count
        )
      ) {
        throw wrongKey(`a whole number from 0 to ${count - 1}, or several`);
      }
      return all(given => right.includes(given), right[0]);
    }
    case 'number': {
      const answer = isNumberKey(key) ? key.answer : key;
      if (typeof answer !== 'number' || !Number.isFinite(answer)) {
        throw wrongKey('a number, or { answer, tolerance }');
      }
      const tolerance =
        (isNumberKey(key) ? key.tolerance : undefined) ??
        (Number.isInteger(answer) ? 0 : Math.abs(answer) / 100);
      if (!(tolerance >= 0 && tolerance < Infinity)) {
        throw wrongKey('a number with a tolerance from 0');
      }
      return all(
        given =>
          typeof given === 'number' && isWithin(given, answer, tolerance),
        answer
      );
    }
    case 'table':
      return tableMarking(question, key, wrongKey);
    case 'order':
      return orderMarking(question, key, wrongKey);
    case 'cell':
      if (key !== 'computed') {
        throw wrongKey("'computed': its numbers follow from its weights");
      }
      return cellMarking(question);
    default:
      throw new TypeError(
        `check.answers: ${question.id} is of the form ${question.form}, which is not marked`
      );
  }
}

function tableMarking(
  { table }: TableQuestion,
  key: AnswerKey,
  wrongKey: (expected: string) => TypeError
): Marking {
  const { names, given: first } = table;
  const asked = table.rows.length - first;
  const rows = key as readonly (readonly number[])[];
  if (
    !Array.isArray(key) ||
    rows.length !== asked ||
    !rows.every(
      row =>
        Array.isArray(row) &&
        row.length === names.length &&
        row.every(value => Number.isFinite(value))
    )
  ) {
    throw wrongKey(
      `${asked} rows of ${names.length} numbers, those that are asked for`
    );
  }
  return all(
    given =>
      Array.isArray(given) &&
      rows.every((row, at) =>
        row.every((value, column) => {
          const entered = ownOf(ownOf(given, String(first + at)), column);
          return (
            typeof entered === 'number' &&
            Math.abs(entered - value) <= TABLE_TOLERANCE
          );
        })
      ),
    [...table.rows.slice(0, first), ...rows]
  );
}

function orderMarking(
  { order: { lines } }: OrderQuestion,
  key: AnswerKey,
  wrongKey: (expected: string) => TypeError
): Marking {
  const asked = isOrderKey(key) ? key.lines : key;
  const right = asked as readonly string[];
  const expected = `at least two of the lines in their order, or { lines, before }`;
  if (
    !Array.isArray(asked) ||
    right.length < 2 ||
    right.some(
      line => countOf(right, line) > countOf(lines, line) // also where it is no line
    )
  ) {
    throw wrongKey(expected);
  }
  if (right.length === lines.length && right.join('\n') === lines.join('\n')) {
    throw wrongKey(
      'in another order than the lines of the question, which students can read'
    );
  }
  const before = isOrderKey(key) ? key.before : null;
  const isPair = (pair: unknown): boolean =>
    Array.isArray(pair) &&
    pair.length === 2 &&
    pair.every(at => Number.isInteger(at) && at >= 0 && at < right.length);
  if (before !== null && !(Array.isArray(before) && before.every(isPair))) {
    throw wrongKey(
      `${expected}, where before holds pairs of places of its lines, from 0`
    );
  }
  const marking = all(
    given => {
      const put = (Array.isArray(given) ? given : []).map(
        at => lines[at as number]
      );
      return before === null
        ? put.length === right.length &&
            put.every((line, at) => line === right[at])
        : put.length === right.length &&
            right.every(line => countOf(put, line) === countOf(right, line)) &&
            before.every(
              ([first, second]) =>
                put.indexOf(right[first]) < put.lastIndexOf(right[second])
            );
    },
    placesOf(right, lines)
  );
  if (marking.shareOf(marking.right) < 1) {
    throw wrongKey(`${expected}, where its lines stand as before asks`);
  }
  return marking;
}

/** Where each of the texts stands in the list; of equal ones the first takes the first place. */
function placesOf(texts: readonly string[], list: readonly string[]): number[] {
  const taken = new Set<number>();
  return texts.map(text => {
    const at = list.findIndex(
      (each, place) => each === text && !taken.has(place)
    );
    taken.add(at);
    return at;
  });
}

function countOf(list: readonly unknown[], value: unknown): number {
  return list.filter(each => each === value).length;
}

function cellMarking(question: CellQuestion): Marking {
  return {
    shareOf: given =>
      cellShare(question.cell, readCellNumbers(question, given)),
    right: cellTruth(question.cell)
  };
}

/** How a prediction is compared: by its mean distance over what is asked for. */
export function curveMarking(
  { prediction }: CurveQuestion,
  key: CurveKey
): Marking {
  const { axis, quantity } = prediction;
  const [low, high] = quantity.range;
  const asked = placesAsked(prediction);
  const { truth, tolerance = (high - low) * HAND } = isCurveKey(key)
    ? key
    : { truth: key };
  const numbers: readonly number[] =
    typeof truth === 'number' ? [truth] : truth;
  const rest =
    Array.isArray(numbers) && numbers.length === axis.count
      ? asked.map(at => numbers[at])
      : numbers;
  if (
    !Array.isArray(rest) ||
    rest.length !== asked.length ||
    !rest.every(value => value >= low && value <= high)
  ) {
    throw new TypeError(
      `check.answers: key must be the ${asked.length} numbers that are asked for, from ${low} to ${high}, or { truth, tolerance }, got ${described(key)}`
    );
  }
  if (!(tolerance >= 0 && tolerance < high - low)) {
    throw new TypeError(
      `check.answers: key.tolerance must be a mean distance from 0 to below ${high - low}, got ${described(tolerance)}`
    );
  }
  const right = Array.from({ length: axis.count }, (_, at) =>
    asked.includes(at) ? rest[asked.indexOf(at)] : null
  );
  return all(guess => {
    const off = asked.map((at, place) => {
      const value = ownOf(guess, at);
      return typeof value === 'number' ? Math.abs(value - rest[place]) : NaN;
    });
    const mean = off.reduce((sum, each) => sum + each, 0) / off.length;
    return isWithin(mean, 0, tolerance);
  }, right);
}

/** The places of a prediction that are drawn; the others are given. */
export function placesAsked({ axis, given }: Prediction): number[] {
  return Array.from({ length: axis.count }, (_, at) => at).filter(
    at => given === undefined || Number.isNaN(given.values[at])
  );
}

/** All of the points, or none. */
function all(isRight: (given: unknown) => boolean, right: unknown): Marking {
  return { shareOf: given => (isRight(given) ? 1 : 0), right };
}

function isOrderKey(
  key: AnswerKey
): key is Extract<AnswerKey, { readonly lines: unknown }> {
  return typeof key === 'object' && key !== null && 'lines' in key;
}

function isCurveKey(
  key: CurveKey
): key is Extract<CurveKey, { readonly truth: unknown }> {
  return typeof key === 'object' && key !== null && 'truth' in key;
}

function isNumberKey(
  key: AnswerKey
): key is { answer: number; tolerance?: number } {
  return typeof key === 'object' && key !== null && 'answer' in key;
}

/** A value's own entry; undefined where there is none. */
export function ownOf(value: unknown, key: string | number): unknown {
  return typeof value === 'object' &&
    value !== null &&
    Object.hasOwn(value, key)
    ? (value as Readonly<Record<string, unknown>>)[key]
    : undefined;
}
