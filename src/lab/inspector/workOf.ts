import type { NotebookPanel } from '@jupyterlab/notebook';
import type { Widget } from '@lumino/widgets';
import type { Exercise } from '../../exercises/metadata';
import { exerciseOfCell } from '../../exercises/metadata';
import type { ViewContext } from '../../widgets/context';
import type { IExercises } from '../tokens';
import type { Subject } from './follower';
import type { Work } from './inspectorPanel';

export interface WorkSources {
  readonly exercises: IExercises;
  readonly context: (widget: Widget, id: string) => ViewContext;
  /** Makes a notebook cell the active one and brings it into view. */
  readonly goTo: (panel: NotebookPanel, cell: string) => void;
}

/** What the notebook that the reader is in asks for, seen from the active notebook cell. */
export function workOf(
  { panel, activeCell }: Subject,
  { exercises, context, goTo }: WorkSources
): Work {
  const work = panel === null ? null : exercises.of(panel);
  if (panel === null || work === null) {
    return { exercise: null, lesson: null, cards: null };
  }
  const { desk } = work;
  const { parts, metadata } = desk.lesson;
  const order = desk.lesson.cells().map(({ id }) => id);
  const exercise = presentExercise(parts.exercises, order, activeCell);
  const answer = exercise === undefined ? null : work.cells.cellOf(exercise.id);
  return {
    exercise:
      exercise === undefined || answer === null
        ? null
        : {
            desk,
            exercise,
            label: labelOf(answer.model.sharedModel),
            progress: work.progress().exercises[exercise.id],
            context: context(answer, exercise.id),
            goToCell: () => goTo(panel, exercise.answer)
          },
    lesson:
      metadata === null && parts.exercises.length === 0
        ? null
        : {
            items: work.items(exercise?.id ?? activeCell),
            faults: work.faults(),
            goTo: cell => goTo(panel, cell)
          },
    cards: {
      cards: parts.flashcards,
      states: work.progress().flashcards,
      keep: (card, state) => work.keepCard(card, state)
    }
  };
}

/** The exercise of the active notebook cell, else the next one below it, else the last one above. */
export function presentExercise(
  exercises: readonly Exercise[],
  order: readonly string[],
  activeCell: string | null
): Exercise | undefined {
  const own =
    activeCell === null ? undefined : exerciseOfCell(exercises, activeCell);
  if (own !== undefined) {
    return own;
  }
  const active = activeCell === null ? -1 : order.indexOf(activeCell);
  return (
    exercises.find(({ answer }) => order.indexOf(answer) > active) ??
    exercises.at(-1)
  );
}

function labelOf(model: object): string {
  const count =
    'execution_count' in model && typeof model.execution_count === 'number'
      ? model.execution_count
      : ' ';
  return `[${count}]`;
}
