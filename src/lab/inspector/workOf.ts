import type { NotebookPanel } from '@jupyterlab/notebook';
import type { Widget } from '@lumino/widgets';
import type { Exercise } from '../../exercises/metadata';
import { exerciseOfCell } from '../../exercises/metadata';
import type { ViewContext } from '../../widgets/context';
import { selectedLines } from '../authoring/authoringDesk';
import type { IAuthoring, IExercises } from '../tokens';
import type { Subject } from './follower';
import type { InspectorWork } from './inspectorPanel';

export interface WorkSources {
  readonly exercises: IExercises;
  readonly authoring: IAuthoring | null;
  readonly context: (widget: Widget, id: string) => ViewContext;
  /** Makes a notebook cell the active one and brings it into view. */
  readonly goTo: (panel: NotebookPanel, cell: string) => void;
}

/** What the notebook that the reader is in asks for, seen from the active notebook cell. */
export function workOf(
  { panel, activeCell }: Subject,
  { exercises, authoring, context, goTo }: WorkSources
): InspectorWork {
  const work = panel === null ? null : exercises.of(panel);
  if (panel === null || work === null) {
    return { exercise: null, lesson: null, cards: null, authoring: null };
  }
  const { desk } = work;
  const author = authoring?.of(panel) ?? null;
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
      metadata === null && parts.exercises.length + parts.faults.length === 0
        ? null
        : {
            items: work.items(exercise?.id ?? activeCell),
            faults: work.faults(),
            goTo: cell => goTo(panel, cell)
          },
    cards: {
      cards: parts.flashcards.filter(
        ({ id, after }) =>
          after === undefined ||
          Object.hasOwn(work.progress().flashcards, id) ||
          hasRun(panel, after)
      ),
      total: parts.flashcards.length,
      states: work.progress().flashcards,
      keep: (card, state) => work.keepCard(card, state)
    },
    authoring:
      author === null
        ? null
        : {
            desk: author,
            cell: activeCell,
            lines: () => selectedLines(panel),
            goTo: cell => goTo(panel, cell)
          }
  };
}

/** Whether a notebook cell has run since the notebook was made. */
function hasRun(panel: NotebookPanel, id: string): boolean {
  const model: object | undefined = panel.content.widgets.find(
    ({ model: each }) => each.id === id
  )?.model;
  return (
    model !== undefined &&
    'executionCount' in model &&
    typeof model.executionCount === 'number'
  );
}

/** From so many notebook cells above it, an exercise is what the reader is about to do. */
const NEAR = 3;

/**
 * The exercise of the active notebook cell, else one that begins just below it. Elsewhere the reader
 * is in the lesson, and no exercise pushes it out of the panel.
 */
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
  return exercises.find(({ answer }) => {
    const below = order.indexOf(answer) - active;
    return active >= 0 && below > 0 && below <= NEAR;
  });
}

function labelOf(model: object): string {
  const count =
    'execution_count' in model && typeof model.execution_count === 'number'
      ? model.execution_count
      : ' ';
  return `[${count}]`;
}
