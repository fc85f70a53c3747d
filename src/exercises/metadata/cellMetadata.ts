import {
  fieldsOf,
  flagOf,
  identifierOf,
  numberOf,
  oneOf,
  requiredText,
  textsOf
} from './fields';
import { MetadataError } from './metadataError';

/** The exercise part of a notebook cell in which the student writes, or which asks marked questions. */
export interface AnswerMetadata {
  readonly role: 'answer' | 'question';
  /** Unique in the notebook: `lstm-step`. */
  readonly id: string;
  readonly title: string;
  /** Ids of the notebook cells that must run before the answer, in any order. */
  readonly needs: readonly string[];
  /** Shown one by one, each a little more open than the one before. */
  readonly hints: readonly string[];
  /** The kind of cell whose step is asked for: pictures keep its code closed until it is passed. */
  readonly stepOf?: StepKind;
  /** Wrong answers with what is to be said of each; students are not given them. */
  readonly mistakes?: readonly NamedMistake[];
}

/** A wrong answer that is often given. */
export interface NamedMistake {
  /** What stands in the place of the solution. */
  readonly answer: string;
  /** What the student is to read. */
  readonly message: string;
}

/** The cells whose step an exercise may ask for. */
export type StepKind = 'rnn' | 'lstm' | 'gru';

/** The exercise part of a notebook cell that tests the answer. Its points are nbgrader's. */
export interface TestMetadata {
  readonly role: 'test';
  readonly id: string;
  /** Students get it without its hidden lines: what they have of it is not all that is asked. */
  readonly hidden?: true;
}

export type ExerciseMetadata = AnswerMetadata | TestMetadata;

/** A notebook cell whose output asks for a prediction, so that it can be listed before it has run. */
export interface PredictionMetadata {
  /** The `key` of the prediction's bundle. */
  readonly key: string;
  readonly title: string;
}

/** A notebook cell whose output asks questions, so that they can be listed before it has run. */
export interface QuestionsMetadata {
  /** The keys of the sheets of its bundle, in their order. */
  readonly keys: readonly string[];
  readonly title: string;
  readonly purpose: 'field' | 'test' | 'inventory';
}

/** A question on the front, an answer on the back; both are plain text. */
export interface Flashcard {
  /** Unique in the lesson; what the schedule of repetitions is kept under. */
  readonly id: string;
  readonly front: string;
  readonly back: string;
  /** Id of the notebook cell that shows what the card asks; it is asked once that cell has run. */
  readonly after?: string;
}

/**
 * `metadata.gatescope` of a notebook cell: what the lessons add. The student's own drawings stand
 * beside it in `predictions`, by key; they are the view's and are not read here.
 */
export interface CellMetadata {
  readonly exercise?: ExerciseMetadata;
  readonly prediction?: PredictionMetadata;
  readonly questions?: QuestionsMetadata;
  readonly flashcards?: readonly Flashcard[];
}

/** `metadata.gatescope.lesson` of a notebook. */
export interface LessonMetadata {
  /** Unique over all lessons: `03-inside-the-lstm`. */
  readonly id: string;
  /** Its place among the lessons; an example has none. */
  readonly number?: number;
  readonly title: string;
}

/**
 * Reads `metadata.gatescope` of a notebook cell; a cell without it gives `{}`.
 *
 * @throws MetadataError naming the key.
 */
export function readCellMetadata(value: unknown): CellMetadata {
  if (value === undefined || value === null) {
    return {};
  }
  const place = 'metadata.gatescope';
  const fields = fieldsOf(value, place);
  return {
    ...(fields.exercise === undefined
      ? {}
      : { exercise: readExercise(fields.exercise, `${place}.exercise`) }),
    ...(fields.prediction === undefined
      ? {}
      : {
          prediction: readPrediction(fields.prediction, `${place}.prediction`)
        }),
    ...(fields.questions === undefined
      ? {}
      : { questions: readQuestions(fields.questions, `${place}.questions`) }),
    ...(fields.flashcards === undefined
      ? {}
      : {
          flashcards: readFlashcards(fields.flashcards, `${place}.flashcards`)
        })
  };
}

function readExercise(value: unknown, place: string): ExerciseMetadata {
  const fields = fieldsOf(value, place);
  const role = oneOf(
    fields.role,
    ['answer', 'question', 'test'] as const,
    `${place}.role`
  );
  const id = identifierOf(fields.id, `${place}.id`);
  if (role === 'test') {
    const hidden =
      fields.hidden !== undefined && flagOf(fields.hidden, `${place}.hidden`);
    return { role, id, ...(hidden ? { hidden } : {}) };
  }
  return {
    role,
    id,
    title: requiredText(fields.title, `${place}.title`, 200),
    needs: textsOf(fields.needs ?? [], `${place}.needs`, { maximum: 100 }),
    hints: textsOf(fields.hints ?? [], `${place}.hints`),
    ...(fields.stepOf === undefined
      ? {}
      : {
          stepOf: oneOf(
            fields.stepOf,
            ['rnn', 'lstm', 'gru'] as const,
            `${place}.stepOf`
          )
        }),
    ...(fields.mistakes === undefined
      ? {}
      : { mistakes: readMistakes(fields.mistakes, `${place}.mistakes`) })
  };
}

function readMistakes(value: unknown, place: string): readonly NamedMistake[] {
  if (!Array.isArray(value) || value.length > 100) {
    throw new MetadataError(place, 'a list of at most 100 mistakes', value);
  }
  return value.map((mistake: unknown, index) => {
    const here = `${place}[${index}]`;
    const fields = fieldsOf(mistake, here);
    return {
      answer: requiredText(fields.answer, `${here}.answer`, 20_000),
      message: requiredText(fields.message, `${here}.message`)
    };
  });
}

function readPrediction(value: unknown, place: string): PredictionMetadata {
  const fields = fieldsOf(value, place);
  return {
    key: identifierOf(fields.key, `${place}.key`),
    title: requiredText(fields.title, `${place}.title`, 200)
  };
}

function readQuestions(value: unknown, place: string): QuestionsMetadata {
  const fields = fieldsOf(value, place);
  const keys = textsOf(fields.keys, `${place}.keys`, {
    maximum: 100,
    entries: 10
  });
  if (keys.length === 0) {
    throw new MetadataError(`${place}.keys`, 'at least one key', keys);
  }
  return {
    keys: keys.map((key, at) => identifierOf(key, `${place}.keys[${at}]`)),
    title: requiredText(fields.title, `${place}.title`, 200),
    purpose: oneOf(
      fields.purpose ?? 'field',
      ['field', 'test', 'inventory'] as const,
      `${place}.purpose`
    )
  };
}

function readFlashcards(value: unknown, place: string): readonly Flashcard[] {
  if (!Array.isArray(value) || value.length > 200) {
    throw new MetadataError(place, 'a list of at most 200 cards', value);
  }
  return value.map((card: unknown, index) => {
    const here = `${place}[${index}]`;
    const fields = fieldsOf(card, here);
    return {
      id: identifierOf(fields.id, `${here}.id`),
      front: requiredText(fields.front, `${here}.front`),
      back: requiredText(fields.back, `${here}.back`),
      ...(fields.after === undefined
        ? {}
        : { after: requiredText(fields.after, `${here}.after`, 100) })
    };
  });
}

/**
 * Reads `metadata.gatescope` of a notebook.
 *
 * @returns null for a notebook that is no lesson.
 * @throws MetadataError naming the key.
 */
export function readLessonMetadata(value: unknown): LessonMetadata | null {
  if (value === undefined || value === null) {
    return null;
  }
  const { lesson } = fieldsOf(value, 'metadata.gatescope');
  if (lesson === undefined) {
    return null;
  }
  const place = 'metadata.gatescope.lesson';
  const fields = fieldsOf(lesson, place);
  return {
    id: identifierOf(fields.id, `${place}.id`),
    ...(fields.number === undefined
      ? {}
      : { number: numberOf(fields.number, `${place}.number`, 1) }),
    title: requiredText(fields.title, `${place}.title`, 200)
  };
}
