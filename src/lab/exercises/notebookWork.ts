import type { Cell } from '@jupyterlab/cells';
import type { NotebookPanel } from '@jupyterlab/notebook';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';
import type {
  CardState,
  LessonProgress,
  PredictionProgress,
  SheetProgress
} from '../../exercises/metadata';
import {
  afterCheck,
  answerSheets,
  closedStep,
  exerciseOfCell,
  lessonProgress,
  withLesson
} from '../../exercises/metadata';
import type { Translate } from '../../scene/words/translate';
import type { ProgressFile } from '../lessons/progressFile';
import { METADATA_KEY } from '../session/cellMemory';
import type { NotebookSession } from '../session/notebookSession';
import type { AnswerCells } from './answerCells';
import { createAnswerCells } from './answerCells';
import type { ExerciseDesk } from './exerciseDesk';
import { createExerciseDesk } from './exerciseDesk';
import type { LessonItem } from './lessonItem';
import { lessonItems } from './lessonItems';
import { createNotebookLesson, keepVerdict } from './notebookLesson';
import { createPredictionCurtains } from './predictionCurtains';
import { predictionStands } from './predictionStands';

/** All that one open notebook asks of the student, and how it stands. */
export interface NotebookWork {
  readonly desk: ExerciseDesk;
  readonly cells: AnswerCells;
  /** What the progress file says of this lesson. */
  progress(): LessonProgress;
  /** Exercises and predictions in the notebook's order; `present` is where the reader is. */
  items(present: string | null): readonly LessonItem[];
  keepCard(card: string, state: CardState): void;
  /** What of the progress file or of the cells' metadata cannot be used, in words. */
  faults(): readonly string[];
  readonly changed: ISignal<object, void>;
  dispose(): void;
}

export interface NotebookWorkOptions {
  readonly panel: NotebookPanel;
  readonly session: NotebookSession;
  /** The progress file beside the notebook, wherever the notebook is now. */
  readonly progressFileOf: (panel: NotebookPanel) => ProgressFile;
  readonly translate: Translate;
}

/** @throws Error when the notebook has no model yet. */
export function createNotebookWork({
  panel,
  session,
  progressFileOf,
  translate
}: NotebookWorkOptions): NotebookWork {
  const { model } = panel.content;
  if (model === null) {
    throw new Error('the work of a notebook is read after its model is there');
  }
  const changed = new Signal<object, void>({});
  const lesson = createNotebookLesson(model);
  let progressFile = progressFileOf(panel);

  const progress = (): LessonProgress =>
    lessonProgress(progressFile.progress, lesson.metadata?.id ?? '');

  /** Only lessons have a progress file: another notebook gets no file beside it unasked. */
  const keep = (change: (before: LessonProgress) => LessonProgress): void => {
    const { metadata } = lesson;
    if (metadata !== null) {
      void progressFile.update(before =>
        withLesson(before, metadata.id, change)
      );
    }
  };

  const desk = createExerciseDesk({
    lesson,
    link: session.link,
    checks: session.checks,
    translate,
    record: (exercise, report, answer) => {
      const { id } = exercise;
      keepVerdict(model, exercise, answer, report);
      keep(before => ({
        ...before,
        exercises: {
          ...before.exercises,
          [id]: afterCheck(before.exercises[id], report)
        }
      }));
    }
  });

  session.closeCode(kind =>
    closedStep(
      lesson.parts.exercises,
      kind,
      id => progress().exercises[id]?.status === 'passed'
    )
  );

  session.nameExercises(
    cell => exerciseOfCell(lesson.parts.exercises, cell)?.title ?? null
  );

  const cells = createAnswerCells({
    panel,
    desk,
    translate,
    contextOf: (cell: Cell) => session.context(cell, cell.model.id),
    progressOf: exercise => progress().exercises[exercise]
  });

  const committed = (): ReadonlyMap<string, PredictionProgress> =>
    predictionStands(
      [...model.cells].map(cell => cell.getMetadata(METADATA_KEY) as unknown)
    ).committed;
  let noted = committed();
  const curtains = createPredictionCurtains({ panel, lesson, translate });

  const sheets = (): ReadonlyMap<string, SheetProgress> =>
    answerSheets(
      [...model.cells].map(cell => cell.getMetadata(METADATA_KEY) as unknown)
    );
  let written = JSON.stringify([...sheets()]);
  /** What was answered in any lesson: a gain is over lessons. */
  const otherSheets = (): ReadonlyMap<string, SheetProgress> =>
    new Map(
      Object.values(progressFile.progress.lessons).flatMap(({ questions }) =>
        Object.entries(questions)
      )
    );

  /** Answers that were marked since are kept in the progress file too. */
  function noteAnswers(): void {
    const now = sheets();
    const text = JSON.stringify([...now]);
    if (text !== written) {
      written = text;
      keep(before => ({
        ...before,
        questions: { ...before.questions, ...Object.fromEntries(now) }
      }));
      changed.emit();
    }
  }

  /** A prediction that was committed since is kept in the progress file too. */
  function notePredictions(): void {
    const now = committed();
    const fresh = [...now].filter(([key]) => !noted.has(key));
    noted = now;
    if (fresh.length > 0) {
      keep(before => ({
        ...before,
        predictions: {
          ...before.predictions,
          ...Object.fromEntries(fresh)
        }
      }));
      changed.emit();
    }
  }

  const tell = (): void => changed.emit();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const onContent = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      notePredictions();
      noteAnswers();
    }, 300);
  };
  model.contentChanged.connect(onContent);
  lesson.changed.connect(tell);
  desk.changed.connect(tell);
  const onProgress = (): void => {
    cells.progressRead();
    tell();
  };
  const readProgress = (): void => {
    progressFile.changed.connect(onProgress);
    if (lesson.metadata !== null) {
      void progressFile.read();
    }
  };
  /** A notebook that is moved to another folder has its progress there. */
  const onMoved = (): void => {
    const now = progressFileOf(panel);
    if (now !== progressFile) {
      progressFile.changed.disconnect(onProgress);
      progressFile = now;
      readProgress();
      changed.emit();
    }
  };
  panel.context.pathChanged.connect(onMoved);
  readProgress();

  return {
    desk,
    cells,
    progress,
    items: present =>
      lessonItems(
        lesson.parts,
        progress(),
        lesson.cells().map(({ id }) => id),
        present,
        { committed: committed(), sheets: sheets(), others: otherSheets() },
        translate
      ),
    keepCard: (card, state) =>
      keep(before => ({
        ...before,
        flashcards: { ...before.flashcards, [card]: state }
      })),
    faults: () => [
      ...(progressFile.fault === null ? [] : [progressFile.fault]),
      ...lesson.parts.faults.map(({ message }) => message)
    ],
    changed,
    dispose() {
      clearTimeout(timer);
      model.contentChanged?.disconnect(onContent);
      panel.context.pathChanged.disconnect(onMoved);
      progressFile.changed.disconnect(onProgress);
      cells.dispose();
      curtains.dispose();
      desk.changed.disconnect(tell);
      desk.dispose();
      Signal.clearData(changed);
    }
  };
}
