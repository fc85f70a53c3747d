import type { NotebookCell } from './exercise';
import { fieldsOf, numberOf, oneOf, requiredText } from './fields';
import { MetadataError } from './metadataError';

const sure = ['guess', 'fairlySure', 'certain'] as const;

/** How one question was answered. */
export interface QuestionProgress {
  /** Whether the first answer was right; null where only the reader can say. */
  readonly right: boolean | null;
  readonly confidence?: (typeof sure)[number];
  /** What was given, for one of several sentences: its place, from 0. */
  readonly option?: number;
}

/** How a sheet of questions stands. */
export interface SheetProgress {
  readonly questions: Readonly<Record<string, QuestionProgress>>;
  /** When a test was handed in, in milliseconds since 1970. */
  readonly done?: number;
}

/**
 * The sheets of answers that are kept in a notebook, by key: those of which something was marked.
 *
 * @param metadata `metadata.gatescope` of each notebook cell; anything else in it is passed over.
 */
export function answerSheets(
  metadata: readonly unknown[]
): ReadonlyMap<string, SheetProgress> {
  const sheets = new Map<string, SheetProgress>();
  for (const each of metadata) {
    for (const [key, sheet] of entriesOf(field(each, 'answers'))) {
      const done = field(sheet, 'done');
      const questions = Object.fromEntries(
        entriesOf(field(sheet, 'answers')).flatMap(([id, answer]) => {
          const tries = field(answer, 'tries');
          return typeof tries === 'number' && tries > 0
            ? [[id, progressOf(answer)] as const]
            : [];
        })
      );
      if (Object.keys(questions).length > 0) {
        sheets.set(key, {
          questions,
          ...(typeof done === 'number' && Number.isFinite(done) ? { done } : {})
        });
      }
    }
  }
  return sheets;
}

/**
 * What was entered for each question of each sheet that is kept in a notebook, as a check is given it:
 * as marking reads it (`gatescope/grading/answered.py`). Of a sheet that stands in several cells the
 * last one in which something is entered counts.
 */
export function answeredIn(
  cells: readonly NotebookCell[]
): Record<string, Record<string, unknown>> {
  const sheets = cells.flatMap(({ metadata }) => [
    ...entriesOf(field(metadata.gatescope, 'answers')).map(
      ([key, sheet]) =>
        [
          key,
          entriesOf(field(sheet, 'answers')).map(
            ([id, answer]) => [id, field(answer, 'given')] as const
          )
        ] as const
    ),
    // A prediction is one question, by its own key.
    ...entriesOf(field(metadata.gatescope, 'predictions')).map(
      ([key, guess]) => [key, [[key, field(guess, 'values')] as const]] as const
    )
  ]);
  return Object.fromEntries(
    sheets
      .map(([key, answers]) => {
        const given = answers.filter(([, value]) => isGiven(value));
        return [key, Object.fromEntries(given)] as const;
      })
      .filter(([, answers]) => Object.keys(answers).length > 0)
  );
}

/** A number, a text, or a table of numbers in which entries may be missing, its rows perhaps named. */
function isGiven(value: unknown): boolean {
  if (Array.isArray(value)) {
    return value
      .flat()
      .every(each => each === null || typeof each === 'number');
  }
  return typeof value === 'object' && value !== null
    ? Object.values(value).every(row => Array.isArray(row) && isGiven(row))
    : typeof value === 'number' || typeof value === 'string';
}

function progressOf(answer: unknown): QuestionProgress {
  const first = field(answer, 'first');
  const given = field(answer, 'given');
  const confidence = sure.find(each => each === field(answer, 'confidence'));
  return {
    right: typeof first === 'boolean' ? first : null,
    ...(confidence === undefined ? {} : { confidence }),
    ...(Number.isInteger(given) && Number(given) >= 0
      ? { option: Number(given) }
      : {})
  };
}

/**
 * Reads a sheet of the progress file.
 *
 * @throws MetadataError naming the key
 */
export function readSheetProgress(
  value: unknown,
  place: string
): SheetProgress {
  const fields = fieldsOf(value, place);
  const questions = fieldsOf(fields.questions, `${place}.questions`);
  return {
    questions: Object.fromEntries(
      Object.entries(questions).map(([id, question]) => [
        requiredText(id, `${place}.questions`, 200),
        readQuestion(question, `${place}.questions.${id.slice(0, 80)}`)
      ])
    ),
    ...(fields.done === undefined
      ? {}
      : { done: numberOf(fields.done, `${place}.done`) })
  };
}

function readQuestion(value: unknown, place: string): QuestionProgress {
  const { right, confidence, option } = fieldsOf(value, place);
  if (right !== null && typeof right !== 'boolean') {
    throw new MetadataError(`${place}.right`, 'true, false or null', right);
  }
  return {
    right,
    ...(confidence === undefined
      ? {}
      : { confidence: oneOf(confidence, sure, `${place}.confidence`) }),
    ...(option === undefined
      ? {}
      : { option: numberOf(option, `${place}.option`) })
  };
}

/** How many questions of a sheet were answered right at once, and of how many. */
export function sheetScore({ questions }: SheetProgress): {
  right: number;
  of: number;
} {
  const marked = Object.values(questions).filter(({ right }) => right !== null);
  return {
    right: marked.filter(({ right }) => right === true).length,
    of: marked.length
  };
}

/**
 * The normalized gain (Hake 1998) over the questions of both sheets: the share of what was not known
 * before that is known after; null where there was nothing left to learn, or nothing asked twice.
 */
export function gain(
  before: SheetProgress,
  after: SheetProgress
): number | null {
  const asked = Object.keys(before.questions).filter(id =>
    Object.hasOwn(after.questions, id)
  );
  const scoreIn = ({ questions }: SheetProgress) =>
    sheetScore({
      questions: Object.fromEntries(asked.map(id => [id, questions[id]]))
    });
  const [first, second] = [scoreIn(before), scoreIn(after)];
  return first.of !== second.of || first.right === first.of
    ? null
    : (second.right - first.right) / (first.of - first.right);
}

function field(value: unknown, key: string): unknown {
  return typeof value === 'object' &&
    value !== null &&
    Object.hasOwn(value, key)
    ? (value as Readonly<Record<string, unknown>>)[key]
    : undefined;
}

function entriesOf(value: unknown): [string, unknown][] {
  return typeof value === 'object' && value !== null
    ? Object.entries(value)
    : [];
}
