import type { Question, Questions } from '../../trace';
import { confidences, type Confidence } from '../predict/guess';
import type { CellMemory } from '../context';

/** What was entered for a question; its form depends on the question's. */
export type Given = unknown;

/** How one question stands. */
export interface QuestionAnswer {
  readonly given: Given;
  /** Marked at least once: what was given first, and whether that was right, stay. */
  readonly tries: number;
  /** Whether the first answer was right; null where only the reader can say. */
  readonly first: boolean | null;
  /** Whether the last one was. */
  readonly right: boolean | null;
  readonly confidence?: Confidence;
  /** The reader asked for the solution. */
  readonly shown?: boolean;
  /** Changed since it was marked. */
  readonly open?: boolean;
}

/** One sheet of answers. */
export interface AnswerSheet {
  readonly answers: Readonly<Record<string, QuestionAnswer>>;
  /** How many questions are on the sheet: what they keep closed opens when each was answered. */
  readonly of?: number;
  /** When the sheet was handed in, in milliseconds since 1970. */
  readonly done?: number;
}

/** The place in the notebook cell's metadata; sheets stand in it by their key. */
export const ANSWERS = 'answers';

/** A question that nothing was entered for. */
export const noAnswer: QuestionAnswer = {
  given: null,
  tries: 0,
  first: null,
  right: null
};

/** The answer as it stands once it is marked: no longer open. */
export function closedAnswer(answer: QuestionAnswer): QuestionAnswer {
  return Object.fromEntries(
    Object.entries(answer).filter(([name]) => name !== 'open')
  ) as unknown as QuestionAnswer;
}

/** Reads a sheet that anybody may have written: what does not fit is left out. */
export function readSheet(
  memory: Pick<CellMemory, 'get'>,
  key: string,
  items: readonly Pick<Question, 'id'>[]
): AnswerSheet {
  const stored = fieldOf(memory.get(ANSWERS), key);
  const answers = fieldOf(stored, 'answers');
  const done = fieldOf(stored, 'done');
  return {
    answers: Object.fromEntries(
      items.flatMap(({ id }) => {
        const answer = readAnswer(fieldOf(answers, id));
        return answer === null ? [] : [[id, answer] as const];
      })
    ),
    ...(typeof done === 'number' && Number.isFinite(done) ? { done } : {})
  };
}

function readAnswer(stored: unknown): QuestionAnswer | null {
  const tries = fieldOf(stored, 'tries');
  if (typeof tries !== 'number' || !(tries >= 0)) {
    return null;
  }
  const confidence = confidences.find(
    each => each === fieldOf(stored, 'confidence')
  );
  return {
    given: fieldOf(stored, 'given') ?? null,
    tries,
    first: verdictOf(fieldOf(stored, 'first')),
    right: verdictOf(fieldOf(stored, 'right')),
    ...(confidence === undefined ? {} : { confidence }),
    ...(fieldOf(stored, 'shown') === true ? { shown: true } : {}),
    ...(fieldOf(stored, 'open') === true ? { open: true } : {})
  };
}

function verdictOf(stored: unknown): boolean | null {
  return typeof stored === 'boolean' ? stored : null;
}

/** Keeps a sheet beside the others of the notebook cell; an empty one is taken out. */
export function writeSheet(
  memory: CellMemory,
  key: string,
  sheet: AnswerSheet
): void {
  const present: unknown = memory.get(ANSWERS);
  const others = Object.fromEntries(
    Object.entries(
      typeof present === 'object' && present !== null ? present : {}
    ).filter(([name]) => name !== key)
  );
  // Skipping is done beside the view, which does not know of it.
  const skipped = fieldOf(fieldOf(present, key), 'skipped') === true;
  const written = skipped ? { ...sheet, skipped: true } : sheet;
  const empty = Object.keys(sheet.answers).length === 0 && !skipped;
  if (empty && Object.keys(others).length === 0) {
    memory.delete(ANSWERS);
  } else {
    memory.set(ANSWERS, empty ? others : { ...others, [key]: written });
  }
}

/** Keeps that what a question closes was opened without an answer; what was entered stays. */
export function skipSheet(memory: CellMemory, key: string): void {
  const present: unknown = memory.get(ANSWERS);
  const stored = fieldOf(present, key);
  memory.set(ANSWERS, {
    ...(typeof present === 'object' ? present : {}),
    [key]: {
      answers: {},
      ...(typeof stored === 'object' ? stored : {}),
      skipped: true
    }
  });
}

/** Which sheet is asked now, and when it may be. */
export interface SheetTurn {
  readonly key: string;
  readonly at: number;
  readonly sheet: AnswerSheet;
  /** Milliseconds since 1970 before which the next sheet waits; null when it is there. */
  readonly waits: number | null;
}

const DAY = 86_400_000;

/**
 * The sheet that is to be answered: the first that was not handed in and whose days are over. While
 * it waits, the one before stands.
 */
export function sheetTurn(
  { sheets, items }: Questions,
  memory: Pick<CellMemory, 'get'>,
  now: number
): SheetTurn {
  const read = sheets.map(({ key }) => readSheet(memory, key, items));
  const open = read.findIndex(({ done }) => done === undefined);
  const at = open < 0 ? sheets.length - 1 : open;
  const before = at === 0 ? undefined : read[at - 1].done;
  const from = before === undefined ? 0 : before + sheets[at].days * DAY;
  return from > now && open > 0
    ? { key: sheets[at - 1].key, at: at - 1, sheet: read[at - 1], waits: from }
    : { key: sheets[at].key, at, sheet: read[at], waits: null };
}

export function fieldOf(value: unknown, key: string): unknown {
  return typeof value === 'object' &&
    value !== null &&
    Object.hasOwn(value, key)
    ? (value as Readonly<Record<string, unknown>>)[key]
    : undefined;
}
