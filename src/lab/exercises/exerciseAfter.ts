import type { Exercise } from '../../exercises/metadata';

/**
 * The exercise to go on with after one: the next in the lesson that is not passed, else the first of
 * those before it. Undefined where all others are passed.
 */
export function exerciseAfter(
  exercises: readonly Exercise[],
  present: string,
  isPassed: (exercise: string) => boolean
): Exercise | undefined {
  const at = exercises.findIndex(({ id }) => id === present);
  return [
    ...exercises.slice(at + 1),
    ...exercises.slice(0, Math.max(0, at))
  ].find(({ id }) => !isPassed(id));
}
