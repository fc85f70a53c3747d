import { readSheetProgress, type SheetProgress } from './answerSheets';
import { fieldsOf, numberOf, oneOf } from './fields';
import { MetadataError } from './metadataError';
import { boxDays, type CardState } from './repetition';

/** The file beside the lessons. Its name does not begin with a dot: hidden files are refused by default. */
export const progressFile = 'gatescope-progress.json';

export interface ExerciseProgress {
  readonly status: 'passed' | 'notYet' | 'didNotRun';
  readonly points: number;
  readonly maxPoints: number;
  /** Checks so far; a check that did not run is not counted. */
  readonly attempts: number;
}

/** How sure the student was of a prediction, and how good it was; either may not be known. */
export interface PredictionProgress {
  readonly confidence?: 'guess' | 'fairlySure' | 'certain';
  readonly quality?: 'right' | 'near' | 'off';
}

export interface LessonProgress {
  readonly exercises: Readonly<Record<string, ExerciseProgress>>;
  /** Each prediction that was committed. */
  readonly predictions: Readonly<Record<string, PredictionProgress>>;
  /** Each sheet of questions of which something was answered. */
  readonly questions: Readonly<Record<string, SheetProgress>>;
  readonly flashcards: Readonly<Record<string, CardState>>;
}

/** What a student has done, by lesson id. */
export interface Progress {
  readonly version: 1;
  readonly lessons: Readonly<Record<string, LessonProgress>>;
}

export const noProgress: Progress = { version: 1, lessons: {} };

const noLessonProgress: LessonProgress = {
  exercises: {},
  predictions: {},
  questions: {},
  flashcards: {}
};

/**
 * Reads the progress file.
 *
 * @throws MetadataError naming the key; a newer version is refused, so that it is not overwritten.
 */
export function readProgress(value: unknown): Progress {
  const place = progressFile;
  const fields = fieldsOf(value, place);
  if (fields.version !== 1) {
    throw new MetadataError(`${place}: version`, '1', fields.version);
  }
  return {
    version: 1,
    lessons: mapFields(fields.lessons, `${place}: lessons`, readLesson)
  };
}

function readLesson(value: unknown, place: string): LessonProgress {
  const fields = fieldsOf(value, place);
  return {
    exercises: mapFields(
      fields.exercises ?? {},
      `${place}.exercises`,
      readExercise
    ),
    predictions: mapFields(
      fields.predictions ?? {},
      `${place}.predictions`,
      readPredictionProgress
    ),
    questions: mapFields(
      fields.questions ?? {},
      `${place}.questions`,
      readSheetProgress
    ),
    flashcards: mapFields(
      fields.flashcards ?? {},
      `${place}.flashcards`,
      readCard
    )
  };
}

/**
 * Reads how a prediction stood when it was committed. Files of before this was kept say `true`.
 *
 * @throws MetadataError naming the key
 */
export function readPredictionProgress(
  value: unknown,
  place: string
): PredictionProgress {
  if (value === true) {
    return {};
  }
  const { confidence, quality } = fieldsOf(value, place);
  return {
    ...(confidence === undefined
      ? {}
      : {
          confidence: oneOf(
            confidence,
            ['guess', 'fairlySure', 'certain'] as const,
            `${place}.confidence`
          )
        }),
    ...(quality === undefined
      ? {}
      : {
          quality: oneOf(
            quality,
            ['right', 'near', 'off'] as const,
            `${place}.quality`
          )
        })
  };
}

function readExercise(value: unknown, place: string): ExerciseProgress {
  const fields = fieldsOf(value, place);
  return {
    status: oneOf(
      fields.status,
      ['passed', 'notYet', 'didNotRun'] as const,
      `${place}.status`
    ),
    points: numberOf(fields.points, `${place}.points`),
    maxPoints: numberOf(fields.maxPoints, `${place}.maxPoints`),
    attempts: numberOf(fields.attempts, `${place}.attempts`)
  };
}

function readCard(value: unknown, place: string): CardState {
  const fields = fieldsOf(value, place);
  const box = numberOf(fields.box, `${place}.box`);
  if (!Number.isInteger(box) || box >= boxDays.length) {
    throw new MetadataError(
      `${place}.box`,
      `a whole number below ${boxDays.length}`,
      box
    );
  }
  return { box, due: numberOf(fields.due, `${place}.due`) };
}

function mapFields<T>(
  value: unknown,
  place: string,
  read: (value: unknown, place: string) => T
): Record<string, T> {
  return Object.fromEntries(
    Object.entries(fieldsOf(value, place)).map(([key, item]) => [
      key,
      read(item, `${place}.${key.slice(0, 80)}`)
    ])
  );
}

/** One lesson's progress; empty when it was never opened. */
export function lessonProgress(
  progress: Progress,
  lesson: string
): LessonProgress {
  return Object.hasOwn(progress.lessons, lesson)
    ? progress.lessons[lesson]
    : noLessonProgress;
}

/** The progress with one lesson's part changed. */
export function withLesson(
  progress: Progress,
  lesson: string,
  change: (before: LessonProgress) => LessonProgress
): Progress {
  return {
    ...progress,
    lessons: {
      ...progress.lessons,
      [lesson]: change(lessonProgress(progress, lesson))
    }
  };
}

/**
 * After a check: an exercise once passed stays passed, and the best points count, so that trying
 * something else afterwards costs nothing.
 */
export function afterCheck(
  before: ExerciseProgress | undefined,
  report: Omit<ExerciseProgress, 'attempts'>
): ExerciseProgress {
  const attempts =
    (before?.attempts ?? 0) + (report.status === 'didNotRun' ? 0 : 1);
  const keep =
    before !== undefined &&
    report.status !== 'passed' &&
    (before.status === 'passed' || before.points > report.points);
  return { ...(keep ? before : report), attempts };
}
