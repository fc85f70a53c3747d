import type { ICellModel, ICodeCellModel } from '@jupyterlab/cells';
import type { INotebookModel } from '@jupyterlab/notebook';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';
import type {
  Exercise,
  ExerciseProgress,
  LessonMetadata,
  LessonParts,
  NotebookCell
} from '../../exercises/metadata';
import {
  givenCells,
  lessonParts,
  readLessonMetadata
} from '../../exercises/metadata';
import { sha256 } from '../lessons/textDigest';
import { METADATA_KEY } from '../session/cellMemory';

/** What a notebook asks of the student, read again whenever its cells or their metadata change. */
export interface NotebookLesson {
  /** Null for a notebook that is no lesson. */
  readonly metadata: LessonMetadata | null;
  readonly parts: LessonParts;
  /** Ids of the notebook cells that were given out; null where the notebook does not say. */
  readonly given: readonly string[] | null;
  /** Emits when `metadata` or `parts` have other values. */
  readonly changed: ISignal<object, void>;
  /** The notebook cells as they stand now, with what has been typed. */
  cells(): readonly NotebookCell[];
  dispose(): void;
}

/** @param wait Milliseconds that typing must pause before the notebook is read again. */
export function createNotebookLesson(
  model: INotebookModel,
  wait = 200
): NotebookLesson {
  const changed = new Signal<object, void>({});
  let metadata = lessonOf(model);
  const given = (): readonly string[] | null =>
    givenCells(model.getMetadata(METADATA_KEY));
  let parts = lessonParts(cellsOf(model), given());
  let written = JSON.stringify([metadata, parts]);
  let timer: ReturnType<typeof setTimeout> | undefined;

  // What was read is old from the first letter on, and is read again when somebody asks; that it
  // changed is said when typing pauses.
  let isOld = false;

  const fresh = (): void => {
    if (isOld) {
      metadata = lessonOf(model);
      parts = lessonParts(cellsOf(model), given());
      isOld = false;
    }
  };
  const tell = (): void => {
    fresh();
    const now = JSON.stringify([metadata, parts]);
    if (now !== written) {
      written = now;
      changed.emit();
    }
  };
  const soon = (): void => {
    isOld = true;
    clearTimeout(timer);
    timer = setTimeout(tell, wait);
  };
  model.contentChanged.connect(soon);

  return {
    get metadata() {
      fresh();
      return metadata;
    },
    get parts() {
      fresh();
      return parts;
    },
    get given() {
      return given();
    },
    changed,
    cells: () => cellsOf(model),
    dispose() {
      clearTimeout(timer);
      model.contentChanged.disconnect(soon);
      Signal.clearData(changed);
    }
  };
}

function cellsOf(model: INotebookModel): NotebookCell[] {
  return [...model.cells].map(cell => ({
    id: cell.id,
    type: cell.type === 'code' || cell.type === 'markdown' ? cell.type : 'raw',
    source: cell.sharedModel.getSource(),
    metadata: {
      gatescope: cell.getMetadata(METADATA_KEY) as unknown,
      nbgrader: cell.getMetadata('nbgrader') as unknown
    }
  }));
}

/** A notebook whose lesson metadata cannot be read is an ordinary notebook. */
function lessonOf(model: INotebookModel): LessonMetadata | null {
  try {
    return readLessonMetadata(model.getMetadata(METADATA_KEY));
  } catch {
    return null;
  }
}

/**
 * Keeps with the notebook what the check gave an answer: where marking gives the same text something
 * else, `gatescope/grading/receipts.py` tells the teacher. What stands below the tests is of an older run,
 * and may say the opposite of the check: it goes.
 */
export function keepVerdict(
  model: Pick<INotebookModel, 'cells' | 'getMetadata' | 'setMetadata'>,
  { id, tests }: Pick<Exercise, 'id' | 'tests'>,
  answer: string,
  report: Pick<ExerciseProgress, 'points' | 'maxPoints'>
): void {
  // Not in the notebook cell: there it would be a step of the author's undo.
  const ours = objectOf(model.getMetadata(METADATA_KEY));
  model.setMetadata(METADATA_KEY, {
    ...ours,
    checked: withVerdict(ours['checked'], id, answer, report)
  });
  for (const cell of model.cells) {
    if (tests.includes(cell.id) && isCode(cell)) {
      cell.clearExecution();
    }
  }
}

/** What a notebook keeps of its checks, with one more. */
export function withVerdict(
  before: unknown,
  exercise: string,
  answer: string,
  { points, maxPoints }: Pick<ExerciseProgress, 'points' | 'maxPoints'>
): Readonly<Record<string, unknown>> {
  const checked = objectOf(before);
  const digest = sha256(new TextEncoder().encode(answer));
  const tries = triesWith(digest, objectOf(checked[exercise]));
  return {
    ...checked,
    [exercise]: { answer: digest, points, maxPoints, tries }
  };
}

/** How many answers were checked until one was right: the same text again is no other try. */
function triesWith(
  answer: string,
  before: Readonly<Record<string, unknown>>
): number {
  const tries = typeof before['tries'] === 'number' ? before['tries'] : 0;
  const isSettled =
    before['answer'] === answer || before['points'] === before['maxPoints'];
  return tries > 0 && isSettled ? tries : tries + 1;
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : {};
}

function isCode(cell: ICellModel): cell is ICodeCellModel {
  return cell.type === 'code';
}
