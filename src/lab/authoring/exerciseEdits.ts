import type { PartialJSONObject } from '@lumino/coreutils';
import type {
  Exercise,
  NamedMistake,
  NotebookCell
} from '../../exercises/metadata';
import { readNbgrader, testCell } from '../../exercises/metadata';
import type { CodeParser } from './codeTree';
import type { NotebookEdit } from './edits';
import { freeId, takenIds } from './exerciseParts';
import { writeMistakes } from './mistakesInTest';

/** What an author may set of an exercise in the panel. */
export interface ExerciseFields {
  readonly title?: string;
  readonly hints?: readonly string[];
  readonly needs?: readonly string[];
  readonly mistakes?: readonly NamedMistake[];
}

/** The changes of the answer's metadata; other keys in it stay. */
export function setFields(
  exercise: Exercise,
  fields: ExerciseFields,
  cells: readonly NotebookCell[]
): NotebookEdit[] {
  const answer = cells.find(({ id }) => id === exercise.answer);
  const ours = objectOf(answer?.metadata.gatescope);
  const before = objectOf(ours.exercise);
  return [
    {
      do: 'describe',
      cell: exercise.answer,
      key: 'gatescope',
      value: { ...ours, exercise: { ...before, ...plain(fields) } }
    }
  ];
}

/**
 * Names an exercise otherwise, and its cells with it, as the grade book calls them. What no id may hold
 * becomes a hyphen, and one that is taken gets a number.
 */
export function setId(
  exercise: Exercise,
  wish: string,
  cells: readonly NotebookCell[]
): NotebookEdit[] {
  const name = wish
    .trim()
    .replace(/[^\w-]+/g, '-')
    .replace(/^-+|-+$/g, '');
  if (name === '' || name === exercise.id) {
    return [];
  }
  const parts = [exercise.answer, ...exercise.tests];
  const mine = cells.filter(({ id }) => parts.includes(id));
  const taken = takenIds(cells.filter(cell => !mine.includes(cell)));
  const id = freeId(name, taken);
  return mine.flatMap((cell): NotebookEdit[] => {
    const nbgrader = objectOf(cell.metadata.nbgrader);
    const own = objectOf(cell.metadata.gatescope);
    const grade =
      cell.id === exercise.answer ? id : freeId(`${id}-test`, taken);
    return [
      {
        do: 'describe',
        cell: cell.id,
        key: 'nbgrader',
        value: { ...nbgrader, grade_id: grade }
      },
      {
        do: 'describe',
        cell: cell.id,
        key: 'gatescope',
        value: { ...own, exercise: { ...objectOf(own.exercise), id } }
      }
    ];
  });
}

/** Keeps the mistakes with the answer, and writes them into each check that has a place for them. */
export function setMistakes(
  exercise: Exercise,
  mistakes: readonly NamedMistake[],
  cells: readonly NotebookCell[],
  parser: CodeParser
): NotebookEdit[] {
  const sourceOf = (id: string): string =>
    cells.find(cell => cell.id === id)?.source ?? '';
  const whole = mistakes.filter(
    ({ answer, message }) => answer.trim() !== '' && message.trim() !== ''
  );
  const written = exercise.tests.flatMap((cell): NotebookEdit[] => {
    const before = sourceOf(cell);
    const source = writeMistakes(
      before,
      sourceOf(exercise.answer),
      whole,
      parser
    );
    return source === null || source === before
      ? []
      : [{ do: 'write', cell, source }];
  });
  return [...setFields(exercise, { mistakes }, cells), ...written];
}

/** The change of the title of a prediction or of questions. */
export function setAskedTitle(
  cell: string,
  title: string,
  cells: readonly NotebookCell[]
): NotebookEdit[] {
  const ours = objectOf(
    cells.find(({ id }) => id === cell)?.metadata.gatescope
  );
  const key = 'prediction' in ours ? 'prediction' : 'questions';
  const value = { ...ours, [key]: { ...objectOf(ours[key]), title } };
  return [{ do: 'describe', cell, key: 'gatescope', value }];
}

/** The changes that make a test, or words marked by hand, worth so many points. */
export function setPoints(
  cell: string,
  points: number,
  cells: readonly NotebookCell[]
): NotebookEdit[] {
  const nbgrader = objectOf(
    cells.find(({ id }) => id === cell)?.metadata.nbgrader
  );
  return [
    { do: 'describe', cell, key: 'nbgrader', value: { ...nbgrader, points } }
  ];
}

/** One more test behind the last. */
export function addTest(
  exercise: Exercise,
  cells: readonly NotebookCell[]
): NotebookEdit[] {
  const taken = cells.flatMap(({ id, metadata }) => [
    id,
    String(objectOf(metadata.nbgrader).grade_id ?? '')
  ]);
  let number = exercise.tests.length + 1;
  while (taken.includes(`${exercise.id}-test-${number}`)) {
    number += 1;
  }
  const id = `${exercise.id}-test-${number}`;
  return [
    {
      do: 'insert',
      beside: exercise.tests.at(-1) ?? exercise.answer,
      place: 'behind',
      cell: {
        id,
        type: 'code',
        source: `// What does this test ask?\ncheck.that(false, 'This test is not written yet.')`,
        metadata: {
          nbgrader: { ...testCell(id, 1) },
          gatescope: { exercise: { role: 'test', id: exercise.id } },
          tags: ['raises-exception']
        }
      }
    }
  ];
}

/** What a test is worth; 0 when nbgrader's metadata cannot be used. */
export function pointsOf(cell: NotebookCell | undefined): number {
  try {
    return readNbgrader(cell?.metadata.nbgrader)?.points ?? 0;
  } catch {
    return 0;
  }
}

function plain(fields: ExerciseFields): PartialJSONObject {
  return JSON.parse(JSON.stringify(fields)) as PartialJSONObject;
}

function objectOf(value: unknown): PartialJSONObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as PartialJSONObject)
    : {};
}
