import type { Question } from '../../trace';
import { readCellNumbers } from '../../trace/cellSheet';
import { ownOf, placesAsked, type CurveQuestion } from './answerMarkings';

/** An answer of one value, as it reads in a sentence; null where none was given, or it has many values. */
export function answerText(
  question: Question | CurveQuestion,
  given: unknown
): string | null {
  switch (question.form) {
    case 'choice': {
      const text = isNumber(given)
        ? ownOf(ownOf(question.choice.options, given), 'text')
        : null;
      return typeof text === 'string' ? `“${text}”` : null;
    }
    case 'number': {
      const { unit } = question.number;
      return isNumber(given) ? plain(given) + (unit ? ` ${unit}` : '') : null;
    }
    case 'place': {
      const { axis, labels } = question.place;
      const isPlace =
        Number.isInteger(given) &&
        Number(given) >= 0 &&
        Number(given) < axis.count;
      return isPlace
        ? (labels?.[Number(given)] ?? `${axis.name} ${given}`)
        : null;
    }
    default:
      return null;
  }
}

/** Characters of a line: what anybody may have entered has any length. */
const LONGEST = 400;

/** An answer of many values, in a line; null where none was given, or it has one value. */
export function answerLine(
  question: Question | CurveQuestion,
  given: unknown
): string | null {
  const line = wholeLine(question, given);
  return line !== null && line.length > LONGEST
    ? `${line.slice(0, LONGEST - 1)}…`
    : line;
}

function wholeLine(
  question: Question | CurveQuestion,
  given: unknown
): string | null {
  const row = (values: readonly unknown[]): string =>
    values.map(value => (isNumber(value) ? plain(value) : '–')).join(', ');
  switch (question.form) {
    case 'table': {
      const { names, rows, given: first } = question.table;
      return rows
        .map((_, at) =>
          names.map((_, column) => ownOf(ownOf(given, at), column))
        )
        .slice(first)
        .map(row)
        .join('; ');
    }
    case 'order': {
      const { lines } = question.order;
      return Array.isArray(given)
        ? given
            .slice(0, lines.length)
            .map(at => String(ownOf(lines, Number(at)) ?? '–').trim())
            .join(' / ')
        : null;
    }
    case 'cell':
      return Object.entries(readCellNumbers(question, given))
        .map(([name, values]) => `${name} ${row(values)}`)
        .join('; ');
    case 'curve':
      return row(
        placesAsked(question.prediction).map(at => {
          const value = ownOf(given, at);
          // A hand draws no more decimals.
          return isNumber(value) ? Number(value.toFixed(2)) : value;
        })
      );
    default:
      return null;
  }
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

/** As it was entered, with a true minus. */
function plain(value: number): string {
  return String(value).replace('-', '−');
}
