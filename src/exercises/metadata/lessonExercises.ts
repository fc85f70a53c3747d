import {
  readCellMetadata,
  type ExerciseMetadata,
  type Flashcard,
  type PredictionMetadata,
  type QuestionsMetadata
} from './cellMetadata';
import type { CheckCell, Exercise, NotebookCell } from './exercise';
import { MetadataError } from './metadataError';
import { readNbgrader } from './nbgrader';
import { hasHiddenTests } from './studentVersion';

/** What a lesson asks of the student. */
export interface LessonParts {
  readonly exercises: readonly Exercise[];
  readonly predictions: readonly (PredictionMetadata & {
    readonly cell: string;
  })[];
  readonly questions: readonly (QuestionsMetadata & {
    readonly cell: string;
  })[];
  readonly flashcards: readonly Flashcard[];
  /** One entry for each notebook cell whose metadata cannot be used; the rest still works. */
  readonly faults: readonly {
    readonly cell: string;
    readonly message: string;
  }[];
}

/**
 * Finds the exercises, predictions and flashcards of a notebook. Never throws.
 *
 * @param given ids of the notebook cells that were given out, where that is known
 */
export function lessonParts(
  cells: readonly NotebookCell[],
  given: readonly string[] | null = null
): LessonParts {
  const known = new Set(given ?? []);
  const faults: { cell: string; message: string }[] = [];
  const read = cells.map(cell => {
    try {
      return {
        cell,
        ours: readCellMetadata(cell.metadata.gatescope),
        nbgrader: readNbgrader(cell.metadata.nbgrader)
      };
    } catch (error) {
      if (!(error instanceof MetadataError)) {
        throw error;
      }
      faults.push({ cell: cell.id, message: error.message });
      return { cell, ours: {}, nbgrader: null };
    }
  });

  const exercises: Exercise[] = [];
  for (const { cell, ours } of read) {
    const answer = ours.exercise;
    if (answer === undefined || answer.role === 'test') {
      continue;
    }
    const asks = answer.role === 'question';
    const missing = answer.needs.filter(
      id => !cells.some(one => one.id === id)
    );
    if (missing.length > 0) {
      faults.push({
        cell: cell.id,
        message: `metadata.gatescope.exercise.needs: no notebook cell has the id ${missing.join(', ')}`
      });
    }
    if (exercises.some(({ id }) => id === answer.id)) {
      faults.push({
        cell: cell.id,
        message: `metadata.gatescope.exercise.id: ${answer.id} is already the id of another exercise`
      });
      continue;
    }
    const tests = read.filter(
      ({ cell: one, ours: { exercise } }) =>
        one.type === 'code' &&
        exercise?.role === 'test' &&
        exercise.id === answer.id &&
        // A copy of a test counts no second time.
        originalOf(one, cells, known) === one
    );
    if (tests.length === 0) {
      faults.push({
        cell: cell.id,
        message: `metadata.gatescope.exercise: no notebook cell tests ${answer.id}`
      });
    }
    exercises.push({
      id: answer.id,
      title: answer.title,
      hints: answer.hints,
      ...(answer.mistakes === undefined ? {} : { mistakes: answer.mistakes }),
      ...(answer.stepOf === undefined ? {} : { stepOf: answer.stepOf }),
      points: tests.reduce(
        (sum, test) => sum + (test.nbgrader?.points ?? 0),
        0
      ),
      answer: cell.id,
      ...(asks ? { asks } : {}),
      tests: tests.map(test => test.cell.id),
      // Its tests read the questions themselves.
      needs: cells
        .map(({ id }) => id)
        .filter(id => answer.needs.includes(id) || (asks && id === cell.id))
    });
  }

  return {
    exercises,
    predictions: read.flatMap(({ cell, ours }) =>
      ours.prediction ? [{ ...ours.prediction, cell: cell.id }] : []
    ),
    questions: read.flatMap(({ cell, ours }) =>
      ours.questions ? [{ ...ours.questions, cell: cell.id }] : []
    ),
    flashcards: read.flatMap(({ ours }) => ours.flashcards ?? []),
    faults
  };
}

/**
 * The title of the exercise that asks for the step of such a cell and is not passed: its code stays closed.
 * Null where there is none.
 */
export function closedStep(
  exercises: readonly Exercise[],
  kind: string,
  isPassed: (exercise: string) => boolean
): string | null {
  const asks = exercises.find(({ stepOf }) => stepOf === kind);
  return asks === undefined || isPassed(asks.id) ? null : asks.title;
}

/** The exercise that a notebook cell belongs to, as its answer or as one of its tests. */
export function exerciseOfCell(
  exercises: readonly Exercise[],
  cell: string
): Exercise | undefined {
  return exercises.find(
    exercise => exercise.answer === cell || exercise.tests.includes(cell)
  );
}

/**
 * A notebook as a check is given it: each cell with what it is for the exercise, in their order. Which
 * of them the answer uses is for the check to find.
 *
 * @param given ids of the notebook cells that were given out, where that is known
 */
export function checkCells(
  exercise: Exercise,
  cells: readonly NotebookCell[],
  given: readonly string[] | null = null
): CheckCell[] {
  const known = new Set(given ?? []);
  const answer = cells.find(({ id }) => id === exercise.answer);
  const grade = gradeOf(answer?.metadata.nbgrader);
  return cells.flatMap(cell => {
    const { id, source, type, metadata } = cell;
    const isCopy =
      exercise.asks !== true &&
      grade !== undefined &&
      gradeOf(metadata.nbgrader) === grade;
    // A copy may have lost what we know of it, and still be nbgrader's.
    const role = isCopy
      ? 'answer'
      : isWrittenOver(cell, cells, known)
        ? 'own'
        : roleOf(cell, exercise, known);
    if (type !== 'code' && role !== 'answer') {
      return [];
    }
    return [
      {
        id,
        source,
        role,
        // Raw text is as little code as Markdown is.
        ...(type === 'code' ? {} : { type: 'markdown' as const }),
        ...(role === 'test' ? { points: pointsOf(metadata.nbgrader) } : {}),
        ...(role === 'test' && isMarkedLater(cell)
          ? { isMarkedLater: true }
          : {})
      }
    ];
  });
}

function roleOf(
  { id, metadata }: NotebookCell,
  exercise: Exercise,
  given: ReadonlySet<string>
): CheckCell['role'] {
  const ours = exerciseIn(metadata.gatescope);
  if (exercise.asks === true && id === exercise.answer) {
    return 'needs';
  }
  if (
    id === exercise.answer ||
    (ours?.role === 'answer' && ours.id === exercise.id)
  ) {
    return 'answer';
  }
  if (exercise.tests.includes(id)) {
    return 'test';
  }
  if (exercise.needs.includes(id)) {
    return 'needs';
  }
  // Tests of others are not the student's either.
  return ours?.role !== 'answer' && (given.has(id) || ours !== undefined)
    ? 'given'
    : 'own';
}

/**
 * The test that a cell of a test is, or was copied from: of those with its name in nbgrader the one that
 * was given out, else the first; without a name a given one of its exercise. Itself where there is none.
 */
function originalOf(
  cell: NotebookCell,
  cells: readonly NotebookCell[],
  given: ReadonlySet<string>
): NotebookCell {
  const grade = gradeOf(cell.metadata.nbgrader);
  if (grade === undefined && given.has(cell.id)) {
    return cell;
  }
  const exercise = exerciseIn(cell.metadata.gatescope)?.id;
  const same = cells.filter(({ id, metadata }) => {
    if (grade !== undefined) {
      return gradeOf(metadata.nbgrader) === grade;
    }
    const ours = exerciseIn(metadata.gatescope);
    return given.has(id) && ours?.role === 'test' && ours.id === exercise;
  });
  return same.find(({ id }) => given.has(id)) ?? same[0] ?? cell;
}

/** Whether a cell was made of a copy of a test, and is the student's own. */
function isWrittenOver(
  cell: NotebookCell,
  cells: readonly NotebookCell[],
  given: ReadonlySet<string>
): boolean {
  if (exerciseIn(cell.metadata.gatescope)?.role !== 'test') {
    return false;
  }
  const original = originalOf(cell, cells, given);
  const lines = new Set(original.source.split('\n'));
  return (
    cell !== original && cell.source.split('\n').some(line => !lines.has(line))
  );
}

/** Whether a test is here without lines that it has when it is marked. */
function isMarkedLater({ source, metadata }: NotebookCell): boolean {
  const ours = exerciseIn(metadata.gatescope);
  return (
    ours?.role === 'test' && ours.hidden === true && !hasHiddenTests(source)
  );
}

/** The exercise that a cell is a part of; none where its metadata cannot be used. */
function exerciseIn(metadata: unknown): ExerciseMetadata | undefined {
  try {
    return readCellMetadata(metadata).exercise;
  } catch {
    return undefined;
  }
}

/** What nbgrader calls a cell; undefined where it has no name, or none that can be used. */
function gradeOf(metadata: unknown): string | undefined {
  try {
    return readNbgrader(metadata)?.grade_id;
  } catch {
    return undefined;
  }
}

/** A test's points; 0 when nbgrader's metadata cannot be used, which `lessonParts` reports. */
function pointsOf(metadata: unknown): number {
  try {
    return readNbgrader(metadata)?.points ?? 0;
  } catch {
    return 0;
  }
}

/** The ids that a notebook says were given out; null where it says nothing of it. */
export function givenCells(metadata: unknown): readonly string[] | null {
  const given =
    typeof metadata === 'object' && metadata !== null && 'given' in metadata
      ? metadata.given
      : null;
  return Array.isArray(given) && given.every(id => typeof id === 'string')
    ? given
    : null;
}
