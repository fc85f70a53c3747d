import { requireKnown } from '../../engine/base/check';
import { described } from '../../engine/base/described';
import type { QuestionOptions } from './question';

/** A question whose key its teacher keeps, and one of the ways to answer it. */
export interface MarkedQuestionOptions {
  /** Unique among the questions. */
  id: string;
  question: string;
  /** A number to type. */
  number?: { unit?: string };
  /** One of several sentences. */
  choice?: readonly string[];
  /** A place of a picture to click. */
  place?: Omit<NonNullable<QuestionOptions['place']>, 'right' | 'replies'>;
  /** Code to follow by hand: `rows` are given, and `turns` more are asked for. */
  table?: {
    code: string;
    names: readonly string[];
    rows: readonly (readonly number[])[];
    turns: number;
  };
  /** Lines to put in order, written in another one; those that do not belong stand among them. */
  order?: { lines: readonly string[] };
  /** An LSTM of one unit whose numbers are filled in. */
  cell?: NonNullable<QuestionOptions['cell']>;
}

const forms = ['number', 'choice', 'place', 'table', 'order', 'cell'] as const;

const keys: Readonly<Record<(typeof forms)[number], readonly string[]>> = {
  number: ['unit'],
  choice: [],
  place: ['lines', 'axis', 'labels'],
  table: ['code', 'names', 'rows', 'turns'],
  order: ['lines'],
  cell: ['inputs', 'blocks', 'start', 'backward', 'tolerance']
};

/** More turns than a table can show. */
const MOST_TURNS = 40;

/**
 * A marked question as one that has a key, which says nothing: whatever is answered is right.
 *
 * @throws TypeError when it holds a key, or is of a form that only its reader can mark
 */
export function withoutKey(
  item: MarkedQuestionOptions,
  at: number
): QuestionOptions {
  const here = `items[${at}]`;
  requireKnown(`questions: ${here} of the purpose marked`, item, [
    'id',
    'question',
    ...forms
  ]);
  const { id, question, number, choice, place, table, order, cell } = item;
  for (const form of forms) {
    if (item[form] !== undefined && form !== 'choice') {
      requireKnown(
        `questions: ${here}.${form} (the key stands in check.answers)`,
        item[form] as object,
        keys[form]
      );
    }
  }
  if (place !== undefined) {
    requireList(`${here}.place.lines`, place.lines);
  }
  if (table !== undefined) {
    requireList(`${here}.table.names`, table.names);
    requireList(`${here}.table.rows`, table.rows);
  }
  return {
    id,
    question,
    ...(number === undefined ? {} : { number: { ...number, answer: 0 } }),
    ...(choice === undefined
      ? {}
      : { choice: sentences(choice, `${here}.choice`) }),
    ...(place === undefined
      ? {}
      : {
          place: {
            ...place,
            right: Array.from(place.lines[0]?.values ?? [], (_, step) => step)
          }
        }),
    ...(table === undefined ? {} : { table: openRows(table, `${here}.table`) }),
    ...(order === undefined ? {} : { order }),
    ...(cell === undefined ? {} : { cell })
  };
}

function requireList(name: string, value: unknown): void {
  if (!Array.isArray(value)) {
    throw new TypeError(
      `questions: ${name} must be a list, got ${described(value)}`
    );
  }
}

function sentences(
  choice: readonly string[],
  place: string
): NonNullable<QuestionOptions['choice']> {
  if (!Array.isArray(choice)) {
    throw new TypeError(
      `questions: ${place} must be a list of sentences, got ${described(choice)}`
    );
  }
  return choice.map((text: unknown, at) => {
    if (typeof text !== 'string') {
      throw new TypeError(
        `questions: ${place}[${at}] must be a sentence, got ${described(text)}; which one is right stands in check.answers`
      );
    }
    if (choice.indexOf(text) !== at) {
      throw new RangeError(`questions: ${place} has ${described(text)} twice`);
    }
    return { text, right: true, reply: text };
  });
}

function openRows(
  { code, names, rows, turns }: NonNullable<MarkedQuestionOptions['table']>,
  place: string
): NonNullable<QuestionOptions['table']> {
  if (!Number.isInteger(turns) || turns < 1 || turns > MOST_TURNS) {
    throw new RangeError(
      `questions: ${place}.turns must be a whole number from 1 to ${MOST_TURNS}, got ${described(turns)}`
    );
  }
  const open = Array.from({ length: turns }, () => names.map(() => 0));
  return { code, names, rows: [...rows, ...open], given: rows.length };
}
