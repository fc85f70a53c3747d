import { requireKnown } from '../../engine/base/check';
import { checkContext } from '../check/context';
import { drawsFor, requireText, type StudentDraws } from '../draws/draws';

export interface VariantOptions {
  /** Names the problem set: another one has other numbers. */
  assignment: string;
  /** Names the student. While an answer is marked it is the student who handed it in. */
  student: string;
}

/**
 * Other numbers, sizes and data for each student, the same whenever they are asked for again.
 *
 * @throws TypeError when an option is missing; RangeError when a range is empty, or when nothing
 * that `until` accepts comes
 * @example
 * ```ts
 * const mine = variant({ assignment: 'ps1', student: 'ada' });
 * const steps = mine.integer('steps', 8, 12);
 * const x = mine.numbers('x', steps, -1, 1);
 * x.length === steps; // true
 * ```
 */
export function variant(options: VariantOptions): StudentDraws {
  requireKnown('variant', options, ['assignment', 'student']);
  requireText('assignment', options.assignment);
  requireText('student', options.student);
  // Who is marked is not for the notebook to say.
  const student = checkContext().student ?? options.student;
  return drawsFor(student, [options.assignment, student]);
}
