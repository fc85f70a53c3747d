import type {
  ExerciseProgress,
  LessonParts,
  LessonProgress,
  PredictionProgress,
  SheetProgress
} from '../../exercises/metadata';
import type { LessonItem } from './lessonItem';
import { questionItems } from './questionItems';
import type { Translate } from '../../scene/words/translate';

/** What is kept in the notebook itself, and of other lessons. */
export interface LessonStands {
  /** The predictions that are committed in the notebook, by key. */
  readonly committed: ReadonlyMap<string, PredictionProgress>;
  /** The sheets of questions that are answered in the notebook, by key. */
  readonly sheets: ReadonlyMap<string, SheetProgress>;
  /** Those of all lessons, as the progress file has them. */
  readonly others: ReadonlyMap<string, SheetProgress>;
}

/**
 * The exercises, predictions and questions of a lesson in the order of its notebook cells.
 *
 * @param order Ids of all notebook cells.
 * @param present Id of the exercise or cell that the reader is in, if any.
 * @param stands What is kept in the notebook itself, and of other lessons.
 */
export function lessonItems(
  parts: LessonParts,
  progress: LessonProgress,
  order: readonly string[],
  present: string | null,
  { committed, sheets, others }: LessonStands,
  translate: Translate
): LessonItem[] {
  const exercises = parts.exercises.map(({ id, title, answer, points }) => {
    const stand = attempted(own(progress.exercises, id));
    return {
      kind: 'exercise' as const,
      cell: answer,
      title,
      state: stateOf(stand, present === id),
      mark: markOf(stand, points, translate)
    };
  });
  const predictions = parts.predictions.map(({ key, title, cell }) => {
    const stand = committed.get(key) ?? own(progress.predictions, key);
    const done = stand !== undefined;
    return {
      kind: 'prediction' as const,
      cell,
      title,
      state: done
        ? ('done' as const)
        : present === cell
          ? ('here' as const)
          : ('open' as const),
      mark: done ? guessMark(stand, translate) : translate('predict')
    };
  });
  const questions = questionItems(
    parts.questions,
    new Map([...others, ...Object.entries(progress.questions), ...sheets]),
    present,
    translate
  );
  return [...exercises, ...predictions, ...questions].sort(
    (a, b) => order.indexOf(a.cell) - order.indexOf(b.cell)
  );
}

/**
 * `2 of 4 exercises · 1 of 3 predictions`: exercises are counted as on the lesson's card and in the
 * notebook's toolbar, so that all three say the same.
 */
export function doneWords(
  items: readonly LessonItem[],
  translate: Translate
): string {
  const done = (kind: LessonItem['kind']): [number, number] => {
    const all = items.filter(item => item.kind === kind);
    return [all.filter(({ state }) => state === 'done').length, all.length];
  };
  const exercises = done('exercise');
  const predictions = done('prediction');
  return [
    ...(exercises[1] > 0
      ? [translate('%1 of %2 exercises', ...exercises)]
      : []),
    ...(predictions[1] > 0
      ? [translate('%1 of %2 predictions', ...predictions)]
      : [])
  ].join(' · ');
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

/** `right · certain`, `off · a guess`; `done` where neither was kept. */
function guessMark(
  { confidence, quality }: PredictionProgress,
  translate: Translate
): string {
  const sure = {
    guess: translate('a guess'),
    fairlySure: translate('fairly sure'),
    certain: translate('certain')
  };
  const good = {
    right: translate('right'),
    near: translate('near'),
    off: translate('off')
  };
  const words = [
    ...(quality === undefined ? [] : [good[quality]]),
    ...(confidence === undefined ? [] : [sure[confidence]])
  ];
  return words.length === 0 ? translate('done') : words.join(' · ');
}

function own<T>(
  record: Readonly<Record<string, T>>,
  key: string
): T | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}
