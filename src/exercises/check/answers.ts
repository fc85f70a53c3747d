import { requireKnown } from '../../engine/base/check';
import { described } from '../../engine/base/described';
import {
  questionsOf,
  type Question,
  type Questions,
  type TableQuestion
} from '../../trace';
import { checkContext, type Answered } from './context';
import { CheckFailure, reportOf, settle, type PassedCheck } from './report';

/**
 * What is right: of a choice its sentence, or all that are right; of a number it, perhaps with a
 * `tolerance`; of a place each step that is right; of a table the rows that are asked for.
 */
export type AnswerKey =
  | string
  | number
  | { readonly answer: number; readonly tolerance?: number }
  | readonly string[]
  | readonly number[]
  | readonly (readonly number[])[];

/** Two decimals of a table that was followed by hand. */
const TABLE_TOLERANCE = 0.011;

/** How an answer is compared, and one that is right. */
interface Marking {
  readonly isRight: (given: unknown) => boolean;
  readonly right: unknown;
}

/**
 * Marks the answers to questions of the purpose `marked`, each as much as the others: of three of which
 * two are right, two thirds of the test's points. Without a key it says what is not answered yet,
 * which is what students can be given: put the line with the key between `/// BEGIN HIDDEN TESTS` and
 * `/// END HIDDEN TESTS`.
 *
 * @param asked the questions, as a notebook cell shows them
 * @param key by the id of each question
 * @throws CheckFailure unless all are right; TypeError when the key does not fit the questions
 * @example
 * ```ts
 * const asked = questions({
 *   key: 'gates',
 *   purpose: 'marked',
 *   items: [{ id: 'which', question: 'Which gate keeps?', choice: ['f', 'i'] }]
 * });
 * check.answers(asked, { which: 'f' });
 * ```
 */
export function checkAnswers(
  asked: { toBundle(): Questions },
  key?: Readonly<Record<string, AnswerKey>>
): PassedCheck {
  const bundle = readAsked(asked);
  const questions = questionsOf(bundle);
  const markings = key === undefined ? null : markingsOf(questions, key);
  const { answered } = checkContext();
  if (answered === undefined) {
    throw new CheckFailure(
      reportOf({
        status: 'didNotRun',
        message:
          'What was answered stands in the notebook: the Check button reads it, and marking.'
      })
    );
  }
  const sheet =
    answered === 'key'
      ? Object.fromEntries(
          questions.map(({ id }, at) => [id, markings?.[at].right ?? true])
        )
      : ownOf(answered, bundle.sheets[0].key);
  const givens = questions.map(({ id }) => ownOf(sheet, id));
  const open = questions.filter((_, at) => isNothing(givens[at]));
  if (open.length === questions.length) {
    return settle({ status: 'notYet', message: 'Nothing is answered.' });
  }
  const numbersChecked = questions.length;
  if (markings === null) {
    // No failure: the key, which follows in marking, gives each answer its share.
    return settle({
      status: 'passed',
      message:
        open.length > 0
          ? `Not answered yet: ${quoted(open)}.`
          : 'Every question is answered.'
    });
  }
  const wrong = questions.filter((_, at) => !markings[at].isRight(givens[at]));
  if (wrong.length === 0) {
    return settle({
      status: 'passed',
      message: 'Every question is answered right.',
      numbersChecked
    });
  }
  const right = questions.length - wrong.length;
  throw new CheckFailure(
    reportOf({
      status: 'notYet',
      message: `${right} of ${questions.length} right. Not right: ${quoted(wrong)}.`,
      numbersChecked
    }),
    undefined,
    right / questions.length
  );
}

/** At most so many sheets, and questions on one. */
const MOST = 100;

/**
 * What a notebook says was entered, which anybody may have written: whatever is not a sheet of answers
 * is left out.
 */
export function answeredOf(value: unknown): Answered {
  if (value === 'key') {
    return value;
  }
  return Object.fromEntries(
    entriesOf(value).map(([sheet, answers]) => [
      sheet,
      Object.fromEntries(entriesOf(answers))
    ])
  );
}

function entriesOf(value: unknown): [string, unknown][] {
  return typeof value === 'object' && value !== null
    ? Object.entries(value).slice(0, MOST)
    : [];
}

function readAsked(asked: { toBundle(): Questions }): Questions {
  const bundle: unknown =
    typeof asked?.toBundle === 'function' ? asked.toBundle() : undefined;
  const { kind, purpose } = (bundle ?? {}) as Partial<Questions>;
  if (kind !== 'questions' || purpose !== 'marked') {
    throw new TypeError(
      `check.answers: asked must be questions({ purpose: 'marked', … }), got ${kind === 'questions' ? `questions of the purpose ${purpose}` : described(asked)}`
    );
  }
  return bundle as Questions;
}

function markingsOf(
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
      return {
        isRight: given => right.includes(texts[given as number]),
        right: texts.indexOf(right[0] as string)
      };
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
      return { isRight: given => right.includes(given), right: right[0] };
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
      return {
        isRight: given =>
          typeof given === 'number' && Math.abs(given - answer) <= tolerance,
        right: answer
      };
    }
    case 'table':
      return tableMarking(question, key, wrongKey);
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
  return {
    isRight: given =>
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
    right: [...table.rows.slice(0, first), ...rows]
  };
}

function isNumberKey(
  key: AnswerKey
): key is { answer: number; tolerance?: number } {
  return typeof key === 'object' && key !== null && 'answer' in key;
}

/** Nothing, or a table in which nothing was entered yet. */
function isNothing(given: unknown): boolean {
  return Array.isArray(given)
    ? given.every(isNothing)
    : given === null || given === undefined;
}

function quoted(questions: readonly Question[]): string {
  return questions.map(({ question }) => `“${question}”`).join(', ');
}

function ownOf(value: unknown, key: string | number): unknown {
  return typeof value === 'object' &&
    value !== null &&
    Object.hasOwn(value, key)
    ? (value as Readonly<Record<string, unknown>>)[key]
    : undefined;
}
