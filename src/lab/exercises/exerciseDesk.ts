import type { ISignal } from '@lumino/signaling';
import type {
  Exercise,
  ExerciseProgress,
  NotebookCell
} from '../../exercises/metadata';
import { answeredIn, checkCells } from '../../exercises/metadata';
import type { CheckReport } from '../../trace';
import type { LinkStatus } from '../../widgets/context';
import type { Translate } from '../../scene/words/translate';
import type { KernelLink } from '../link/linkParts';
import {
  createCheckStates,
  type CheckState,
  type CheckStates
} from '../session/checkStates';
import type { NotebookLesson } from './notebookLesson';

/** The exercises of one notebook: its cells, its panel and its commands all go through here. */
export interface ExerciseDesk {
  readonly lesson: NotebookLesson;
  /** Emits the id of the exercise whose state or hints changed. */
  readonly changed: ISignal<object, string>;
  find(id: string): Exercise | undefined;
  state(id: string): CheckState;
  /** Hints that the student has asked for, in order. */
  hints(id: string): readonly string[];
  /** Runs the check in the kernel; resolves when its result, or why there is none, can be read. */
  check(id: string): Promise<void>;
  /**
   * Checks another text in the answer's place, for its author; nothing is shown or kept of it. Where
   * questions are marked: what `answered` says in place of what was entered.
   *
   * @throws Error when there is no kernel, or no such exercise
   */
  tryAnswer(
    id: string,
    source: string,
    answered?: unknown
  ): Promise<CheckReport>;
  /** Ends a check that still runs; `check` then resolves with a report that says so. */
  stop(id: string): void;
  showHint(id: string): void;
  /** The answer's text is no longer that of the report. */
  answerEdited(id: string): void;
  dispose(): void;
}

export interface ExerciseDeskOptions {
  readonly lesson: NotebookLesson;
  readonly link: Pick<KernelLink, 'connection' | 'onConnection' | 'request'>;
  readonly translate: Translate;
  /** Those of all views of the notebook; by default this desk's own. */
  readonly checks?: CheckStates;
  /** Called with each report and the answer that it is of, to be kept in the notebook and beside it. */
  readonly record: (
    exercise: Exercise,
    report: Omit<ExerciseProgress, 'attempts'>,
    answer: string
  ) => void;
  /** Milliseconds that a check waits for a kernel that is starting. */
  readonly patience?: number;
}

export function createExerciseDesk({
  lesson,
  link,
  translate,
  checks: { states, hintsShown, changed } = createCheckStates(),
  record,
  patience = 20_000
}: ExerciseDeskOptions): ExerciseDesk {
  const find = (id: string): Exercise | undefined =>
    lesson.parts.exercises.find(exercise => exercise.id === id);

  const enter = (id: string, state: CheckState): void => {
    states.set(id, state);
    changed.emit(id);
  };

  async function ask(
    exercise: Exercise,
    cells: readonly NotebookCell[],
    answered: unknown = answeredIn(cells)
  ): Promise<CheckReport> {
    const { report } = await link.request('check', {
      exercise: exercise.id,
      cells: checkCells(exercise, cells, lesson.given),
      ...(exercise.asks === true ? { answered } : {})
    });
    return report;
  }

  async function check(id: string): Promise<void> {
    const exercise = find(id);
    if (exercise === undefined || states.get(id)?.state === 'checking') {
      return;
    }
    enter(id, { state: 'checking' });
    try {
      await linkIsLive(link, patience);
      const cells = lesson.cells();
      const answer = cells.find(cell => cell.id === exercise.answer);
      const report = await ask(exercise, cells);
      const now = lesson.cells().find(cell => cell.id === exercise.answer);
      enter(id, {
        state: 'checked',
        report,
        edited: now?.source !== answer?.source
      });
      record(
        exercise,
        {
          status: report.status,
          points: report.points,
          maxPoints: report.maxPoints
        },
        answer?.source ?? ''
      );
    } catch (error) {
      enter(id, {
        state: 'refused',
        message: translate(
          'Nothing was checked. %1',
          error instanceof Error ? error.message : String(error)
        )
      });
    }
  }

  return {
    lesson,
    changed,
    find,
    state: id => states.get(id) ?? { state: 'unchecked' },
    hints: id => find(id)?.hints.slice(0, hintsShown.get(id) ?? 0) ?? [],
    check,
    async tryAnswer(id, source, answered) {
      const exercise = find(id);
      if (exercise === undefined) {
        throw new Error(`the notebook has no exercise ${id}`);
      }
      await linkIsLive(link, patience);
      return ask(
        exercise,
        lesson
          .cells()
          .map(cell =>
            cell.id === exercise.answer ? { ...cell, source } : cell
          ),
        answered
      );
    },
    stop(id) {
      if (states.get(id)?.state === 'checking') {
        link.request('stopCheck', { exercise: id }).catch(() => {
          // Without a kernel the check itself says that it could not be made.
        });
      }
    },
    showHint(id) {
      const available = find(id)?.hints.length ?? 0;
      const shown = hintsShown.get(id) ?? 0;
      if (shown < available) {
        hintsShown.set(id, shown + 1);
        changed.emit(id);
      }
    },
    answerEdited(id) {
      const state = states.get(id);
      if (state?.state === 'checked' && !state.edited) {
        enter(id, { ...state, edited: true });
      }
    },
    dispose: () => lesson.dispose()
  };
}

/** Resolves when the kernel has welcomed the page; at once when it has, or says why it will not. */
function linkIsLive(
  link: Pick<KernelLink, 'connection' | 'onConnection'>,
  patience: number
): Promise<void> {
  if (link.connection.state !== 'connecting') {
    return Promise.resolve();
  }
  return new Promise(resolve => {
    const done = (): void => {
      clearTimeout(timer);
      stop();
      resolve();
    };
    const stop = link.onConnection((status: LinkStatus) => {
      if (status.state !== 'connecting') {
        done();
      }
    });
    const timer = setTimeout(done, patience);
  });
}
