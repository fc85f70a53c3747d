import type {
  ExerciseProgress,
  LessonParts,
  LessonProgress
} from '../../exercises/metadata';
import type { Translate } from '../../widgets/context';

/** One thing that a lesson asks of the student, and how it stands. */
export interface LessonItem {
  /** The notebook cell that asks. */
  readonly cell: string;
  readonly title: string;
  readonly state: 'done' | 'here' | 'tried' | 'open';
  /** `2 of 2`, `done`, `3 points`. */
  readonly mark: string;
}

/**
 * The exercises and predictions of a lesson in the order of its notebook cells.
 *
 * @param order Ids of all notebook cells.
 * @param present Id of the exercise or cell that the reader is in, if any.
 * @param committed Keys of the predictions that are committed in the notebook itself.
 */
export function lessonItems(
  parts: LessonParts,
  progress: LessonProgress,
  order: readonly string[],
  present: string | null,
  committed: ReadonlySet<string>,
  translate: Translate
): LessonItem[] {
  const exercises = parts.exercises.map(({ id, title, answer, points }) => {
    const stand = attempted(own(progress.exercises, id));
    return {
      cell: answer,
      title,
      state: stateOf(stand, present === id),
      mark: markOf(stand, points, translate)
    };
  });
  const predictions = parts.predictions.map(({ key, title, cell }) => {
    const done = committed.has(key) || own(progress.predictions, key) === true;
    return {
      cell,
      title,
      state: done
        ? ('done' as const)
        : present === cell
          ? ('here' as const)
          : ('open' as const),
      mark: done ? translate('done') : translate('predict')
    };
  });
  return [...exercises, ...predictions].sort(
    (a, b) => order.indexOf(a.cell) - order.indexOf(b.cell)
  );
}

/** How many of the items are done. */
export function doneCount(items: readonly LessonItem[]): number {
  return items.filter(({ state }) => state === 'done').length;
}

/** An answer that stopped before anything was checked is as good as untried. */
function attempted(
  stand: ExerciseProgress | undefined
): ExerciseProgress | undefined {
  return stand !== undefined && stand.attempts > 0 ? stand : undefined;
}

function stateOf(
  stand: ExerciseProgress | undefined,
  present: boolean
): LessonItem['state'] {
  if (stand?.status === 'passed') {
    return 'done';
  }
  return present ? 'here' : stand === undefined ? 'open' : 'tried';
}

function markOf(
  stand: ExerciseProgress | undefined,
  points: number,
  translate: Translate
): string {
  if (stand !== undefined) {
    return translate('%1 of %2', stand.points, stand.maxPoints);
  }
  return points === 1 ? translate('1 point') : translate('%1 points', points);
}

function own<T>(
  record: Readonly<Record<string, T>>,
  key: string
): T | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}
