import { Signal } from '@lumino/signaling';
import { Widget } from '@lumino/widgets';
import { createCursors } from '../widgets/base/cursor';
import { createStore } from '../widgets/base/store';
import { closeCode } from '../anywhere/drawBundle';
import {
  afterCheck,
  closedStep,
  type LessonProgress
} from '../exercises/metadata';
import { AnswerFooter } from '../lab/exercises/answerFooter';
import { exerciseAfter } from '../lab/exercises/exerciseAfter';
import {
  createExerciseDesk,
  type ExerciseDesk
} from '../lab/exercises/exerciseDesk';
import { withVerdict } from '../lab/exercises/notebookLesson';
import type { ViewContext } from '../widgets/context';
import type { Translate } from '../scene/words/translate';
import { createEditor, type Editor } from './editor';
import type { ReadNotebook } from './notebook';
import type { SiteProgress } from './progress';
import type { ReadKernel } from './readKernel';

/** The exercises of a page. */
export interface Exercises {
  readonly desk: ExerciseDesk;
  /** What was done of the lesson; null of a notebook that is none. */
  stand: LessonProgress | null;
  /** Called when the progress has taken a check in. */
  noted: () => void;
}

/** Gives each answer an editor, and Check, hints and the report below it. */
export function createExercises({
  notebook,
  kernel,
  progress,
  stand,
  translate
}: {
  readonly notebook: ReadNotebook;
  readonly kernel: ReadKernel;
  readonly progress: SiteProgress;
  readonly stand: LessonProgress | null;
  readonly translate: Translate;
}): Exercises {
  const { metadata, given, cells } = notebook;
  const changed = new Signal<object, void>({});
  const desk = createExerciseDesk({
    lesson: {
      metadata,
      get parts() {
        return notebook.parts;
      },
      given,
      changed,
      cells,
      dispose: () => Signal.clearData(changed)
    },
    link: {
      // It starts with the first check.
      connection: { state: 'live' },
      onConnection: () => () => undefined,
      async request(method, params) {
        await kernel.start();
        await welcomed(kernel);
        return kernel.link.request(method, params);
      }
    },
    translate,
    record(exercise, report, answer) {
      const { notebookMemory: memory } = notebook;
      memory.set(
        'checked',
        withVerdict(memory.get('checked'), exercise.id, answer, report)
      );
      // What stands below the tests is of an older run, and may say the opposite.
      exercise.tests.forEach(test => notebook.setOutputs(test, [], null));
      void notebook.keep();
      if (metadata !== null) {
        void progress
          .update(metadata.id, before => ({
            ...before,
            exercises: {
              ...before.exercises,
              [exercise.id]: afterCheck(before.exercises[exercise.id], report)
            }
          }))
          // The page has said that nothing is kept; what was done counts until it closes.
          .catch(() => undefined)
          .then(() => exercises.noted());
      }
    }
  });
  const exercises: Exercises = {
    desk,
    stand,
    noted: () => undefined
  };
  const cursorOf = createCursors();
  const store = createStore();
  const contextOf = (cell: string): ViewContext => ({
    cursor: cursorOf(cell),
    link: kernel.link,
    store,
    memory: notebook.memory(cell),
    translate,
    settings: {
      reducedMotion: matchMedia('(prefers-reduced-motion: reduce)').matches,
      linesUpTo: 8,
      minimumColumnWidth: 2
    }
  });

  const isPassed = (id: string): boolean => {
    const state = desk.state(id);
    return (
      (state.state === 'checked' && state.report.status === 'passed') ||
      exercises.stand?.exercises[id]?.status === 'passed'
    );
  };

  const close = (): void =>
    closeCode(kind => closedStep(notebook.parts.exercises, kind, isPassed));
  desk.changed.connect(close);
  close();

  let hasWritten = false;
  for (const { id, answer, asks } of notebook.parts.exercises) {
    const section = document.getElementById(answer);
    if (section === null) {
      continue;
    }
    const editor: Editor | null =
      asks === true
        ? null
        : createEditor(
            section,
            notebook.source(answer),
            text => {
              if (!hasWritten) {
                hasWritten = true;
                kernel.warmUp();
              }
              notebook.setSource(answer, text);
              desk.answerEdited(id);
            },
            translate
          );
    const footer = new AnswerFooter({
      exercise: id,
      desk,
      translate,
      context: () => contextOf(answer),
      progress: () => exercises.stand?.exercises[id],
      goToLine: line => editor?.goToLine(line),
      next() {
        const next = exerciseAfter(notebook.parts.exercises, id, isPassed);
        const place = next && document.getElementById(next.answer);
        return next && place
          ? {
              title: next.title,
              go: () => place.scrollIntoView({ block: 'start' })
            }
          : null;
      }
    });
    Widget.attach(footer, section);
  }
  return exercises;
}

/** Resolves when the kernel has answered the page's hello. */
function welcomed({ link }: ReadKernel): Promise<void> {
  return new Promise(resolve => {
    if (link.connection.state === 'live') {
      resolve();
      return;
    }
    const stop = link.onConnection(({ state }) => {
      if (state !== 'connecting') {
        stop();
        resolve();
      }
    });
  });
}
