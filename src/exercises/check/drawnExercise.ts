import {
  answers,
  references,
  type Drawn,
  type Reference,
  type ReferenceName
} from '../answers';
import { drawsFor, requireText } from '../draws/draws';
import { compared } from './compared';
import { CheckFailure } from './report';

type AnyReference = Reference<readonly unknown[]>;
type AnyAnswer = Drawn<unknown> & {
  reference(asked: unknown): AnyReference;
};

/**
 * What an exercise asks in the assignment of this name, instead of what its lesson asks: always the
 * same for a name.
 *
 * @throws TypeError when the name is no text; RangeError when nothing that can be asked comes
 */
export function drawnReference(
  exercise: ReferenceName,
  variant: string
): AnyReference {
  const { reference } = answers[exercise] as unknown as AnyAnswer;
  return reference(askedIn(exercise, variant));
}

/** The pieces of the lesson's notebook that say what is asked, each with what takes its place. */
export function drawnWords(
  exercise: ReferenceName,
  variant: string
): [string, string][] {
  const asked = askedIn(exercise, variant);
  const { words } = answers[exercise] as unknown as AnyAnswer;
  return words.map(([lesson, instead]) => [lesson, instead(asked)]);
}

function askedIn(exercise: ReferenceName, variant: string): unknown {
  requireText('variant', variant);
  const { draw, reference } = answers[exercise] as unknown as AnyAnswer;
  const lesson = references[exercise] as unknown as AnyReference;
  return drawsFor(variant, ['assignment', exercise, variant]).until(
    'asked',
    draw,
    asked => isAnother(reference(asked), lesson)
  );
}

/** Whether the lesson's own solution does not answer it, and each careless answer is told from all others. */
function isAnother(drawn: AnyReference, lesson: AnyReference): boolean {
  return (
    saidOf(drawn, lesson.right) !== null &&
    drawn.careless.every(({ of, message }) => saidOf(drawn, of) === message)
  );
}

/** What is said first of an answer; null where it is right. */
function saidOf(
  reference: AnyReference,
  answer: (...args: readonly unknown[]) => unknown
): string | null {
  try {
    compared(reference, answer);
    return null;
  } catch (error) {
    if (error instanceof CheckFailure) {
      return error.report.message;
    }
    throw error;
  }
}
