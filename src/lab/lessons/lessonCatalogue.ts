import type { NotebookPanel } from '@jupyterlab/notebook';
import {
  readLessonMetadata,
  type Progress,
  lessonProgress
} from '../../exercises/metadata';
import { METADATA_KEY } from '../session/cellMemory';
import type { LessonEntry, LessonIndex } from './lessonIndex';
import type { ProgressFiles } from './progressFile';

/** The lessons of this installation, once they are read, and how far the student is in each. */
export interface LessonCatalogue {
  index: LessonIndex | null;
  /** The folder of the server in which the student's copies and progress lie. */
  place: string;
  stand(lesson: LessonEntry): ReturnType<typeof lessonStand>;
  /** The lesson that a command means: the one named, else the first that is not done. */
  meant(id: unknown): LessonEntry | undefined;
  /** The lesson of which a notebook is a copy. */
  of(panel: NotebookPanel): LessonEntry | undefined;
}

export function createLessonCatalogue(
  progress: ProgressFiles,
  place: string
): LessonCatalogue {
  const catalogue: LessonCatalogue = {
    index: null,
    place,
    stand: lesson => lessonStand(lesson, progress.in(catalogue.place).progress),
    meant(id) {
      const lessons = catalogue.index?.lessons ?? [];
      return typeof id === 'string'
        ? lessons.find(lesson => lesson.id === id)
        : (lessons.find(lesson => !catalogue.stand(lesson).finished) ??
            lessons[0]);
    },
    of(panel) {
      const id = lessonId(panel);
      return catalogue.index?.lessons.find(lesson => lesson.id === id);
    }
  };
  return catalogue;
}

function lessonId(panel: NotebookPanel): string | null {
  try {
    return (
      readLessonMetadata(panel.content.model?.getMetadata(METADATA_KEY))?.id ??
      null
    );
  } catch {
    return null;
  }
}

/** How far a student is in a lesson. */
interface LessonStand {
  /** Exercises in the lesson, and how many of them are passed. */
  readonly exercises: number;
  readonly passed: number;
  readonly finished: boolean;
}

/** A lesson without exercises is never finished: it can always be read again. */
function lessonStand(lesson: LessonEntry, progress: Progress): LessonStand {
  const { exercises } = lessonProgress(progress, lesson.id);
  const passed = lesson.exercises.filter(
    id => Object.hasOwn(exercises, id) && exercises[id].status === 'passed'
  ).length;
  return {
    exercises: lesson.exercises.length,
    passed,
    finished: lesson.exercises.length > 0 && passed === lesson.exercises.length
  };
}
