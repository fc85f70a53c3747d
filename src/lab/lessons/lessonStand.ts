import type { Progress } from '../../exercises/metadata';
import { lessonProgress } from '../../exercises/metadata';
import type { LessonEntry } from './lessonIndex';

/** How far a student is in a lesson. */
export interface LessonStand {
  /** Exercises in the lesson, and how many of them are passed. */
  readonly exercises: number;
  readonly passed: number;
  readonly finished: boolean;
}

/** A lesson without exercises is never finished: it can always be read again. */
export function lessonStand(
  lesson: LessonEntry,
  progress: Progress
): LessonStand {
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
